"""The encoder as it is trained: a transformer over pieces with a head that labels tokens. Needs ``kg[train]``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Network", "read_weights", "write_weights"]

WIDTH, INNER, LAYERS, HEADS, POSITIONS = 384, 1536, 12, 12, 512
EPSILON = 1e-12
FAR = -1e4


class Layer(nn.Module):
    """Attention and a feed-forward network, each added to what comes in and normalized."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.l1 = nn.LayerNorm(WIDTH, EPSILON)
        self.i = nn.Linear(WIDTH, INNER)
        self.f = nn.Linear(INNER, WIDTH)
        self.l2 = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: the backward pass of torch's fused attention is slow on CPUs.
        weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.l1(x + self.o(mixed))
        result: Tensor = self.l2(x + self.f(functional.gelu(self.i(x))))
        return result


class Encoder(nn.Module):
    """Pieces to vectors."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.pos = nn.Embedding(POSITIONS, WIDTH)
        self.typ = nn.Parameter(torch.zeros(WIDTH))
        self.ln = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, present: Tensor, frozen: int = 0, last: int = LAYERS) -> Tensor:
        """The vectors after ``last`` layers, of which the lowest ``frozen`` learn nothing."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            x: Tensor = self.ln(self.word(pieces) + self.pos.weight[: pieces.shape[1]] + self.typ)
        mask = self._mask(present)
        for number, layer in enumerate(self.layers[:last]):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= frozen):
                x = layer(x, mask)
        return x

    def upper(self, x: Tensor, present: Tensor, first: int) -> Tensor:
        """The vectors after the layers from ``first``, given those before it."""
        for layer in self.layers[first:]:
            x = layer(x, self._mask(present))
        return x

    def _mask(self, present: Tensor) -> Tensor:
        return ((1.0 - present.to(self.typ.dtype)) * FAR)[:, None, None, :]


class Network(nn.Module):
    """The encoder and its head for names: a score of each label for each piece."""

    def __init__(self, vocabulary: int, labels: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.enc = Encoder(vocabulary)
        self.names = nn.Linear(WIDTH, labels)
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, present: Tensor, frozen: int = 0) -> Tensor:
        scores: Tensor = self.names(self.dropout(self.enc(pieces, present, frozen)))
        return scores


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of an ``.npz`` file, in single precision."""
    with np.load(path) as file:
        return {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}


def write_weights(path: Path, weights: dict[str, Tensor]) -> None:
    """Writes tensors in half precision, whole or not at all."""
    scratch = path.with_name(f"{path.name}.tmp.npz")
    np.savez(scratch, **{name: tensor.detach().to(torch.float16).numpy() for name, tensor in weights.items()})
    scratch.replace(path)
