"""Who says what in a text: units of speech, verbs of saying, speakers, sources."""
