"""Mutated articles in every format: no crash, no hang, no place that is wrong."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from fuzzing import in_process, mutated, tried

import kg.articles.documents  # noqa: F401
from kg.articles.apart import Apart
from kg.extract import Extractor

pytestmark = pytest.mark.slow

TEXTS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "corpus/articles").glob("*.txt"))]
#: Seconds for all examples together, and of computing for one.
SECONDS = 110
SLOWEST = 20


@pytest.mark.filterwarnings("ignore")
def test_mutated_articles(extractor: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Apart, "read", in_process)
    end = time.monotonic() + SECONDS

    number = 0
    while time.monotonic() < end:
        chance = random.Random(number)
        suffix, data = mutated(chance, chance.choice(TEXTS))
        began = time.process_time()
        assert list(tried(extractor, tmp_path, suffix, data)) == [], f"random.Random({number})"
        assert time.process_time() - began < SLOWEST, f"random.Random({number})"
        number += 1
    assert number > 100
