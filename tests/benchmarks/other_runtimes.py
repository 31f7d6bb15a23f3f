"""Runs our networks in ONNX Runtime and OpenVINO, as a process of `.venv-bench`, where those are installed.

It answers one JSON object a line on stdin with one on stdout: {"load": architecture, "weights": an .npz, "images": a
.npy of [n, row, column], "folder": where to put files} loads a network into every runtime; {"time": runtime} runs the
images and says how many "seconds" that took; {"outputs": runtime} says in which .npy the probabilities are.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import onnx
import onnxruntime
import openvino
from onnx import TensorProto, helper, numpy_helper

from cmrstudio.inference.topology import IMAGE, NORM_EPSILON, OUTPUT, Step, steps_of, weighted_steps

OPSET = 17
BATCH = 2
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def onnx_model(architecture: str, weights: list[np.ndarray]) -> onnx.ModelProto:
    """The network as it is trained, batch norms and all, as an exporter writes it: (batch, channel, row, column)."""
    nodes: list[Any] = []
    constants: list[Any] = []
    remaining = iter(weights)
    of_step = {step.name: [next(remaining) for _ in step.weight_shapes] for step in weighted_steps(architecture)}

    def constant(name: str, array: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    for step in steps_of(architecture):
        arrays = of_step.get(step.name, [])
        if step.kind in {"convolution", "transposed"}:
            arrays = [arrays[0].transpose(3, 2, 0, 1), arrays[1]]
        inputs = [*step.inputs, *(constant(f"{step.name}_{index}", array) for index, array in enumerate(arrays))]
        operator, facts = operator_of(step)
        if operator == "Resize":
            scales = np.array([1, 1, step.side, step.side], np.float32)
            inputs += ["", constant(f"{step.name}_scales", scales)]
        before = f"{step.name}_before" if step.activation else step.name
        nodes.append(helper.make_node(operator, inputs, [before], **facts))
        if step.activation:
            nodes.append(helper.make_node(step.activation.capitalize(), [before], [step.name]))
    image = helper.make_tensor_value_info(IMAGE, TensorProto.FLOAT, ["n", 1, "rows", "columns"])
    output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", 3, "rows", "columns"])
    graph = helper.make_graph(nodes, architecture, [image], [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def operator_of(step: Step) -> tuple[str, dict[str, Any]]:
    """ONNX's name of a step, and its attributes."""
    square, strides = [step.side, step.side], [step.stride, step.stride]
    match step.kind:
        case "convolution":
            return "Conv", {"kernel_shape": square, "strides": strides, "auto_pad": "SAME_UPPER"}
        case "transposed":
            return "ConvTranspose", {"kernel_shape": square, "strides": strides}
        case "norm":
            return "BatchNormalization", {"epsilon": NORM_EPSILON}
        case "pool":
            return "MaxPool", {"kernel_shape": square, "strides": square}
        case "nearest":
            place = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
            return "Resize", {"mode": "nearest", **place}
        case "bilinear":
            return "Resize", {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        case "concatenate":
            return "Concat", {"axis": 1}
        case _:
            return {"add": "Add", "relu": "Relu", "dropout": "Identity"}[step.kind], {}


class Runtimes:
    """The runtimes with one network loaded, and the images that they are given."""

    def __init__(self, architecture: str, weights: Path, images: Path, folder: Path) -> None:
        with np.load(weights) as stored:
            model = onnx_model(architecture, [stored[name] for name in stored.files])
        self._folder = folder
        self._images = np.load(images)[:, None].astype(np.float32)
        path = folder / "network.onnx"
        path.write_bytes(model.SerializeToString())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._runs = {"onnxruntime float32": lambda part: session.run(None, {IMAGE: part})[0]}
        core = openvino.Core()
        for hint, precision in (("bf16", "bfloat16"), ("f32", "float32")):
            settings = {
                "INFERENCE_PRECISION_HINT": hint,
                "INFERENCE_NUM_THREADS": THREADS,
                "PERFORMANCE_HINT": "LATENCY",
            }
            network = core.read_model(str(path))
            network.reshape([BATCH, 1, *self._images.shape[2:]])
            compiled = core.compile_model(network, "CPU", settings)
            self._runs[f"openvino {precision}"] = lambda part, compiled=compiled: compiled(part)[0]

    @property
    def names(self) -> list[str]:
        """What there is."""
        return list(self._runs)

    def probabilities(self, name: str) -> np.ndarray:
        """Those of all images as [n, row, column, 3]."""
        starts = range(0, len(self._images), BATCH)
        parts = [np.array(self._runs[name](self._images[start : start + BATCH])) for start in starts]
        return np.concatenate(parts).transpose(0, 2, 3, 1)

    def answer(self, request: dict[str, str]) -> dict[str, Any]:
        """Do what a line asks for."""
        if "time" in request:
            began = perf_counter()
            self.probabilities(request["time"])
            return {"seconds": perf_counter() - began}
        path = self._folder / "outputs.npy"
        np.save(path, self.probabilities(request["outputs"]))
        return {"outputs": str(path)}


def main() -> None:
    """Answer until stdin ends."""
    runtimes: Runtimes | None = None
    for line in sys.stdin:
        request = json.loads(line)
        if "load" in request:
            runtimes = Runtimes(request["load"], *(Path(request[key]) for key in ("weights", "images", "folder")))
            reply: dict[str, Any] = {"runtimes": runtimes.names}
        else:
            assert runtimes is not None
            reply = runtimes.answer(request)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
