"""Programs that tests use and pip does not install: a browser, and triple stores other than ours."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

__all__ = ["missing", "program"]


def missing(what: str) -> NoReturn:
    """Skips the test for what is not there; in CI (``CI=true``), or with KG_REQUIRE_STORES set, fails it."""
    if os.environ.get("CI") == "true" or os.environ.get("KG_REQUIRE_STORES"):
        pytest.fail(f"{what} (.ci/system-packages installs it)")
    pytest.skip(what)


def program(name: str) -> str:
    """Where a program is: beside Python or on the path."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        missing(f"{name} is not installed")
    return found
