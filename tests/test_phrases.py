"""The table of phrases."""

import random

from kg.phrases import PhraseTable


def test_where_phrases_begin_is_known_before_they_are_looked_up() -> None:
    table = PhraseTable([("sông hồng", 1), ("sông", 2), ("núi đỏ", 3)])
    tokens = ["sông", "hồng", "gần", "núi", "xanh", "sông"]
    assert table.begins(tokens) == [0, 3, 5]
    assert table.begins(tokens, 1, 5) == [3]
    assert {i for i in range(6) if table.at(tokens, i)} <= set(table.begins(tokens))


def test_phrases_are_those_that_a_look_at_every_length_finds() -> None:
    chance = random.Random(3)
    phrases = {" ".join(chance.choices("abc", k=chance.randint(1, 4))): n for n in range(30)}
    table = PhraseTable([*phrases.items(), ("a", "given before")])
    tokens = chance.choices("abcd", k=200)
    longer = 0
    for start in range(len(tokens)):
        for stop in (len(tokens), start, start + 1, start + 3):
            ends = range(min(stop, len(tokens)), start, -1)
            found = [(end, phrases[text]) for end in ends if (text := " ".join(tokens[start:end])) in phrases]
            assert list(table.all_at(tokens, start, stop)) == found
            assert table.at(tokens, start, stop) == next(iter(found), None)
            longer += len(found) > 1
    assert longer and table.at(tokens, len(tokens)) is None
