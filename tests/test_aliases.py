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
]
APART = [
    ("Công ty Velmora mở nhà máy ở Hải Phòng (Việt Nam). Hải Phòng có cảng lớn.", "Hải Phòng", "Việt Nam"),
    ("Ông đến Mỹ (New Mexico) làm việc. Mỹ có nhiều phòng thí nghiệm.", "Mỹ", "New Mexico"),
    ("Hiệp định với EU (EVFTA) có hiệu lực. EU là thị trường lớn.", "EU", "EVFTA"),
    ("Thứ trưởng Bộ Y tế Lê Văn An tiếp ông Kim Min-ho (Chủ tịch Tập đoàn Orrery).", "Lê Văn An", "Kim Min-ho"),
    ("Ông Kim Min-ho (Chủ tịch Orrery) gặp Thứ trưởng Lê Văn An. Ông Kim Min-ho vui.", "Lê Văn An", "Kim Min-ho"),
    ("Cục An toàn thông tin (Bộ Thông tin và Truyền thông) cảnh báo lừa đảo.", "Cục An toàn thông tin", "Bộ Thông tin"),
    ("Công ty Samsung (SATTI) tuyển kỹ sư. Samsung và SATTI cùng mở trung tâm ở Hà Nội.", "Samsung", "SATTI"),
    ("Bộ TT&TT (Bộ Nông nghiệp và Môi trường) trao đổi dữ liệu.", "TT&TT", "Nông nghiệp"),
]


@pytest.mark.parametrize(("text", "alias"), SAME, ids=[alias for _, alias in SAME])
def test_an_abbreviation_in_brackets_is_another_name(extractor: Extractor, text: str, alias: str) -> None:
    found = extractor.extract(made_article(text)).entities
    (named,) = [entity for entity in found if alias in (entity.label, *entity.aliases)]
    assert named.aliases


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
