"""Dates of articles as EDTF."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["edtf_date"]

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d-])")
_VIETNAMESE = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})(?!\d)")


def edtf_date(text: object) -> str | None:
    """``2025-12-20``, ``2025-12`` or ``2025`` of a date as files give it: ISO, with a time or not, or 20/12/2025.

    None when it is no date of the calendar.
    """
    words = str(text).strip() if text is not None else ""
    found = _ISO.match(words)
    if found:
        year, month, day = found.groups()
    else:
        turned = _VIETNAMESE.match(words)
        if not turned:
            return None
        day, month, year = turned.groups()
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return known.isoformat()[: 10 if day else 7 if month else 4]
