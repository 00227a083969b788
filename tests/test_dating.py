"""What the chooser of a fact's time sees of a sentence."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.statements.arguments import Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.dating import Scene, When, date_of, features
from kg.extract.statements.scorer import Scorer
from kg.extract.view import TokenView
from kg.ontology.lexicon import Trigger

ARTICLE_DATE = "2024-08-05"


def seen(sentence: str, trigger: str, *times: tuple[str, str]) -> list[set[str]]:
    """The features of each time, given by its first word and its EDTF, for a fact at ``trigger``."""
    scene, candidate = told(sentence, trigger, *times)
    return [set(names) for names in features(scene, candidate, scene.sentence, "asserted")]


def told(
    sentence: str, trigger: str, *times: tuple[str, str], other: tuple[str, str] | None = None
) -> tuple[Scene, Candidate]:
    """A sentence with its parts of speech behind strokes, which begins with one name and ends with another; ``other``
    is one more name, and its class."""
    words, tags = zip(*(word.rsplit("/", 1) for word in sentence.split()), strict=True)
    low = [word.lower() for word in words]
    count = len(words)
    view = TokenView(words, low, tags, [True] * count, [True] * count, [(0, count)])
    first, last = (Argument(i, i + 1, f"e{i}", "Company", "C", False, i, 0) for i in (0, count - 1))
    place = low.index(trigger)
    candidate = Candidate("acquired", first, last, Trigger("acquired", "active", trigger), place, place + 1)
    whens = [When(low.index(word), low.index(word) + 1, edtf, edtf) for word, edtf in times]
    names = [(low.index(other[0]), low.index(other[0]) + 1, other[1])] if other else []
    return Scene(view, (0, count), whens, names, "paragraph", (), ARTICLE_DATE), candidate


def test_a_time_belongs_to_the_verb_before_it() -> None:
    first, second = seen(
        "Sen/Np buys/V in/E 2019/M and/C sells/V in/E 2021/M Lan/Np", "buys", ("2019", "2019"), ("2021", "2021")
    )
    assert {"own=True", "own verb=verbal:buys"} <= first
    assert {"own=False", "own verb=verbal:sells", "gap verb=after:sells"} <= second


def test_behind_a_comma_a_time_belongs_to_the_verb_that_follows() -> None:
    (names,) = seen("Sen/Np said/V ,/CH 2019/M it/P buys/V Lan/Np", "buys", ("2019", "2019"))
    assert {"own=True", "lead=verbal:said"} <= names


@pytest.mark.parametrize(
    ("edtf", "age"),
    [
        ("2024-08-05", "1d"),
        ("2024-07", "40d"),
        ("2024-09-01", "-1d"),
        ("2020-01", "old"),
        ("2024", "0y"),
        ("2014/2021", "3y"),
        ("XXXX-10", "?"),
    ],
)
def test_how_old_a_time_is(edtf: str, age: str) -> None:
    (names,) = seen("Sen/Np buys/V then/M Lan/Np", "buys", ("then", edtf))
    assert f"age={age}" in names


def test_a_time_right_beside_a_name_may_be_the_name_s() -> None:
    (names,) = seen("Sen/Np buys/V then/M Lan/Np", "buys", ("then", "2019"))
    assert {"before object=0", "before object=verbal:0", "behind subject=1", "behind subject=acquired:1"} <= names


def test_a_time_far_from_the_names_is_beside_none() -> None:
    (names,) = seen("Sen/Np a/E b/E c/E d/E 2019/M a/E b/E c/E buys/V Lan/Np", "buys", ("2019", "2019"))
    assert not any(name.startswith(("before ", "behind ")) for name in names)


def test_a_mark_of_a_name_ends_no_sentence(extractor: Extractor) -> None:
    for text in ("Verizon mua lại Yahoo! vào năm 2024.", "Yahoo! vào năm 2024 đã mua lại Polyvore."):
        facts = extractor.extract(made_article(text, date="2025-12-20")).statements
        assert [(fact.relation, fact.time) for fact in facts] == [("acquired", "2024")], text


@pytest.mark.parametrize(
    ("name", "kind", "time"), [("7/up", "Company", None), ("7/up", "Person", "2019"), ("7up", "Company", "2019")]
)
def test_a_date_right_behind_a_document_like_the_fact_s_is_the_document_s(
    name: str, kind: str, time: str | None
) -> None:
    scene, candidate = told(
        f"Sen/Np buys/V {name}/Np 2019/M and/C Lan/Np", "buys", ("2019", "2019"), other=(name, kind)
    )
    always = Scorer({"time": 9.0}, 0.5)
    assert date_of(always, scene, candidate, scene.sentence, "asserted") == time
