"""Train the encoder's branch for facts: ``python -m kg.training.pairs OUT --shared ../shared``.

Needs ``pip install "kg[train]"``. The branch begins as the upper layers of the shipped encoder, whose lower ones stay
as they are: what they make of the annotated articles is kept in ``OUT`` (the texts are not), and so is the state, every
100 steps; the same command goes on from there. In the end ``OUT`` has ``pairs.onnx``, which belongs to ``kg/models``.

With ``--fold N`` the articles of that part are left out, and ``pairs-N.onnx`` is made for the scorer to learn from
(``kg.training.statements --branches OUT``): what the branch says of articles that it has seen is too sure.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.extract.mentions.encoder.model import MODEL
from kg.extract.statements.pairs import Learned
from kg.ontology.ontology import Ontology
from kg.records import stable_hash
from kg.training.branch import BRANCH, Branch
from kg.training.candidates import PARTS, Annotated, Reader, part_of
from kg.training.encoder import CLASSES
from kg.training.export import export_branch, upper_layers
from kg.training.network import FAR as MASKED
from kg.training.network import WIDTH
from kg.training.real import real_articles
from kg.training.samples import corpus
from kg.training.windows import PairWindow, load_windows, pair_windows, save_windows

__all__ = ["Plan", "train"]

#: So many articles are read and kept together.
PART = 160
SAVED = 100


@dataclass(frozen=True)
class Plan:
    """How the branch is trained: ``batch`` is in pieces, the rates are of AdamW."""

    epochs: float = 4.0
    batch: int = 3000
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm: float = 0.05
    decay: float = 0.01
    clip: float = 1.0


def collect(folder: Path, out: Path, reader: Reader, shared: Path | None, learned: Learned) -> list[PairWindow]:
    """The windows of all annotated articles and passages as ``reader`` reads them, with the part of each."""
    cache = out / "windows"
    cache.mkdir(parents=True, exist_ok=True)

    def kept(name: str, articles: Callable[[], Iterable[Annotated]]) -> list[PairWindow]:
        path = cache / f"{name}.npz"
        if not path.is_file():
            windows = [row for one in articles() for row in pair_windows(one, part_of(one.source), reader, learned)]
            save_windows(windows, path)
            print(f"{name}: {len(windows)} windows", flush=True)
        return load_windows(path)

    found = kept("invented", lambda: reader.articles(corpus(folder)))
    found += kept("passages", lambda: reader.passages(folder))
    rows = iter(real_articles(shared)) if shared is not None else iter(())
    while batch := list(islice(rows, PART)):
        name = stable_hash([item.source for item, _ in batch])
        found += kept(name, lambda batch=batch: reader.articles(batch))  # type: ignore[misc]
    return found


def batches(windows: Sequence[PairWindow], plan: Plan, epoch: int) -> list[list[PairWindow]]:
    """The batches of an epoch: windows of like length, in an order that the epoch decides."""
    choice = random.Random(epoch)
    order = sorted(windows, key=lambda window: (len(window.trunk), choice.random()))
    found: list[list[PairWindow]] = [[]]
    size = 0
    for window in order:
        if size and size + len(window.trunk) > plan.batch:
            found.append([])
            size = 0
        found[-1].append(window)
        size += len(window.trunk)
    choice.shuffle(found)
    return found


def loss_of(branch: Branch, batch: Sequence[PairWindow]) -> Tensor:
    """The cross entropy of all that the gold settles about a batch, a pair."""
    length = max(len(window.trunk) for window in batch)
    trunk = torch.zeros(len(batch), length, WIDTH)
    absent = torch.full((len(batch), length), MASKED)
    for row, window in enumerate(batch):
        trunk[row, : len(window.trunk)] = torch.from_numpy(window.trunk.astype(np.float32))
        absent[row, : len(window.trunk)] = 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = branch.states(trunk, absent[:, None, None, :])
        means = [
            torch.from_numpy(window.between.astype(np.float32)) @ states[row, : len(window.trunk)].float()
            for row, window in enumerate(batch)
        ]
        ends = torch.cat([torch.from_numpy(window.ends) + row * length for row, window in enumerate(batch)])
        kinds, shape, right, asked = (
            torch.from_numpy(np.concatenate([getattr(window, name) for window in batch]))
            for name in ("kinds", "shape", "right", "asked")
        )
        scores = branch(states.reshape(-1, WIDTH).float(), torch.cat(means), ends, kinds, shape).float()
    lost = functional.binary_cross_entropy_with_logits(scores, right.float(), weight=asked.float(), reduction="sum")
    return lost / len(scores)


def train(plan: Plan, windows: Sequence[PairWindow], branch: Branch, state: Path) -> None:
    """Trains ``branch``, or goes on from the file ``state``, which holds all that it takes."""
    heads = [value for name, value in branch.named_parameters() if not name.startswith("layers")]
    body = [value for name, value in branch.named_parameters() if name.startswith("layers")]
    groups = [
        {"params": body, "lr": plan.rate, "top": plan.rate},
        {"params": heads, "lr": plan.head_rate, "top": plan.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay)
    done = 0
    if state.is_file():
        saved = torch.load(state)
        branch.load_state_dict(saved["branch"])
        optimizer.load_state_dict(saved["optimizer"])
        done = saved["done"]
    epoch, order = 0, batches(windows, plan, 0)
    total = round(plan.epochs * len(order))
    began, lost = time.time(), 0.0
    branch.train()
    for step in range(done, total):
        if step // len(order) != epoch:
            epoch = step // len(order)
            order = batches(windows, plan, epoch)
        torch.manual_seed(step)
        rate = min((step + 1) / (plan.warm * total), (total - step) / (total * (1 - plan.warm)), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * rate
        loss = loss_of(branch, order[step % len(order)])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(branch.parameters(), plan.clip)
        optimizer.step()
        lost += float(loss.detach())
        if (step + 1) % SAVED == 0 or step + 1 == total:
            pace = (time.time() - began) / (step + 1 - done)
            print(f"step {step + 1}/{total}  loss {lost / SAVED:.5f}  {pace:.2f} s a step", flush=True)
            lost = 0.0
            scratch = state.with_suffix(".tmp")
            torch.save({"branch": branch.state_dict(), "optimizer": optimizer.state_dict(), "done": step + 1}, scratch)
            scratch.replace(state)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.pairs", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder of what is made, and of the state to go on from")
    parser.add_argument("--corpus", type=Path, default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--encoders", type=Path, help="the encoders of each part, from kg.training.encoder")
    parser.add_argument("--epochs", type=float, default=Plan.epochs)
    parser.add_argument("--fold", type=int, choices=range(PARTS), help="the part of the articles to leave out")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    relations = sorted(Ontology.load().model.relations)
    learned = Learned(tuple(relations), CLASSES)
    reader = Reader(given.folds, encoder=True, encoders=given.encoders)
    found = collect(given.corpus, given.out, reader, given.shared, learned)
    windows = [one for one in found if one.source != given.fold]
    name = "pairs" if given.fold is None else f"pairs-{given.fold}"
    torch.manual_seed(0)
    branch = Branch(len(learned.classes), len(learned.relations))
    branch.load_state_dict(upper_layers(MODEL, BRANCH), strict=False)
    train(Plan(epochs=given.epochs), windows, branch, given.out / f"{name}.pt")
    export_branch(branch, learned, given.out / f"{name}.onnx")


if __name__ == "__main__":
    main()
