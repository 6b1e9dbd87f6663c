"""What two texts differ in, word by word, in time that does not grow with the square of their length."""

from __future__ import annotations

from writethru.render.difference import Piece, altered_words


def test_words_that_stay_go_and_come() -> None:
    line = altered_words("the mill was sold on Monday", "the old mill was sold")
    assert line == [
        Piece("same", "the"),
        Piece("new", "old"),
        Piece("same", "mill was sold"),
        Piece("gone", "on Monday"),
    ]


def test_of_texts_of_thousands_of_words_only_beginning_and_end_are_held_together() -> None:
    before = ["the mill", *["of the"] * 2_000, "was sold"]
    after = ["the mill", "at Tarn", *["of the"] * 2_000, "was sold"]
    line = altered_words(" ".join(before), " ".join(after))
    assert [piece.kind for piece in line] == ["same", "new", "same"]
    assert line[1].text in ("at Tarn", "at Tarn of the")
    assert " ".join(p.text for p in line if p.kind != "gone") == " ".join(after)
    assert " ".join(p.text for p in line if p.kind != "new") == " ".join(before)
    assert altered_words(" ".join(before), " ".join(before)) == [Piece("same", " ".join(before))]
