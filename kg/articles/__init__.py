"""Folders, files and streams of news articles as ``Article`` records."""

from kg.articles.reading import read_paths

__all__ = ["read_paths"]
