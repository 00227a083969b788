"""Nouns and pronouns that stand for an entity, and which one they mean."""
