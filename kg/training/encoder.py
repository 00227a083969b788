"""Train the encoder and its head for names: ``python -m kg.training.encoder OUT --shared ../shared --start FILES``.

Needs ``pip install "kg[train]"``. ``--start`` is the folder of the weights to begin with (``weights.npz`` and
``pieces.json.gz``); it learns from the corpus and the real articles of ``--shared``, whose texts are written nowhere.
The same command goes on with training that was broken off; an epoch of 2,560 articles takes a quarter of an hour of
two quiet cores. In the end ``OUT`` has ``weights.npz``, and ``encoder.onnx`` with ``encoder.json.gz``, which are the
files of ``kg/models``. ``--export`` makes these two from the last state that was saved.

With ``--fold N`` the articles of that part are left out: from names that were learned by heart the scorer would learn
to trust too much (``kg.training.statements --encoders FOLDER``, where ``fold-N/encoder.onnx`` lie).
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from kg.extract.mentions.encoder.model import MODEL, PIECES
from kg.extract.mentions.encoder.pieces import Pieces
from kg.training.annotated import Example, annotated, labelled
from kg.training.candidates import PARTS, part_of
from kg.training.descent import Plan, collect, descend
from kg.training.export import export

__all__ = ["CLASSES", "LABELS", "examples"]

#: Classes in the order of the labels, which the weights to begin with have as well; new ones come at the end.
CLASSES = (
    "Organization", "Company", "University", "GovernmentBody", "MediaOutlet", "Person", "Product", "AIModel",
    "Place", "Country", "City", "Work", "Report", "Policy", "Group", "Technology",
)  # fmt: skip
LABELS = ("O", *(f"{part}-{kind}" for kind in CLASSES for part in "BI"))


def examples(folder: Path, shared: Path | None, pieces: Pieces, unseen: int | None = None) -> list[Example]:
    """All windows of the annotated articles but those of the part ``unseen``."""
    numbers = {label: number for number, label in enumerate(LABELS)}
    return [
        example
        for source, view, spans in annotated(folder, shared)
        if part_of(source) != unseen
        for example in labelled(view, spans, pieces, numbers)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.encoder", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder of what is made, and of the state to go on from")
    parser.add_argument("--start", type=Path, required=True, help="the folder of the weights to begin with")
    parser.add_argument("--corpus", type=Path, default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--epochs", type=float, default=Plan.epochs)
    parser.add_argument("--frozen", type=int, default=Plan.frozen, help="the lowest layers that stay as they are")
    parser.add_argument("--fold", type=int, choices=range(PARTS), help="the part of the articles to leave out")
    parser.add_argument("--processes", type=int, default=Plan.processes)
    parser.add_argument("--export", action="store_true", help="train no further")
    given = parser.parse_args(arguments)
    vocabulary = given.start / "pieces.json.gz"
    pieces = Pieces.read(vocabulary)
    out = given.out if given.fold is None else given.out / f"fold-{given.fold}"
    plan = Plan(
        start=given.start / "weights.npz", out=out, labels=len(LABELS), vocabulary=pieces.size,
        epochs=given.epochs, frozen=given.frozen, processes=given.processes,
    )  # fmt: skip
    weights = collect(plan) if given.export else descend(plan, examples(given.corpus, given.shared, pieces, given.fold))
    model = out / MODEL.name
    export(weights, LABELS, pieces.size, model)
    shutil.copyfile(vocabulary, out / PIECES.name)
    print(f"{model}: {model.stat().st_size} bytes")


if __name__ == "__main__":
    main()
