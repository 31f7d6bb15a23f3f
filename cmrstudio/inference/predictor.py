"""Runs one network over images, in the precision that the machine is fast at. Imports TensorFlow when it is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError
from cmrstudio.inference import architectures
from cmrstudio.inference.preprocess import MODEL_SIDE_PX

CPU_INFO = Path("/proc/cpuinfo")
BFLOAT16_FLAGS = frozenset({"amx_bf16", "avx512_bf16"})
CPU_BATCH = 2  # larger batches are no faster on a CPU, and a short last batch then wastes more
GPU_BATCH = 8
_POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16", "float16": "mixed_float16"}

Images = npt.NDArray[np.float32]


def cpu_has_bfloat16(cpu_info: Path = CPU_INFO) -> bool:
    """Whether the processor multiplies bfloat16 in hardware, as far as the operating system tells."""
    try:
        text = cpu_info.read_text()
    except OSError:  # not Linux: nobody tells, and float32 is right everywhere
        return False
    flags = (line.partition(":")[2].split() for line in text.splitlines() if line.startswith("flags"))
    return not BFLOAT16_FLAGS.isdisjoint(next(flags, []))


class Predictor:
    """One network with its weights, ready to run.

    ``weights`` are in the order of Keras's ``get_weights``. ``precision`` is "float32", "bfloat16", "float16" or
    "auto": float16 on a GPU, bfloat16 on a CPU that has it, else float32; weights and output are float32 in any case.
    Raises ``ModelError`` where the weights do not fit, ``UnknownArchitectureError``.
    """

    def __init__(
        self,
        architecture: str,
        weights: Sequence[npt.NDArray[np.floating]],
        precision: str = "auto",
        side_px: int = MODEL_SIDE_PX,
    ) -> None:
        import tensorflow as tf

        on_gpu = bool(tf.config.list_logical_devices("GPU"))
        self.device = "GPU" if on_gpu else "CPU"
        self.precision = default_precision(on_gpu) if precision == "auto" else precision
        self.batch_size = GPU_BATCH if on_gpu else CPU_BATCH
        self.side_px = side_px
        with _dtype_policy(self.precision):
            model = architectures.build(architecture)
        try:
            model.set_weights(list(weights))
        except ValueError as error:
            raise ModelError(f"The weights do not fit architecture {architecture!r}: {error}") from error
        self._run = self._compiled(model)

    def _compiled(self, model: Any) -> Callable[[Any], Any]:
        """The network as a graph of one fixed shape, so that no later call traces it anew."""
        import tensorflow as tf

        shape = (self.batch_size, self.side_px, self.side_px, 1)

        def run(images: Any) -> Any:
            return model(images, training=False)

        graph: Callable[[Any], Any] = tf.function(
            run, input_signature=[tf.TensorSpec(shape, tf.float32)], autograph=False
        )
        return graph

    def batches(self, images: Images) -> Iterator[Images]:
        """Probabilities [n, row, column, 3] for images [n, row, column], a few images at a time."""
        if images.ndim != 3 or images.shape[1:] != (self.side_px, self.side_px):
            raise ValueError(f"images must be [n, {self.side_px}, {self.side_px}], not {list(images.shape)}")
        for start in range(0, len(images), self.batch_size):
            part = images[start : start + self.batch_size]
            batch = np.zeros((self.batch_size, self.side_px, self.side_px, 1), np.float32)
            batch[: len(part), ..., 0] = part
            yield np.asarray(self._run(batch))[: len(part)]

    def predict(self, images: Images) -> npt.NDArray[np.float32]:
        """Probabilities [n, row, column, 3] of cavity, myocardium and background for images [n, row, column]."""
        parts = list(self.batches(images))
        return np.concatenate(parts) if parts else np.zeros((0, self.side_px, self.side_px, 3), np.float32)

    def warm_up(self) -> None:
        """Trace and run the network once, so that the first real image does not wait for it."""
        self.predict(np.zeros((1, self.side_px, self.side_px), np.float32))


def default_precision(on_gpu: bool) -> str:
    """The precision that "auto" stands for on this machine."""
    if on_gpu:
        return "float16"
    return "bfloat16" if cpu_has_bfloat16() else "float32"


@contextmanager
def _dtype_policy(precision: str) -> Iterator[None]:
    """Keras's global settings while a network is built, whatever the user's keras.json says; put back afterwards."""
    import keras

    if precision not in _POLICIES:
        raise ValueError(f"precision must be auto or one of {', '.join(_POLICIES)}, not {precision!r}")
    before = keras.config.dtype_policy(), keras.config.floatx(), keras.config.image_data_format()
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    keras.config.set_dtype_policy(_POLICIES[precision])
    try:
        yield
    finally:
        policy, floatx, image_data_format = before
        keras.config.set_floatx(floatx)
        keras.config.set_image_data_format(image_data_format)
        keras.config.set_dtype_policy(policy)


def describe_device() -> tuple[str, str, str, str]:
    """What networks run on here: device, "auto" precision, versions of TensorFlow and Keras. Imports TensorFlow."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:  # share the card with whoever draws the screen
        tf.config.experimental.set_memory_growth(gpu, True)
    device = "CPU"
    if gpus:
        details = tf.config.experimental.get_device_details(gpus[0])
        device = f"GPU: {details.get('device_name', 'unknown')}"
    return device, default_precision(bool(gpus)), str(tf.__version__), str(keras.__version__)
