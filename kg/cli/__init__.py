"""The command line: each command parses and prints; the work is in the modules it calls.

Only click is imported at start; a command is imported, with what it needs, when it runs.
"""

from kg.cli.commands import app
from kg.cli.main import main

__all__ = ["app", "main"]
