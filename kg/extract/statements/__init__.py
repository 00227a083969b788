"""Facts: triggers of the lexicon over the mentions of a sentence, weighed by a trained scorer."""
