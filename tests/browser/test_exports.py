"""What is shown can be taken away: picture, table, triples, link."""

from __future__ import annotations

import csv
import io
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from conftest import EVERYTHING, Device, Explorer, OpenPage
from explorer_graphs import OTHER, TEXT, small
from playwright.sync_api import expect
from rdflib import RDF

from kg.export import exporter

pytestmark = pytest.mark.browser

KG = rdflib.Namespace("https://example.org/kg/ontology#")
KGR = rdflib.Namespace("https://example.org/kg/resource/")


def export(explorer: Explorer, kind: str) -> tuple[str, bytes]:
    explorer.press(explorer.page.locator("#exports summary"))
    with explorer.page.expect_download() as download:
        explorer.press(explorer.page.locator(f"[data-export={kind}]"))
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_csv_has_a_row_a_statement(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    name, content = export(explorer, "csv")
    assert name == "do-thi-tri-thuc.csv"
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 7
    assert {row["Mức khẳng định"] for row in rows} == {"khẳng định", "theo nguồn tin", "dự kiến", "phủ định"}
    assert all(row["Câu"] in TEXT or row["Câu"] in OTHER for row in rows)


def test_csv_of_a_selection_has_the_selection_only(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="node=Hue")
    rows = export(explorer, "csv")[1].decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Huế" in rows[1]


def test_turtle_is_what_the_graph_says(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    triples = rdflib.Graph().parse(data=export(explorer, "ttl")[1], format="turtle")
    statements = set(triples.subjects(RDF.type, KG.Statement))
    assert statements == {KGR[f"st-{k}"] for k in range(1, 8)}
    for statement in statements:
        article = triples.value(statement, KG.inArticle)
        text = TEXT if article == KGR["article-1"] else OTHER
        start, end = (int(str(triples.value(statement, key))) for key in (KG.start, KG.end))
        assert text[start:end] == str(triples.value(statement, KG.evidence))
    assert triples.value(KGR["st-2"], KG.attributedTo) == KGR.Le_Thi_Dao
    assert (KGR.Sao_Mai, KG.released, KGR.Anh_Duong) in triples
    assert (KGR.Bien_Xanh, KG.uses, KGR.Anh_Duong) in triples, "reported facts are plain triples too"
    assert (KGR.Sao_Mai, KG.acquired, KGR.Bien_Xanh) not in triples, "planned facts are not"
    assert (KGR.Ngan_hang_Da_Giang, KG.investedIn, KGR.Bien_Xanh) not in triples


def test_turtle_has_nothing_that_graph_ttl_has_not(open_page: OpenPage) -> None:
    graph = small()
    # an id that an IRI cannot hold as it is, and an amount
    person, first = graph.entities["Le_Thi_Dao"], replace(graph.statements["st-1"], amount="m-2", confidence=1.0)
    claim = replace(graph.claims["claim-1"], speaker="Lê_(Đào)!", venue="Hue", time="2025-03")
    graph = replace(
        graph,
        entities={**graph.entities, "Lê_(Đào)!": replace(person, id="Lê_(Đào)!")},
        statements={**graph.statements, "st-1": first},
        claims={claim.id: claim},
    )
    stream = io.BytesIO()
    exporter("ttl").write(graph, stream)
    whole = set(rdflib.Graph().parse(data=stream.getvalue(), format="turtle"))
    explorer = open_page(graph, fragment=f"isolated=1&{EVERYTHING}")
    shown = rdflib.Graph().parse(data=export(explorer, "ttl")[1], format="turtle")
    assert set(shown) - whole == set()
    kinds = {kind: len(set(shown.subjects(RDF.type, KG[kind]))) for kind in ("Statement", "Claim", "Measurement")}
    assert kinds == {"Statement": 7, "Claim": 1, "Measurement": 2}


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("node=Le_Thi_Dao", {"claim-1"}),
        ("node=Sao_Mai", {"m-1", "m-2"}),
        ("node=Hue", set()),
    ],
)
def test_turtle_of_a_selection_has_its_claims_and_figures(
    open_page: OpenPage, fragment: str, expected: set[str], device: Device
) -> None:
    explorer = open_page(small(), device, fragment=fragment)
    triples = rdflib.Graph().parse(data=export(explorer, "ttl")[1], format="turtle")
    found = {*triples.subjects(RDF.type, KG.Claim), *triples.subjects(RDF.type, KG.Measurement)}
    assert found == {KGR[name] for name in expected}


def test_png_and_svg_are_pictures_of_the_graph(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    _, png = export(explorer, "png")
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    frame = explorer.page.locator("#net").bounding_box()
    assert frame
    assert (width, height) == (round(frame["width"]) * 2, round(frame["height"]) * 2)
    assert len(png) > 10_000, "not an empty canvas"
    root = ElementTree.fromstring(export(explorer, "svg")[1])
    space = "{http://www.w3.org/2000/svg}"
    assert {text.text for text in root.iter(f"{space}text")} >= {"Sao Mai", "Huế", "Ánh Dương"}
    assert len(list(root.iter(f"{space}path"))) == 6


def test_a_copied_link_leads_to_the_same_place_and_camera(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="node=Sao_Mai", permissions=["clipboard-read", "clipboard-write"])
    if device != "phone":  # where the panel leaves room for the button
        explorer.press(explorer.page.get_by_label("Phóng to"))
    explorer.press(explorer.page.locator("#exports summary"))
    explorer.press(explorer.page.locator("[data-export=link]"))
    expect(explorer.page.locator("#toast")).to_be_visible()
    link = explorer.page.evaluate("navigator.clipboard.readText()")
    again = open_page(small(), device, fragment=link.split("#")[1])
    expect(again.panel.locator("h2")).to_have_text("Sao Mai")
    assert again.node("Hue") == pytest.approx(explorer.node("Hue"), abs=1)


SVG = "{http://www.w3.org/2000/svg}"


def picture(explorer: Explorer, kind: str, **choices: str) -> bytes:
    """A picture to publish, asked for in the dialog; ``choices``: what is put into fields by their labels."""
    explorer.press(explorer.page.locator("#exports summary"))
    explorer.press(explorer.page.locator("[data-export=picture]"))
    dialog = explorer.page.get_by_role("dialog")
    for label, value in choices.items():
        field = dialog.get_by_label(label.replace("_", " "))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    with explorer.page.expect_download() as download:
        explorer.press(dialog.get_by_role("button", name=kind))
    explorer.press(dialog.get_by_role("button", name="Đóng"))
    return Path(download.value.path()).read_bytes()


def test_a_picture_to_publish_has_title_legend_and_sources(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    png = picture(explorer, "PNG", Tiêu_đề="Sao Mai & bạn bè", Cỡ="2400 × 1500")
    assert struct.unpack(">II", png[16:24]) == (2400, 1500)
    assert len(png) > 40_000, "not an empty sheet"
    root = ElementTree.fromstring(picture(explorer, "SVG", Tiêu_đề="Sao Mai & bạn bè"))
    assert (root.get("width"), root.get("height")) == ("1600", "1000")
    texts = {(text.get("class"), text.text) for text in root.iter(f"{SVG}text")}
    assert ("headline", "Sao Mai & bạn bè") in texts
    assert {text for kind, text in texts if kind == "legend"} >= {"công ty", "người", "phủ định", "dự kiến"}
    assert ("sources", "6 thực thể · 6 dữ kiện · 2 bài, 20/3/2025 – 2/5/2025 · Báo Sông") in texts
    assert {text for kind, text in texts if kind is None} >= {"Sao Mai", "Huế", "Ánh Dương"}


def test_a_picture_of_what_is_chosen(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="node=Hue")
    root = ElementTree.fromstring(picture(explorer, "SVG", Phần="Phần đang chọn"))
    named = {text.text for text in root.iter(f"{SVG}text") if text.get("class") is None}
    assert named == {"Sao Mai", "Huế"}
    root = ElementTree.fromstring(picture(explorer, "SVG", Phần="Cả đồ thị đang lọc"))
    assert {text.text for text in root.iter(f"{SVG}text") if text.get("class") is None} > named
