"""Times that may be one, as stretches of days."""

from __future__ import annotations

import pytest

from kg.edtf import overlap, stretch


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2025-01", "2025-01-20", True),
        ("2025-35", "2025-08", True),
        ("2025-35", "2025-06", False),
        ("2024-22", "2024-07-01", True),
        ("2024-24", "2025-02", True),
        ("2024-09/2024-12", "2025-01", False),
        ("2019/..", "2025", True),
        ("../2019", "2025", False),
        ("2025-02-29", "2020", True),
        ("hôm qua", "2020", True),
        ("2025-13", "2020", True),
        ("9999", "2020", True),
        (None, "2020", True),
    ],
)
def test_times_meet_or_not(one: str | None, other: str, meet: bool) -> None:
    assert overlap(stretch(one), stretch(other)) is meet
