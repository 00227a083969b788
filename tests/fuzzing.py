"""Articles made wrong in the ways that files are wrong, in every format, and what must hold whatever is read.

``python tests/fuzzing.py ARTICLES.jsonl.gz --seconds 3600`` tries real articles; what it finds is written to --keep.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from anyascii import anyascii

from kg.articles import read_paths
from kg.articles.apart import Apart, answer, restored
from kg.articles.formats import Raw
from kg.errors import ArticleError
from kg.export import exporter
from kg.export.read import read_graph
from kg.extract import Extractor
from kg.linking import link
from kg.records import Article, Extraction

__all__ = ["faults_of", "in_process", "mutated", "tried", "written"]

FORMATS = (".txt", ".md", ".html", ".jsonl", ".jsonl.gz", ".docx", ".pdf", ".epub")
#: What stands in files and should not, or seldom does.
# fmt: off
ODD = (
    "  ", "\xa0", "\t", "\u3000", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u0301", "\u0338", "\x00", "\x07",
    "\r", "\n", "\n\n", "\u2028", "&amp;", "&nbsp;", "&#0;", "&#x110000;", "&amp;amp;", "Ð", "ð", "ﬁ", "Ａ", "İ", "ß",
    "ǅ", "😀", "漢字", "“", "”", '"', "'", "«", "|", "(", ")", "[", "]", "{", "}", "<", ">", "<div>", "</p>", "<!--",
    "]]>", "<table><tr><td>", "---\n", "# ", "```", "* ", "\\", "$", "%", "1 tỷ 200 triệu đồng", "50 000 USD", "-2,5%",
    "10^6", "5-7", "31/2/2025", "0/0/0", "99999999999999999999", "1e999", "ngày", "tháng 13", "năm 0", "không", "theo",
    "của", "và", ", ", "...", "…", "://", "@", "http://[", "www.", "\ud7ff", "\ue000", "\U0010ffff",
)
# fmt: on
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1258")
#: Code points of the longest piece of an article that is tried: what is long costs time, and is seldom otherwise.
LONGEST = 900


def mutated(chance: random.Random, text: str) -> tuple[str, bytes]:
    """A piece of ``text`` with some faults in it, as a file of some format: its suffix and its bytes."""
    start = chance.randrange(max(1, len(text) - LONGEST))
    piece = text[start : start + chance.randrange(1, LONGEST)]
    for _ in range(chance.randrange(8)):
        piece = _changed(chance, piece)
    suffix = chance.choice(FORMATS)
    data = written(suffix, piece.split("\n"), encoding=chance.choice(ENCODINGS) if chance.random() < 0.3 else "utf-8")
    if chance.random() < 0.25:
        for _ in range(chance.randrange(1, 6)):
            data = _damaged(chance, data)
    return suffix, data


def _changed(chance: random.Random, text: str) -> str:
    a, b = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
    b = min(b, a + 80)
    kind = chance.randrange(7)
    if kind <= 2:
        return text[:a] + chance.choice(ODD) * chance.choice((1, 1, 1, 2, 30)) + text[a:]
    if kind == 3:
        return text[:a] + text[b:]
    if kind == 4:
        return text[:b] + text[a:b] * chance.choice((1, 2, 10)) + text[b:]
    if kind == 5:
        return text[:a] + text[a:b].upper() + text[b:]
    return text[:a] + " ".join(chance.sample(text[a:b].split(), len(text[a:b].split()))) + text[b:]


def _damaged(chance: random.Random, data: bytes) -> bytes:
    a = chance.randrange(len(data) + 1)
    kind = chance.randrange(4)
    if kind == 0:
        return data[:a]
    if kind == 1:
        return data[:a] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9))) + data[a:]
    if kind == 2:
        return data[:a] + data[a + chance.randrange(1, 20) :]
    return data[:a] + bytes([data[a] ^ (1 << chance.randrange(8))]) + data[a + 1 :] if a < len(data) else data


def written(suffix: str, lines: Iterable[str], *, title: str = "", encoding: str = "utf-8") -> bytes:
    """The lines as a file of a format. In a PDF they are ASCII, which its built-in fonts have."""
    lines = list(lines)
    if suffix == ".docx":
        return _docx(lines, title)
    if suffix == ".epub":
        return _epub(lines, title)
    if suffix == ".pdf":
        return _pdf([lines])
    text = "\n".join(lines)
    if suffix == ".html":
        body = "".join(f"<p>{line}</p>\n" for line in lines)
        text = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    elif suffix.startswith(".jsonl"):
        text = json.dumps({"id": "1", "title": title, "text": text}, ensure_ascii=False) + "\n"
    data = text.encode(encoding, "replace")
    return gzip.compress(data, mtime=0) if suffix.endswith(".gz") else data


def _docx(lines: list[str], title: str) -> bytes:
    import docx

    document = docx.Document()
    if title:
        document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(_xml(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _epub(lines: list[str], title: str) -> bytes:
    files = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
    }
    items = "".join(f'<item id="c{n}" href="{n}%20.xhtml"/>' for n in range(len(lines)))
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(lines)))
    told = f"<dc:title>{title}</dc:title><dc:date>2025-04-29</dc:date><dc:publisher>Znews</dc:publisher>"
    files["OEBPS/a.opf"] = (
        f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{told}'
        f"</metadata><manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    for n, line in enumerate(lines):
        files[f"OEBPS/{n} .xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
            f"</head><body><p>{line}</p></body></html>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in files.items():
            book.writestr(name, text.encode("utf-8", "replace"))
    return out.getvalue()


def _pdf(pages: Iterable[Iterable[str]]) -> bytes:
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = writer._add_object(DictionaryObject({NameObject(key): NameObject(name) for key, name in names.items()}))
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = " ".join(f"({_pdf_string(line)}) Tj 0 -14 Td" for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 20 750 Td {shown} ET".encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_string(text: str) -> str:
    plain = "".join(char for char in anyascii(text) if " " <= char <= "~")
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _xml(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def in_process(_: Apart, path: Path, source: str) -> list[Raw | ArticleError]:
    """``Apart.read`` without another process, which takes longer to start than a small file to read."""
    return [restored(item) for item in answer(path, source)]


def tried(extractor: Extractor, folder: Path, suffix: str, data: bytes) -> Iterator[str]:
    """All that is wrong with what is read of a file: faults of places, of what is told, of the graph."""
    path = folder / f"a{suffix}"
    path.write_bytes(data)
    for found in read_paths([path]):
        if isinstance(found, ArticleError):
            if not (found.message and found.remedy):
                yield f"{found.source}: {found.message!r} {found.remedy!r}"
            # Not of documents: their libraries raise whatever comes over what is damaged.
            if suffix in FORMATS[:5] and ("TypeError" in found.message or "AttributeError" in found.message):
                yield f"{found.source}: {found.message}"
            continue
        extraction = extractor.extract(found)
        yield from faults_of(found, extraction)
        graph = link([extraction])
        (folder / "graph.ttl").unlink(missing_ok=True)
        with (folder / "graph.ttl").open("wb") as stream:
            exporter("ttl").write(graph, stream)
        if read_graph(folder / "graph.ttl").statements != graph.statements:
            yield f"{found.source}: the graph read back is another"


def faults_of(article: Article, extraction: Extraction) -> Iterator[str]:
    """Places that are not in the article's text, or hold something else than is told."""
    text = article.text
    keys = {entity.id for entity in extraction.entities}
    for found in (*extraction.statements, *extraction.measurements):
        evidence = found.evidence
        if not evidence.text.strip() or text[evidence.start : evidence.end] != evidence.text:
            yield f"evidence {evidence}"
        for span in (evidence.subject, evidence.object, evidence.trigger):
            if span and not (0 <= span[0] < span[1] <= len(text)):
                yield f"span {span} of {len(text)}: {evidence}"
    for claim in extraction.claims:
        if not claim.text or text[claim.start : claim.end] != claim.text:
            yield f"claim {claim}"
    for mention in extraction.mentions:
        if not (0 <= mention.start < mention.end <= len(text)) or not text[mention.start : mention.end].strip():
            yield f"mention {mention} of {len(text)}"
    named = [key for st in extraction.statements for key in (st.subject, st.object, st.attributed_to) if key]
    named += [claim.speaker for claim in extraction.claims] + [figure.subject for figure in extraction.measurements]
    for key in {*named, *(mention.entity for mention in extraction.mentions)} - keys:
        yield f"no entity {key}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="lines of JSON, or a folder")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("found"))
    parser.add_argument("--slow", type=float, default=10, help="seconds of computing that are too many")
    options = parser.parse_args()
    import kg.articles.documents  # noqa: F401

    Apart.read = in_process  # type: ignore[method-assign]
    texts = [found.text for found in read_paths([options.articles]) if isinstance(found, Article)]
    extractor, chance, seen = Extractor(fast=True), random.Random(options.seed), Counter[str]()
    end = time.process_time() + options.seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.process_time() < end:
            suffix, data = mutated(chance, chance.choice(texts))
            began = time.process_time()
            try:
                faults = list(tried(extractor, Path(folder), suffix, data))
            except Exception:
                faults = [traceback.format_exc()]
            if time.process_time() - began > options.slow:
                faults.append(f"took {time.process_time() - began:.0f} s")
            seen[suffix] += 1
            if faults:
                options.keep.mkdir(exist_ok=True)
                (options.keep / f"{sum(seen.values())}{suffix}").write_bytes(data)
                print(f"--- {sum(seen.values())}{suffix}", *faults, sep="\n", flush=True)
                seen["faults"] += 1
    print(dict(seen))
    return 1 if seen["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
