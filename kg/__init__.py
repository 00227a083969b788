"""Vietnamese news into a knowledge graph that people trust.

``kg.build(paths)`` gives a ``kg.Graph``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import VERSION

if TYPE_CHECKING:
    from kg.building import build, build_to
    from kg.graph import Graph

__version__ = VERSION
__all__ = ["Graph", "__version__", "build", "build_to"]


def __getattr__(name: str) -> Any:
    # What these need takes seconds to import; ``import kg`` does not.
    if name in ("build", "build_to"):
        import kg.building

        return getattr(kg.building, name)
    if name == "Graph":
        from kg.graph import Graph

        return Graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
