"""Nouns and pronouns that stand for an entity named before."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document


def meant(extractor: Extractor, text: str) -> dict[str, str]:
    """Each expression with the label of the entity that it means."""
    extraction = extractor.extract(made_article(text))
    labels = {entity.id: entity.label for entity in extraction.entities}
    return {
        text[mention.start : mention.end]: labels[mention.entity]
        for mention in extraction.mentions
        if mention.kind == "reference"
    }


@pytest.mark.parametrize(
    ("text", "expression", "entity"),
    [
        ("Startup Orvane của Pháp vừa gọi vốn. Công ty này dự kiến mở văn phòng ở Đức.", "Công ty này", "Orvane"),
        ("Tập đoàn Velmora ra mắt robot mới. Hãng cho biết sẽ bán từ tháng 5.", "Hãng", "Velmora"),
        ("Bà Lê Thị Sâm rời công ty Velmora hồi tháng 3. Bà nói muốn nghỉ ngơi.", "Bà", "Lê Thị Sâm"),
        ("Trung Quốc siết xuất khẩu đất hiếm. Các công ty nước này phải xin phép.", "nước này", "Trung Quốc"),
        ("Công ty Orvane của Pháp kiện công ty Velmora của Đức. Hãng Pháp đòi 2 triệu euro.", "Hãng Pháp", "Orvane"),
        ("Công ty Orvane của Pháp mua chip của Velmora và Tarnmoor. Hãng sẽ mở nhà máy.", "Hãng", "Orvane"),
        ("CEO Airbnb, Brian Chesky, nói với Bloomberg rằng công ty mình dùng Qwen.", "công ty mình", "Airbnb"),
        ("Ông Elon Musk mua thêm cổ phiếu Nvidia. Hãng chip Mỹ tăng giá.", "Hãng chip Mỹ", "Nvidia"),
        ("Tập đoàn Velmora ra mắt robot mới. Năm 2013, công ty này thuê thêm người.", "công ty này", "Velmora"),
        ("Ông Lê Minh Sơn lập Velmora. Năm ngoái, công ty thuê thêm người.", "công ty", "Velmora"),
        ("Anh Lê Minh Sơn bán phở. Năm 2010, anh mở quán mới.", "anh", "Lê Minh Sơn"),
        ("Orvane trình làng mô hình Talu-2. Mô hình này có 7 tỷ tham số.", "Mô hình này", "Talu-2"),
    ],
)
def test_an_expression_means_the_entity_that_was_named(
    extractor: Extractor, text: str, expression: str, entity: str
) -> None:
    assert meant(extractor, text).get(expression) == entity


@pytest.mark.parametrize(
    "text",
    [
        "Orvane là một công ty Pháp. Các công ty trong ngành đều lo ngại.",
        "CEO Velmora, ông Lê Minh Sơn, nghỉ. Phó chủ tịch Orvane, bà Lê Thị Sâm, cũng vậy.",
        "Lê Minh Sơn, giám đốc Velmora, nghỉ hôm qua.",
        "Orvane trình làng mô hình Talu-2. Velmora cũng có một mô hình mới.",
        "Velmora thuê thêm người. Nhiều hãng cũng vậy, theo một công ty tư vấn.",
        "Bà con ở Cần Thơ trúng mùa, theo Velmora.",
        "Orvane có mô hình Talu-2. Velmora huấn luyện mô hình của chính mình.",
        "Công ty Orvane của Mỹ bán chip. Doanh nghiệp Mỹ bị cấm xuất khẩu công nghệ.",
    ],
)
def test_what_speaks_of_no_single_entity_means_none(extractor: Extractor, text: str) -> None:
    assert meant(extractor, text) == {}


def test_a_person_behind_a_post_is_employed_by_the_firm_spoken_of(extractor: Extractor) -> None:
    text = "OpenAI tăng đầu tư. CEO Sam Altman nói vậy. Giám đốc công nghệ của Velmora, ông Lê Minh Sơn, đồng ý."
    document = Document.of(extractor.annotate(made_article(text)))
    labels = {key: entity.label for key, entity in document.entities.items()}
    assert {labels[person]: labels[firm] for person, firm in document.employers.items()} == {
        "Sam Altman": "OpenAI",
        "Lê Minh Sơn": "Velmora",
    }


@pytest.mark.parametrize(
    ("text", "post", "person"),
    [
        ("Ông Lê Minh Sơn, CEO của Velmora, đến Huế. CEO Velmora sẽ mở nhà máy.", "CEO", "Lê Minh Sơn"),
        ("Giám đốc điều hành Velmora Lê Minh Sơn đến Huế. CEO Velmora sẽ mở nhà máy.", "CEO", "Lê Minh Sơn"),
        ("Ông Lê Minh Sơn, nhà sáng lập kiêm CEO Velmora, vui. CEO Velmora sẽ đầu tư.", "CEO", "Lê Minh Sơn"),
        ("Ông Lê Minh Sơn, phó chủ tịch UBND tỉnh Bến Tre, vui. Chủ tịch UBND tỉnh Bến Tre đã ký.", "Chủ tịch", None),
        ("Ông Lê Minh Sơn, giám đốc Velmora, vui. Theo lãnh đạo Velmora, giá sẽ giảm.", "lãnh đạo", None),
        ("Ông Lê Minh Sơn vui. Một lãnh đạo Velmora đã ký quyết định.", "lãnh đạo", None),
    ],
)
def test_a_post_means_only_who_is_named_with_it(extractor: Extractor, text: str, post: str, person: str | None) -> None:
    assert meant(extractor, text).get(post) == person
