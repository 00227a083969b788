"""What kg says, in English and in Vietnamese: every message has both, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from graphs import awkward_graph
from messages import FOREIGN, KG, NAMES, commands, messages, phrases

from kg.cli import main
from kg.cli.commands import COMMANDS, app
from kg.cli.language import choose, spoken, taken
from kg.cli.messages import told, translated
from kg.errors import Fault, OntologyError
from kg.export import write_file
from kg.linking.merges import read_merges
from kg.linking.report import REASONS

VIETNAMESE: dict[str, str] = json.loads((KG / "cli" / "messages.vi.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def english_again() -> None:
    """What a test has chosen is no other's."""
    choose("en")


def test_every_message_has_both_languages() -> None:
    lines = [line for _, line in COMMANDS.values()]
    said = {*messages(), *phrases(), *commands(app), *lines, *REASONS.values(), *FOREIGN, *NAMES}
    assert len(said) > 500
    assert sorted(said - VIETNAMESE.keys()) == []
    assert sorted(VIETNAMESE.keys() - said) == []


@pytest.mark.parametrize("template", [template for template in VIETNAMESE if "{}" in template])
def test_a_translation_has_the_places_of_its_message(template: str) -> None:
    places = {int(number) for number in re.findall(r"\{(\d)\}", VIETNAMESE[template])}
    assert places == set(range(1, template.count("{}") + 1))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "vi_VN", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "vi_VN", "LANG": "C"}, "vi"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    choose(None)
    assert spoken() == language


def test_the_option_may_stand_anywhere() -> None:
    assert taken(["explain", "b", "--lang", "vi", "X"]) == (["explain", "b", "X"], "vi")
    assert taken(["--lang=vi", "x"]) == (["x"], "vi")
    assert taken(["query", "--", "--lang"]) == (["query", "--", "--lang"], None)


def test_a_message_is_known_by_its_template() -> None:
    choose("vi")
    assert translated("build is not a graph.") == "build không phải đồ thị."
    assert translated("x has lost what it read, or its cache is damaged.").startswith("x đã mất")
    assert translated("Nobody has written this.") == "Nobody has written this."
    fault = Fault("vi/cues.yaml", 3, "is not valid YAML: x.", "Restore the file, in UTF-8.")
    assert told(OntologyError([fault])) == ("vi/cues.yaml:3: không phải YAML hợp lệ: x. Hãy khôi phục tệp, bằng UTF-8.")


def test_reasons_inside_sentences_are_translated(tmp_path: Path) -> None:
    choose("vi")
    reason = "no answer: the server refuses the question (400): x"
    assert translated(reason) == "không có câu trả lời: máy chủ từ chối câu hỏi (400): x"
    assert translated("the answer has no JSON in it") == "trong câu trả lời không có JSON"
    assert translated("contradicts line 3 of merges.csv.") == "trái với dòng 3 của merges.csv."
    plan = (
        "2 articles: 1 answered, 0 badly, 1 to ask; about 90 tokens to read and 8 to write, 0.0010 USD (prices of May)."
    )
    assert translated(plan) == (
        "2 bài: 1 đã có trả lời, 0 trả lời hỏng, 1 còn phải hỏi; khoảng 90 token để đọc và 8 để viết, "
        "0.0010 USD (giá của May)."
    )
    rows = tmp_path / "merges.csv"
    rows.write_text("action,a,b,who,why\njoin,A,B,,\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        read_merges(rows)
    assert told(caught.value).startswith("merges.csv:2: 'join' không phải một hành động. Hãy dùng một trong: same,")


def test_commands_speak_vietnamese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    graph = str(tmp_path / "graph.ttl")
    assert main(["--lang", "vi", "--help"]) == 0
    out = capsys.readouterr().out
    assert "Dựng đồ thị từ các bài báo" in out and "Tùy chọn" in out and "Build the graph" not in out
    assert main(["explain", "--help", "--lang", "vi"]) == 0
    assert "Vì sao đồ thị nói vậy" in capsys.readouterr().out
    assert main(["entities", graph, "--lang", "vi"]) == 0
    out = capsys.readouterr().out
    assert "tên khác" in out and out.endswith("5 thực thể\n")
    assert main(["explain", graph, "Nobody", "--lang", "vi"]) == 2
    assert "Đồ thị không có gì tên là 'Nobody'." in capsys.readouterr().err
    assert main(["bild", "--lang", "vi"]) == 2
    assert "kg: Không có lệnh 'bild'." in capsys.readouterr().err
    assert main(["explain", "--lang", "vi"]) == 2
    assert "Thiếu đối số 'GRAPH'." in capsys.readouterr().err
    assert main(["conflicts", graph, "--lang", "vi"]) == 0
    assert capsys.readouterr().out.endswith("1 mâu thuẫn, 0 cập nhật\n")
    assert main(["conflicts", graph, "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("1 conflict, 0 updates\n")
    assert main(["--help"]) == 0
    assert "Options" in capsys.readouterr().out
