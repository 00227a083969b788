"""Invented articles, and what a careful model would answer about them: what the tests of readers share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from endpoint import Reply, Script, asked_text
from making import made_article

__all__ = ["ANSWERS", "ARTICLES", "TEXTS", "careful", "command", "kept", "put_articles", "text_of"]

TEXTS = {
    "orrery.txt": (
        "Velmora ra mắt Orrery 2\n\n"
        "Ngày 12/3/2024, công ty Velmora của Việt Nam ra mắt mô hình Orrery 2. Hãng cho biết doanh thu năm 2023 đạt "
        "40 triệu USD.\n\n"
        "“Chúng tôi sẽ không bán dữ liệu của khách hàng cho bất kỳ ai”, bà Lê Thị Thảo Vy, CEO Velmora, nói. "
        "Theo Reuters, tập đoàn Brisken đang đàm phán mua lại công ty này."
    ),
    "quantor.txt": (
        "Brisken dùng Quantor của Orlanda\n\n"
        "Tập đoàn Brisken sử dụng nền tảng Quantor của Orlanda từ năm 2022. Orlanda có trụ sở tại Đà Nẵng. "
        "Ông Đỗ Minh Kha, chủ tịch Orlanda, cho biết Quantor vượt Orrery 2 về tốc độ.\n\n"
        "Brisken không hợp tác với Velmora. Quỹ Hoà Bình đã rót 5 triệu USD vào Orlanda."
    ),
    "sanvo.txt": (
        "Sanvo kiện Brisken\n\n"
        "Công ty Sanvo kiện Brisken ra tòa ở Hải Phòng hôm 5/6/2025. Bà Ngô Lan Chi rời Sanvo vào tháng 5/2025. "
        "Sanvo phát triển chip Mistral Sao và cung cấp cho Velmora."
    ),
}
ARTICLES = [made_article(text, id=f"article-{name}", source=name) for name, text in TEXTS.items()]
ANSWERS: dict[str, dict[str, Any]] = {
    "orrery.txt": {
        "entities": [
            {"id": "velmora", "type": "Company", "names": ["Velmora", "Velmora JSC"]},
            {"id": "vn", "type": "Country", "names": ["Việt Nam"]},
            {"id": "orrery2", "type": "AIModel", "names": ["Orrery 2"]},
            {"id": "vy", "type": "Person", "names": ["Lê Thị Thảo Vy"]},
            {"id": "reuters", "type": "MediaOutlet", "names": ["Reuters"]},
            {"id": "brisken", "type": "Company", "names": ["Brisken"]},
        ],
        "facts": [
            {
                "s": "velmora",
                "p": "released",
                "o": "orrery2",
                "evidence": "Ngày 12/3/2024, công ty Velmora của Việt Nam ra mắt mô hình Orrery 2.",
                "time": "2024-03-12",
            },
            {
                "s": "velmora",
                "p": "country",
                "o": "vn",
                "evidence": "Ngày 12/3/2024, công ty Velmora của Việt Nam ra mắt mô hình Orrery 2.",
            },
            {
                "s": "vy",
                "p": "ceoOf",
                "o": "velmora",
                "evidence": "“Chúng tôi sẽ không bán dữ liệu của khách hàng cho bất kỳ ai”, bà Lê Thị Thảo Vy, CEO "
                "Velmora, nói.",
                "position": "CEO",
            },
            {
                "s": "brisken",
                "p": "acquired",
                "o": "velmora",
                "evidence": "Theo Reuters, tập đoàn Brisken đang đàm phán mua lại công ty này.",
                "o_as": "công ty này",
                "modality": "planned",
                "by": "reuters",
            },
        ],
        "claims": [{"speaker": "vy", "text": "Chúng tôi sẽ không bán dữ liệu của khách hàng cho bất kỳ ai"}],
        "measurements": [{"subject": "velmora", "metric": "revenue", "value": 40000000, "unit": "USD"}],
    },
    "quantor.txt": {
        "entities": [
            {"id": "a", "type": "Company", "names": ["Brisken"]},
            {"id": "b", "type": "Product", "names": ["Quantor"]},
            {"id": "c", "type": "Company", "names": ["Orlanda"]},
            {"id": "d", "type": "City", "names": ["Đà Nẵng"]},
            {"id": "e", "type": "Person", "names": ["Đỗ Minh Kha"]},
            {"id": "f", "type": "Product", "names": ["Orrery 2"]},
            {"id": "g", "type": "Company", "names": ["Velmora"]},
            {"id": "h", "type": "Company", "names": ["Quỹ Hòa Bình"]},
        ],
        "facts": [
            {
                "s": "a",
                "p": "uses",
                "o": "b",
                "evidence": "Tập đoàn Brisken sử dụng nền tảng Quantor của Orlanda từ năm 2022.",
                "time": "2022",
            },
            {
                "s": "c",
                "p": "develops",
                "o": "b",
                "evidence": "Tập đoàn Brisken sử dụng nền tảng Quantor của Orlanda từ năm 2022.",
            },
            {"s": "c", "p": "headquarteredIn", "o": "d", "evidence": "Orlanda có trụ sở tại Đà Nẵng."},
            {
                "s": "e",
                "p": "chairOf",
                "o": "c",
                "evidence": "Ông Đỗ Minh Kha, chủ tịch Orlanda, cho biết Quantor vượt Orrery 2 về tốc độ.",
                "position": "chủ tịch",
            },
            {
                "s": "b",
                "p": "surpassed",
                "o": "f",
                "evidence": "Ông Đỗ Minh Kha, chủ tịch Orlanda, cho biết Quantor vượt Orrery 2 về tốc độ.",
                "by": "e",
            },
            {
                "s": "a",
                "p": "partnersWith",
                "o": "g",
                "evidence": "Brisken không hợp tác với Velmora.",
                "modality": "negated",
            },
            {"s": "h", "p": "investedIn", "o": "c", "evidence": "Quỹ Hòa Bình đã rót 5 triệu USD vào Orlanda."},
        ],
        "claims": [{"speaker": "e", "text": "Quantor vượt Orrery 2 về tốc độ"}],
        "measurements": [{"subject": "c", "metric": "funding", "value": 5000000, "unit": "USD"}],
    },
    "sanvo.txt": {
        "entities": [
            {"id": "1", "type": "Company", "names": ["Sanvo"]},
            {"id": "2", "type": "Company", "names": ["Brisken"]},
            {"id": "3", "type": "Person", "names": ["Ngô Lan Chi"]},
            {"id": "4", "type": "Product", "names": ["Mistral Sao"]},
            {"id": "5", "type": "Company", "names": ["Velmora"]},
        ],
        "facts": [
            {
                "s": "1",
                "p": "sued",
                "o": "2",
                "evidence": "Công ty Sanvo kiện Brisken ra tòa ở Hải Phòng hôm 5/6/2025.",
                "time": "2025-06-05",
            },
            {
                "s": "3",
                "p": "left",
                "o": "1",
                "evidence": "Bà Ngô Lan Chi rời Sanvo vào tháng 5/2025.",
                "time": "2025-05",
            },
            {
                "s": "1",
                "p": "develops",
                "o": "4",
                "evidence": "Sanvo phát triển chip Mistral Sao và cung cấp cho Velmora.",
            },
            {
                "s": "1",
                "p": "supplies",
                "o": "5",
                "evidence": "Sanvo phát triển chip Mistral Sao và cung cấp cho Velmora.",
            },
        ],
        "claims": [],
        "measurements": [],
    },
}


def put_articles(folder: Path, names: list[str] | None = None) -> Path:
    """The articles as files below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or TEXTS:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    return folder


def text_of(name: str) -> str:
    """The whole answer about an article."""
    return json.dumps(ANSWERS[name], ensure_ascii=False)


def careful(others: Mapping[str, Reply | list[Reply]] | None = None) -> Script:
    """What answers carefully, but as ``others`` say, by article; of a list one reply after the other."""
    names = {text: name for name, text in TEXTS.items()}

    def script(body: Mapping[str, Any], number: int) -> Reply:
        name = names[asked_text(body)]
        reply = (others or {}).get(name, Reply(text=text_of(name)))
        return reply[min(number, len(reply) - 1)] if isinstance(reply, list) else reply

    return script


def command(articles: Path, out: Path, *options: str) -> list[str]:
    """The command that builds with a model, its answers kept beside ``out``."""
    build = ["build", str(articles), "--out", str(out), "--fast", "--reader", "llm", "--model", "m"]
    return [*build, "--answers", str(out.parent / "answers"), *options]


def kept(answers: Path) -> int:
    """How many answers are kept."""
    return len(list(answers.glob("??/*.json")))
