"""What a language model costs is known before it is spent, and limits stop in time."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import playing
from reading import ARTICLES, careful, command, kept, put_articles

from kg.cli import main
from kg.errors import FailureError, InputError, UsageError
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm
from kg.readers.llm.budget import Budget, LimitError
from kg.readers.llm.prices import FILE, Price, price_of, tokens


def test_a_dry_run_asks_nothing_and_tells_the_cost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("model,read,written\nm,1000,2000\n", "utf-8")
    articles = put_articles(tmp_path / "in")
    with playing(careful()) as endpoint:
        arguments = command(articles, tmp_path / "out", "--endpoint", endpoint.url, "--prices", str(prices))
        assert main([*arguments, "--dry-run"]) == 0
        assert endpoint.questions == []
    told = capsys.readouterr().out
    assert "3 articles: 0 answered, 0 badly, 3 to ask" in told and "USD" in told
    assert not (tmp_path / "out").exists() and not (tmp_path / "answers").exists()


def test_the_users_own_prices_count_and_the_shipped_ones_tell_their_month(tmp_path: Path) -> None:
    def told(model: str, prices: Path | None = None) -> str:
        where = Where(url="https://x/v1", prices=prices)
        return str(Llm(own=Own(), model=model, answers=tmp_path / "a", endpoint=where).plan(ARTICLES))

    assert re.search(r" USD \(prices of 20\d\d-\d\d\)\.$", told("gpt-4.1-mini"))
    prices = tmp_path / "prices.csv"
    prices.write_text("model,read,written\ngpt-4.1-mini,0,0\n", "utf-8")
    assert told("gpt-4.1-mini", prices).endswith(" 0.0000 USD.")
    assert told("unheard-of", prices).endswith("at a price that is not known.")


def test_limits_stop_in_time_and_all_is_kept(tmp_path: Path) -> None:
    with playing(careful()) as endpoint:
        # The first question fits in, what the second could cost does not.
        llm = Llm(
            own=Own(),
            model="m",
            answers=tmp_path,
            endpoint=Where(url=endpoint.url, max_tokens=11_000, parallel=1),
        )
        with pytest.raises(FailureError, match="11,000 tokens: 1,500 tokens"):
            llm.prepare(ARTICLES)
        assert len(endpoint.questions) == kept(tmp_path) == 1
        Llm(own=Own(), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url)).prepare(ARTICLES)
        assert len(endpoint.questions) == 3
    with pytest.raises(UsageError, match="price of x is not known"):
        where = Where(url="http://example.org/v1", max_cost=1.0)
        Llm(own=Own(), model="x", answers=tmp_path / "x", endpoint=where).prepare(ARTICLES)


def test_budget_is_never_gone_over() -> None:
    budget = Budget(Price(1.0, 1.0), max_cost=1.0)
    held = budget.hold(400_000, 100_000)
    budget.settle(held, 400_000, 50_000)
    assert budget.cost == pytest.approx(0.45)
    with pytest.raises(LimitError, match=r"1\.00 USD"):
        budget.hold(500_000, 100_000)
    budget.hold(500_000, 10_000)


def test_budget_waits_for_what_others_really_take() -> None:
    budget = Budget(max_tokens=1000)
    held = budget.hold(400, 500)
    threading.Timer(0.1, budget.settle, (held, 10, 10)).start()
    assert budget.hold(400, 500) == (400, 500)
    assert budget.tokens == 20


def test_prices() -> None:
    assert (
        price_of("gpt-4o-mini-2024", "https://x/v1") == price_of("openai/gpt-4o-mini", None) != price_of("gpt-4o", None)
    )
    assert price_of("unheard-of", "https://x/v1") is None
    assert price_of("unheard-of", "http://localhost:11434/v1") == Price(0.0, 0.0)
    known = price_of("gpt-4o-mini", None)
    assert known is not None and known.read < known.written
    # Every price tells when it was seen, since prices change.
    assert all(re.fullmatch(r"20\d\d-\d\d", line.split(",")[3]) for line in FILE.read_text("utf-8").splitlines()[1:])
    assert 30 < tokens("một hai ba bốn năm sáu bảy tám chín mười " * 2) < 60


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n", "model,read,written\nm,x,1\n", "model,read,written\nm,-1,1\n", "model,read,written\nm,1,1,1,1\n"],
)
def test_what_is_no_table_of_prices(tmp_path: Path, content: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match="no table of prices"):
        price_of("m", None, path)
