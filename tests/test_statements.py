"""Statements from hand-made sentences: triggers, lists, appositions, what is left out, and a new relation."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import cast

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.statements.facts import FactFinder
from kg.extract.statements.pairs import PairReader
from kg.extract.statements.scorer import Scorer, load_scorer, save_scorer
from kg.extract.statements.sentence import Odds, SentenceView
from kg.extract.statements.triggers import TriggerFinder
from kg.extract.view import TokenView
from kg.ontology.crosschecks import unknown_classes
from kg.ontology.folder import data_dir
from kg.ontology.lexicon import check_lexicon
from kg.ontology.ontology import Ontology
from kg.records import Statement


def facts(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    extraction = extractor.extract(made_article(text))
    names = {entity.id: entity.label for entity in extraction.entities}
    return {(names[st.subject], st.relation, names[st.object]) for st in extraction.statements}


def one(extractor: Extractor, text: str) -> Statement:
    (statement,) = extractor.extract(made_article(text)).statements
    return statement


def test_what_a_sentence_states_it_does_not_tell_by_hearsay(extractor: Extractor) -> None:
    text = "Dòng mô hình Qwen3 của Alibaba được cho là mô hình mã nguồn mở đáng chú ý nhất trong năm."
    statement = one(extractor, text)
    assert (statement.relation, statement.modality) == ("develops", "asserted")


@pytest.mark.parametrize(
    "text",
    ["Viettel không sử dụng mô hình Qwen.", "Viettel không sử dụng mô hình Qwen, theo VnExpress."],
)
def test_who_denies_to_use_a_thing_has_not_made_it_either(extractor: Extractor, text: str) -> None:
    statement = one(extractor, text)
    assert (statement.relation, statement.modality) == ("uses", "negated")


@pytest.mark.parametrize("text", ["Viettel sẽ không dùng mô hình Qwen.", "Viettel chưa bao giờ dùng mô hình Qwen."])
def test_other_denials_are_found(extractor: Extractor, text: str) -> None:
    statement = one(extractor, text)
    assert (statement.relation, statement.modality) == ("uses", "negated")


@pytest.mark.parametrize("text", ["Viettel sẽ không dùng mô hình Qwen.", "Viettel chưa bao giờ dùng mô hình Qwen."])
def test_a_denial_is_never_turned_round(extractor: Extractor, text: str) -> None:
    assert all(st.modality == "negated" for st in extractor.extract(made_article(text)).statements)


def test_a_list_distributes(extractor: Extractor) -> None:
    assert facts(extractor, "Hãng Veltrona và công ty Brisken đang sử dụng ChatGPT.") == {
        ("Veltrona", "uses", "ChatGPT"),
        ("Brisken", "uses", "ChatGPT"),
    }


def test_passive_and_active_say_the_same(extractor: Extractor) -> None:
    active = facts(extractor, "Tập đoàn Veltrona đã thâu tóm startup Brisken.")
    passive = facts(extractor, "Startup Brisken đã được tập đoàn Veltrona thâu tóm.")
    assert active == passive == {("Veltrona", "acquired", "Brisken")}


def test_every_span_is_in_the_text(extractor: Extractor) -> None:
    text = "Hôm qua, ông Trần Gia Khánh, giám đốc tài chính của Veltrona, nói công ty này vừa mua lại startup Brisken."
    extraction = extractor.extract(made_article(text))
    assert extraction.statements
    for statement in extraction.statements:
        evidence = statement.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        for span in (evidence.subject, evidence.object, evidence.trigger):
            assert span is None or evidence.start <= span[0] <= span[1] <= evidence.end


def test_a_title_is_kept_as_position(extractor: Extractor) -> None:
    statement = one(extractor, "Ông Trần Gia Khánh, giám đốc tài chính của Veltrona, từ chối bình luận.")
    assert (statement.relation, statement.position) == ("holdsPositionAt", "giám đốc tài chính")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Ông Trần Gia Khánh, giám đốc nghiên cứu, Công ty Veltrona, từ chối bình luận.", "giám đốc nghiên cứu"),
        ("Ông Trần Gia Khánh, Giám đốc Phát triển Thị trường của Veltrona, vắng.", "Giám đốc Phát triển Thị trường"),
        ("Giám đốc Veltrona Trần Gia Khánh nhấn mạnh, giá sẽ giảm.", "Giám đốc"),
    ],
)
def test_a_verb_may_belong_to_a_title(extractor: Extractor, text: str, position: str) -> None:
    held = [st.position for st in extractor.extract(made_article(text)).statements if st.relation == "holdsPositionAt"]
    assert held == [position]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("tổng giám đốc", "ceoOf"),
        ("phó tổng giám đốc", "holdsPositionAt"),
        ("cựu tổng giám đốc", "holdsPositionAt"),
        ("chủ tịch HĐQT", "chairOf"),
        ("phó chủ tịch HĐQT", "holdsPositionAt"),
        ("giám đốc công nghệ", "ctoOf"),
    ],
)
def test_the_title_says_which_post(extractor: Extractor, title: str, relation: str) -> None:
    found = facts(extractor, f"Bà Lê Thu Hà, {title} của Veltrona, cho biết giá sẽ giảm.")
    assert found == {("Lê Thu Hà", relation, "Veltrona")}


@pytest.mark.parametrize(
    ("post", "position"),
    [
        ("phó chủ tịch phụ trách pháp lý của", "phó chủ tịch phụ trách pháp lý"),
        ("phó tổng giám đốc Tập đoàn", "phó tổng giám đốc"),
        ("phó giám đốc công ty", "phó giám đốc"),
        ("phó giám đốc bộ phận tư vấn đầu tư, công ty", "phó giám đốc bộ phận tư vấn đầu tư"),
        (
            "trưởng phòng nghiên cứu, tư vấn và quan hệ đối tác của",
            "trưởng phòng nghiên cứu, tư vấn và quan hệ đối tác",
        ),
    ],
)
def test_the_post_is_whole_and_no_more(extractor: Extractor, post: str, position: str) -> None:
    assert one(extractor, f"Bà Lê Thu Hà, {post} Veltrona, cho biết giá sẽ giảm.").position == position


def test_a_post_that_was_held_before_is_named_by_its_noun(extractor: Extractor) -> None:
    assert one(extractor, "Bà Lê Thu Hà từng là kỹ sư của Veltrona.").position == "kỹ sư"


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Ông Lê Nam, Giám đốc Tuyển dụng và Đào tạo Veltrona, nói vậy.", "Giám đốc Tuyển dụng và Đào tạo"),
        ("Bà Lê Thu Hà, phó giám đốc Veltrona, chúc các giáo sư, nhà khoa học sức khỏe.", "phó giám đốc"),
        # The noun may be the body's own; the post nearest to the body counts; how it is held belongs to it.
        ("Trung tá Lê Nam, trưởng Công an phường Linh Trung, phát biểu.", "trưởng Công an"),
        ("Ông Lê Nam, quyền Cục trưởng Cục Thuế, phát biểu.", "quyền Cục trưởng"),
        ("Bà Lê Thu Hà, Tổng cục trưởng Tổng cục Thống kê, phát biểu.", "Tổng cục trưởng"),
        ("Cùng đi với Thủ tướng có Bộ trưởng Bộ Y tế Lê Thu Hà.", "Bộ trưởng"),
        ("Ông Lê Nam, Phó Tổng Giám đốc Công nghệ Veltrona, nói vậy.", "Phó Tổng Giám đốc Công nghệ"),
        ("Chính quyền Tổng thống Mỹ Donald Trump công bố kế hoạch.", "Tổng thống"),
    ],
)
def test_a_post_goes_on_to_the_body_and_is_not_taken_from_afar(extractor: Extractor, text: str, position: str) -> None:
    assert one(extractor, text).position == position


@pytest.mark.parametrize(
    ("text", "invested"),
    [
        ("Bà Lê Thu Hà thu về 50 tỷ đồng từ việc bán bớt cổ phiếu Veltrona.", False),
        ("Quỹ Sen Đá rót vốn vào startup bán xe Kirigumo.", True),
        ("Hãng bán dẫn Veltrona đã rót vốn vào startup Kirigumo.", True),
    ],
)
def test_who_sells_does_not_invest(extractor: Extractor, text: str, invested: bool) -> None:
    assert any(relation == "investedIn" for _, relation, _ in facts(extractor, text)) == invested


def test_two_who_work_together_do_so_once_a_sentence(extractor: Extractor) -> None:
    text = "Viettel và FPT đã ký kết hợp tác chiến lược, theo đó FPT và Viettel cùng đầu tư."
    found = [one for one in extractor.extract(made_article(text)).statements if one.relation == "partnersWith"]
    assert len(found) == 1


def test_who_has_a_plan_carried_out_has_not_published_it() -> None:
    extractor = Extractor(fast=True)
    extractor.facts = FactFinder(extractor.ontology, Scorer({"rel=published": 5.0}, 0.6))
    for text, published in (
        ("Chính phủ ban hành Nghị quyết 68.", True),
        ("Chính phủ chỉ đạo triển khai Nghị quyết 68.", False),
    ):
        assert bool(extractor.extract(made_article(text)).statements) is published, text


def test_a_post_in_a_region_is_not_the_one_at_the_head(extractor: Extractor) -> None:
    found = one(extractor, "Ông Otto Berg, Tổng giám đốc Kirigumo khu vực Đông Nam Á, đến sớm.")
    assert (found.relation, found.position) == ("holdsPositionAt", "Tổng giám đốc")


@pytest.mark.parametrize(
    "text",
    [
        "Theo nguồn tin của Reuters, ông Otto Berg đã gặp đại diện công ty Kirigumo của Nhật Bản.",
        "Theo Reuters, hãng đã gặp đại diện công ty Kirigumo của Nhật Bản.",
    ],
)
def test_whose_country_a_firm_is_of_is_nobodys_rumour(extractor: Extractor, text: str) -> None:
    (found,) = (fact for fact in extractor.extract(made_article(text)).statements if fact.relation == "country")
    assert (found.modality, found.attributed_to) == ("asserted", None)


def test_no_trigger_inside_another_word(extractor: Extractor) -> None:
    tokens = Document.of(extractor.annotate(made_article("Ngành bán dẫn và các sự kiện."))).view
    hits = TriggerFinder(extractor.ontology.lexicon).find(tokens, tokens.sentences[0], set())
    forms = {hit.trigger.form for hit in hits}
    assert not forms & {"bán", "kiện"}


def test_probabilities_stay_between_nothing_and_certain(extractor: Extractor) -> None:
    text = "Apple, Google, Microsoft và Meta đều sử dụng Qwen, Llama và DeepSeek của Alibaba và Meta."
    readings = list(extractor.readings(extractor.annotate(made_article(text))))
    for chances in extractor.facts.scorer.chances(readings):
        assert len(chances) > 10
        assert all(0.0 <= chance.probability <= 1.0 for chance in chances)


def test_a_post_is_told_before_a_rank(extractor: Extractor) -> None:
    text = "Trung tướng Nguyễn Minh Đính, Phó chủ tịch Hiệp hội Chè Việt Nam, dự buổi lễ."
    (found,) = (one for one in extractor.extract(made_article(text)).statements if one.relation == "holdsPositionAt")
    assert found.position == "Phó chủ tịch"


def test_nobody_plans_to_be_from_a_country(extractor: Extractor) -> None:
    text = "Thứ trưởng sẽ gặp lãnh đạo các tập đoàn công nghệ của Việt Nam như Viettel và Mobifone."
    found = [one for one in extractor.extract(made_article(text)).statements if one.relation == "country"]
    assert found and {one.modality for one in found} == {"asserted"}


class Heard:
    """An encoder that thinks of all names of a sentence that the one uses the other."""

    relations = frozenset({"uses"})

    def read(self, view: TokenView, sentences: Sequence[SentenceView]) -> list[Odds]:
        return [
            {(one.place, other.place): {"uses": 1.0} for one, other in permutations(view.arguments, 2)}
            for view in sentences
        ]


def test_an_unnamed_holder_of_a_post_is_not_who_was_named_before() -> None:
    extractor = Extractor(fast=True)
    extractor.facts = FactFinder(extractor.ontology, Scorer({"rel=holdsPositionAt": 5.0}, 0.6))
    named = "Ông Trần Hoàng Tuấn vui. Một lãnh đạo Velmora đã ký quyết định."
    told = "Ông Trần Hoàng Tuấn vui. Ông là giám đốc Velmora."

    def holders(text: str) -> list[str]:
        found = extractor.extract(made_article(text))
        names = {entity.id: entity.label for entity in found.entities}
        return [names[fact.subject] for fact in found.statements if fact.relation == "holdsPositionAt"]

    assert holders(named) == []
    assert set(holders(told)) == {"Trần Hoàng Tuấn"}


def test_what_no_word_says_is_told_where_it_is_told_best() -> None:
    extractor = Extractor(fast=True)
    extractor.facts = FactFinder(extractor.ontology, Scorer({"rel=uses": 1.0, "form=uses:sử dụng": 2.0}, 0.6))
    extractor.facts.ask(cast(PairReader, Heard()))
    told, named = "Airbnb sử dụng Qwen.", "Airbnb và Qwen cùng được nhắc tới."
    for text, expected in ((f"{named} {told}", [told]), (f"{named} Trời mưa.", [named])):
        assert [one.evidence.text for one in extractor.extract(made_article(text)).statements] == expected


def test_weights_survive_the_file(tmp_path: Path) -> None:
    scorer = Scorer({"b": -0.5, "a": 1.25, "nothing": 0.0001}, 0.5, 0.75, -0.25)
    save_scorer(scorer, tmp_path / "one.gz")
    save_scorer(scorer, tmp_path / "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert load_scorer(tmp_path / "one.gz") == Scorer({"a": 1.25, "b": -0.5}, 0.5, 0.75, -0.25)


README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The README's one block in a language, as it goes into a file."""
    (found,) = re.findall(rf"^( *)```{language}\n(.*?)\n *```$", README, re.DOTALL | re.MULTILINE)
    indent, text = found
    return "\n" + "".join(f"{line.removeprefix(indent)}\n" for line in text.split("\n"))


@pytest.mark.slow
def test_the_new_relation_of_the_readme_is_extracted_without_a_line_of_python(
    extractor: Extractor, tmp_path: Path
) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    with (folder / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write(block("turtle"))
    with (folder / "vi" / "triggers.yaml").open("a", encoding="utf-8") as stream:
        stream.write(block("yaml"))
    text = "Tập đoàn Veltrona bảo trợ công ty Brisken."
    (statement,) = Extractor(Ontology.load(folder)).extract(made_article(text)).statements
    assert statement.relation == "sponsors"
    assert not extractor.extract(made_article(text)).statements


def test_faults_of_triggers_name_their_line(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    path = folder / "vi" / "triggers.yaml"
    lines = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n  flies:\n    active: [bay]\n")
    _, faults = check_lexicon(folder / "vi", Ontology.load().model)
    (fault,) = faults
    assert (fault.path, fault.line) == ("vi/triggers.yaml", lines + 2)
    assert "flies" in fault.message
    assert "kg.ttl" in fault.remedy


def test_a_former_title_states_a_relation_of_the_ontology(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir() / "vi", tmp_path / "vi")
    text = (folder / "triggers.yaml").read_text(encoding="utf-8")
    assert text.count("  relation: holdsPositionAt\n") == 1
    (folder / "triggers.yaml").write_text(text.replace("  relation: holdsPositionAt\n", "  relation: held\n"), "utf-8")
    (fault,) = check_lexicon(folder, Ontology.load().model)[1]
    assert (fault.path, fault.line) == ("vi/triggers.yaml", text[: text.index("  relation: ")].count("\n") + 1)
    assert fault.message == "the relation held is not in kg.ttl."


def test_what_a_sentence_may_leave_out_are_classes(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    path = folder / "vi" / "grammar.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("left_out: [Organization,", "left_out: [Firm,"), encoding="utf-8")
    assert [(fault.path, fault.message) for fault in unknown_classes(folder / "vi", Ontology.load().model)] == [
        ("vi/grammar.yaml", "'Firm' is not a class of the ontology.")
    ]


def test_a_price_is_the_amount(extractor: Extractor) -> None:
    extraction = extractor.extract(
        made_article("Hôm qua, tập đoàn Veltrona mua lại startup Brisken với giá 640 triệu USD.")
    )
    (statement,) = extraction.statements
    (figure,) = extraction.measurements
    assert statement.amount == 0
    assert (figure.value, figure.unit) == ("640000000", "USD")


def test_a_fact_says_how_it_was_found(extractor: Extractor) -> None:
    statement = one(extractor, "Tập đoàn Veltrona đã thâu tóm startup Brisken.")
    rule, _, reasons = statement.rule.partition(" [")
    assert rule == "active: thâu tóm"
    names = [reason.rsplit(" ", 1) for reason in reasons.rstrip("]").split("; ")]
    weights = extractor.facts.scorer.weights
    assert len(names) == 3
    assert all(f"{weights[name]:+.1f}" == weight for name, weight in names)


def test_chips_are_no_price(extractor: Extractor) -> None:
    text = "Hôm qua, tập đoàn Veltrona mua lại startup Brisken, hãng sở hữu 18.000 GPU."
    (statement,) = [st for st in extractor.extract(made_article(text)).statements if st.relation == "acquired"]
    assert statement.amount is None
