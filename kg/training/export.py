"""The trained encoder and its branch for facts as ONNX files, with weights of one byte each."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.mentions.encoder.pieces import BEGIN, END
from kg.extract.statements.pairs import Learned
from kg.training.branch import BRANCH, Branch
from kg.training.network import LAYERS, WIDTH, Network, read_weights

__all__ = ["export", "export_branch", "upper_layers"]

OPSET = 17


class Reader(nn.Module):
    """The network on one window, all of whose pieces are there."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        present = torch.ones_like(pieces)
        trunk = self.network.enc(pieces, present, last=LAYERS - BRANCH)
        return self.network.names(self.network.enc.upper(trunk, present, LAYERS - BRANCH)), trunk


def export(weights: Path, labels: Sequence[str], vocabulary: int, out: Path) -> None:
    """Writes the network of the file ``weights``; its inputs are ``pieces``, its outputs ``scores`` and ``trunk``.

    ``trunk`` is what comes out of the layers below the branch for facts.

    Weights have seven bits of their byte: processors without VNNI would overflow with eight, and differ.
    """
    network = Network(vocabulary, len(labels))
    network.load_state_dict(read_weights(weights))
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "whole.onnx", Path(scratch) / "small.onnx"
        torch.onnx.export(
            Reader(network.eval()),
            (torch.tensor([[BEGIN, 5, 6, 7, END]]),),
            str(whole),
            input_names=["pieces"],
            output_names=["scores", "trunk"],
            dynamic_axes={name: {1: "length"} for name in ("pieces", "scores", "trunk")},
            opset_version=OPSET,
            dynamo=False,
        )
        model = _small(whole, small)
    entry = model.metadata_props.add()
    entry.key, entry.value = "labels", json.dumps(list(labels))
    onnx.save(model, out)


class Head(nn.Module):
    """The branch on one window."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch = branch

    def forward(self, trunk: Tensor, between: Tensor, ends: Tensor, kinds: Tensor, shape: Tensor) -> Tensor:
        states = self.branch.states(trunk, torch.zeros(1, 1, 1, 1))[0]
        scores: Tensor = self.branch(states, between @ states, ends, kinds, shape)
        return scores


def export_branch(branch: Branch, learned: Learned, out: Path) -> None:
    """Writes the branch as ``kg.extract.statements.pairs`` reads it."""
    one = torch.zeros(1, 2, dtype=torch.long)
    given = (torch.zeros(1, 5, WIDTH), torch.zeros(1, 5), torch.zeros(1, 4, dtype=torch.long), one, one)
    rows = {name: {0: "pairs"} for name in ("ends", "kinds", "shape", "scores")}
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "whole.onnx", Path(scratch) / "small.onnx"
        torch.onnx.export(
            Head(branch.eval()),
            given,
            str(whole),
            input_names=["trunk", "between", "ends", "kinds", "shape"],
            output_names=["scores"],
            dynamic_axes=rows | {"trunk": {1: "length"}, "between": {0: "pairs", 1: "length"}},
            opset_version=OPSET,
            dynamo=False,
        )
        model = _small(whole, small)
    for key, names in (("relations", learned.relations), ("classes", learned.classes)):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, json.dumps(list(names))
    onnx.save(model, out)


def _small(whole: Path, small: Path) -> Any:
    """The model of the file ``whole`` with weights of one byte."""
    quantize_dynamic(
        whole, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8,
    )  # fmt: skip
    return onnx.load(small)


def upper_layers(model: Path, count: int) -> dict[str, Tensor]:
    """The ``count`` uppermost layers of an exported encoder, as ``Branch`` names them."""
    graph = onnx.load(model).graph
    known = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    found: dict[str, Tensor] = {}
    for layer in range(count):
        old = f"layers.{LAYERS - count + layer}"
        for name, array in known.items():
            if f"enc.{old}." in name:
                found[f"layers.{layer}.{name.split(f'{old}.')[1]}"] = torch.from_numpy(array.copy())
        for node in graph.node:
            if node.op_type == "MatMulInteger" and f"/{old}/" in node.name:
                part = node.name.split("/")[-2]
                weights = next(name for name in node.input if name in known and name.endswith("_quantized"))
                scale = known[weights.replace("_quantized", "_scale")]
                # A linear layer holds its weights the other way round.
                found[f"layers.{layer}.{part}.weight"] = torch.from_numpy((known[weights] * scale).T.copy()).float()
    return found
