"""A small encoder of Vietnamese: pieces of words, windows of an article, and the exported network that reads them."""
