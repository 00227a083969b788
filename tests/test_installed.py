"""In CI nothing is skipped for want of a browser or a store."""

from __future__ import annotations

import pytest
from installed import program


@pytest.mark.parametrize(
    ("variable", "value", "outcome"),
    [
        ("CI", "true", pytest.fail.Exception),
        ("KG_REQUIRE_STORES", "1", pytest.fail.Exception),
        ("CI", "", pytest.skip.Exception),
    ],
)
def test_a_missing_program_fails_in_ci_and_is_skipped_elsewhere(
    variable: str, value: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("KG_REQUIRE_STORES", raising=False)
    monkeypatch.setenv(variable, value)
    with pytest.raises(outcome, match="no-such-store is not installed"):
        program("no-such-store")
