"""How good a graph is, measured against gold annotations: numbers, errors by kind, calibration."""

from kg.evaluate.calibration import Bin
from kg.evaluate.errors import Miss
from kg.evaluate.evaluation import Evaluation, evaluate, evaluate_extractions
from kg.evaluate.rendering import render, render_errors, write_quality_table
from kg.evaluate.scoring import Scores, Tally, score

__all__ = [
    "Bin",
    "Evaluation",
    "Miss",
    "Scores",
    "Tally",
    "evaluate",
    "evaluate_extractions",
    "render",
    "render_errors",
    "score",
    "write_quality_table",
]
