"""Figures said of entities, each case of tests/cases/measurements.yaml, and the filter that decides."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.measurements.between import Between
from kg.extract.measurements.figures import FigureModel
from kg.extract.measurements.metrics import Metrics, Told
from kg.extract.measurements.owners import Setting
from kg.language.sums import likeliest
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "measurements.yaml").read_text(encoding="utf-8")
)


def test_no_case_is_lost() -> None:
    assert len(CASES) == 53


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_measurements(extractor: Extractor, case: dict[str, Any]) -> None:
    article = made_article(case["text"], date=str(case.get("date") or "") or None)
    found = [
        [article.text[slice(*m.evidence.subject or ())], m.metric, m.value, m.unit, m.time]
        for m in extractor.figures.read(extractor.annotate(article))
    ]
    assert found == [[*row[:4], None if row[4] is None else str(row[4])] for row in case["found"]]


def test_evidence_is_the_sentence_with_the_figure_and_its_subject(extractor: Extractor) -> None:
    text = "Trời đẹp.\n\n Anthropic được định giá 183 tỷ USD. Ai cũng vui."
    (found,) = extractor.figures.read(extractor.annotate(made_article(text)))
    evidence = found.evidence
    assert evidence.text == text[evidence.start : evidence.end] == "Anthropic được định giá 183 tỷ USD."
    assert evidence.trigger is not None and text[slice(*evidence.trigger)] == "183 tỷ USD"
    assert evidence.subject is not None and text[slice(*evidence.subject)] == "Anthropic"


def test_the_ends_of_a_range_are_two_measurements_that_know_each_other(extractor: Extractor) -> None:
    found = extractor.figures.read(extractor.annotate(made_article("Samsung đầu tư 5-7 tỷ USD.")))
    assert [(m.value, m.other_end) for m in found] == [("5000000000", "7000000000"), ("7000000000", "5000000000")]


def test_a_figure_told_twice_is_one_measurement(extractor: Extractor) -> None:
    text = "Anthropic gọi vốn 13 tỷ USD\n\nAnthropic vừa huy động 13 tỷ USD."
    assert len(extractor.figures.read(extractor.annotate(made_article(text)))) == 1


def test_a_figure_that_the_text_tells_twice_is_two_each_with_its_sentence(extractor: Extractor) -> None:
    text = "Anthropic gọi vốn\n\nAnthropic vừa huy động 13 tỷ USD.\n\nAnthropic huy động 13 tỷ USD từ ba quỹ."
    found = extractor.figures.read(extractor.annotate(made_article(text)))
    assert [m.evidence.text for m in found] == text.split("\n\n")[1:]


def test_shipped_weights_keep_money_and_drop_durations() -> None:
    model = FigureModel.load()
    assert isinstance(model, FigureModel)
    assert model.weights["kind=money"] > 0 > model.weights["kind=duration"]


def test_the_likeliest_owner_and_metric_are_those_for_which_the_features_speak_most(extractor: Extractor) -> None:
    # Told roughly, by sums of groups: each is what its features say one by one, and none counts twice.
    model, reader = FigureModel.load(), extractor.figures
    doc = extractor.annotate(made_article("\n\n".join(case["text"] for case in CASES)))
    around = reader.around(doc)
    last: Setting | None = None
    fewer = 0
    for setting, owners in reader.owners(doc):
        sums = [sum(model.owners.get(name, 0.0) for name in owner.features) for owner in owners]
        for owner, total in zip(owners, sums, strict=True):
            groups = [name for group in owner.groups for name in group]
            assert len(groups) == len(set(groups)), groups
            assert sum(model.owners.get(name, 0.0) for name in (*groups, *owner.more)) == pytest.approx(total)
        assert not owners or model.owner(owners) is owners[sums.index(max(sums))]
        measures = reader.measures(around, setting.quantity, last)
        sums = [sum(model.metrics.get(name, 0.0) for name in measure.features) for measure in measures]
        assert model.measure(measures) is measures[sums.index(max(sums))]
        # What cannot be the likeliest is not put into words.
        some = around.measures(setting.quantity, last, model.untold.get(setting.kind, ()), model.promising)
        assert model.measure(some) == model.measure(measures)
        fewer += len(some) < len(measures)
        last = setting
    assert fewer > len(CASES)


def test_of_equal_ones_the_first_is_the_likeliest_however_their_sums_are_rounded() -> None:
    rows = [(0.1, 0.2, 0.3), (0.3, 0.2, 0.1), (0.6,)]
    exact = [sum(row) for row in rows]
    assert len(set(exact)) > 1
    for rough in ([0.6, 0.6, 0.6], exact, exact[::-1]):
        assert likeliest(rows, rough, sum) == rows[exact.index(max(exact))]
    assert likeliest(rows, [1.0, 2.0, 1.5], sum) == rows[1]
    assert likeliest([], [], sum) is None


def test_a_class_below_a_known_one_counts_as_it(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    with (folder / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write(
            '\nkg:River a owl:Class ; rdfs:label "sông"@vi , "river"@en ; rdfs:comment "…"@vi , "…"@en ;\n'
            "    rdfs:subClassOf kg:Place .\n"
        )
    assert Metrics(Ontology(folder)).top("River") == "Place"


@pytest.mark.parametrize(
    ("metric", "kind", "before", "negative", "expected"),
    [
        ("profit", "share", "lợi nhuận tăng", False, "growth_of_profit"),
        ("share_price", "share", "giá cổ phiếu giảm", False, "decline_of_share_price"),
        ("profit", "money", "lợi nhuận tăng lên", False, "profit"),
        ("profit", "money", "lợi nhuận tăng thêm khoảng", False, "growth_of_profit"),
        ("interest_rate", "share", "lãi suất tăng lên", False, "interest_rate"),
        ("revenue", "share", "doanh thu tăng trưởng âm", True, "decline_of_revenue"),
        ("share", "share", "", True, "decline"),
        ("share", "share", "giảm", False, "decline"),
        ("profit", "money", "lợi nhuận âm", True, "loss"),
        ("revenue", "share", "tăng 5%, rồi giảm", False, "decline_of_revenue"),
        ("duration", "duration", "tăng", False, "duration"),
    ],
)
def test_the_direction_of_a_change_is_in_the_metric(
    metric: str, kind: str, before: str, negative: bool, expected: str
) -> None:
    assert Metrics(Ontology.load()).changed(metric, kind, before, negative=negative) == expected


def test_the_nearest_word_tells_the_metric_and_where_it_stands() -> None:
    metrics = Metrics(Ontology.load())
    assert metrics.near(metrics.told("lợi nhuận tăng 18%", 0), "share", 15, 18)[0] == (
        "profit",
        Told(0, 9, "lợi nhuận"),
    )


def test_what_governs_a_name_and_what_leads_to_the_figure(extractor: Extractor) -> None:
    doc = extractor.annotate(made_article("Theo công ty nghiên cứu Gartner, doanh thu của Intel đạt 13 tỷ USD."))
    gartner, intel = doc.spans["mentions"]
    names = [(span.start, span.end) for span in (gartner, intel)]
    signs = Between(Document.of(doc).view, Metrics(Ontology.load()), names)
    (figure,) = Document.of(doc).quantities
    assert signs.governor(intel.start, 0) == "của"
    assert signs.governor(gartner.start, 0) != "^"
    assert signs.path(intel.end, figure.start, range(0)) == ["V"]
    assert signs.path(gartner.end, figure.start, range(gartner.end + 1, intel.start - 1)) == [",", "M", "của", "E", "V"]
