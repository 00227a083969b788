"""What is asked of a language model, with which key, and that nothing of it is there when none is asked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import Reply, playing
from reading import ANSWERS, ARTICLES, TEXTS, careful, command, put_articles, text_of

from kg.cli import main
from kg.ontology.folder import data_dir
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm
from kg.readers.llm.parts import parts_of
from kg.records import Article

ROOT = Path(__file__).parents[1]


def test_a_long_article_is_asked_in_overlapping_parts_and_comes_back_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TEXTS["orrery.txt"]
    parts = parts_of(text, "vi", most=250, overlap=80)
    assert len(parts) > 1 and parts[0][0] == 0 and parts[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(parts):
        assert end - 80 <= start <= end and (start == 0 or text[start - 1].isspace())
    monkeypatch.setattr("kg.readers.llm.parts_of", lambda text, language: parts)
    with playing(lambda body, number: Reply(text=text_of("orrery.txt"))) as endpoint:
        llm = Llm(own=Own(fast=True), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url))
        llm.prepare(ARTICLES[:1])
        assert endpoint.asked() == [text[start:end] for start, end in parts]
    found = llm.extract(ARTICLES[0])
    assert len(found.statements) == len(ANSWERS["orrery.txt"]["facts"])
    assert len(found.claims) == 1 and len(found.measurements) == 1


def test_the_prompt_asks_for_what_data_adds(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(data_dir(), ontology)
    block = (
        'kg:sponsors a kg:Relation , owl:ObjectProperty ; rdfs:label "bảo trợ"@vi , "sponsors"@en ; '
        'rdfs:comment "Bảo trợ."@vi , "Gives an organisation its patronage."@en ; rdfs:domain kg:Organization ; '
        "rdfs:range kg:Organization .\n"
    )
    path = ontology / "kg.ttl"
    path.write_text(path.read_text("utf-8") + block, "utf-8")
    plain, more = Llm(own=Own(), model="m").prompt, Llm(own=Own(folder=ontology), model="m").prompt
    line = "sponsors (bảo trợ) [Organization -> Organization]: Gives an organisation its patronage."
    assert line in more.fixed and line not in plain.fixed and plain.version != more.version
    system, user = plain.messages(Article(id="a", source="a", text="A\nB", title="T\nX", date="2025"), "A\nB")
    assert system["content"] == plain.fixed
    assert user["content"].startswith("Title: T X\nDate: 2025\n<article ") and "\nA\nB\n</article " in user["content"]


@pytest.mark.slow
def test_the_default_build_imports_nothing_of_it(tmp_path: Path) -> None:
    articles = put_articles(tmp_path / "in", ["sanvo.txt"])
    script = (
        "import sys; from kg.cli import main; "
        f"main(['build', {str(articles)!r}, '--out', {str(tmp_path / 'out')!r}, '--fast']); "
        "print([name for name in sys.modules if name.startswith(('kg.readers.llm', 'kg.readers.both', 'openai', "
        "'json_repair'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_key_comes_from_environment_or_file_and_is_written_and_told_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = put_articles(tmp_path / "in")
    (tmp_path / "key").write_text("\ufeffgeheim-2\n", "utf-8")
    monkeypatch.setenv("KG_API_KEY", "geheim-1")
    with playing(careful({"sanvo.txt": Reply(text="geheim-2 geheim-1")})) as endpoint:
        plain = [*command(articles, tmp_path / "out"), "--endpoint", endpoint.url]
        assert main(plain) == 0 and endpoint.keys == {"Bearer geheim-1"}
        assert main([*plain, "--retry-failed", "--key-file", str(tmp_path / "key")]) == 0
        assert endpoint.keys == {"Bearer geheim-1", "Bearer geheim-2"}
    told = capsys.readouterr()
    # What is spent and what is left is told with each article.
    assert re.search(r"orrery\.txt \([\d,]+ tokens, 0\.0000 USD; \d to ask\)", told.err)
    written = [
        path.read_text("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file() and path.name != "key"
    ]
    assert not any("geheim-2" in text for text in (told.out, told.err, *written))
    # No option takes it: what stands in a command line is seen by everybody on the machine.
    assert main([*plain, "--key", "geheim-3"]) == 2


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe\x00secret", "schlüssel".encode()])
def test_a_file_that_holds_no_key_is_refused_and_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    arguments = command(put_articles(tmp_path / "in"), tmp_path / "out", "--endpoint", "http://127.0.0.1:9/v1")
    assert main([*arguments, "--key-file", str(tmp_path / "key")]) == 2
    told = capsys.readouterr()
    assert "key" in told.err and not any(word in told.err for word in ("secret", "two words", "schl"))
