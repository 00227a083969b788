"""Vietnamese: tokens, words with their tags, sentences."""
