"""Names in running text: found, bounded, typed, and gathered into entities."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import made_article, made_params

from kg.errors import Fault
from kg.extract import Extractor, annotate, create_nlp
from kg.extract.document import Document
from kg.extract.mentions.tagger import Found, spans_of
from kg.extract.mentions.trained import trained_classes
from kg.ontology.gazetteer import read_gazetteer
from kg.ontology.nouns import read_nouns
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseTable
from kg.records import Entity, Extraction

ROOT = Path(__file__).resolve().parents[1]
CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/mentions.yaml").read_text(encoding="utf-8"))


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(made_article(text))


def test_the_cases_are_all_there() -> None:
    assert len(CASES) == 27


@pytest.mark.parametrize("case", made_params(CASES, by="text"))
def test_names_and_their_classes(extractor: Extractor, case: dict[str, Any]) -> None:
    found = {
        name: entity.type
        for entity in read(extractor, case["text"]).entities
        for name in (entity.label, *entity.aliases)
    }
    assert {name: found.get(name) for name in case["names"]} == case["names"]
    assert not set(case.get("absent", ())) & set(found)


def test_every_mention_is_the_text_at_its_offsets(extractor: Extractor) -> None:
    text = "Theo Bloomberg,\n\nông Lê Minh Sơn rời Velmora.  Velmora chưa bình luận."
    extraction = read(extractor, text)
    names = {entity.id: {entity.label, *entity.aliases} for entity in extraction.entities}
    assert [text[m.start : m.end] for m in extraction.mentions if m.kind == "name"] == [
        "Bloomberg",
        "Lê Minh Sơn",
        "Velmora",
        "Velmora",
    ]
    assert all(text[m.start : m.end] in names[m.entity] for m in extraction.mentions if m.kind == "name")


def test_a_surname_means_the_person_named_in_full(extractor: Extractor) -> None:
    extraction = read(extractor, "Nick Brennan rời công ty Orvane hồi tháng 5. Ông Brennan nói Orvane đã đổi khác.")
    people = [entity for entity in extraction.entities if entity.type == "Person"]
    assert [(entity.label, entity.aliases) for entity in people] == [("Nick Brennan", ("Brennan",))]
    assert sum(mention.entity == people[0].id for mention in extraction.mentions if mention.kind == "name") == 2


def test_an_abbreviation_in_brackets_is_another_name(extractor: Extractor) -> None:
    extraction = read(extractor, "Công ty Yangtze Memory Technologies (YMTC) xây nhà máy. YMTC từ chối bình luận.")
    assert [entity.label for entity in extraction.entities] == ["YMTC"]


def test_without_the_gazetteer_no_name_is_known() -> None:
    extraction = read(Extractor(gazetteer=False), "Công ty OpenAI của Mỹ ra mắt mô hình GPT-5.")
    assert extraction.entities
    assert all(entity.known is None for entity in extraction.entities)


def test_the_longest_phrase_wins() -> None:
    phrases = PhraseTable([("công ty", "short"), ("công ty con", "long")])
    assert list(phrases.find(["một", "công", "ty", "con", "của", "công", "ty"])) == [(1, 4, "long"), (5, 7, "short")]


def test_a_new_class_by_data_alone(tmp_path: Path) -> None:
    """A class that no model was trained with reads as the one above it; the gazetteer or a noun says which it is."""
    folder = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", folder)
    with (folder / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write(
            '\nkg:Bank a owl:Class ;\n    rdfs:label "ngân hàng"@vi , "bank"@en ;\n'
            '    rdfs:comment "Ngân hàng."@vi , "A bank."@en ;\n    rdfs:subClassOf kg:Company .\n'
            '\nkg:Hospital a owl:Class ;\n    rdfs:label "bệnh viện"@vi , "hospital"@en ;\n'
            '    rdfs:comment "Bệnh viện."@vi , "A hospital."@en ;\n    rdfs:subClassOf kg:Organization .\n'
        )
    with (folder / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("Velmora_Bank,Bank,Velmora,Velmora Holding|VLM,\n")
    nouns = (folder / "vi/nouns.yaml").read_text(encoding="utf-8")
    nouns = nouns.replace("\nheads:\n", "\nheads:\n  Bank: [ngân hàng, nhà băng]\n")
    nouns = nouns.replace("\nname_heads:\n", "\nname_heads:\n  Bank: [Ngân hàng]\n  Hospital: [Bệnh viện]\n")
    (folder / "vi/nouns.yaml").write_text(nouns, encoding="utf-8")
    ontology = Ontology.load(folder)
    assert "Bank" in ontology.model.entity_classes - trained_classes()

    text = (
        "Công ty Velmora ra mắt ứng dụng mới. Theo đại diện Velmora, công ty có 300 nhân viên.\n"
        "Trong khi đó, ngân hàng Orvane tuyển thêm 200 người, còn công ty Tarsilon cắt giảm.\n"
        "Ông Nam rời Ngân hàng Đông Hưng Á năm 2020. Bệnh viện Kelbrin đã mở cửa ở Mỹ, Bệnh viện Kelbrin cho biết."
    )
    nlp = create_nlp(ontology)
    found = {entity.label: entity for entity in Document.of(annotate(nlp, made_article(text))).entities.values()}
    assert found["Velmora"] == Entity(
        id="e1", type="Bank", label="Velmora", aliases=("VLM", "Velmora Holding"), known="Velmora_Bank"
    )
    assert {label: entity.type for label, entity in found.items()} == {
        "Velmora": "Bank",
        "Orvane": "Bank",
        "Tarsilon": "Company",
        "Nam": "Person",
        "Đông Hưng Á": "Bank",
        "Bệnh viện Kelbrin": "Hospital",
        "Mỹ": "Country",
    }
    before = Document.of(annotate(create_nlp(), made_article(text))).entities
    assert {entity.type for entity in before.values()} == {"Company", "Organization", "Person", "Country"}


def test_labels_become_spans() -> None:
    assert spans_of(["O", "B-City", "I-City", "B-City", "I-Person"], 10) == [
        Found(11, 13, "City"),
        Found(13, 14, "City"),
        Found(14, 15, "Person"),
    ]


def test_the_shipped_data_files_are_sound() -> None:
    assert len(Ontology.load().gazetteer) > 800
    assert "công ty" in Ontology.load().nouns.heads["Company"]


def test_every_fault_of_a_gazetteer_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text(
        "key,class,name,aliases,country\nMy,Country,Mỹ,Hoa Kỳ,\nMy,Country,Mĩ,,\nB,Firm,Velmora,,\n"
        "C,Company,Orvane,Hoa Kỳ,Phap\nD,Company\n",
        encoding="utf-8",
    )
    faults: list[Fault] = []
    entries = read_gazetteer(path, faults=faults, classes={"Country", "Company"})
    assert [entry.key for entry in entries] == ["My", "C"]
    assert sorted((fault.line, fault.message) for fault in faults) == [
        (3, "the key 'My' is there twice."),
        (4, "'Firm' is not a class of the ontology."),
        (5, "'Phap' is not the key of a country."),
        (6, "has 2 columns instead of 5."),
    ]


def test_a_fault_in_the_nouns_is_named_with_its_line(tmp_path: Path) -> None:
    text = (ROOT / "ontology/vi/nouns.yaml").read_text(encoding="utf-8")
    path = tmp_path / "vi" / "nouns.yaml"
    path.parent.mkdir()
    path.write_text(text + "nonsense: [1]\n", encoding="utf-8")
    faults: list[Fault] = []
    assert read_nouns(path, faults=faults) is None
    assert [(fault.path, fault.line) for fault in faults] == [("vi/nouns.yaml", text.count("\n") + 1)]


@pytest.mark.slow
def test_training_gives_the_same_bytes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "articles").mkdir(parents=True)
    gold = json.loads((ROOT / "tests/corpus/train-b.json").read_text(encoding="utf-8"))
    (corpus / "train.json").write_text(json.dumps({"articles": gold["articles"][:6]}), encoding="utf-8")
    for item in gold["articles"][:6]:
        shutil.copy(ROOT / "tests/corpus/articles" / item["article"], corpus / "articles")
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        out.mkdir()
        subprocess.run(
            [sys.executable, "-m", "kg.training.mentions", str(corpus), "--out", str(out)],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
        )
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1]
    assert sorted(made[0]) == ["kinds.crf", "mentions.crf"]


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("Máy cài sẵn các phần mềm như Velmora, Orvane, Tarnmoor Effects.", "Velmora Orvane", "Product"),
        (
            "Chợ bày hàng của nhiều thương hiệu trong nước như: Bibica, Hữu Nghị, Hồng Lam.",
            "Hữu_Nghị Hồng_Lam",
            "Company",
        ),
    ],
)
def test_the_noun_before_a_list_says_what_its_members_are(
    extractor: Extractor, text: str, names: str, kind: str
) -> None:
    found = {entity.label: entity.type for entity in extractor.extract(made_article(text)).entities}
    assert {found.get(name.replace("_", " ")) for name in names.split()} == {kind}


def test_a_noun_far_before_a_list_says_nothing_of_it(extractor: Extractor) -> None:
    text = "Các sản phẩm của nông trại có mặt ở siêu thị như Velmora Mart, Orvane Mart."
    found = {entity.label: entity.type for entity in extractor.extract(made_article(text)).entities}
    assert found and "Product" not in found.values()
