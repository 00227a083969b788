"""A build that is killed between any two steps leaves the old, the new, or files that are known not to be whole."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.building import build_to, remove
from kg.errors import InputError, UsageError
from kg.export.read import read_graph
from kg.files import BUILD_FILES, LOCK, built_file

pytestmark = pytest.mark.slow

TEXTS = {
    "1.txt": "Airbnb sử dụng Qwen của Alibaba từ năm 2024.",
    "2.txt": "Meta sở hữu WhatsApp. FPT sử dụng Llama.",
    "3.txt": "Viettel hợp tác với Velmora. Velmora ra mắt Tarivo.",
}
#: What changes the disk, or makes sure that the disk has it.
STEPS = ("replace", "unlink", "fsync", "open")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    build_to(folder / "in", folder / "out", fast=True)
    return folder


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a process that dies before its ``step``-th step; whether there was such a step."""
    child = os.fork()
    if not child:
        left = [step]

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **named)

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def sources(out: Path) -> set[str]:
    return {article.source for article in read_graph(out).articles.values()}


def state(out: Path) -> set[str] | None:
    """The articles of a build that is whole; None when a file of it says that it is not."""
    try:
        for name in BUILD_FILES[:-1]:
            built_file(out, name)
        return sources(out)
    except InputError as error:
        assert "not of the last whole build" in str(error)
        return None


def test_a_removal_killed_at_every_step(built: Path, tmp_path: Path) -> None:
    seen: list[set[str] | None] = []
    for step in range(1, 200):
        out = tmp_path / str(step)
        shutil.copytree(built / "out", out)
        if not killed_at(step, lambda out=out: remove("1.txt", out)):  # type: ignore[misc]
            break
        found = state(out)
        seen.append(found)
        assert found in (None, set(TEXTS), set(TEXTS) - {"1.txt"})
        gone = "1.txt" not in (out / "graph.ttl").read_text(encoding="utf-8")
        try:
            remove("2.txt", out)
        except UsageError as error:
            assert "with the paths that are to stay" in str(error)
        else:
            # What had gone from any output has not come back.
            assert sources(out) == (set(TEXTS) - {"2.txt"}) - ({"1.txt"} if gone else set())
        build_to(built / "in", out, fast=True)
        assert state(out) == set(TEXTS)
        shutil.rmtree(out)
    assert len(seen) >= 10 and {None if found is None else len(found) for found in seen} == {None, 2, 3}


def test_a_first_build_killed_at_every_step(built: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for step in range(1, 200):
        out = tmp_path / str(step)
        (out / ".kg-cache").parent.mkdir()
        shutil.copytree(built / "out/.kg-cache", out / ".kg-cache")
        if not killed_at(step, lambda out=out: build_to(built / "in", out, fast=True)):  # type: ignore[misc]
            break
        if (out / "graph.ttl").exists():
            assert (out / LOCK).exists()
            assert state(out) in (None, set(TEXTS))
        else:
            with pytest.raises(InputError, match="is not a graph"):
                read_graph(out)
        shutil.rmtree(out)
    assert step >= 10
