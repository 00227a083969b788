"""The table of phrases."""

from kg.phrases import PhraseTable


def test_where_phrases_begin_is_known_before_they_are_looked_up() -> None:
    table = PhraseTable([("sông hồng", 1), ("sông", 2), ("núi đỏ", 3)])
    tokens = ["sông", "hồng", "gần", "núi", "xanh", "sông"]
    assert table.begins(tokens) == [0, 3, 5]
    assert table.begins(tokens, 1, 5) == [3]
    assert {i for i in range(6) if table.at(tokens, i)} <= set(table.begins(tokens))
