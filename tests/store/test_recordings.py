"""What a library knows of recordings: noted when one is opened, by two programs at once too; names with care."""

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.model.study.known_recording import KeptIdentity, KnownChannel, KnownRecording
from eegview.store.library import Library, open_library

FINGERPRINT = "f" * 64
NIGHT = KnownRecording(
    FINGERPRINT,
    "Doe Jane.edf",
    "EDF+D",
    3600.5,
    "2020-03-02T09:00:00.250000",
    (KnownChannel("Fp1", "eeg", 256.0, "uV"), KnownChannel("SpO2", "spo2", 1.0, "%")),
    (Span(0.0, 1200.0), Span(1300.25, 3600.5)),
    2,
    True,
)
EARLY, LATE = "2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"


def test_an_opened_recording_is_known_afterwards(library: Library):
    library.keep_identity(KeptIdentity(names=True))
    library.note_recording(NIGHT, EARLY)
    expected = replace(NIGHT, first_seen_utc=EARLY, last_seen_utc=EARLY)
    assert library.recording(FINGERPRINT) == expected
    assert library.recordings() == (replace(expected, segments=()),)
    assert expected.is_seen


def test_no_name_is_kept_unless_somebody_asks_for_it(library: Library):
    assert library.kept_identity == KeptIdentity(names=False, starts=True)
    library.note_recording(NIGHT)
    found = library.recording(FINGERPRINT)
    assert (found.name, found.started_at) == ("", NIGHT.started_at)


def test_first_and_last_opening_are_kept_whatever_order_they_come_in(library: Library):
    for at_utc in (LATE, EARLY):  # the clock of another computer is behind
        library.note_recording(NIGHT, at_utc)
    found = library.recording(FINGERPRINT)
    assert (found.first_seen_utc, found.last_seen_utc) == (LATE, LATE)
    library.note_recording(NIGHT, "2026-03-01T00:00:00+00:00")
    assert library.recording(FINGERPRINT).last_seen_utc == "2026-03-01T00:00:00+00:00"


def test_a_later_opening_tells_more(library: Library):
    library.note_recording(replace(NIGHT, duration_s=10.0, n_files=1))
    library.note_recording(NIGHT)
    found = library.recording(FINGERPRINT)
    assert (found.duration_s, found.n_files) == (NIGHT.duration_s, 2)


def test_switching_names_off_removes_those_that_were_kept(place: str, library: Library):
    library.keep_identity(KeptIdentity(names=True))
    library.note_recording(NIGHT)
    library.keep_identity(KeptIdentity(names=False, starts=False))
    found = library.recording(FINGERPRINT)
    assert (found.name, found.started_at) == ("", "")
    assert found.duration_s == NIGHT.duration_s
    with closing(open_library(place)) as other:
        assert other.kept_identity == KeptIdentity(names=False, starts=False)
        other.note_recording(NIGHT)
        assert other.recording(FINGERPRINT).name == ""


def test_a_removed_name_is_overwritten_in_the_file(file_library: Library, library_file: Path):
    file_library.keep_identity(KeptIdentity(names=True))
    for number in range(50):
        file_library.note_recording(replace(NIGHT, fingerprint=f"{number:064}"))
    file_library.keep_identity(KeptIdentity())
    for file in library_file.parent.glob("library.sqlite*"):
        assert b"Doe Jane" not in file.read_bytes()


def test_a_cleaning_that_failed_is_done_by_the_next_call(file_library: Library, library_file: Path):
    file_library.keep_identity(KeptIdentity(names=True))
    for number in range(50):
        file_library.note_recording(replace(NIGHT, fingerprint=f"{number:064}"))
    with closing(sqlite3.connect(library_file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM recording").fetchone()
        assert not file_library.keep_identity(KeptIdentity())  # another program reads
        reader.execute("COMMIT")
    assert file_library.keep_identity(KeptIdentity())
    for file in library_file.parent.glob("library.sqlite*"):
        assert b"Doe Jane" not in file.read_bytes()


def test_it_is_no_part_of_the_log(library: Library, add: Callable[..., Edit]):
    add(1.0, "a")
    before = library.edits(FINGERPRINT)
    library.note_recording(NIGHT)
    assert library.edits(FINGERPRINT) == before
    assert library.verify(FINGERPRINT) == []


def test_two_programs_may_note_the_same_recording_at_once(place: str):
    libraries = [open_library(place) for _number in range(4)]

    def note(library: Library) -> None:
        for number in range(10):
            library.note_recording(NIGHT, f"2026-01-01T00:00:{number:02}+00:00")

    with ThreadPoolExecutor(len(libraries)) as threads:
        list(threads.map(note, libraries))
    (found,) = libraries[0].recordings()
    assert (found.first_seen_utc[-8:-6], found.last_seen_utc[-8:-6]) == ("00", "09")
    for library in libraries:
        library.close()


def test_what_is_held_is_counted_by_layer_term_and_author(library: Library, add: Callable[..., Edit]):
    edits = [add(1.0, "a"), add(2.0, "b")]
    held = library.holdings()[FINGERPRINT]
    assert held.n_by_layer_and_term == {("ann", "spasm"): 2}
    assert held.n_by_author == {"ann": 2}
    assert (held.n_edits, held.n_runs) == (2, 0)
    assert (held.first_edit_utc, held.last_edit_utc) == (edits[0].at_utc, edits[1].at_utc)
    assert library.records_everywhere(["spasm"]) == {FINGERPRINT: library.annotations(FINGERPRINT)}
    assert library.edits_after({FINGERPRINT: 1}) == {FINGERPRINT: (edits[1],)}


def test_a_row_changed_from_outside_is_as_not_seen_and_said_and_hinders_no_other(
    library: Library, outside: Callable[[str], None]
):
    library.note_recording(NIGHT)
    library.note_recording(replace(NIGHT, fingerprint="e" * 64))
    outside("UPDATE recording SET channels = '[1, 2' WHERE fingerprint LIKE 'f%'")
    whole, damaged = library.recordings()
    assert (whole.is_seen, whole.format, damaged) == (True, NIGHT.format, KnownRecording(FINGERPRINT))
    assert library.recording(FINGERPRINT) == damaged
    (issue,) = [one for one in library.issues if one.code == "library_recording"]
    assert "ffffffffffff… was changed from outside" in issue.message
    library.note_recording(NIGHT)
    assert all(one.is_seen for one in library.recordings())


texts = st.text(max_size=20)  # half surrogates too: a file's name need not be UTF-8


def storable(text: str) -> str:
    return "".join("?" if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in text)


numbers = st.floats(allow_nan=False, allow_infinity=False)
channels = st.builds(KnownChannel, texts, texts, numbers, texts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    st.builds(
        KnownRecording,
        fingerprint=st.just(FINGERPRINT),
        name=texts,
        format=texts,
        duration_s=numbers,
        started_at=texts,
        channels=st.lists(channels, max_size=4).map(tuple),
        segments=st.just((Span(0.0, 0.1),)),
        n_files=st.integers(0, 10**6),
        is_simulated=st.booleans(),
    )
)
def test_whatever_is_noted_comes_back_but_for_letters_that_cannot_be_stored(library: Library, known: KnownRecording):
    library.keep_identity(KeptIdentity(names=True))
    library.note_recording(known, LATE)
    found = library.recording(FINGERPRINT)
    expected = replace(
        known,
        name=storable(known.name),
        format=storable(known.format),
        started_at=storable(known.started_at),
        channels=tuple(
            KnownChannel(storable(c.name), storable(c.kind), c.rate_hz, storable(c.unit)) for c in known.channels
        ),
    )
    assert replace(found, first_seen_utc="", last_seen_utc="") == expected


def test_the_name_of_a_file_that_is_not_utf_8_is_kept_as_far_as_it_is(library: Library):
    library.keep_identity(KeptIdentity(names=True))
    library.note_recording(replace(NIGHT, name=os.fsdecode(b"nuit \xe9t\xe9.edf")))
    assert library.recording(FINGERPRINT).name == "nuit ?t?.edf"
