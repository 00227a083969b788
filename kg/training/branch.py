"""The branch of the encoder for facts as it is trained: its upper layers and a head over pairs of names."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.statements.pairs import FAR, FLAGS
from kg.training.network import WIDTH, Layer

__all__ = ["BRANCH", "Branch"]

#: So many of the encoder's upper layers the branch has of its own.
BRANCH = 4
SIZE, CLASS, PLACE, FLAG = 256, 32, 32, 16
#: Log-odds of a relation before anything is learned: few pairs have one.
RARE = -3.0


class Branch(nn.Module):
    """Scores (log-odds) of ``relations`` relations for pairs of names, whose classes are numbered to ``classes``."""

    def __init__(self, classes: int, relations: int, dropout: float = 0.15) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(BRANCH))
        self.kind = nn.Embedding(classes + 1, CLASS)
        self.far = nn.Embedding(2 * FAR + 1, PLACE)
        self.flag = nn.Embedding(FLAGS, FLAG)
        self.subject = nn.Linear(2 * WIDTH + CLASS, SIZE)
        self.object = nn.Linear(2 * WIDTH + CLASS, SIZE)
        self.context = nn.Linear(WIDTH + PLACE + FLAG, SIZE)
        self.deep = nn.Linear(SIZE, SIZE)
        self.out = nn.Linear(SIZE, relations)
        self.product = nn.Linear(SIZE, relations)
        self.dropout = nn.Dropout(dropout)
        nn.init.constant_(self.out.bias, RARE)

    def states(self, trunk: Tensor, mask: Tensor) -> Tensor:
        """The pieces' vectors after the branch's layers; ``mask`` is added to the attention."""
        for layer in self.layers:
            trunk = layer(trunk, mask)
        return trunk

    def forward(self, flat: Tensor, between: Tensor, ends: Tensor, kinds: Tensor, shape: Tensor) -> Tensor:
        """The scores of pairs over ``flat``, the vectors of all pieces one after the other.

        ``ends`` are the numbers of the first and last pieces of subject and object, ``between`` the mean of the
        vectors between the two, ``shape`` the distance and the flags.
        """
        subject = torch.cat([flat[ends[:, 0]], flat[ends[:, 1]], self.kind(kinds[:, 0])], -1)
        object_ = torch.cat([flat[ends[:, 2]], flat[ends[:, 3]], self.kind(kinds[:, 1])], -1)
        context = torch.cat([between, self.far(shape[:, 0]), self.flag(shape[:, 1])], -1)
        one, other = self.subject(self.dropout(subject)), self.object(self.dropout(object_))
        hidden = functional.gelu(one + other + self.context(self.dropout(context)))
        hidden = functional.gelu(self.deep(self.dropout(hidden)))
        product = self.product(self.dropout(torch.tanh(one) * torch.tanh(other)))
        scores: Tensor = self.out(self.dropout(hidden)) + product
        return scores
