"""The command line: each command parses and prints; the work is in the modules it calls.

Only typer is imported at start; a command imports what it needs when it runs.
"""

from kg.cli.main import app, main

__all__ = ["app", "main"]
