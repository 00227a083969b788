"""A language model as a reader: asked through one endpoint, and believed where the text holds what it says.

``kg build`` without ``--reader llm`` imports nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import UsageError
from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import UnusableError
from kg.readers.llm.asking import Question, ask_all, best_answer, settled
from kg.readers.llm.budget import Budget
from kg.readers.llm.client import Client
from kg.readers.llm.parts import parts_of
from kg.readers.llm.plan import Plan
from kg.readers.llm.prices import Price, price_of
from kg.readers.llm.prompt import Prompt, make_prompt
from kg.readers.llm.reading import check_entities, read
from kg.readers.llm.scene import forget_pipeline
from kg.readers.llm.schema import answer_schema
from kg.readers.llm.store import Key, Record, Store
from kg.readers.own import Own
from kg.records import Article, Extraction

__all__ = ["ANSWERS", "Endpoint", "Llm"]

#: Where answers are kept when nobody says where.
ANSWERS = Path("kg-answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Who is asked, and how much of it: what ``Llm.prepare`` needs, and no other process gets to see.

    ``again``: articles that were asked with another prompt or model may be asked anew; ``retry``: those that got no
    usable answer, too. ``tell`` is called with a line for each article.
    """

    url: str
    key: str | None = field(default=None, repr=False)
    parallel: int = 1
    max_cost: float | None = None
    max_tokens: int | None = None
    prices: Path | None = None
    again: bool = False
    retry: bool = False
    timeout: float = 600.0
    tell: Callable[[str], None] = lambda line: None


@dataclass(frozen=True, kw_only=True)
class Llm:
    """Reads from the answers of ``model`` in the folder ``answers``; ``prepare`` asks for those that are not there.

    Without ``endpoint`` nothing is asked, and all answers have to be there. Where an answer is unusable ``own`` reads.
    """

    own: Own
    model: str
    answers: Path = ANSWERS
    endpoint: Endpoint | None = field(default=None, compare=False)

    def __getstate__(self) -> dict[str, object]:
        # Whoever reads asks nothing: the key stays here.
        return {**self.__dict__, "endpoint": None}

    @property
    def name(self) -> str:
        return f"llm {self.model} (prompt {self.prompt.version})"

    @property
    def ontology(self) -> Ontology:
        return Ontology.load(self.own.folder, language=self.own.language)

    @property
    def prompt(self) -> Prompt:
        return make_prompt(self.ontology)

    @property
    def store(self) -> Store:
        return Store(self.answers)

    def question(self, article: Article) -> Question:
        """All that is asked about ``article``, with what was answered already."""
        parts = [
            ((start, end), self.prompt.messages(article, article.text[start:end]))
            for start, end in parts_of(article.text, self.ontology.language)
        ]
        asked = [self.model, *(item["content"] for _, messages in parts for item in messages)]
        key = Key.of(article.text, asked)
        record = self.store.get(key) or Record(model=self.model, prompt=self.prompt.version)
        return Question(article.source, article.text, key, record, parts)

    def state(self, article: Article) -> str:
        return self.store.state(self.question(article).key)

    def plan(self, articles: Sequence[Article]) -> Plan:
        """What ``prepare`` would ask."""
        retry = self.endpoint is not None and self.endpoint.retry
        kept, failed, otherwise = 0, 0, 0
        questions: dict[str, Question] = {}
        for article in articles:
            question = self.question(article)
            if all(settled(question.record, span, question.text) for span, _ in question.parts):
                bad = self._fault(question) != ""
                kept, failed = kept + (not bad), failed + bad
                if not (bad and retry):
                    continue
                question = replace(question, record=self._without_faults(question))
            elif not question.record.parts:
                otherwise += self.store.asked_otherwise(question.key)
            questions[question.key.name] = question
        return Plan(
            articles=len(articles),
            kept=kept,
            failed=failed,
            otherwise=otherwise,
            questions=tuple(questions.values()),
            price=self._price(),
        )

    def prepare(self, articles: Sequence[Article]) -> None:
        """Ask for all answers that are not there.

        Raises UsageError when nobody is to be asked, key or model are refused, or articles would be asked again that
        the user has not agreed to; FailureError when a limit is reached or the server is gone.
        """
        plan, to = self.plan(articles), self.endpoint
        if not plan.questions:
            return
        if to is None:
            raise UsageError(
                f"{len(plan.questions)} of {len(articles)} articles have no answer of {self.model} in {self.answers}.",
                remedy="Give --endpoint to ask, or unpack their answers with kg reader unpack.",
            )
        if plan.otherwise and not to.again:
            raise UsageError(
                f"{plan.otherwise} articles were asked before with another prompt or model. {plan}",
                remedy="Give --ask-again to ask them anew.",
            )
        if to.max_cost is not None and plan.price is None:
            raise UsageError(
                f"The price of {self.model} is not known, so --max-cost cannot be kept.",
                remedy="Give it with --prices FILE.csv, or use --max-tokens.",
            )
        to.tell(str(plan))
        schema = answer_schema(self.ontology.model)
        budget = Budget(plan.price, to.max_cost, to.max_tokens)
        with closing(Client(to.url, self.model, schema, key=to.key, timeout=to.timeout)) as client:
            ask_all(plan.questions, client, self.store, budget, parallel=to.parallel, tell=to.tell)

    def forget(self) -> None:
        forget_pipeline()
        self.own.forget()

    def extract(self, article: Article) -> Extraction:
        question = self.question(article)
        try:
            answers = [
                best_answer(part, article.text)
                for part in sorted(question.record.parts, key=lambda part: part.start)
                if (part.start, part.end) in {span for span, _ in question.parts}
            ]
            if len(answers) < len(question.parts):
                raise UnusableError("there is no answer")
            return read(article, answers, self.ontology, reader=self.name, gazetteer=self.own.gazetteer)
        except UnusableError as error:
            return replace(self.own.extract(article), instead=str(error))

    def _fault(self, question: Question) -> str:
        try:
            answers = [best_answer(part, question.text) for part in question.record.parts]
            check_entities(question.text, answers, self.ontology)
        except UnusableError as error:
            return str(error)
        return ""

    def _without_faults(self, question: Question) -> Record:
        """Its record without the parts that got no usable answer."""
        sound = []
        for part in question.record.parts:
            try:
                check_entities(question.text, [best_answer(part, question.text)], self.ontology)
                sound.append(part)
            except UnusableError:
                continue
        return replace(question.record, parts=tuple(sound))

    def _price(self) -> Price | None:
        return price_of(self.model, self.endpoint.url, self.endpoint.prices) if self.endpoint else None
