"""Where a run computes: one device, several of one machine, or several machines. What is a backend's own is here.

Keras 3 spreads a batch over the devices of one machine by ``keras.distribution`` with JAX. With TensorFlow that module
is a prototype, and ``tf.distribute.MirroredStrategy`` below ``Model.fit`` does the same. Over several machines Keras
3.15's ``Model.fit`` fails with ``MultiWorkerMirroredStrategy`` (keras-team/keras issue 20585, open): before the first
step it wants to see a whole batch, which lies on several machines. So the loop over the batches is written out here for
that case; layers, losses, optimisers and callbacks stay Keras's.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import DeviceLostError, OutputError, TrainingError
from training.batches import AugmentedBatches, Batch

Loss = Callable[[Any, Any], Any]
CPU_INFO = Path("/proc/cpuinfo")
LOG_FILE = "events.out.tfevents"
"""What the names of TensorBoard's files begin with."""
OUT_OF_MEMORY = re.compile(r"out of memory|RESOURCE_EXHAUSTED|\bOOM\b", re.IGNORECASE)
DEVICE_FAILED = re.compile(r"CUDA|cuDNN|cuBLAS|GPU|device is lost", re.IGNORECASE)


class Distribution:
    """One device: what Keras does by itself."""

    replicas = 1
    writes = True
    """Whether this process keeps checkpoints and logs; one of all does."""

    def scope(self) -> AbstractContextManager[Any]:
        """Networks are built and trained within this."""
        return nullcontext()

    def train(
        self,
        model: keras.Model,
        loss: Loss,
        batches: AugmentedBatches,
        epochs: range,
        callbacks: Sequence[keras.callbacks.Callback],
    ) -> None:
        """Train a compiled model through ``epochs`` (from 0); ``loss`` is what it was compiled with."""
        del loss
        model.fit(
            batches,
            epochs=epochs.stop,
            initial_epoch=epochs.start,
            shuffle=False,  # the batches are in a random order of their own, which a resumed run finds again
            verbose=0,
            callbacks=list(callbacks),
        )

    def forward(self, model: keras.Model, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities [n, row, column, 3] of images [n, row, column, 1], without learning from them."""
        return np.asarray(model.predict_on_batch(images), np.float32)

    def gather(self, value: float) -> list[float]:
        """The value of every process, in the same order everywhere."""
        return [value]

    def check(self, batch_size: int) -> None:
        """Raise ``TrainingError`` where a batch cannot be dealt out evenly."""
        if batch_size % self.replicas:
            raise TrainingError(
                "batch_size",
                f"{batch_size} images cannot be dealt out evenly to {self.replicas} devices: choose a multiple of that",
            )


class KerasDevices(Distribution):
    """Several devices of one machine through ``keras.distribution``, as JAX has it."""

    def __init__(self) -> None:
        self._parallel = keras.distribution.DataParallel()
        self.replicas = len(keras.distribution.list_devices())

    def scope(self) -> AbstractContextManager[Any]:
        """Batches and variables are spread over the devices within this."""
        scope: AbstractContextManager[Any] = self._parallel.scope()
        return scope


class MirroredDevices(Distribution):
    """Several devices of one machine through TensorFlow's ``MirroredStrategy``; None takes all accelerators."""

    def __init__(self, devices: Sequence[str] | None = None) -> None:
        import tensorflow as tf

        self._strategy = tf.distribute.MirroredStrategy(devices)
        self.replicas = self._strategy.num_replicas_in_sync

    def scope(self) -> AbstractContextManager[Any]:
        """Variables are mirrored within this."""
        scope: AbstractContextManager[Any] = self._strategy.scope()
        return scope

    def forward(self, model: keras.Model, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Probabilities of images, on the first device: Keras's predict would give every device all of them."""
        return np.asarray(keras.ops.convert_to_numpy(model(images, training=False)), np.float32)


class Machines(MirroredDevices):
    """Several processes, mostly one a machine, that each take their share of every batch and sum their gradients.

    ``TF_CONFIG`` in the environment names them, as TensorFlow has it. Of the processes the chief, or without one the
    first worker, keeps checkpoints and logs; when a run goes on, all read them from its folder, which therefore has to
    be shared.
    """

    def __init__(self) -> None:
        import tensorflow as tf

        try:
            self._strategy = tf.distribute.MultiWorkerMirroredStrategy()
        except (RuntimeError, ValueError, tf.errors.OpError) as error:
            raise TrainingError(
                "TF_CONFIG", f"the workers cannot be joined ({error}): see that all run and reach each other"
            ) from error
        self.replicas = self._strategy.num_replicas_in_sync
        config = json.loads(os.environ["TF_CONFIG"])
        self.writes = config["task"] == {"type": "chief" if "chief" in config["cluster"] else "worker", "index": 0}

    def train(
        self,
        model: keras.Model,
        loss: Loss,
        batches: AugmentedBatches,
        epochs: range,
        callbacks: Sequence[keras.callbacks.Callback],
    ) -> None:
        """The loop of ``Model.fit`` written out; the logged loss is the mean over all processes."""
        step = self._step(model, loss)
        watchers = keras.callbacks.CallbackList(
            list(callbacks), add_history=False, model=model, epochs=epochs.stop, steps=len(batches), verbose=0
        )
        model.stop_training = False
        watchers.on_train_begin()
        with ThreadPoolExecutor(1) as ahead:
            for epoch in epochs:
                watchers.on_epoch_begin(epoch)
                losses: list[float] = []
                coming = ahead.submit(batches.__getitem__, 0)
                for index in range(len(batches)):
                    batch = coming.result()
                    if index + 1 < len(batches):
                        coming = ahead.submit(batches.__getitem__, index + 1)
                    watchers.on_train_batch_begin(index)
                    losses.append(float(step(*self._shares(batch))))
                    watchers.on_train_batch_end(index, {"loss": float(np.mean(losses))})
                self._agree(model)
                watchers.on_epoch_end(epoch, {"loss": float(np.mean(losses))})
                if model.stop_training:
                    break
        watchers.on_train_end()

    def _step(self, model: keras.Model, loss: Loss) -> Callable[[Any, Any], Any]:
        import tensorflow as tf

        def learn(images: Any, truth: Any) -> Any:
            with tf.GradientTape() as tape:
                value = loss(truth, model(images, training=True))
                # Gradients are summed over the replicas.
                scaled = model.optimizer.scale_loss(value / self.replicas)
            weights = model.trainable_weights
            model.optimizer.apply_gradients(zip(tape.gradient(scaled, weights), weights, strict=True))
            return value

        @tf.function  # type: ignore[untyped-decorator]
        def step(images: Any, truth: Any) -> Any:
            return self._strategy.reduce("MEAN", self._strategy.run(learn, args=(images, truth)), axis=None)

        return step  # type: ignore[no-any-return]

    def _shares(self, batch: Batch) -> tuple[Any, ...]:
        """Of every array in the batch the rows of this process's replicas."""
        import tensorflow as tf

        rows = len(batch[0]) // self.replicas
        return tuple(
            self._strategy.experimental_distribute_values_from_function(
                lambda context, array=array: tf.constant(
                    array[context.replica_id_in_sync_group * rows : (context.replica_id_in_sync_group + 1) * rows]
                )
            )
            for array in batch
        )

    def _agree(self, model: keras.Model) -> None:
        """Give all processes the mean of what each has counted for itself: the statistics of the batch norms."""
        for variable in model.non_trainable_weights:
            variable.assign(self._gather(np.asarray(keras.ops.convert_to_numpy(variable))).mean(axis=0))

    def gather(self, value: float) -> list[float]:
        """The value of every process, in the same order everywhere."""
        return [float(one) for one in self._gather(np.asarray(value, np.float64))]

    def _gather(self, value: npt.NDArray[Any]) -> npt.NDArray[Any]:
        import tensorflow as tf

        return np.asarray(self._strategy.gather(tf.constant(value[None]), axis=0))


def choose_distribution(workers: Sequence[str] = (), worker: int | None = None) -> Distribution:
    """All there is to compute with: several machines if named, else all accelerators of this one, else one device.

    ``workers`` are "host:port" of every process in the same order on all of them, and ``worker`` the number of this one
    from 0; without them TF_CONFIG counts. To be called before anything else is done with TensorFlow. Raises
    ``TrainingError``.
    """
    if workers:
        if worker is None or not 0 <= worker < len(workers):
            raise TrainingError("worker", f"give this process's number, 0 to {len(workers) - 1}, among the workers")
        task = {"type": "worker", "index": worker}
        os.environ["TF_CONFIG"] = json.dumps({"cluster": {"worker": list(workers)}, "task": task})
    backend = keras.backend.backend()
    if _several_machines():
        if backend != "tensorflow":
            raise TrainingError(
                "workers", f"several machines need the TensorFlow backend, this is {backend}: set KERAS_BACKEND"
            )
        return Machines()
    if backend == "jax" and len(keras.distribution.list_devices()) > 1:
        return KerasDevices()
    if backend == "tensorflow":
        import tensorflow as tf

        if len(tf.config.list_physical_devices("GPU")) > 1:
            return MirroredDevices()
    return Distribution()


def _several_machines() -> bool:
    text = os.environ.get("TF_CONFIG", "")
    if not text:
        return False
    try:
        config = json.loads(text)
        kind, index = config["task"]["type"], int(config["task"]["index"])
        cluster = {name: len(config["cluster"].get(name, ())) for name in ("chief", "worker")}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TrainingError(
            "TF_CONFIG", f"it names no workers and task ({error!r}): set it as TensorFlow documents it"
        ) from error
    if not 0 <= index < cluster.get(kind, 0):
        raise TrainingError(
            "TF_CONFIG", f"there is no {kind} {index} among {cluster.get(kind, 0)}: set task and cluster that agree"
        )
    return sum(cluster.values()) > 1


def devices_in_words(replicas: int = 1) -> str:
    """What a run computes on, such as "2 x NVIDIA H200", or the processor with the number of its cores.

    The first accelerator stands for all ``replicas``; where there are several, of however many machines.
    """
    name = _accelerator() or f"{_processor()}, {os.cpu_count()} cores"
    return name if replicas == 1 else f"{replicas} x {name}"


def _accelerator() -> str:
    """The name of the first accelerator that the backend has; empty where it has none."""
    match keras.backend.backend():
        case "tensorflow":
            import tensorflow as tf

            found = tf.config.list_physical_devices("GPU")
            name = tf.config.experimental.get_device_details(found[0]).get("device_name", "GPU") if found else ""
        case "jax":
            device = import_module("jax").devices()[0]
            name = "" if device.platform == "cpu" else device.device_kind
        case "torch":
            cuda = import_module("torch").cuda
            name = cuda.get_device_name() if cuda.is_available() else ""
        case _:
            name = ""
    return str(name)


def _processor() -> str:
    try:
        lines = CPU_INFO.read_text().splitlines()
    except OSError:  # not Linux
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def make_repeatable() -> None:
    """Ask the backend for the same numbers every time, for all that this process does from now on.

    Only TensorFlow has to be asked, and it matters on accelerators only.
    """
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()


def peak_accelerator_mb() -> float | None:
    """The most memory of the first accelerator that was in use; None without one, or where nobody counts it."""
    if keras.backend.backend() != "tensorflow":
        return None
    import tensorflow as tf

    if not tf.config.list_logical_devices("GPU"):
        return None
    return float(tf.config.experimental.get_memory_info("GPU:0")["peak"]) / 2**20


def is_out_of_memory(error: BaseException) -> bool:
    """Whether what a backend raised means that memory, of the processor or the accelerator, does not suffice."""
    return isinstance(error, MemoryError) or (_is_of_backend(error) and bool(OUT_OF_MEMORY.search(str(error))))


@contextmanager
def device_errors(run: Path) -> Iterator[None]:
    """Within this, an accelerator that fails is a ``DeviceLostError``; want of memory is not meant."""
    try:
        yield
    except Exception as error:
        if not _is_of_backend(error) or OUT_OF_MEMORY.search(str(error)) or not DEVICE_FAILED.search(str(error)):
            raise
        reason = str(error).partition("\n")[0]
        kept = "what the last epoch left is kept; start it again to go on"
        raise DeviceLostError(run, f"the accelerator failed ({reason}); {kept}") from error


def _is_of_backend(error: BaseException) -> bool:
    """TensorFlow's own errors, and JAX's and PyTorch's, which are of this kind."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return isinstance(error, tf.errors.OpError)
    return isinstance(error, RuntimeError)


def can_log_to_tensorboard() -> bool:
    """Whether Keras can write TensorBoard's logs: they need TensorFlow as backend, and the package tensorboard."""
    return keras.backend.backend() == "tensorflow" and find_spec("tensorboard") is not None


@contextmanager
def tensorboard_errors(folder: Path) -> Iterator[None]:
    """Within this, TensorBoard's logs in ``folder`` that the disk refuses are an ``OutputError``."""
    if not can_log_to_tensorboard():
        yield
        return
    import tensorflow as tf

    try:
        yield
    except tf.errors.OpError as error:
        if LOG_FILE not in error.message:
            raise
        reason = error.message.partition("; ")[2].partition("\n")[0] or "the disk refused"
        raise OutputError(folder, f"the logs cannot be written: {reason}. Free some space, then go on.") from error
