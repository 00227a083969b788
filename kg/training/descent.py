"""Gradient descent by several processes, one thread each: they share the weights, and each has a part of a batch.

One process of many threads waits for the slowest at every operation; these wait three times a step. Parameters are
held in bfloat16 for the network and in single precision for the optimizer (AdamW). The state of each process is
written at intervals, so that training that was broken off goes on where it was, with the same results.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from kg.errors import FailureError
from kg.extract.mentions.encoder.pieces import PADDING
from kg.training.annotated import Example
from kg.training.network import Network, read_weights, write_weights

__all__ = ["Plan", "descend"]

#: Batches are made of windows of like length from so many batches.
POOL = 24
WARM = 0.04
CLIP = 1.0
DECAY = 0.01
REST = -100


@dataclass(frozen=True)
class Plan:
    """What is trained and how. ``batch`` is in pieces; the lowest ``frozen`` layers and the pieces stay as they are."""

    start: Path
    out: Path
    labels: int
    vocabulary: int
    epochs: float = 2.0
    batch: int = 3000
    rate: float = 1.5e-4
    head_rate: float = 5e-4
    frozen: int = 0
    processes: int = 2
    keep: int = 50
    seed: int = 0

    @property
    def state(self) -> Path:
        """The folder of what is needed to go on."""
        return self.out / "state"


def batches(examples: Sequence[Example], plan: Plan, epoch: int) -> list[list[list[Example]]]:
    """The batches of an epoch, each dealt to the processes."""
    choice = random.Random(f"{plan.seed} {epoch}")
    order = list(examples)
    choice.shuffle(order)
    dealt: list[list[list[Example]]] = []
    average = sum(len(example.pieces) for example in order) / len(order)
    stride = max(int(plan.batch / average), plan.processes) * POOL
    for begin in range(0, len(order), stride):
        pool = sorted(order[begin : begin + stride], key=lambda example: len(example.pieces))
        batch: list[Example] = []
        for example in pool:
            batch.append(example)
            if sum(len(other.pieces) for other in batch) >= plan.batch or example is pool[-1]:
                if len(batch) >= plan.processes:
                    dealt.append([batch[n :: plan.processes] for n in range(plan.processes)])
                batch = []
    choice.shuffle(dealt)
    return dealt


def tensors(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, which of them are there, and the label of those that begin a token."""
    length = max(len(example.pieces) for example in batch)
    pieces = torch.full((len(batch), length), PADDING)
    present = torch.zeros(len(batch), length)
    labels = torch.full((len(batch), length), REST)
    for row, example in enumerate(batch):
        pieces[row, : len(example.pieces)] = torch.tensor(example.pieces)
        present[row, : len(example.pieces)] = 1
        labels[row, example.firsts] = torch.tensor(example.labels)
    return pieces, present, labels


def beginning(plan: Plan) -> dict[str, Tensor]:
    """The weights to begin with: those of ``plan.start`` that the network has; a head grows by the labels it lacks."""
    torch.manual_seed(plan.seed)
    network = Network(plan.vocabulary, plan.labels)
    weights: dict[str, Tensor] = network.state_dict()
    given = read_weights(plan.start)
    for name in weights:
        old = given.get(name, given.get(name.replace("names.", "net.h.")))
        if old is not None:
            weights[name][: len(old)] = old
    return weights


class Worker:
    """One of the processes."""

    def __init__(self, rank: int, plan: Plan, shared: Tensor, gradients: Sequence[Tensor], norms: Tensor) -> None:
        self.rank, self.plan, self.shared, self.gradients, self.norms = rank, plan, shared, gradients, norms
        weights = beginning(plan)
        self.network = Network(plan.vocabulary, plan.labels)
        self.network.load_state_dict(weights)
        self.network.to(torch.bfloat16)
        self.learned = learned(self.network, plan)
        self.sizes = [parameter.numel() for _, parameter in self.learned]
        self.single = torch.cat([weights[name].flatten() for name, _ in self.learned])
        heads = sum(n for (name, _), n in zip(self.learned, self.sizes, strict=True) if name.startswith("names"))
        place = 0
        for (_, parameter), size in zip(self.learned, self.sizes, strict=True):
            parameter.data = shared[place : place + size].view_as(parameter)
            parameter.grad = gradients[rank][place : place + size].view_as(parameter)
            place += size
        # Each process steps its own part of all parameters; the heads lie at the end.
        share = -(-place // plan.processes)
        self.low, self.high = rank * share, min((rank + 1) * share, place)
        edge = min(max(place - heads, self.low), self.high)
        self.parts = [
            (part, self.single[part[0] : part[1]].clone().requires_grad_())
            for part in ((self.low, edge), (edge, self.high))
        ]
        rates = (plan.rate, plan.head_rate)
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [tensor], "lr": rate, "top": rate}
                for (_, tensor), rate in zip(self.parts, rates, strict=True)
            ],
            weight_decay=DECAY,
            fused=True,
        )
        self.publish()

    def publish(self) -> None:
        """Lets all processes see this one's part of the parameters."""
        for (low, high), tensor in self.parts:
            self.shared[low:high] = tensor.detach().to(torch.bfloat16)

    def learn(self, batch: Sequence[Example], tokens: int) -> float:
        """Adds the gradients of a part of a batch that has ``tokens`` tokens in all; the loss."""
        self.gradients[self.rank].zero_()
        pieces, present, labels = tensors(batch)
        scores = self.network(pieces, present, self.plan.frozen)
        chosen = labels != REST
        loss = functional.cross_entropy(scores[chosen].float(), labels[chosen], reduction="sum") / tokens
        loss.backward()
        return float(loss.detach())

    def gather(self) -> Tensor:
        """The gradient of this process' part, summed over the processes."""
        total = self.gradients[0][self.low : self.high].float()
        for other in self.gradients[1:]:
            total += other[self.low : self.high]
        self.norms[self.rank] = float(total.square().sum())
        return total

    def step(self, total: Tensor, rate: float) -> None:
        """Moves this process' part of the parameters; ``rate`` is a share of the highest."""
        total *= min(1.0, CLIP / (float(self.norms.sum()) ** 0.5 + 1e-9))
        for (low, high), tensor in self.parts:
            tensor.grad = total[low - self.low : high - self.low]
        for group in self.optimizer.param_groups:
            group["lr"] = group["top"] * rate
        self.optimizer.step()
        self.publish()

    def save(self, step: int) -> None:
        """Writes this process' state; the step before is kept until all have written."""
        state = {"parts": [tensor.detach() for _, tensor in self.parts], "optimizer": self.optimizer.state_dict()}
        torch.save(state, self.plan.state / f"{self.rank}-{step}.pt")

    def load(self, step: int) -> None:
        """Takes up the state of ``step``."""
        state: dict[str, Any] = torch.load(self.plan.state / f"{self.rank}-{step}.pt")
        for (_, tensor), old in zip(self.parts, state["parts"], strict=True):
            tensor.data.copy_(old)
        self.optimizer.load_state_dict(state["optimizer"])
        self.publish()


def learned(network: Network, plan: Plan) -> list[tuple[str, torch.nn.Parameter]]:
    """The parameters that are trained, in a fixed order, the heads last."""
    still = ("enc.word", *(f"enc.layers.{n}." for n in range(plan.frozen)))
    still += ("enc.pos", "enc.typ", "enc.ln.") if plan.frozen else ()
    rows = [(name, p) for name, p in network.named_parameters() if not name.startswith(still)]
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not name.startswith(still))
    return sorted(rows, key=lambda row: row[0].startswith("names"))


def saved_step(plan: Plan) -> int:
    """The last step of which every process has written its state."""
    steps = [
        {int(path.stem.split("-")[1]) for path in plan.state.glob(f"{rank}-*.pt")} for rank in range(plan.processes)
    ]
    return max(set.intersection(*steps), default=0)


def work(
    rank: int, plan: Plan, examples: Sequence[Example], shared: Tensor, gradients: Sequence[Tensor],
    norms: Tensor, barrier: Any,
) -> None:  # fmt: skip
    """What one process does, from the step that was saved last to the end."""
    torch.set_num_threads(1)
    worker = Worker(rank, plan, shared, gradients, norms)
    done = saved_step(plan)
    if done:
        worker.load(done)
    an_epoch = batches(examples, plan, 0)
    size = len(an_epoch)
    total = round(plan.epochs * size)
    began, losses = time.time(), 0.0
    epoch = 0
    for step in range(done, total):
        if step // size != epoch:
            epoch = step // size
            an_epoch = batches(examples, plan, epoch)
        dealt = an_epoch[step % len(an_epoch)]
        torch.manual_seed((plan.seed * 1_000_003 + step) * plan.processes + rank)
        barrier.wait()
        losses += worker.learn(dealt[rank], sum(len(example.labels) for part in dealt for example in part))
        barrier.wait()
        gradient = worker.gather()
        barrier.wait()
        worker.step(gradient, min((step + 1) / (WARM * total), 1.0, (total - step) / (total * (1 - WARM))))
        if (step + 1) % plan.keep == 0 or step + 1 == total:
            if rank == 0:
                pace = (time.time() - began) / (step + 1 - done)
                print(f"step {step + 1}/{total}  loss {losses:.4f}/{plan.keep}  {pace:.2f} s a step", flush=True)
                losses = 0.0
            worker.save(step + 1)
            barrier.wait()
            for path in plan.state.glob(f"{rank}-*.pt"):
                if int(path.stem.split("-")[1]) < step + 1:
                    path.unlink()


def descend(plan: Plan, examples: Sequence[Example]) -> Path:
    """Trains by ``plan``, or goes on with it; the file of the weights."""
    plan.state.mkdir(parents=True, exist_ok=True)
    weights = beginning(plan)
    network = Network(plan.vocabulary, plan.labels)
    size = sum(parameter.numel() for _, parameter in learned(network, plan))
    context = multiprocessing.get_context("spawn")
    shared = torch.zeros(size, dtype=torch.bfloat16).share_memory_()
    gradients = [torch.zeros(size, dtype=torch.bfloat16).share_memory_() for _ in range(plan.processes)]
    norms = torch.zeros(plan.processes).share_memory_()
    barrier = context.Barrier(plan.processes)
    workers = [
        context.Process(target=work, args=(rank, plan, examples, shared, gradients, norms, barrier))
        for rank in range(plan.processes)
    ]
    for process in workers:
        process.start()
    while alive := [process.sentinel for process in workers if process.exitcode is None]:
        connection.wait(alive)
        if any(process.exitcode for process in workers):
            for process in workers:
                process.kill()
            raise FailureError(
                "A process of the training ended early.",
                remedy="Give the same command: it goes on from its last state.",
            )
    return collect(plan, weights)


def collect(plan: Plan, weights: dict[str, Tensor] | None = None) -> Path:
    """Writes the weights of the state that was saved last."""
    weights = weights or beginning(plan)
    network = Network(plan.vocabulary, plan.labels)
    step = saved_step(plan)
    flat = torch.cat(
        [part for rank in range(plan.processes) for part in torch.load(plan.state / f"{rank}-{step}.pt")["parts"]]
    )
    place = 0
    for name, parameter in learned(network, plan):
        weights[name] = flat[place : place + parameter.numel()].view_as(parameter)
        place += parameter.numel()
    path = plan.out / "weights.npz"
    write_weights(path, weights)
    return path
