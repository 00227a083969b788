"""Folders, files and streams of news articles as ``Article`` records."""
