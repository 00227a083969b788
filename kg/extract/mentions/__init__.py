"""Names in an article: known ones, learned ones, their classes, and which of them mean the same."""
