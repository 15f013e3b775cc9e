"""Names are found however they are written, and nothing else is taken for one."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.identity import Scrubber, identity_of
from eegview.exchange.name_pattern import NamePattern, folded

SAME = [
    ["Müller", "Mueller", "Muller", "MULLER", "MÜLLER", "Mu\u0308ller", "mueLLer", "Mü\u00adller"],
    ["Weiß", "Weiss", "WEISS", "WEIẞ"],
    ["Łukasz", "Lukasz", "łukasz", "LUKASZ"],
    ["Søren", "Soeren", "Soren", "SØREN"],
    ["Åse", "Aase", "Ase"],
    ["Ångström", "Aangstroem", "Angstrom", "A\u030angstro\u0308m"],
    ["Đặng", "Dang", "ĐẶNG"],
    ["İrem", "Irem", "irem"],
    ["Jägerstraße", "Jaegerstrasse", "JAGERSTRASSE"],
    ["Иванов", "ИВАНОВ"],
    ["王小明"],
]


@pytest.mark.parametrize(("header", "text"), [(one, other) for names in SAME for one in names for other in names])
def test_every_spelling_finds_every_other(header: str, text: str) -> None:
    for whole in (text, f"of{text}s", f"_{text}_", f"12{text}34", f"spasm ({text})"):
        assert NamePattern([header]).search(whole), whole


@pytest.mark.parametrize(
    "text",
    ["Doe_John", "DOE-JOHN", "JohnDoe", "doe, john", "DoeJohn.avi", "john.doe", "xxJOHNxx", "Johnson", "J\u200bohn"],
)
def test_parts_in_any_order_with_any_separator(text: str) -> None:
    scrubbed = Scrubber(identity_of("4711 M 01-JAN-2020 John_Doe", "")).scrub(text)
    assert "john" not in scrubbed.lower()
    assert "doe" not in scrubbed.lower()


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        (["Li"], "Li and li, not line or Fp1", "X and X, not line or Fp1"),
        (["Li-Na"], "LiNa, Li Na, li_na", "X, X, X"),
        (["O'Brien"], "OBrien, O’Brien, o brien", "X, X, X"),
        (["Ann"], "Joann: EDF Annotations, channel 3", "JoX: EDF Annotations, channel 3"),
        (["Lee"], "sleep, LEE asleep, Leeds", "sleep, X asleep, Xds"),
        (["12345"], "ID12345A and 123456", "IDXA and 123456"),
        (["03-MAY-2020"], "may 2020, 03 May 2020, maybe 3", "may 2020, X, maybe 3"),
        (["Müller"], "Mu\u0308ller\u0308 x", "X x"),
        ([""], "anything", "anything"),
        (["-", "_", " ", "J"], "J - _", "J - _"),
    ],
)
def test_what_is_taken_out(words: list[str], text: str, left: str) -> None:
    assert NamePattern(words).subn("X", text)[0] == left


NAMES = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Lt"]), min_size=3, max_size=12)

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS: st.SearchStrategy[Form] = st.sampled_from(("NFC", "NFD", "NFKC", "NFKD"))


@given(NAMES, st.text(max_size=12), st.text(max_size=12), FORMS, st.booleans())
def test_a_name_is_found_anywhere_in_any_form(name: str, before: str, after: str, form: Form, is_upper: bool) -> None:
    written = unicodedata.normalize(form, name.upper() if is_upper else name.lower())
    pattern = NamePattern([name])
    letters = sum(c.isalnum() for c in folded(name)[0])
    if letters < 3 or folded(name)[0] != folded(written)[0]:  # a script whose capitals are other letters
        return
    text = f"{before}·{written}·{after}"
    scrubbed, n = pattern.subn("X", text)
    assert n >= 1
    assert not pattern.search(scrubbed)
    assert len(scrubbed.encode("utf-8", "replace")) <= len(text.encode("utf-8", "replace"))


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_spans_are_ranges_of_the_text_in_order(text: str, words: list[str]) -> None:
    spans = NamePattern(words).spans(text)
    assert all(0 <= start < stop <= len(text) for start, stop in spans)
    assert spans == sorted(spans)


@given(st.text())
def test_without_names_a_text_stays(text: str) -> None:
    assert NamePattern(()).subn("X", text) == (text, 0)
