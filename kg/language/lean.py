"""spaCy without its command line, whose libraries (downloads, projects, templates) take half of the time of its import.

Nothing here asks for it; whoever imports ``spacy.cli`` later, or calls ``spacy.info``, gets the real one.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__ = ["import_spacy"]

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, where nobody has, with stand-ins for its command line, which are gone when that is done."""
    if "spacy" in sys.modules or _COMMANDS in sys.modules:
        return
    commands, info = ModuleType(_COMMANDS), ModuleType(_INFO)
    commands.__path__ = []
    info.__dict__["info"] = _info
    sys.modules |= {_COMMANDS: commands, _INFO: info}
    try:
        import spacy  # noqa: F401
    finally:
        for name in (_COMMANDS, _INFO):
            del sys.modules[name]


def _info(*given: Any, **named: Any) -> Any:
    """``spacy.info``."""
    from spacy.cli.info import info

    return info(*given, **named)
