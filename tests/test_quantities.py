"""Figures of a Doc: with a listed unit, with the noun that is counted, in the time that it is counted in."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhà máy xử lý 250.000 tấn/năm.", [("250.000 tấn/năm", "250000", "tấn/năm")]),
        ("Cầu đón 60.000 lượt xe / ngày.", [("60.000 lượt xe / ngày", "60000", "lượt xe/ngày")]),
        ("Máy làm 130 triệu phép tính/giây.", [("130 triệu phép tính/giây", "130000000", "phép tính/giây")]),
        ("Ga phục vụ 500.000 hành khách/năm.", [("500.000 hành khách/năm", "500000", "hành khách/năm")]),
        ("Họ chi 2 tỷ USD/năm, lãi 5%/năm.", [("2 tỷ USD", "2000000000", "USD"), ("5%", "5", "%")]),
        ("Xe chạy 80 km/h.", [("80 km/h", "80", "km/h")]),
        ("Phiếu in từ 1 đến 9999 khi mua hàng.", []),
    ],
)
def test_figures_with_their_units(extractor: Extractor, text: str, expected: list[tuple[str, str, str]]) -> None:
    doc = extractor.annotate(made_article(text))
    found = [(doc[one.start : one.end].text, one.value, one.unit) for one in Document.of(doc).quantities]
    assert found == expected
