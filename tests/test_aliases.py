"""``X (Y)``: when the name in brackets is another name of the one before it, and when it is not."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.mentions.aliases import _abbreviates

SAME = [
    ("Ngân hàng TMCP Hồng Hà (HHB) vừa công bố lợi nhuận. Theo HHB, tín dụng tăng đều.", "HHB"),
    ("Viện Nghiên cứu Phát triển Bền vững Việt Nam (VSDR) công bố báo cáo. VSDR khảo sát cả nước.", "VSDR"),
    ("Công ty Vietmora (VMR) ra mắt ứng dụng mới. VMR có 200 nhân viên.", "VMR"),
    ("Công ty Cổ phần Vietmora (Vietmora) công bố báo cáo tài chính. Vietmora có 3.000 nhân viên.", "Vietmora"),
    ("Đại diện Ngân hàng TMCP Hưng Thịnh (HTBank) tiếp Orrery, đối tác chiến lược của HTBank.", "HTBank"),
    ("Tập đoàn Điện lực Việt Nam (EVN) ký biên bản ghi nhớ. EVN sẽ đầu tư thêm.", "EVN"),
    ("Ngân hàng TMCP Hồng Hà (HHB, Việt Nam) công bố lợi nhuận. Theo HHB, tín dụng tăng đều.", "HHB"),
    ("Công ty Cổ phần Chứng khoán Hoa Việt – HVSC khuyến nghị mua. HVSC dự báo tăng.", "HVSC"),
]
#: A name, and how the text calls the same thing again.
AGAIN = [
    ("Samsung ra mắt Galaxy Q77 Ultra. Giá của Q77 Ultra là 30 triệu đồng.", "Galaxy Q77 Ultra", "Q77 Ultra"),
    ("Bộ Công an Việt Nam ký biên bản với FPT. Bộ Công an sẽ triển khai.", "Bộ Công an Việt Nam", "Bộ Công an"),
    (
        "Nghị quyết số 68-NQ/TW có hiệu lực. Theo Nghị quyết 68, cần làm ngay.",
        "Nghị quyết số 68-NQ/TW",
        "Nghị quyết 68",
    ),
    ("Sở Y tế Khánh Hòa công bố kế hoạch. Sở Y tế sẽ mở phòng khám.", "Sở Y tế Khánh Hòa", "Sở Y tế"),
    ("Ngân hàng HT Bank ra mắt thẻ. HTBank có 200 chi nhánh.", "HT Bank", "HTBank"),
    ("Uỷ ban nhân dân TP. Vinh họp. Ủy ban nhân dân TP. Vinh ra quyết định.", "Uỷ ban nhân dân TP. Vinh", "Ủy ban"),
    ("Tổ chức Y tế thế giới cảnh báo. WHO nói vậy.", "Tổ chức Y tế thế giới", "WHO"),
]
APART = [
    ("Công ty Velmora mở nhà máy ở Hải Phòng (Việt Nam). Hải Phòng có cảng lớn.", "Hải Phòng", "Việt Nam"),
    ("Ông đến Mỹ (New Mexico) làm việc. Mỹ có nhiều phòng thí nghiệm.", "Mỹ", "New Mexico"),
    ("Hiệp định với EU (EVFTA) có hiệu lực. EU là thị trường lớn.", "EU", "EVFTA"),
    ("Thứ trưởng Bộ Y tế Lê Văn An tiếp ông Kim Min-ho (Chủ tịch Tập đoàn Orrery).", "Lê Văn An", "Kim Min-ho"),
    ("Ông Kim Min-ho (Chủ tịch Orrery) gặp Thứ trưởng Lê Văn An. Ông Kim Min-ho vui.", "Lê Văn An", "Kim Min-ho"),
    ("Cục An toàn thông tin (Bộ Thông tin và Truyền thông) cảnh báo lừa đảo.", "Cục An toàn thông tin", "Bộ Thông tin"),
    ("Công ty Samsung (SATTI) tuyển kỹ sư. Samsung và SATTI cùng mở trung tâm ở Hà Nội.", "Samsung", "SATTI"),
    (
        "Bộ Ngoại giao Lào gặp Bộ Ngoại giao Nga ở Viêng Chăn. Bộ Ngoại giao cho biết.",
        "Ngoại giao Nga",
        "Ngoại giao Lào",
    ),
    ("Hãng Velmora – NASA cùng nghiên cứu vũ trụ.", "Velmora", "NASA"),
    ("Bộ TT&TT (Bộ Nông nghiệp và Môi trường) trao đổi dữ liệu.", "TT&TT", "Nông nghiệp"),
]


@pytest.mark.parametrize(("text", "alias"), SAME, ids=[alias for _, alias in SAME])
def test_an_abbreviation_in_brackets_is_another_name(extractor: Extractor, text: str, alias: str) -> None:
    found = extractor.extract(made_article(text)).entities
    (named,) = [entity for entity in found if alias in (entity.label, *entity.aliases)]
    assert named.aliases


@pytest.mark.parametrize(("text", "name", "again"), AGAIN, ids=[again for *_, again in AGAIN])
def test_a_name_is_called_again_without_a_part_or_written_otherwise(
    extractor: Extractor, text: str, name: str, again: str
) -> None:
    (one,) = [
        entity
        for entity in extractor.extract(made_article(text)).entities
        if any(again in called for called in (entity.label, *entity.aliases))
    ]
    assert name in (one.label, *one.aliases)


def test_a_body_that_goes_on_as_those_of_two_countries_is_neither(extractor: Extractor) -> None:
    text = "Bộ Ngoại giao Lào gặp Bộ Ngoại giao Nga ở Viêng Chăn. Bộ Ngoại giao cho biết."
    found = {entity.label for entity in extractor.extract(made_article(text)).entities}
    assert {"Bộ Ngoại giao", "Bộ Ngoại giao Lào", "Bộ Ngoại giao Nga"} <= found


@pytest.mark.parametrize(("text", "one", "other"), APART, ids=[other for *_, other in APART])
def test_a_place_an_owner_or_a_part_in_brackets_is_none(extractor: Extractor, text: str, one: str, other: str) -> None:
    for entity in extractor.extract(made_article(text)).entities:
        names = " | ".join((entity.label, *entity.aliases))
        assert not (one in names and other in names), names


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("VCB", "Vietcombank", True),
        ("TKV", "Than – Khoáng sản Việt Nam", True),
        ("TSMC", "Taiwan Semiconductor Manufacturing", False),
        ("P&G", "Procter & Gamble", True),
        ("Z.AI", "Zhipu AI", True),
        ("SATTI", "Samsung", False),
        ("EVFTA", "EU", False),
        ("Meta", "Mạng Em Thích Ảnh", False),
    ],
)
def test_what_abbreviates(short: str, long: str, fits: bool) -> None:
    assert _abbreviates(short, long) is fits


def test_a_chapter_of_a_region_is_not_the_whole(extractor: Extractor) -> None:
    text = "Hiệp hội Blockchain phía Nam họp. Hiệp hội Blockchain cũng họp."
    found = {entity.label for entity in extractor.extract(made_article(text)).entities}
    assert {"Hiệp hội Blockchain phía Nam", "Hiệp hội Blockchain"} <= found
