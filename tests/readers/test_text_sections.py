"""Text headers in sections are read as far as they make sense."""

import pytest

from eegview.readers.text_sections import number_in, sections_of, whole_in


def test_sections_and_keys_in_any_letters() -> None:
    sections = sections_of("before=1\n[ One ]\nA = x = y\n; a=z\n\nb\n[TWO]\r\na=2\r[one]\na=3\nc=\0 4\n")
    assert list(sections.of("ONE")) == ["A = x = y", "b", "a=3", "c= 4"]
    assert sections.value("one", "a") == "x = y"
    assert sections.value("two", "A") == "2"
    assert sections.value("two", "c") == ""
    assert sections.value_anywhere("two", "c") == "4"
    assert sections.value_anywhere("three", "before") == "1"
    assert sections.has("two")
    assert not sections.has("three")


def test_free_text_may_look_like_a_section_that_was_there() -> None:
    sections = sections_of("[A]\nx=1\n[Free]\n[A]\nx=2\n[B]\nx=3\n", free="free")
    assert sections.value("a", "x") == "1"
    assert list(sections.of("free")) == ["[A]", "x=2"]
    assert sections.value("b", "x") == "3"


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5.0), (" -0,5 ", -0.5), (".5", 0.5), ("5.", 5.0), ("1e-3", 0.001), ("+7", 7.0), ("0" * 400 + "1", 1.0)],
)
def test_numbers(text: str, value: float) -> None:
    assert number_in(text) == value


@pytest.mark.parametrize("text", ["", "x", "1 2", "--1", "1e999", "nan", "inf", "9" * 400, "²", "1_000", "0x10"])
def test_what_is_no_number(text: str) -> None:
    assert number_in(text) is None


def test_whole_numbers() -> None:
    assert whole_in("4.0") == 4
    assert whole_in("4.5") is None
