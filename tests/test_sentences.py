"""Where sentences begin."""

import pytest

from kg.language.vi.sentences import sentence_starts
from kg.language.vi.tokenizer import syllables


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ông Robert K. Lane rời Sanford C. Lernstein. Ông đi đâu không rõ.", 2),
        ("George H. W. Kestrel từng thăm Việt Nam.", 1),
        ("Bị cáo Nguyễn Văn A. Ngày 9/8, tòa mở phiên xử.", 2),
        ("Thuốc có vitamin C. Người bệnh nên uống.", 2),
        ("Tesla bán Model Y. Elon Musk vui.", 2),
        ("Microsoft bán Xbox Series X. Sony bán PlayStation.", 2),
        ("Ông mua cổ phiếu loại A. Robert không mua.", 2),
    ],
)
def test_a_stop_behind_an_initial_ends_no_sentence_inside_a_foreign_name(text: str, sentences: int) -> None:
    assert sum(sentence_starts(syllables(text))) == sentences
