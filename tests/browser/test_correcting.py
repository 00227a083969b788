"""Correcting what was read, in the page: decided, taken back, kept, exported, and built again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import EVERYTHING, Device, Explorer, OpenPage
from explorer_graphs import small
from playwright.sync_api import expect

from kg.building import build_to

pytestmark = pytest.mark.browser

NEWS = {
    "mot.txt": "Tin\n\nCông ty Sao Mai mua lại công ty Biển Xanh. Công ty Đông Hải đầu tư vào công ty Sông Lam. "
    "Công ty Núi Cao hợp tác với công ty Rừng Thông. Công ty Bình Minh mua lại công ty Hoàng Hôn.\n",
    "hai.txt": "Tin\n\nTập đoàn Bình Minh Việt Nam đầu tư vào công ty Cát Vàng.\n",
}
LATER = "Tin\n\nTập đoàn Sao Mai mua lại công ty Gió Mới với giá 2 tỷ đồng.\n"


def correct(explorer: Explorer, what: str, value: str = "", why: str = "") -> None:
    """Fills in the dialog that is open."""
    dialog = explorer.page.get_by_role("dialog")
    dialog.get_by_label("Điều gì").select_option(label=what)
    if value:
        field = dialog.get_by_label("Thành")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    dialog.get_by_label("Vì sao").fill(why)
    explorer.press(dialog.get_by_role("button", name="Ghi lại"))
    expect(dialog).to_be_hidden()


def reject(explorer: Explorer, entity: str, *, why: str = "") -> None:
    """Marks the first fact of an entity as wrong."""
    explorer.choose(entity)
    explorer.press(explorer.panel.locator(".card .judge").first)
    correct(explorer, "Dữ kiện sai", why=why)


def exported(explorer: Explorer, who: str = "") -> str:
    explorer.press(explorer.page.locator("#exports summary"))
    explorer.press(explorer.page.locator("[data-export=decisions]"))
    dialog = explorer.page.get_by_role("dialog")
    dialog.get_by_label("Người quyết định").fill(who)
    with explorer.page.expect_download() as download:
        explorer.press(dialog.get_by_role("button", name="Xuất tệp CSV"))
    explorer.press(dialog.get_by_role("button", name="Đóng"))
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_a_fact_is_marked_and_taken_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    reject(explorer, "hue", why="dời đi rồi")
    expect(explorer.panel.locator(".card.rejected")).to_contain_text("Dữ kiện sai (dời đi rồi)")
    assert exported(explorer, "Lan").splitlines()[1:] == ["wrong,st-6,,Lan,dời đi rồi"]
    explorer.page.reload()
    expect(explorer.panel.locator(".card.rejected")).to_be_visible(), "the browser keeps it"
    explorer.press(explorer.panel.get_by_role("button", name="Bỏ"))
    expect(explorer.panel.locator(".card.rejected")).to_have_count(0)


def test_each_kind_of_decision_is_listed_with_its_reason(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.choose("tran van an")
    explorer.press(explorer.panel.locator(".card .judge").first)
    correct(explorer, "Thời gian khác", "2023-05")
    explorer.press(explorer.panel.locator(".card .judge").first)
    correct(explorer, "Mức khẳng định khác", "theo nguồn tin", "chưa xác nhận")
    for what, value in (("Loại khác", "công ty"), ("Tên khác", 'Trần "Văn" Ấn, CEO'), ("Khác với", "le thi dao")):
        explorer.press(explorer.panel.locator(".actions").get_by_role("button", name="Sửa"))
        correct(explorer, what, value)
    explorer.choose("sao mai")
    explorer.press(explorer.panel.locator(".actions").get_by_role("button", name="Sửa"))
    correct(explorer, "Là một với", "bien xanh")
    assert exported(explorer).splitlines() == [
        "action,a,b,who,why",
        "time,st-5,2023-05,,",
        "modality,st-5,reported,,chưa xác nhận",
        "class,Trần Văn Ấn,Company,,",
        'label,Trần Văn Ấn,"Trần ""Văn"" Ấn, CEO",,',
        "different,Trần Văn Ấn,Lê Thị Đào,,",
        "same,Sao Mai,Biển Xanh,,",
    ]


def test_what_cannot_be_a_time_is_refused(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=f"node=Hue&{EVERYTHING}")
    explorer.press(explorer.panel.locator(".card .judge").first)
    dialog = explorer.page.get_by_role("dialog")
    dialog.get_by_label("Điều gì").select_option(label="Thời gian khác")
    dialog.get_by_label("Thành").fill("hôm qua")
    explorer.press(dialog.get_by_role("button", name="Ghi lại"))
    expect(explorer.page.locator("#live")).to_have_text("Chưa rõ: hãy điền lại.")
    expect(dialog).to_be_visible()


@pytest.mark.slow
def test_what_was_decided_in_the_page_holds_in_the_next_builds(
    open_page: OpenPage, device: Device, tmp_path: Path
) -> None:
    articles, out, decisions = tmp_path / "news", tmp_path / "build", tmp_path / "decisions.csv"
    articles.mkdir()
    for name, text in NEWS.items():
        (articles / name).write_text(text, encoding="utf-8")
    first = build_to(articles, out, fast=True).graph
    relations = {(st.subject, st.relation, st.object) for st in first.statements.values()}
    marked = ("Sao_Mai", "Dong_Hai", "Nui_Cao")
    wrong = {fact for fact in relations if fact[0] in marked}
    assert len(wrong) == 3
    assert {"Binh_Minh", "Binh_Minh_Viet_Nam"} <= set(first.entities)
    explorer = open_page(out / "graph.html", device, fragment=EVERYTHING)
    for name in ("Sao Mai", "Đông Hải", "Núi Cao"):
        reject(explorer, name)
    explorer.choose("Bình Minh Việt Nam")
    explorer.press(explorer.panel.locator(".actions").get_by_role("button", name="Sửa"))
    correct(explorer, "Là một với", "Bình Minh")
    decisions.write_text(exported(explorer), encoding="utf-8")
    for more in ({}, {"ba.txt": LATER}):
        for name, text in more.items():
            (articles / name).write_text(text, encoding="utf-8")
        graph = build_to(articles, out, fast=True, decisions=decisions).graph
        told = {(st.subject, st.relation, st.object) for st in graph.statements.values()}
        assert not told & wrong, more
        assert len({"Binh_Minh", "Binh_Minh_Viet_Nam"} & set(graph.entities)) == 1
    assert ("Sao_Mai", "acquired", "Gio_Moi") in told, "a new fact of the same entity is a new fact"
