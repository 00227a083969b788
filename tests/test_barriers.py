"""What no name reaches across to a fact: sentences made by hand."""

from __future__ import annotations

import pytest
from proposing import active, candidates, pairs, view_of

from kg.ontology.lexicon import Trigger


@pytest.mark.parametrize(
    ("trigger", "text", "expected"),
    [
        # A bracket speaks of the name before it, a word outside of it of all.
        (
            Trigger("owns", "role", "công ty mẹ"),
            "A/Np@Company ,/F B/Np@Company và/C C/Np@Company (/F công_ty_mẹ/N D/Np@Product )/F",
            [("C", "D")],
        ),
        (
            Trigger("develops", "role", "tác giả"),
            "A/Np@Company và/C B/Np@Company (/F Pháp/Np )/F ,/F tác_giả/N D/Np@Product",
            [("A", "D"), ("B", "D")],
        ),
        # Each one of two people has a post; where a verb stands between them the nearer one may only act.
        (
            Trigger("chairOf", "role", "chủ tịch"),
            "A/Np@Person ,/F CEO/N B/Np@Company ,/F và/C bà/N C/Np@Person ,/F chủ_tịch/N D/Np@Company",
            [("C", "B"), ("C", "D")],
        ),
        (
            Trigger("chairOf", "role", "chủ tịch"),
            "chủ_tịch/N A/Np@Company ,/F B/Np@Person ,/F và/C CEO/N C/Np@Company ,/F D/Np@Person",
            [("B", "A"), ("B", "C")],
        ),
        (
            Trigger("chairOf", "role", "chủ tịch"),
            "A/Np@Person được/V B/Np@Person đưa/V lên/V làm/V chủ_tịch/N C/Np@Company",
            [("A", "C"), ("B", "C")],
        ),
        # Who only tells it takes no part; the post of who tells it is told.
        (
            active("acquired", "mua lại"),
            "Theo/E A/Np@Company ,/F B/Np@Company mua_lại/V C/Np@Company",
            [("B", "C"), ("C", "B")],
        ),
        (
            Trigger("chairOf", "role", "chủ tịch"),
            "Theo/E A/Np@Person ,/F chủ_tịch/N B/Np@Company ,/F giá/N tăng/V",
            [("A", "B")],
        ),
        # The post before the next body is in that one, not in the body before the person.
        (
            Trigger("holdsPositionAt", "role", "trưởng ban"),
            "phó_giám_đốc/N A/Np@GovernmentBody B/Np@Person ,/F trưởng_ban/N C/Np@GovernmentBody",
            [("B", "C")],
        ),
        # What stands behind a body to say what it is part of takes no part in what is told of the part.
        (
            Trigger("holdsPositionAt", "role", "vụ trưởng"),
            "A/Np@Person ,/F vụ_trưởng/N Vụ_B/Np@GovernmentBody (/F Bộ_C/Np@GovernmentBody )/F",
            [("A", "Vụ B")],
        ),
        (
            Trigger("holdsPositionAt", "role", "vụ trưởng"),
            "A/Np@Person ,/F vụ_trưởng/N Vụ_B/Np@GovernmentBody ,/F Bộ_C/Np@GovernmentBody ,/F nói/V",
            [("A", "Vụ B")],
        ),
        (
            Trigger("ceoOf", "role", "ceo"),
            "A/Np@Person ,/F CEO/N B/Np@Company ,/F C/Np@Company ,/F nói/V",
            [("A", "B"), ("A", "C")],
        ),
        (
            Trigger("owns", "role", "công ty mẹ"),
            "A/Np@Company (/F công_ty_mẹ/N B/Np@Company )/F",
            [("A", "B"), ("B", "A")],
        ),
        # A post in a part is none in its whole.
        (
            Trigger("holdsPositionAt", "role", "giám đốc"),
            "A/Np@Person ,/F giám_đốc/N B/Np@GovernmentBody thuộc/V C/Np@GovernmentBody",
            [("A", "B")],
        ),
        # The role towards somebody is that of another.
        (
            Trigger("owns", "role", "công ty mẹ"),
            "A/Np@Company -/F công_ty_mẹ/N của/E B/Np@Company ,/F tăng/V giá/N",
            [("A", "B")],
        ),
        (
            Trigger("owns", "role", "công ty mẹ"),
            "Công_ty_mẹ/N A/Np@Company của/E B/Np@Company tăng/V giá/N",
            [("A", "B")],
        ),
        # Behind the source that opens it a clause has a subject of its own; what the source has agreed to is told.
        (
            active("headquarteredIn", "trụ sở ở"),
            "Theo/E A/Np@Company có/V trụ_sở_ở/E B/Np@Country ,/F C/Np@Country là/V nước/N lớn/A",
            [("A", "B")],
        ),
        (
            active("supplies", "cung cấp"),
            "Theo/E hợp_đồng/N với/E A/Np@Company ,/F B/Np@Company cung_cấp/V chip/N",
            [("A", "B"), ("B", "A")],
        ),
        # Whose country it is stands before a person's name, or a word stands between.
        (Trigger("country", "adjacent", ""), "Nhà_báo/N A/Np@Person B/Np@Country nói/V", []),
        (Trigger("country", "adjacent", ""), "Nhà_báo/N B/Np@Country A/Np@Person nói/V", [("A", "B")]),
        # What many of a country do is not what it does; but a word for the many may be what is told of it.
        (
            active("warnedAbout", "cảnh báo"),
            "A/Np@Company cảnh_báo/V các/L công_ty/N AI/Np B/Np@Country",
            [],
        ),
        (active("warnedAbout", "cảnh báo"), "A/Np@Company cảnh_báo/V B/Np@Country", [("A", "B"), ("B", "A")]),
        (active("investedIn", "đầu tư"), "A/Np@Company đầu_tư/V vào/E các/L tỉnh/N B/Np@Country", [("A", "B")]),
        (
            Trigger("holdsPositionAt", "role", "lãnh đạo"),
            "Các/L nhà/N lãnh_đạo/N B/Np@Country là/V A/Np@Person",
            [("A", "B")],
        ),
        # Whose maker is named hangs on that name alone.
        (
            Trigger("develops", "of", "của", "OS"),
            "A/Np@AIModel của/E B/Np@Product và/C C/Np@Product của/E D/Np@Company",
            [("D", "C")],
        ),
    ],
)
def test_barriers(trigger: Trigger, text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text, trigger) == expected


def test_a_post_is_held_at_the_body_behind_it() -> None:
    text = "A/Np@Person ,/F chủ_tịch/N B/Np@Company ,/F phó/N chủ_tịch/N C/Np@Company"
    triggers = Trigger("chairOf", "role", "chủ tịch"), Trigger("holdsPositionAt", "role", "phó chủ tịch")
    found = [(one.relation, one.object.entity) for one in candidates(view_of(text), *triggers)]
    assert ("chairOf", "B") in found and ("holdsPositionAt", "C") in found
    assert ("chairOf", "C") not in found


def test_whose_parent_is_named_is_no_owner_by_any_other_word() -> None:
    parent, link = Trigger("owns", "role", "công ty mẹ"), Trigger("owns", "of", "của", "OS")
    for text in (
        "Công_ty_mẹ/N A/Np@Company của/E B/Np@Company tăng/V giá/N",
        "A/Np@Company ,/F công_ty_mẹ/N của/E B/Np@Company tăng/V giá/N",
    ):
        found = {(one.subject.entity, one.object.entity) for one in candidates(view_of(text), parent, link)}
        assert found == {("A", "B")}


def test_one_body_may_be_that_of_two_posts() -> None:
    text = "A/Np@Person ,/F chủ_tịch/N kiêm/C giám_đốc/N B/Np@Company"
    triggers = Trigger("chairOf", "role", "chủ tịch"), Trigger("holdsPositionAt", "role", "giám đốc")
    assert {one.relation for one in candidates(view_of(text), *triggers)} == {"chairOf", "holdsPositionAt"}


def test_who_the_next_clause_does_something_with_has_not_done_what_the_first_tells() -> None:
    trigger = Trigger("released", "active", "ra mắt")
    told = "Sau/E khi/N A/Np@AIModel ra_mắt/V ,/F B/Np@Company {} C/Np@Company và/C D/Np@Company"
    for words in ("bắt_tay/V với/E", "hợp_tác/V cùng/E"):
        assert {one.subject.entity for one in candidates(view_of(told.format(words)), trigger)} == {"B"}
    # Nothing is done with him: he is another of those that the clause begins with.
    assert {one.subject.entity for one in candidates(view_of(told.format("và/C")), trigger)} == {"B", "C", "D"}
    agent = "A/Np@AIModel ,/F B/Np@Company nói/V ,/F do/E C/Np@Company ra_mắt/V"
    assert "C" in {one.subject.entity for one in candidates(view_of(agent), trigger)}
