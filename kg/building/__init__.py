"""Articles in, a graph and its files out. ``kg.build`` is ``build`` of this package."""

from kg.building.pipeline import Built, build, build_to, remove
from kg.building.report import Report, Skipped

__all__ = ["Built", "Report", "Skipped", "build", "build_to", "remove"]
