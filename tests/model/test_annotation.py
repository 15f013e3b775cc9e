"""How sure a reader was: one question now, two before."""

import pytest

from eegview.model.annotation import Annotation, certainty_of, is_doubted


def mark(text: str = "", **answers: str) -> Annotation:
    return Annotation("a", "spasm", 1.0, 1.0, attributes=tuple(sorted(answers.items())), text=text)


@pytest.mark.parametrize(
    ("confidence", "certainty"),
    [("1", "possible"), ("2", "possible"), ("3", "probable"), ("4", "probable"), ("5", "certain"), ("9", ""), ("", "")],
)
def test_a_confidence_of_before_means_a_certainty(confidence: str, certainty: str) -> None:
    assert certainty_of(mark(confidence=confidence)) == certainty
    assert is_doubted(mark(confidence=confidence)) == (certainty == "possible")


def test_what_was_said_of_certainty_itself_counts() -> None:
    assert certainty_of(mark(certainty="certain", confidence="1")) == "certain"
    assert not is_doubted(mark(certainty="certain", confidence="1"))
    assert certainty_of(mark(certainty="unsure")) == "unsure"  # of another program


def test_nothing_said_is_nothing() -> None:
    assert certainty_of(mark()) == ""
    assert is_doubted(mark("SPASM?"))
    assert not is_doubted(mark("SPASM?", confidence="5"))
