"""Weights and checkpoints as archives of plain number arrays: written wholly or not at all, and nothing is executed."""

from __future__ import annotations

import hashlib
import io
import json
import math
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import CheckpointError
from cmrstudio.inference import architectures
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.io.native_output import quiet_unless_it_fails
from training.training_time import TrainingTime

if TYPE_CHECKING:
    import keras

CHECKPOINT_FILE = "checkpoint.npz"
WEIGHTS_FILE = "trained.npz"

Arrays = list[npt.NDArray[np.float32]]
Facts = dict[str, Any]
_FACTS = "facts"
_DAMAGED = (
    ValueError,
    TypeError,
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass
class RunState:
    """How far a run is: one row of figures for every finished epoch, and what early stopping has to remember.

    ``seconds`` and ``machines`` are those of the last epochs: a run that began before they were kept has fewer of them
    than rows. ``before`` is the time of the stages before, and ``begun_with`` names the weights that the run began
    with, each None where nobody kept it. ``batch_divisor`` says how often a batch had to be parted for want of memory;
    ``baseline`` are the validation figures of the weights that the run began with, of a run that is watched.
    """

    rows: list[dict[str, float]] = field(default_factory=list)
    best_loss: float | None = None
    best_epoch: int = 0
    stopped: bool = False
    seconds: list[float] = field(default_factory=list)
    machines: list[str] = field(default_factory=list)
    before: TrainingTime | None = None
    begun_with: str | None = None
    batch_divisor: int = 1
    baseline: dict[str, float] | None = None

    @property
    def epochs_done(self) -> int:
        """Number of finished epochs."""
        return len(self.rows)

    @property
    def untimed(self) -> int:
        """Number of finished epochs, the first ones, of which nobody kept the time."""
        return len(self.rows) - len(self.seconds)

    @property
    def time(self) -> TrainingTime:
        """How long this run and the stages before it were trained so far."""
        machines = tuple(dict.fromkeys(self.machines))
        own = TrainingTime(math.fsum(self.seconds), len(self.seconds), self.untimed, machines)
        return own if self.before is None else self.before + own


def write_checkpoint(path: Path, model: keras.Model, state: RunState, run_facts: Mapping[str, Any]) -> None:
    """Keep a run: weights, states of the random generators, optimiser, and ``state``; ``run_facts`` tell whose it is.

    Raises ``OutputError``; the checkpoint that was there before is then still whole.
    """
    _write(path, _variables(model), {"run": dict(run_facts), "state": asdict(state)})


def read_state(path: Path, run_facts: Mapping[str, Any]) -> RunState | None:
    """How far the run of this checkpoint is; None where there is no checkpoint.

    Raises ``CheckpointError`` where it is damaged, or of another run than ``run_facts`` tell, naming a difference.
    """
    if not path.exists():
        return None
    facts = _read(path, names=())[1]
    for name, wanted in run_facts.items():
        found = facts["run"].get(name) if isinstance(facts.get("run"), dict) else None
        if found != wanted:
            raise another_run(path, name, found, wanted)
    return _state(path, facts)


def another_run(path: Path, name: str, found: Any, wanted: Any) -> CheckpointError:
    """The error that a checkpoint's run has ``found`` for what is called ``name``, and this one ``wanted``."""
    return CheckpointError(
        path,
        f"it belongs to another run: its {name} is {_short(found)}, here it is {_short(wanted)}. Choose another run "
        "folder, or the settings that this one began with",
    )


def _state(path: Path, facts: Facts) -> RunState:
    try:
        state = RunState(**facts["state"])
        if state.before is not None:
            before: Facts = dict(facts["state"]["before"])
            state.before = TrainingTime(**(before | {"machines": tuple(before["machines"])}))
        return state
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            path, f"it does not tell how far the run was ({error}): begin the run anew in another folder"
        ) from error


def training_time(weights: Path) -> TrainingTime | None:
    """How long the run was trained whose result ``weights`` is; None where no run's checkpoint lies beside it.

    Raises ``CheckpointError`` where that is damaged.
    """
    checkpoint = weights.with_name(CHECKPOINT_FILE)
    if weights.name != WEIGHTS_FILE or not checkpoint.exists():
        return None
    return _state(checkpoint, _read(checkpoint, names=())[1]).time


def restore(path: Path, model: keras.Model) -> None:
    """Put a model and its optimiser into the state of a checkpoint. Raises ``CheckpointError``."""
    variables = _variables(model)
    arrays, _ = _read(path, names=variables)
    for name, variable in variables.items():
        if tuple(arrays[name].shape) != tuple(variable.shape):
            raise CheckpointError(
                path, f"{name} has shape {arrays[name].shape}, the network {tuple(variable.shape)}: begin the run anew"
            )
    for name, variable in variables.items():
        variable.assign(arrays[name])


def write_weights(path: Path, architecture: str, weights: Sequence[npt.ArrayLike]) -> None:
    """Write weights, in the order of Keras's ``get_weights``. Raises ``OutputError``."""
    arrays = {f"{number:03d}": np.asarray(array, np.float32) for number, array in enumerate(weights)}
    _write(path, arrays, {"architecture": architecture})


def read_weights(path: Path, architecture: str) -> Arrays:
    """Weights of an architecture, from a run's .npz or Keras's own .weights.h5, in the order of ``get_weights``.

    Raises ``CheckpointError`` for another architecture's or a damaged file, and ``UnknownArchitectureError``.
    """
    shapes = architectures.weight_shapes(architecture)
    if path.suffix == ".h5":
        return _read_keras(path, architecture)
    names = [f"{number:03d}" for number in range(len(shapes))]
    facts = _read(path, names=())[1]
    if facts.get("architecture") != architecture:
        raise CheckpointError(
            path, f"its weights are of {facts.get('architecture')!r}, not of {architecture!r}: choose others"
        )
    arrays, _ = _read(path, names)
    for name, shape in zip(names, shapes, strict=True):
        if arrays[name].shape != shape:
            raise CheckpointError(
                path, f"array {name} has shape {arrays[name].shape}, {architecture!r} has {shape}: choose others"
            )
    return [arrays[name] for name in names]


def weights_digest(weights: Sequence[npt.ArrayLike]) -> str:
    """What tells some weights from others in a few letters."""
    digest = hashlib.sha256()
    for array in weights:
        plain = np.ascontiguousarray(array, np.float32)
        digest.update(f"{plain.shape}".encode())
        digest.update(plain.tobytes())
    return digest.hexdigest()[:16]


def _read_keras(path: Path, architecture: str) -> Arrays:
    with quiet_unless_it_fails():  # Keras may not have been imported yet
        network = architectures.build(architecture)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Keras only warns of parts that it does not find
            network.load_weights(path)
    except (*_DAMAGED, UserWarning) as error:
        reason = str(error).strip().partition("\n")[0]
        raise CheckpointError(
            path, f"it does not hold the weights of {architecture!r} ({reason}): choose others"
        ) from error
    return [np.asarray(array, np.float32) for array in network.get_weights()]


def _variables(model: keras.Model) -> dict[str, Any]:
    """Everything that a run changes, in an order that the architecture and the settings alone decide."""
    everything = {"model": model.variables, "optimizer": model.optimizer.variables}
    return {f"{group}-{number:03d}": v for group, vs in everything.items() for number, v in enumerate(vs)}


def _write(path: Path, arrays: Mapping[str, Any], facts: Facts) -> None:
    buffer = io.BytesIO()
    plain = {name: _plain(array) for name, array in arrays.items()}
    np.savez(buffer, allow_pickle=False, **plain, **{_FACTS: np.array(json.dumps(facts))})
    write_atomically(path, buffer.getvalue())


def _plain(value: Any) -> npt.NDArray[np.generic]:
    if isinstance(value, np.ndarray):
        return value
    from keras import ops

    return np.asarray(ops.convert_to_numpy(value))


def _read(path: Path, names: Any) -> tuple[dict[str, npt.NDArray[Any]], Facts]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            facts = json.loads(str(stored[_FACTS]))
            return {name: stored[name] for name in names}, dict(facts)
    except FileNotFoundError as error:
        raise CheckpointError(path, "there is no such file: choose one that a run wrote") from error
    except _DAMAGED as error:
        raise CheckpointError(
            path, f"it is damaged or not made by a training run ({error}): choose another file"
        ) from error


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
