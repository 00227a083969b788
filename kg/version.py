"""The version, where every layer may read it without importing the package's front."""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
