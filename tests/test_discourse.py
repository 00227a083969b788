"""Which entity an expression means, on articles built by hand: words, tags and names are given, nothing is found."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.tokens import Doc, Span

from kg.errors import FailureError
from kg.extract.document import Document
from kg.extract.references.chooser import Chooser, load_chooser, save_chooser
from kg.extract.references.component import References
from kg.extract.references.discourse import Discourse, Role, Seen
from kg.extract.references.expressions import Expression
from kg.extract.references.fits import Fits
from kg.extract.references.subjects import Subject
from kg.extract.view import TokenView
from kg.language import find_language
from kg.ontology.check import check
from kg.ontology.definitions import ClassDef
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.records import Entity

VOCAB = find_language("vi").pipeline().vocab
FIRMS = {"Orvane": "Company", "Velmora": "Company"}


@pytest.fixture(scope="module")
def references() -> References:
    return References(Ontology.load())


def article(text: str, names: dict[str, str]) -> Doc:
    """``text`` has words with their tags ("công_ty/N"), syllables joined by "_" and "|" between sentences.

    ``names`` are the words that name an entity, with its class.
    """
    words: list[str] = []
    tags: list[str] = []
    sentences: list[bool] = []
    starts: list[bool] = []
    named: list[tuple[int, int, str]] = []
    begins = True
    for item in text.split():
        if item == "|":
            begins = True
            continue
        word, _, tag = item.rpartition("/")
        syllables = word.split("_")
        starts += [True] + [False] * (len(syllables) - 1)
        if word in names:
            named.append((len(words), len(words) + len(syllables), word))
        sentences += [begins] + [False] * (len(syllables) - 1)
        words += syllables
        tags += [tag] * len(syllables)
        begins = False
    doc = Doc(VOCAB, words=words, tags=tags, sent_starts=sentences)
    doc.spans["mentions"] = [Span(doc, start, end, label=names[name], span_id=name) for start, end, name in named]
    document = Document.of(doc)
    document.view = TokenView.make(doc, starts, sentences)
    document.entities = {name: Entity(id=name, type=kind, label=name) for name, kind in names.items()}
    return doc


def meant(references: References, text: str, **names: str) -> dict[str, str]:
    doc = references(article(text, names))
    return {span.text: span.id_ for span in doc.spans["references"]}


@pytest.mark.parametrize(
    ("why", "text", "names", "expected"),
    [
        ("a subject is more present than an object",
         "Orvane/Np mua/V Velmora/Np ./F | Hãng/N sẽ/R trả/V tiền/N ./F", FIRMS, {"Hãng": "Orvane"}),
        ("one sentence on, what was named last is nearest",
         "Orvane/Np thắng/V ./F | Velmora/Np thua/V ./F | Công_ty/N này/P kháng_cáo/V ./F", FIRMS,
         {"Công ty này": "Velmora"}),
        ("a clause has its subject for no object",
         "Orvane/Np thắng/V ./F | Velmora/Np kiện/V công_ty/N này/P ./F", FIRMS, {"công ty này": "Orvane"}),
        ("what only leads up to the expression is not meant",
         "Velmora/Np thắng/V ./F | Do/E Orvane/Np lập/V ,/F công_ty/N này/P tăng_trưởng/V ./F", FIRMS,
         {"công ty này": "Velmora"}),
        ("the class decides first",
         "Sâm/Np mua/V Orvane/Np ./F | Hãng/N sẽ/R lãi/V ./F", {"Sâm": "Person", "Orvane": "Company"},
         {"Hãng": "Orvane"}),
        ("an honorific tells a pronoun's sex",
         "Ông/N Sơn/Np gặp/V bà/N Sâm/Np ./F | Bà/P nói/V vậy/P ./F", {"Sơn": "Person", "Sâm": "Person"},
         {"Bà": "Sâm"}),
        ("the firm of a country that the article has told",
         "Hãng/N Pháp/Np Orvane/Np kiện/V Velmora/Np ./F | Hãng/N Pháp/Np đòi/V tiền/N ./F",
         {**FIRMS, "Pháp": "Country"}, {"Hãng Pháp": "Orvane"}),
        ("the place of a head office is where a firm is from",
         "Orvane/Np kiện/V Velmora/Np ,/F có/V trụ_sở/N tại/E Đức/Np ./F | Hãng/N Đức/Np im_lặng/V ./F",
         {**FIRMS, "Đức": "Country"}, {"Hãng Đức": "Velmora"}),
    ],
)  # fmt: skip
def test_the_entity_that_is_most_present_and_fits_is_meant(
    references: References, why: str, text: str, names: dict[str, str], expected: dict[str, str]
) -> None:
    assert meant(references, text, **names) == expected, why


@pytest.mark.parametrize(
    "text",
    [
        "Orvane/Np thắng/V ./F | Các/L công_ty/N này/P vui/A ./F",
        "Orvane/Np thắng/V ./F | Nhiều/A quỹ/N ,/F hãng/N và/CC công_ty/N này/P vui/A ./F",
        "Orvane/Np thắng/V ./F | Đây/P là/V công_ty/N ./F",
        "Orvane/Np thắng/V ./F | Công_ty/N chip/N Mỹ/Np như/C Velmora/Np thua/V ./F",
    ],
)
def test_many_and_predicates_mean_none(references: References, text: str) -> None:
    assert meant(references, text, Orvane="Company", Velmora="Company", Mỹ="Country") == {}


def test_employers_stand_behind_the_post_or_are_spoken_of(references: References) -> None:
    text = "Orvane/Np thắng/V ./F | CEO/N Sơn/Np cười/V ./F | Chủ_tịch/N Velmora/Np ,/F ông/N Nam/Np ,/F khóc/V ./F"
    names = {**FIRMS, "Sơn": "Person", "Nam": "Person"}
    assert Document.of(references(article(text, names))).employers == {"Sơn": "Orvane", "Nam": "Velmora"}


def test_an_owned_noun_means_the_employer_alone(references: References) -> None:
    names = {**FIRMS, "Sơn": "Person"}
    text = "CEO/N Orvane/Np ,/F ông/N Sơn/Np ,/F khen/V Velmora/Np ./F | Công_ty/N của/E ông/P sẽ/R lãi/V ./F"
    assert meant(references, text, **names)["Công ty của ông"] == "Orvane"
    without = "Ông/N Sơn/Np khen/V Velmora/Np ./F | Công_ty/N của/E ông/P sẽ/R lãi/V ./F"
    assert "Công ty của ông" not in meant(references, without, **names)


def seen(discourse: Discourse, *places: tuple[str, int, Role]) -> None:
    for i, (entity, sentence, role) in enumerate(places):
        discourse.add(Seen(entity, i, i + 1, sentence, role, "hãng" if role == "other" else ""))


def test_what_was_seen_last_is_most_present_and_what_is_too_far_back_only_when_it_was_seen_most() -> None:
    discourse = Discourse()
    seen(discourse, ("a", 0, "subject"), ("b", 1, "object"), ("c", 5, "subject"), ("b", 5, "other"))
    fits = {"a": 1.0, "b": 1.0, "c": 1.0}
    present = {one.seen.entity: one for one in discourse.present(fits, 6, reach=2)}
    assert list(present) == ["b", "c"]
    assert (present["b"].rank, present["b"].often, present["b"].times) == (0, 0, 2)
    assert (present["c"].first, present["c"].last, present["b"].last) == (True, False, True)
    assert [one.seen.entity for one in discourse.present(fits, 20, reach=2)] == ["b"]
    assert [one.seen.entity for one in discourse.present({"a": 1.0}, 6, reach=8)] == ["a"]
    assert discourse.present({}, 6, reach=8) == []
    assert (discourse.latest("hãng"), discourse.latest("quỹ")) == ("b", "")
    assert discourse.beside("c") == {"c": 1, "b": 1}


def test_the_likeliest_is_chosen_where_it_is_likely_enough(tmp_path: Path) -> None:
    chooser = Chooser({"near": 1.0, "far": -1.0}, 0.5)
    near, far = ("near",), ("far",)
    assert chooser.best([[far], [near]]) == 1
    assert chooser.best([[near], [near]]) is None
    assert chooser.best([]) is None
    assert sum(chooser.chances([[near], [far], []])) < 1
    save_chooser(chooser, tmp_path / "references.json.gz")
    assert load_chooser(tmp_path / "references.json.gz") == chooser
    with pytest.raises(FailureError, match=r"kg\.training\.references"):
        load_chooser(tmp_path / "none.json.gz")


def test_a_class_that_the_table_lacks_fits_as_the_nearest_one_above_it() -> None:
    ontology = Ontology.load()
    model = replace(
        ontology.model, classes={**ontology.model.classes, "Bank": ClassDef(name="Bank", parents=("Company",))}
    )
    fits = Fits(ontology.nouns, model)
    item = Expression(0, 2, "Company", "determined", "công ty")
    assert fits.fit(item, Subject("Bank")) == fits.fit(item, Subject("Company")) > 0
    # The table knows government bodies, and that they are no firms, though organisations may be.
    assert fits.fit(item, Subject("GovernmentBody")) == 0 < fits.fit(item, Subject("Organization"))
    assert fits.fit(replace(item, type="Bank"), Subject("Bank")) == fits.fit(item, Subject("Company"))


def test_a_name_in_the_table_that_is_no_class_and_no_group_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    nouns = folder / "vi/nouns.yaml"
    text = nouns.read_text(encoding="utf-8")
    text = text.replace("  MediaOutlet: {MediaOutlet: 1.0}", "  MediaOutlet: {Newspaper: 1.0}")
    text = re.sub(r"(?m)^reference_groups: \[Platform, ", "reference_groups: [", text)
    nouns.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    found = [(lines[fault.line - 1].split(":")[0].strip(), fault.message.split("'")[1]) for fault in check(folder)]
    assert found == [
        ("Platform", "Platform"),
        ("MediaOutlet", "Newspaper"),
        ("Platform", "Platform"),
    ]
