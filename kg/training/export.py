"""The trained encoder as an ONNX file with weights of one byte each, for ``kg.extract.mentions.encoder``."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.mentions.encoder.pieces import BEGIN, END
from kg.training.network import Network, read_weights

__all__ = ["export"]

OPSET = 17


class Reader(nn.Module):
    """The network on one window, all of whose pieces are there."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.enc(pieces, torch.ones_like(pieces))
        return self.network.names(states), states


def export(weights: Path, labels: Sequence[str], vocabulary: int, out: Path) -> None:
    """Writes the network of the file ``weights``; its inputs are ``pieces``, its outputs ``scores`` and ``states``.

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
            output_names=["scores", "states"],
            dynamic_axes={name: {1: "length"} for name in ("pieces", "scores", "states")},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        model = onnx.load(small)
    entry = model.metadata_props.add()
    entry.key, entry.value = "labels", json.dumps(list(labels))
    onnx.save(model, out)
