"""What a tagger found, made whole or cut: boundaries of names, documents named by words, and names of one body."""

from __future__ import annotations

import pytest
from making import made_article, stepped

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.mentions.boundaries import mend
from kg.extract.mentions.component import Mentions
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.listed import lists
from kg.extract.mentions.tagger import Found


def grounded(extractor: Extractor, text: str) -> tuple[Ground, Mentions]:
    step = extractor.nlp.get_pipe("kg_mentions")
    assert isinstance(step, Mentions)
    ground = Ground.of(Document.of(stepped(extractor, text, "kg_words")).view, step.lexis)
    if step.known is not None:
        ground.mark(step.known)
    return ground, step


def place(ground: Ground, name: str, kind: str) -> Found:
    words = name.split()
    start = next(i for i in range(len(ground.view)) if ground.view.words[i : i + len(words)] == words)
    return Found(start, start + len(words), kind)


@pytest.mark.parametrize(
    ("text", "found", "kind", "whole"),
    [
        ("Ông Sơn rời Công ty TNHH Velmora Á Đông.", "TNHH Velmora Á Đông", "Company", "Công ty TNHH Velmora Á Đông"),
        ("Ông Sơn rời công ty TNHH Velmora.", "TNHH Velmora", "Company", "công ty TNHH Velmora"),
        ("Ông Sơn rời Công ty Cổ phần Velmora.", "Công ty Cổ phần Velmora", "Company", "Công ty Cổ phần Velmora"),
        ("Ông Sơn rời Công ty Velmora năm ngoái.", "Công ty Velmora", "Company", "Velmora"),
        ("Anh Sơn mua cổ phần Velmora.", "Velmora", "Company", "Velmora"),
        ("Nhà máy ở Bà Kela – Thạch Tàu đã chạy.", "Bà Kela – Thạch Tàu", "Place", "Bà Kela – Thạch Tàu"),
        ("Theo Bà Kela Thạch thì chưa.", "Bà Kela Thạch", "Person", "Kela Thạch"),
        ("Phó Trưởng Ban Kinh tế Á Đông đến.", "Ban Kinh tế Á Đông", "GovernmentBody", "Ban Kinh tế Á Đông"),
        ("Theo Trung tâm Giám sát quốc gia.", "Trung tâm Giám sát quốc", "Organization", "Trung tâm Giám sát quốc gia"),
        ("Hôm qua chị Trang nghỉ.", "Trang", "Person", "Trang"),
        ("Ông Sơn rời Ngân hàng Phát triển Kela.", "Phát triển Kela", "Company", "Ngân hàng Phát triển Kela"),
        ("Ông Sơn rời Ngân hàng Phát triển Kela.", "Ngân hàng Phát triển Kela", "Company", "Ngân hàng Phát triển Kela"),
        ("Theo Công ty TNHH Thương mại và Dịch vụ Kela Á thì chưa.", "Công ty TNHH Thương mại", "Company",
         "Công ty TNHH Thương mại và Dịch vụ Kela Á"),
        ("Theo Công ty Đầu tư và Xây dựng Kela thì chưa.", "Công ty Đầu tư và Xây dựng Kela", "Company",
         "Công ty Đầu tư và Xây dựng Kela"),
        ("Ở vùng Trung du và miền núi Kela.", "Trung du và miền núi Kela", "Place", "Trung du và miền núi Kela"),
        ("Họ xây cầu Tứ Kela từ 2020.", "Tứ Kela", "Place", "cầu Tứ Kela"),
        ("Theo Tan (Kate) Chen thì chưa.", "Kate ) Chen", "Person", "Chen"),
        ("Theo Cục Hàng không lưu ý hành khách.", "Cục Hàng không lưu ý", "GovernmentBody", "Cục Hàng không"),
        ("Họ mở rộng sân bay quốc tế Kela.", "Kela", "City", "sân bay quốc tế Kela"),
        ("Nhà ông ở đường Trần Văn Kela.", "Trần Văn Kela", "Person", "đường Trần Văn Kela"),
        ("Mỹ yêu cầu Kela bán cổ phần.", "Kela", "Place", "Kela"),
        ("Họ xây cầu Kela từ 2020.", "Kela", "Company", "Kela"),
    ],
)  # fmt: skip
def test_a_name_is_made_whole(extractor: Extractor, text: str, found: str, kind: str, whole: str) -> None:
    ground, step = grounded(extractor, text)
    mended = mend(ground, [place(ground, found, kind)], step.lexis, None)
    assert [ground.view.text(item.start, item.end) for item in mended] == [whole]


@pytest.mark.parametrize(
    ("text", "found", "kind", "names"),
    [
        ("Theo Bộ trưởng Bộ Thương mại David Vumnick thì chưa.", "Bộ Thương mại David Vumnick", "GovernmentBody",
         ["Bộ Thương mại", "David Vumnick"]),
        ("Theo Chủ tịch Quốc hội Nguyễn Kela Thạch thì chưa.", "Quốc hội Nguyễn Kela Thạch", "GovernmentBody",
         ["Quốc hội", "Nguyễn Kela Thạch"]),
        ("Theo Chủ tịch UBND phường Nguyễn Kela Thạch thì chưa.", "UBND phường Nguyễn Kela Thạch", "GovernmentBody",
         ["UBND phường Nguyễn Kela Thạch"]),
        ("Sinh viên của ĐH Kela Á, ĐH Thạch đến.", "ĐH Kela Á, ĐH Thạch", "University", ["ĐH Kela Á", "ĐH Thạch"]),
        ("Hôm qua Zhu Kela Trung Quốc đến.", "Zhu Kela Trung Quốc", "Person", ["Zhu Kela", "Trung Quốc"]),
        ("Trung tâm Kela Quốc gia phối hợp Báo Thạch Tàu mở lớp.", "Trung tâm Kela Quốc gia phối hợp Báo Thạch Tàu",
         "Organization", ["Trung tâm Kela Quốc gia", "Báo Thạch Tàu"]),
        ("Theo Velmora và Orvane Kela thì chưa.", "Velmora và Orvane Kela", "Company", ["Velmora", "Orvane Kela"]),
    ],
)  # fmt: skip
def test_names_taken_for_one_are_taken_apart(
    extractor: Extractor, text: str, found: str, kind: str, names: list[str]
) -> None:
    ground, step = grounded(extractor, text)
    words = found.replace(",", " ,")
    mended = mend(ground, [place(ground, words, kind)], step.lexis, step.known)
    assert [ground.view.text(item.start, item.end) for item in mended] == names


@pytest.mark.parametrize(
    ("text", "found", "names"),
    [
        ("Đảng ban hành Nghị quyết số 91-NQ/TW về đất.", [], ["Nghị quyết số 91-NQ/TW"]),
        ("Họ trích Luật Kela thương mại mới.", [("Luật Kela thương mại", "Policy")], ["Luật Kela thương mại"]),
        ("Bộ Luật Kela đã có.", [("Bộ Luật Kela", "Policy")], ["Bộ Luật Kela"]),
        ("Hai nước ký Hiệp định Kela và Velmora.", [], []),
        ("Họ là Đối tác Chiến lược Kela.", [], []),
        ("Năm nay có Luật Kela mới.", [], ["Luật Kela"]),
    ],
)
def test_a_document_is_named_by_rule_where_nothing_learned_says_otherwise(
    extractor: Extractor, text: str, found: list[tuple[str, str]], names: list[str]
) -> None:
    ground, step = grounded(extractor, text)
    items, _ = step.works.add(ground, [place(ground, *one) for one in found])
    assert [ground.view.text(item.start, item.end) for item in items] == names


def clusters(extractor: Extractor, text: str, found: list[tuple[str, str]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    ground, step = grounded(extractor, text)
    groups = step.clusters.gather(ground, sorted(place(ground, *one) for one in found), {})
    return {group.label: (group.type, tuple(sorted(group.names))) for group in groups}


def test_capitals_in_brackets_behind_a_body_are_its_name(extractor: Extractor) -> None:
    text = "Bộ Nghề cá và Muối (MOFS) họp. Công nghệ MOFS chưa có."
    found = clusters(extractor, text, [("Bộ Nghề cá và Muối", "GovernmentBody"), ("MOFS", "Technology")])
    assert list(found.values()) == [("GovernmentBody", ("Bộ Nghề cá và Muối", "MOFS"))]


def test_a_body_in_brackets_behind_another_is_no_other_name_of_it(extractor: Extractor) -> None:
    text = "Cục Muối (Bộ Nghề cá) họp hôm qua."
    found = clusters(extractor, text, [("Cục Muối", "GovernmentBody"), ("Bộ Nghề cá", "GovernmentBody")])
    assert set(found) == {"Cục Muối", "Bộ Nghề cá"}


def test_a_school_and_a_park_are_two_names(extractor: Extractor) -> None:
    ground, step = grounded(extractor, "Trường Đại học Kela và Khu công nghệ cao Thạch ký kết.")
    found = [place(ground, "Trường Đại học Kela và Khu công nghệ cao Thạch", "University")]
    assert [ground.view.text(one.start, one.end) for one in mend(ground, found, step.lexis, None)] == [
        "Trường Đại học Kela",
        "Khu công nghệ cao Thạch",
    ]


def test_a_body_of_a_province_is_the_one_that_the_article_names(extractor: Extractor) -> None:
    text = "UBND tỉnh Kela Thạch họp hôm qua. Theo UBND tỉnh, giá đất giảm."
    ground, step = grounded(extractor, text)
    long, short = place(ground, "UBND tỉnh Kela Thạch", "GovernmentBody"), Found(0, 0, "GovernmentBody")
    again = next(i for i in range(long.end, len(ground.view)) if ground.view.words[i] == "UBND")
    groups = step.clusters.gather(ground, [long, short._replace(start=again, end=again + 2)], {})
    assert [set(group.names) for group in groups] == [{"UBND tỉnh Kela Thạch", "UBND tỉnh"}]


@pytest.mark.parametrize(("other", "one"), [("Velmora Group", True), ("Velmora Software", False)])
def test_a_part_of_a_firm_is_not_the_firm(extractor: Extractor, other: str, one: bool) -> None:
    ground, step = grounded(extractor, f"{other} tuyển 300 người. Theo Velmora, nhà máy sẽ mở.")
    long = place(ground, other, "Company")
    again = next(i for i in range(long.end, len(ground.view)) if ground.view.words[i] == "Velmora")
    groups = step.clusters.gather(ground, [long, Found(again, again + 1, "Company")], {})
    assert (len(groups) == 1) is one


def test_a_firm_is_one_with_and_without_its_legal_form(extractor: Extractor) -> None:
    extraction = extractor.extract(
        made_article("Công ty TNHH Velmora tuyển 300 người. Theo Velmora, nhà máy sẽ mở. Velmora có 20 cửa hàng.")
    )
    firms = [entity for entity in extraction.entities if entity.type == "Company"]
    assert [{entity.label, *entity.aliases} for entity in firms] == [{"Velmora", "Công ty TNHH Velmora"}]


def test_a_school_is_no_university(extractor: Extractor) -> None:
    found = clusters(extractor, "Trường THCS Kela Thạch mở cửa.", [("Trường THCS Kela Thạch", "University")])
    assert [kind for kind, _ in found.values()] == ["Organization"]


def test_a_firm_called_by_a_surname_keeps_its_noun(extractor: Extractor) -> None:
    ground, step = grounded(extractor, "Ông Sơn là giám đốc Tập đoàn truyền thông Lê.")
    mended = mend(ground, [place(ground, "Lê", "Company")], step.lexis, step.known)
    assert [ground.view.text(item.start, item.end) for item in mended] == ["Tập đoàn truyền thông Lê"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Velmora lập Velmora Technologies.", 2),
        ("Velmora Technologies lớn. Velmora có lãi.", 1),
        ("Velmora Inc. nói Velmora có lãi.", 1),
    ],
)
def test_a_sentence_that_names_both_sets_two_firms_apart(extractor: Extractor, text: str, count: int) -> None:
    longer = "Velmora Inc." if "Inc." in text else "Velmora Technologies"
    ground, step = grounded(extractor, text)
    words = ground.view.words
    starts = [i for i, word in enumerate(words) if word == "Velmora"]
    size = 1 + (longer == "Velmora Technologies" or words[starts[0] + 1] in ("Inc.", "Inc"))
    found = [Found(i, i + (size if words[i + 1] in ("Inc.", "Inc", "Technologies") else 1), "Company") for i in starts]
    assert len(step.clusters.gather(ground, found, {})) == count


def test_a_part_of_a_ministry_is_not_the_ministry(extractor: Extractor) -> None:
    text = "Thanh tra Bộ Nghề cá và Muối họp. Bộ Nghề cá và Muối cho biết."
    names = [("Thanh tra Bộ Nghề cá và Muối", "GovernmentBody")]
    ground, step = grounded(extractor, text)
    found = [place(ground, *names[0]), Found(9, 14, "GovernmentBody")]
    assert [ground.view.text(item.start, item.end) for item in found][1] == "Bộ Nghề cá và Muối"
    assert len(step.clusters.gather(ground, found, {})) == 2


def test_the_members_of_a_list_are_told(extractor: Extractor) -> None:
    ground, step = grounded(extractor, "Kela, Moru, Talu và Vemi ký; Orva gặp Dumi. Đại học Thạch, Suva, Fiji mở lớp.")
    names = ("Kela", "Moru", "Talu", "Vemi", "Orva", "Dumi", "Đại học Thạch", "Suva", "Fiji")
    found = [place(ground, name, "Company") for name in names]
    places = {name: [n] for n, name in enumerate(names)}
    # Two names are no list, and no list holds a school and where it is.
    assert lists(ground, found, places, {"Suva", "Fiji"}, step.lexis.listing) == [names[:4]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dự án ở quận 7 và Quận 12 chờ quốc lộ 1A.", ["quận 7", "Quận 12", "quốc lộ 1A"]),
        ("Tư lệnh Quân khu 7 đến dự.", ["Quân khu 7"]),
        ("Cả vùng có 12 quận 5 huyện.", []),
        ("Ông đến quận 1.200 lần.", []),
    ],
)
def test_a_number_makes_a_name(extractor: Extractor, text: str, names: list[str]) -> None:
    ground, step = grounded(extractor, text)
    assert [ground.view.text(item.start, item.end) for item in mend(ground, [], step.lexis, None)] == names


@pytest.mark.parametrize(
    ("text", "body", "place_", "names"),
    [
        ("Theo Hội Doanh nhân Việt Nam thì chưa.", "Hội Doanh nhân", "Việt Nam", ["Hội Doanh nhân Việt Nam"]),
        ("Theo Sở Y tế tỉnh Kela thì chưa.", "Sở Y tế", "Kela", ["Sở Y tế tỉnh Kela"]),
        ("Theo Sở Y tế ở Kela thì chưa.", "Sở Y tế", "Kela", ["Sở Y tế", "Kela"]),
        ("Theo Velmora Kela thì chưa.", "Velmora", "Kela", ["Velmora", "Kela"]),
    ],
)
def test_a_body_goes_on_with_its_place(
    extractor: Extractor, text: str, body: str, place_: str, names: list[str]
) -> None:
    ground, step = grounded(extractor, text)
    found = [place(ground, body, "Organization"), place(ground, place_, "Place")]
    mended = mend(ground, found, step.lexis, None)
    assert [ground.view.text(item.start, item.end) for item in mended] == names


@pytest.mark.parametrize(
    ("text", "found", "names"),
    [
        ("Theo Công ty Nhật Tiến thì chưa.", "Nhật Tiến", ["Nhật Tiến"]),
        ("Theo Tập đoàn Hàn Việt thì chưa.", "Hàn Việt", ["Hàn Việt"]),
        ("Theo hãng Nhật Velmora thì chưa.", "Nhật Velmora", ["Nhật", "Velmora"]),
    ],
)
def test_a_short_name_of_a_country_may_begin_a_firms(
    extractor: Extractor, text: str, found: str, names: list[str]
) -> None:
    ground, step = grounded(extractor, text)
    mended = mend(ground, [place(ground, found, "Company")], step.lexis, step.known)
    assert [ground.view.text(item.start, item.end) for item in mended] == names
