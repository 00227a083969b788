"""Commands that make the shipped weights from data of the project."""
