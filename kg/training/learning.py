"""Our own reader learns from another's reading: names and facts of the fast mode, for a user's field.

It starts from the models that kg brings, and is trained as ``kg.training.mentions`` and ``kg.training.statements
--start`` do it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import InputError
from kg.evaluate import Evaluation, evaluate
from kg.evaluate.tally import Tally
from kg.extract.document import Document
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.trained import CLASSES, NAMES
from kg.extract.statements.facts import FAST
from kg.extract.statements.scorer import load_scorer, save_scorer
from kg.linking import Merges
from kg.ontology.ontology import Ontology
from kg.readers.own import TAUGHT, Own
from kg.training.candidates import Reader
from kg.training.lessons import HELD_GOLD, HELD_TEXTS, Lesson, lessons, write_held_out, write_lessons
from kg.training.material import material
from kg.training.mentions import train
from kg.training.real import real_articles
from kg.training.samples import corpus_dir, gold_spans
from kg.training.statements import teach

__all__ = ["HELD_OUT", "LEAST", "LESSONS", "Learned", "learn", "train_models"]

#: Every so manieth article is held out, to measure by.
HELD_OUT = 5
#: Of fewer articles nothing is learned.
LEAST = 10
#: Where below the folder of models the articles are that it was learned from, and those held out.
LESSONS = Path("lessons")
#: By so many articles old and new names are compared.
SAMPLE = 200
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
    work: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Learned:
    """Teach our own reader what the builds in ``builds`` say, as ``merges`` corrects it; write into ``models``.

    Every ``held_out``-th article is left for measuring (0: none). ``work`` is as in ``train_models``. The same builds
    give the same bytes. Raises InputError when there are too few articles, or a build cannot be learned from.
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
    train_models(folder, models, work=work, tell=tell)
    if not held:
        return Learned(len(kept), 0)
    write_held_out(held, folder)
    tell("reading what was held out")
    gold, texts = folder / HELD_GOLD, folder / HELD_TEXTS.parent
    before = evaluate(gold, texts, ontology=ontology, fast=True)
    return Learned(len(kept), len(held), before, evaluate(gold, texts, ontology=ontology, fast=True, models=models))


def train_models(
    shared: Path, models: Path, *, work: Path | None = None, tell: Callable[[str], None] = lambda line: None
) -> None:
    """Teach the models that kg brings the annotated articles in ``shared``; write them into ``models``.

    Names are learned anew, from the corpus and these articles; those are kept that read these articles better when
    they have not seen them, the old or the new ones. The weights of facts move from what they are. What is in
    ``models`` is replaced when all is made; ``work`` keeps what is made on the way, so that a run that was broken off
    goes on.
    """
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)  # What was killed.
    with tempfile.TemporaryDirectory(dir=models, prefix=_TEMPORARY) as scratch:
        kept = work or Path(scratch) / "work"
        folds = kept / "folds"
        names = [kept / NAMES.name, kept / CLASSES.name]
        if not all(path.is_file() for path in names):
            tell("learning names")
            kept.mkdir(parents=True, exist_ok=True)
            train(corpus_dir(), kept, shared=shared, folds=folds)
        old, new = (names_read(reader, shared) for reader in (Reader(), Reader(folds)))
        tell(f"names: {old:.3f} of what is there, {new:.3f} of what was learned; learning facts")
        if old >= new:
            names = [NAMES, CLASSES]
        facts = Path(scratch) / FAST.name
        given = (
            material(None, shared=shared, folds=folds, cache=kept / "new-names")
            if new > old
            else material(None, shared=shared, cache=kept / "old-names")
        )
        save_scorer(teach(given, load_scorer(FAST)), facts)
        for path in names:
            shutil.copy(path, Path(scratch) / path.name)
        for name in TAUGHT:
            (Path(scratch) / name).replace(models / name)
    # A process reads a file once: those that were replaced are to be read again.
    load_scorer.cache_clear()
    Own(fast=True, models=models).forget()


def names_read(reader: Reader, shared: Path) -> float:
    """F1 of the names with their classes that ``reader`` finds in the annotated articles, the first ``SAMPLE``."""
    ontology = reader.extractor.ontology
    lexis = Lexis(ontology, ontology.model.entity_classes)
    tally = Tally()
    for item, text in islice(real_articles(shared), SAMPLE):
        doc = reader.annotate(item, text)
        gold = gold_spans(doc, Ground.of(Document.of(doc).view, lexis), item, lexis)
        wanted = {(start, end, kind) for start, (end, kind) in gold.items()}
        found = {(span.start, span.end, span.label_) for span in doc.spans["mentions"]}
        tally += Tally(len(wanted & found), len(wanted - found), len(found - wanted))
    return tally.f1


def _dealt(given: Sequence[Lesson], held_out: int) -> tuple[list[Lesson], list[Lesson]]:
    """Those to learn from, and those to measure by: an article is dealt by its text, whatever others there are."""
    kept: list[Lesson] = []
    held: list[Lesson] = []
    for lesson in given:
        (held if held_out and int(lesson.name, 16) % held_out == 0 else kept).append(lesson)
    return kept, held
