"""The words of a piece of HTML, and tables that lay out a page told from tables of data."""

from __future__ import annotations

import re

from lxml import etree, html

__all__ = ["unwrapped", "words_of"]

BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|d[dlt]|details|div|figcaption|figure|footer|form|h[1-6r]|header|li|main|"
    "nav|[ou]l|p|pre|section|summary|table|t[dhr]"
)
UNREAD = ("head", "noscript", "script", "style", "template")
CELLS = ("thead", "tbody", "tfoot", "tr", "td", "th")
#: What a cell of a table of data has not.
LAID_OUT = ".//p | .//div | .//table | .//h1 | .//h2 | .//h3 | .//br/following-sibling::br"


def words_of(markup: str) -> str:
    """The text of a piece of HTML, its blocks apart by an empty line; comments, scripts and styles are none."""
    root = _parsed(markup)
    if root is None:
        return ""
    for element in list(root.iter()):
        if isinstance(element.tag, str) and BLOCKS.fullmatch(element.tag):
            element.tail = f"\n\n{element.tail or ''}"
            element.text = f"\n\n{element.text or ''}" if element.tag != "br" else element.text
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *UNREAD, with_tail=False)
    blocks = (" ".join(block.split()) for block in str(root.text_content()).split("\n\n"))
    return "\n\n".join(block for block in blocks if block)


def unwrapped(page: str) -> html.HtmlElement | None:
    """The page with its tables of layout made plain blocks; None when it has no such table."""
    if "<table" not in page.lower():
        return None
    root = _parsed(page)
    tables = [] if root is None else [table for table in root.iter("table") if table.xpath(LAID_OUT)]
    cells = [cell for table in tables for cell in table.iter(*CELLS) if next(cell.iterancestors("table")) is table]
    for element in (*tables, *cells):
        element.tag = "div"
    return root if tables else None


def _parsed(markup: str) -> html.HtmlElement | None:
    try:
        # Bytes, since a declaration of an encoding must not stand in a str.
        return html.document_fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
