"""Files that cannot be read: each is named with a remedy, and the others are read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.articles import read_paths
from kg.errors import ArticleError
from kg.records import Article

SEEDS = Path(__file__).parents[1] / "seeds/articles"
TEXT = "Qwen của Alibaba đã vượt Llama của Meta, trở thành mô hình được tải nhiều nhất. Công ty chưa bình luận."


def read(*paths: Path) -> tuple[list[Article], list[ArticleError]]:
    found = list(read_paths(paths))
    return [a for a in found if isinstance(a, Article)], [e for e in found if isinstance(e, ArticleError)]


def bad_files(folder: Path) -> dict[str, str]:
    """Files that are no articles, and a word that the message about each must have."""
    contents = {
        "empty.txt": (b"", "is empty"),
        "blank.md": (b" \n\n", "is empty"),
        "binary.txt": (bytes(range(256)) * 50, "is binary"),
        "photo.jpg": (b"\xff\xd8\xff", "is not one of .docx .epub .htm"),
        "damaged.txt": (TEXT.encode() * 3 + b"\xff\xfe" + TEXT.encode(), "byte 396 is not UTF-8"),
        "english.txt": (
            b"Alibaba said on Monday that its Qwen model has passed the Llama of Meta, which is now "
            b"the second most downloaded of the open models.",
            "It looks like English",
        ),
        "chinese.txt": ("阿里巴巴的千问模型已超过脸书的羊驼模型。".encode(), "is not Vietnamese"),
        "menu.html": (b"<html><body><nav><a href='/'>x</a></nav></body></html>", "no main text"),
        "odd.md": (f"---\ntitle: [\n---\n{TEXT}".encode(), "valid YAML"),
        "long.txt": ((TEXT + " ").encode() * 45_000, "characters long"),
        "huge.txt": (b"a" * 20_000_001, "bytes long"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    return {name: word for name, (_, word) in contents.items()}


@pytest.mark.slow
def test_bad_files_are_named_with_a_remedy_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    expected = bad_files(tmp_path) | {"pipe.txt": "not a regular file", "nowhere.txt": "cannot be read"}
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    began = time.process_time()
    articles, errors = read(tmp_path, tmp_path / "missing")
    assert time.process_time() - began < 10
    assert [a.source for a in articles] == ["good.txt"]
    found = {e.source: e for e in errors}
    assert "does not exist" in found.pop(str(tmp_path / "missing")).message
    assert sorted(found) == sorted(expected)
    for name, word in expected.items():
        assert word in str(found[name]) and found[name].remedy


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not read")
def test_unreadable_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "closed.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed/in.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "closed.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    script = (
        "import os, sys; from pathlib import Path; from kg.articles import read_paths\n"
        "list(read_paths([Path(sys.argv[2])]))\n"
        "os.setegid(65534); os.seteuid(65534)\n"
        "for a in read_paths([Path('.'), Path('closed/in.txt')]): print(type(a).__name__, a)"
    )
    # Everybody may come down to tmp_path's own folder only after the way to it is opened.
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", script, "-", str(SEEDS)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SEEDS.parents[1])},
        check=True,
    )
    lines = done.stdout.splitlines()
    assert sum(line.startswith("Article ") for line in lines) == 1
    assert sum(line.startswith("ArticleError") and "Permission denied" in line for line in lines) == 3
