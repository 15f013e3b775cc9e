"""What names a recording is hidden in logs and sentences; no other word is cut."""

import io
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eegview.detect.process.hidden_names import INSTEAD, HiddenNames
from eegview.detect.process.run_log import RunLog

LETTERS = st.characters(categories=("L", "N", "M"), include_characters="_")
PUNCTUATION = st.sampled_from(" -()[]&,;+'!#$%@~.")
# a name as files have it: begins and ends with a letter or digit, anything between
NAMES = st.builds(
    lambda first, middle, last: unicodedata.normalize("NFC", first + middle + last),
    st.characters(categories=("L", "N")),
    st.text(st.one_of(LETTERS, PUNCTUATION), min_size=1, max_size=12),
    st.characters(categories=("L", "N")),
)
SUFFIXES = st.sampled_from(("edf", "bdf", "vhdr", "mff", "EDF"))
AROUND = st.sampled_from(("", " ", "\n", '"', "'", "(", ")", ":", ", ", "=", "/", "\\", "“", "”", " – ", "<", ">"))
PLAIN = ("b", "ab", "study", "Study", "recording", "object", "for", "range")


def _is_letter(character: str) -> bool:
    return character == "_" or character.isalnum() or unicodedata.category(character).startswith("M")


def _tokens(text: str) -> list[str]:
    """Return the words of a text: runs of letters, digits, marks and _."""
    return "".join(character if _is_letter(character) else " " for character in text).split()


def _tells(stem: str) -> bool:
    """Whether a stem is hidden without its suffix too."""
    return HiddenNames([f"/x/{stem}.edf"]).hide(stem) == INSTEAD


@given(NAMES, SUFFIXES, AROUND, AROUND)
def test_a_name_that_stands_as_a_whole_is_always_hidden(stem, suffix, before, after):
    names = HiddenNames([f"/data/of somebody/{stem}.{suffix}"])
    for name in (stem, f"{stem}.{suffix}", f"{stem}.eeg", f"/data/of somebody/{stem}.{suffix}"):
        assert names.hide(f"{before}{name}{after}") == f"{before}{INSTEAD}{after}", name
    assert names.hide(f"see {stem}.{suffix}.") == f"see {INSTEAD}."


@given(NAMES, LETTERS, SUFFIXES)
def test_a_name_within_a_word_is_left_alone(stem, letter, suffix):
    names = HiddenNames([f"/data/{stem}.{suffix}"])
    for text in (letter + stem, stem + letter, f"{letter}{stem}.{suffix}", f"x{letter}{stem}{letter}"):
        assume(text.count(stem) == 1)
        assert names.hide(text) == text


@given(
    st.text(st.sampled_from("abA_é\u0301́ .-/\n"), max_size=60),
    st.sampled_from(("aba", "abA", "a_b", "éab", "bae\u0301")),
)
@example("abab aba. aba-aba /aba abaa", "aba")
def test_a_text_is_changed_at_whole_words_and_nowhere_else(text, stem):
    hidden = HiddenNames([f"/elsewhere/{stem}.edf"]).hide(text)
    words = _tokens(text)
    if stem not in words:
        assert hidden == text
    else:
        kept = _tokens(hidden)
        assert stem not in kept
        assert kept.count("recording") == hidden.count(INSTEAD)
    assert all(word in words for word in _tokens(hidden.replace(INSTEAD, " ")))


@given(st.lists(NAMES, min_size=2, max_size=4, unique=True), SUFFIXES)
def test_every_file_of_a_recording_is_hidden(stems, suffix):
    names = HiddenNames([f"/data/{stem}.{suffix}" for stem in stems])
    assert names.hide("|".join(f"{stem}.{suffix}" for stem in stems)) == "|".join([INSTEAD] * len(stems))


@pytest.mark.parametrize("stem", PLAIN)
def test_a_plain_name_leaves_code_and_sentences_alone(stem):
    names = HiddenNames([f"/data/{stem}.edf"])
    for text in (
        "class Object(object): b.shape, ab[b], lib.so  # numb",
        "The recording of this study is too short. Study it, for one range of b.",
    ):
        assert names.hide(text) == text
    assert names.hide(f"cannot open “{stem}.edf”, {stem}.edf or /data/{stem}.edf") == (
        f"cannot open “{INSTEAD}”, {INSTEAD} or {INSTEAD}"
    )
    assert not _tells(stem)


def test_files_beside_it_are_hidden_too():
    names = HiddenNames(["/data/Smith_John/night7.vhdr"])
    text = "cannot open /data/Smith_John/night7.vmrk, only night7.eeg, night7 and /data/Smith_John/night7-2.eeg."
    assert names.hide(text) == f"cannot open {INSTEAD}, only {INSTEAD}, {INSTEAD} and {INSTEAD}."
    assert names.hide("night70 is another night, and so is Night7") == "night70 is another night, and so is Night7"


def test_a_folder_without_suffix_is_a_name_too():
    names = HiddenNames(["/data/Smith John (2)"])
    assert names.hide("in Smith John (2), /data/Smith John (2)/a.bin") == f"in {INSTEAD}, {INSTEAD}/a.bin"
    assert HiddenNames([]).hide("nothing is hidden") == "nothing is hidden"


def _logged(tmp_path, printed: bytes, paths: list[str]) -> str:
    log = RunLog(io.BufferedReader(io.BytesIO(printed)), "made", "run", HiddenNames(paths), tmp_path)
    log.close()
    return log.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [*range(1960, 2010), 4000, 5990])
def test_a_name_is_not_cut_with_a_long_line(tmp_path, place):
    name = "Müller, Ännchen"
    printed = "." * place + f" {name} " + "." * 4000
    text = _logged(tmp_path, printed.encode(), [f"/data/{name}.edf"])
    assert "ller" not in text
    assert "chen" not in text
    assert text.replace("\n", "") == printed.replace(name, INSTEAD)


def test_bytes_that_are_no_text_are_written_as_well_as_they_can_be(tmp_path):
    text = _logged(tmp_path, b"a\xff\xc3\nnight7.edf\nend", ["/data/night7.edf"])
    assert text.splitlines() == ["a\ufffd\ufffd", INSTEAD, "end"]
