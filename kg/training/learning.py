"""Our own reader learns from another's reading: names and facts of the fast mode, for a user's field.

It is trained as ``kg.training.mentions`` and ``kg.training.statements`` train the shipped models, on the invented
articles of the corpus and on what the user's articles say.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.evaluate import Evaluation, evaluate
from kg.extract.statements.facts import FAST
from kg.extract.statements.scorer import save_scorer
from kg.linking import Merges
from kg.ontology.ontology import Ontology
from kg.training.lessons import HELD_GOLD, HELD_TEXTS, Lesson, lessons, write_held_out, write_lessons
from kg.training.mentions import train
from kg.training.samples import corpus_dir
from kg.training.statements import fit, material

__all__ = ["HELD_OUT", "LEAST", "LESSONS", "Learned", "learn", "train_models"]

#: Every so manieth article is held out, to measure by.
HELD_OUT = 5
#: Of fewer articles nothing is learned.
LEAST = 10
#: Where below the folder of models the articles are that it was learned from, and those held out.
LESSONS = Path("lessons")
_TEMPORARY = ".kg-new-"


@dataclass(frozen=True, slots=True)
class Learned:
    """How many articles were learned from, and how well those held out are read by the shipped models and the new ones.

    ``before`` and ``after`` are None where none was held out.
    """

    articles: int
    held_out: int
    before: Evaluation | None = None
    after: Evaluation | None = None


def learn(
    builds: Sequence[Path],
    models: Path,
    *,
    merges: Merges | None = None,
    held_out: int = HELD_OUT,
    tell: Callable[[str], None] = lambda line: None,
) -> Learned:
    """Teach our own reader what the builds in ``builds`` say, as ``merges`` corrects it; write into ``models``.

    Every ``held_out``-th article is left for measuring (0: none). The same builds give the same bytes. Raises
    InputError when there are too few articles, or a build cannot be learned from.
    """
    ontology = Ontology.load()
    given = lessons(builds, merges or Merges(), ontology)
    kept, held = _dealt(given, held_out)
    if len(kept) < LEAST:
        raise InputError(
            f"{len(given)} articles of another reader are too few to learn from.", remedy="Build more of them."
        )
    folder = models / LESSONS
    for path in (HELD_GOLD, HELD_TEXTS):
        (folder / path).unlink(missing_ok=True)
    write_lessons(kept, folder)
    tell(f"{len(kept)} articles to learn from, {len(held)} held out")
    train_models(folder, models, tell=tell)
    if not held:
        return Learned(len(kept), 0)
    write_held_out(held, folder)
    tell("reading what was held out")
    gold, texts = folder / HELD_GOLD, folder / HELD_TEXTS.parent
    before = evaluate(gold, texts, ontology=ontology, fast=True)
    return Learned(len(kept), len(held), before, evaluate(gold, texts, ontology=ontology, fast=True, models=models))


def train_models(shared: Path, models: Path, *, tell: Callable[[str], None] = lambda line: None) -> None:
    """Train names and facts of the fast mode on the corpus and the annotated articles in ``shared``, into ``models``.

    What is there is replaced when all is made.
    """
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)  # What was killed.
    with tempfile.TemporaryDirectory(dir=models, prefix=_TEMPORARY) as scratch:
        new, folds = Path(scratch), Path(scratch) / "folds"
        tell("learning names")
        made = train(corpus_dir(), new, shared=shared, folds=folds)
        tell("learning facts")
        facts = new / FAST.name
        save_scorer(fit(material(corpus_dir(), shared=shared, folds=folds)), facts)
        for path in (*made, facts):
            path.replace(models / path.name)


def _dealt(given: Sequence[Lesson], held_out: int) -> tuple[list[Lesson], list[Lesson]]:
    """Those to learn from, and those to measure by: an article is dealt by its text, whatever others there are."""
    held = [lesson for lesson in given if held_out and int(lesson.name, 16) % held_out == 0]
    return [lesson for lesson in given if lesson not in held], held
