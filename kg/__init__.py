"""Vietnamese news into a knowledge graph that people trust."""

__version__ = "0.1.0"
