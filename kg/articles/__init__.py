"""Folders, files and streams of news articles as ``Article`` records."""

from kg.articles.reading import count_paths, read_paths

__all__ = ["count_paths", "read_paths"]
