"""Figures with what they measure, of whom and when."""
