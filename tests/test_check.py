"""kg check: every fault of the data files at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.cli import main
from kg.ontology.check import check
from kg.ontology.folder import data_dir


def test_shipped_data_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "no faults" in capsys.readouterr().out


@pytest.mark.slow
def test_every_fault_is_listed_with_its_line_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    lines = len((folder / "vi/structure.yaml").read_text(encoding="utf-8").splitlines())
    with (folder / "vi/structure.yaml").open("a", encoding="utf-8") as stream:
        stream.write("subtitles: [x]\n")
    with (folder / "entities.csv").open("r+", encoding="utf-8") as stream:
        commas = stream.readline().count(",")
        stream.seek(0, 2)
        stream.write("nonsense,Companyy,Nonsense" + "," * (commas - 2) + "\n")
    (folder / "vi/language.yaml").write_text("letters: [", encoding="utf-8")
    (folder / "vi/times.yaml").unlink()
    (folder / "vi/new.yaml").touch()
    (folder / "shapes.ttl").write_text("@prefix kg: <x> .\nkg:a kg:b", encoding="utf-8")
    (folder / "queries/bad.rq").write_text("SELECT", encoding="utf-8")
    ttl = (folder / "kg.ttl").read_text(encoding="utf-8")
    (folder / "kg.ttl").write_text(ttl + "\nkg:Broken", encoding="utf-8")
    faults = check(folder)
    places = {fault.path: fault for fault in faults}
    assert {
        "kg.ttl",
        "shapes.ttl",
        "queries/bad.rq",
        "vi/structure.yaml",
        "vi/language.yaml",
        "vi/times.yaml",
        "vi/new.yaml",
    } <= set(places)
    assert places["vi/structure.yaml"].line == lines + 1
    assert all(fault.message and fault.remedy and fault.line > 0 for fault in faults)
    assert faults == sorted(faults)
    (folder / "kg.ttl").write_text(ttl, encoding="utf-8")
    assert any(fault.path == "entities.csv" and "Companyy" in fault.message for fault in check(folder))
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("faults.")


@pytest.mark.slow
def test_what_no_reader_sees_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    nouns = (folder / "vi/nouns.yaml").read_text(encoding="utf-8")
    nouns = nouns.replace("heads:\n", "heads:\n  Firm: [xưởng, xưởng]\n", 1)
    (folder / "vi/nouns.yaml").write_text(nouns, encoding="utf-8")
    line = nouns[: nouns.index("Firm")].count("\n") + 1
    assert [str(fault) for fault in check(folder)] == [
        f"vi/nouns.yaml:{line}: 'Firm' is not a class of the ontology. Use a class of kg.ttl.",
        f"vi/nouns.yaml:{line}: “xưởng” stands twice in one list. Remove one of the two.",
    ]


@pytest.mark.slow
def test_a_relation_without_words_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    with (folder / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write(
            '\nkg:employs a kg:Relation ; rdfs:label "tuyển dụng"@vi , "employs"@en ;\n'
            '    rdfs:comment "…"@vi , "…"@en ; rdfs:domain kg:Organization ; rdfs:range kg:Person .\n'
        )
    assert [str(fault) for fault in check(folder)] == [
        "vi/triggers.yaml:1: has no words for the relation employs. Add its block, with triggers by frame."
    ]
    with (folder / "vi/triggers.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  employs:\n    active: [tuyển dụng]\n    weak: [thuê]\n")
    (fault,) = check(folder)
    assert fault.message == "employs: the weak form “thuê” is in no frame."
