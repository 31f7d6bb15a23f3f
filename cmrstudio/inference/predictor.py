"""Runs one network over images, in the precision that the machine is fast at. Imports TensorFlow when it is made.

The network is a TensorFlow graph of its folded operations with the weights as constants of the precision it runs in, so
that oneDNN lays them out once and no call casts them; one graph serves images and batches of any size. Of the
processor's arithmetic nine tenths are then convolutions at nearly full speed: less time means fewer pixels.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import ModelError
from cmrstudio.inference.folding import Operation, folded
from cmrstudio.inference.preprocess import MODEL_SIDE_PX
from cmrstudio.inference.topology import IMAGE, OUTPUT, SIDE_MULTIPLE

CPU_INFO = Path("/proc/cpuinfo")
BFLOAT16_FLAGS = frozenset({"amx_bf16", "avx512_bf16"})
PRECISIONS = ("float32", "bfloat16", "float16")
CPU_BATCH = 2
"""Larger batches of full frames are no faster on a CPU, and the user waits for the end of one to cancel."""
GPU_BATCH = 16
BFLOAT16_CAPABILITY = (8, 0)
"""GPUs of this compute capability or above multiply bfloat16, whose range no network leaves."""
_NORM_EPSILON = 2e-5

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
    "auto", which is what ``default_precision`` says; weights and output are float32 in any case. ``side_px`` is the
    side of the full frame that the network was trained for. Raises ``ModelError`` where the weights do not fit,
    ``UnknownArchitectureError``.
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
        self.precision = default_precision() if precision == "auto" else precision
        if self.precision not in PRECISIONS:
            raise ModelError(f"There is no precision {precision!r}; choose auto or one of {', '.join(PRECISIONS)}.")
        self.side_px = side_px
        self._batch_px = (GPU_BATCH if on_gpu else CPU_BATCH) * MODEL_SIDE_PX**2
        self._run = _compiled(folded(architecture, weights), self.precision, fuse_affine=not on_gpu)

    def batches(self, images: Images) -> Iterator[Images]:
        """Probabilities [n, row, column, 3] for images [n, row, column], a few images at a time.

        Images are square, with any side that is a multiple of ``SIDE_MULTIPLE``.
        """
        if images.ndim != 3 or images.shape[1] != images.shape[2] or images.shape[1] % SIDE_MULTIPLE:
            shape = f"[n, side, side] with a side that {SIDE_MULTIPLE} divides"
            raise ValueError(f"images must be {shape}, not {list(images.shape)}")
        together = self.batch_size(images.shape[1])
        for start in range(0, len(images), together):
            part = np.ascontiguousarray(images[start : start + together, ..., None], np.float32)
            yield np.asarray(self._run(part))

    def batch_size(self, side_px: int) -> int:
        """How many images of a side run together: as many as make up the pixels of a batch of full frames."""
        return max(1, self._batch_px // max(side_px, 1) ** 2)

    def predict(self, images: Images) -> npt.NDArray[np.float32]:
        """Probabilities [n, row, column, 3] of cavity, myocardium and background for images [n, row, column]."""
        parts = list(self.batches(images))
        return np.concatenate(parts) if parts else np.zeros((*images.shape, 3), np.float32)

    def warm_up(self) -> None:
        """Run the network once on a full frame, so that the first real image does not wait for its preparation."""
        self.predict(np.zeros((1, self.side_px, self.side_px), np.float32))


def _compiled(operations: Sequence[Operation], precision: str, *, fuse_affine: bool) -> Callable[[Any], Any]:
    """The network as a function of images [n, row, column, 1]; for all sizes of n, row and column alike."""
    import tensorflow as tf

    def run(images: Any) -> Any:
        results = {IMAGE: images}
        for operation in operations:
            # the last convolution is in float32: its logits are worth more digits than others
            dtype = tf.float32 if operation.name.startswith(OUTPUT) else tf.as_dtype(precision)
            inputs = [tf.cast(results[name], dtype) for name in operation.inputs]
            result = _applied(operation, inputs, dtype, fuse_affine=fuse_affine)
            match operation.activation:
                case "relu":
                    result = tf.nn.relu(result)
                case "sigmoid":
                    result = tf.sigmoid(result)
            results[operation.name] = result
        return results[OUTPUT]

    any_images = tf.TensorSpec((None, None, None, 1), tf.float32)
    graph: Callable[[Any], Any] = tf.function(
        run, input_signature=[any_images], autograph=False
    ).get_concrete_function()
    return lambda images: graph(tf.constant(images))


def _applied(operation: Operation, inputs: Sequence[Any], dtype: Any, *, fuse_affine: bool) -> Any:
    """The TensorFlow operation on tensors of ``dtype``, without its activation."""
    import tensorflow as tf

    first, side = inputs[0], operation.side
    match operation.kind:
        case "convolution" | "transposed":
            result = _convolved(first, operation, dtype)
        case "affine":
            result = _fused_affine(first, operation) if fuse_affine else _affine(first, operation, dtype)
        case "pool":
            result = tf.nn.max_pool2d(first, side, side, "VALID")
        case "nearest":
            result = tf.nn.depth_to_space(tf.concat([first] * side**2, axis=-1), side)
        case "bilinear":
            result = tf.image.resize(first, tf.shape(first)[1:3] * side)
        case "concatenate":
            result = tf.concat(inputs, axis=-1)
        case "add":
            result = inputs[0] + inputs[1]
        case "relu":
            result = tf.nn.relu(first)
        case _:
            raise ValueError(f"there is no operation of the kind {operation.kind!r}")
    return result


def _convolved(tensor: Any, operation: Operation, dtype: Any) -> Any:
    import tensorflow as tf

    kernel, *bias = (array.astype(dtype.as_numpy_dtype) for array in operation.weights)
    if operation.kind == "convolution":
        result = tf.nn.conv2d(tensor, kernel, operation.stride, "SAME")
    else:
        n, rows, columns, _ = tf.unstack(tf.shape(tensor))
        size = tf.stack([n, rows * operation.stride, columns * operation.stride, kernel.shape[2]])
        result = tf.nn.conv2d_transpose(tensor, kernel, size, operation.stride, "SAME")
    return tf.nn.bias_add(result, bias[0]) if bias else result


def _affine(tensor: Any, operation: Operation, dtype: Any) -> Any:
    scale, shift = (array.astype(dtype.as_numpy_dtype) for array in operation.weights)
    return tensor * scale + shift


def _fused_affine(tensor: Any, operation: Operation) -> Any:
    """Scale and shift in the guise of a batch norm of known mean and variance: oneDNN does both and ReLU in one go."""
    import tensorflow as tf

    scale, shift = operation.weights
    zero, one = np.zeros_like(shift), np.full_like(scale, 1 - _NORM_EPSILON)
    return tf.raw_ops.FusedBatchNormV3(
        x=tensor, scale=scale, offset=shift, mean=zero, variance=one, epsilon=_NORM_EPSILON, is_training=False
    ).y


def default_precision() -> str:
    """The precision that "auto" stands for on this machine: the fastest that its processor, or GPU, has by nature.

    Imports TensorFlow.
    """
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if gpus:
        capability = tf.config.experimental.get_device_details(gpus[0]).get("compute_capability", (0, 0))
        return "bfloat16" if tuple(capability) >= BFLOAT16_CAPABILITY else "float16"
    return "bfloat16" if cpu_has_bfloat16() else "float32"


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
    return device, default_precision(), str(tf.__version__), str(keras.__version__)
