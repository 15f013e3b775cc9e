"""Marks from other programs: SzCORE, EDFbrowser, Persyst, Nihon Kohden, Natus, MNE; and out to MNE."""

from datetime import datetime
from pathlib import Path

import mne
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.exchange.importing import on_recordings_clock, read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.foreign_times import parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.marks_file import is_marks_file, write_marks
from eegview.model.annotation import Annotation
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.time.clock import recorder_time

VOCABULARY = load_vocabulary(built_in_only=True)
START = recorder_time(2024, 1, 31, 23, 50, 0)
SPASM = Annotation("a", "spasm", 12.345678, 1.25, ("Fp1", "A:B"), (("class", "focal"),), "nods, cries", "ann")


def found_in(tmp_path: Path, name: str, content: str | bytes) -> ImportedMarks:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return on_recordings_clock(read_marks(path, VOCABULARY), START)


def brief(found: ImportedMarks) -> list[tuple[str, float, float]]:
    return [(mark.term_id, mark.onset_s, mark.duration_s) for mark in found.annotations]


# times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", (Clock.ELAPSED, 12.5, None)),
        ("+12,5 s", (Clock.ELAPSED, 12.5, None)),
        ("10:20:30.5", (Clock.DAILY, 37230.5, None)),
        ("10:20:30 PM", (Clock.DAILY, 80430.0, None)),
        ("12:00:05 am", (Clock.DAILY, 5.0, None)),
        ("d2 00:00:10", (Clock.DAILY, 86410.0, None)),
        ("2024-01-31T23:50:01.25", (Clock.DATED, 0.0, recorder_time(2024, 1, 31, 23, 50, 1, 250000))),
        ("31.01.2024 23:50:01", (Clock.DATED, 0.0, recorder_time(2024, 1, 31, 23, 50, 1))),
        ("1/31/2024 11:50:01 PM", (Clock.DATED, 0.0, recorder_time(2024, 1, 31, 23, 50, 1))),
        ("31/01/2024 23:50:01", (Clock.DATED, 0.0, recorder_time(2024, 1, 31, 23, 50, 1))),
    ],
)
def test_times_in_many_spellings(text: str, expected: tuple):
    when = parse_when(text)
    assert when is not None
    assert (when.clock, when.seconds, when.moment) == expected


@pytest.mark.parametrize("text", ["", "spasm", "10:61:00", "2024-13-01 10:00:00", "31.02.2024", "1.2.3", "nan"])
def test_what_is_no_time(text: str):
    assert parse_when(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_times(text: str):
    parse_when(text)


# SzCORE


def test_szcore_in(tmp_path: Path):
    table = (
        "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n"
        "10.00\t1.50\tsz_foc_ia_m_spasms\t0.8\tFp1,F3\t2024-01-31 23:50:00\t600.00\n"
        "20.00\t30.00\tsz_gen_m_tonicClonic\tn/a\tall\t2024-01-31 23:50:00\t600.00\n"
        "60.00\t5.00\tsz\tn/a\tall\t2024-01-31 23:50:00\t600.00\n"
        "0.00\t10.00\tbckg\tn/a\tall\t2024-01-31 23:50:00\t600.00\n"
        "x\t5.00\tsz\tn/a\tall\t2024-01-31 23:50:00\t600.00\n"
    )
    found = found_in(tmp_path, "events.tsv", table)
    assert brief(found) == [("spasm", 10.0, 1.5), ("seizure", 20.0, 30.0), ("seizure", 60.0, 5.0)]
    assert found.annotations[0].channels == ("Fp1", "F3")
    assert found.annotations[0].attribute("class") == "focal"
    assert "0.8" in found.annotations[0].text
    assert "tonic_clonic" in dict(found.annotations[1].attributes).values()
    assert any("lines 6" in sentence for sentence in found.report)
    assert any("background" in sentence for sentence in found.report)


def test_szcore_without_a_seizure_is_background_and_the_rest_is_told(tmp_path: Path):
    path = tmp_path / "events.tsv"
    lost = write_marks(path, [Annotation("n", "note", 3.0, text="x")], VOCABULARY, None, "szcore", 600.0)
    assert path.read_text().splitlines()[1].split("\t")[:3] == ["0.00", "600.00", "bckg"]
    assert any("left out: 1 mark" in sentence for sentence in lost)
    assert any("1900" in sentence for sentence in lost)
    assert read_marks(path, VOCABULARY).annotations == ()


# EDFbrowser


def test_edfbrowser_csv(tmp_path: Path):
    found = found_in(
        tmp_path, "a.txt", "Onset,Duration,Annotation\r\n+1.5000000,2.0000000,Spasm, left arm\r\n+9.25,,sz start\r\n"
    )
    assert brief(found) == [("note", 1.5, 2.0), ("seizure", 9.25, 0.0)]
    assert found.annotations[0].text == "Spasm, left arm"
    assert brief(found_in(tmp_path, "b.csv", "Onset;Annotation\n00:00:05.5;spasm\n")) == [("spasm", 5.5, 0.0)]


def test_edfbrowser_xml(tmp_path: Path):
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<annotationlist>\n'
        "<annotation><onset>2024-01-31T23:50:07.5</onset><duration>1.5</duration><description>Spasm</description></annotation>"
        "<annotation><onset>2024-02-01T00:00:00</onset><duration/><description>µV &lt; 3</description></annotation>"
        "<annotation><onset/><description>lost</description></annotation></annotationlist>"
    )
    found = found_in(tmp_path, "a.xml", xml)
    assert brief(found) == [("spasm", 7.5, 1.5), ("note", 600.0, 0.0)]
    assert found.annotations[1].text == "µV < 3"
    assert "Row 3: the onset “” cannot be read; left out." in found.report


@pytest.mark.parametrize(
    "xml",
    [
        "<annotationlist></annotationlist>",
        "<annotationlist>",
        '<!DOCTYPE a [<!ENTITY b "c">]><annotationlist><annotation><onset>1</onset></annotation></annotationlist>',
    ],
)
def test_bad_xml_is_refused(tmp_path: Path, xml: str):
    with pytest.raises(UnreadableFile):
        found_in(tmp_path, "a.xml", xml)


# Persyst


def test_persyst_lay(tmp_path: Path):
    lay = (
        "[FileInfo]\nFile=a.dat\n[Patient]\nFirst=Anna\nTestDate=01/31/2024\nTestTime=23:50:00\n"
        "[Comments]\n5.5,1.25,0,100,Spasm, both arms\n9,0,0,100,sz start\nnonsense\n"
    )
    found = found_in(tmp_path, "a.lay", lay)
    assert brief(found) == [("note", 5.5, 1.25), ("seizure", 9.0, 0.0)]
    assert found.annotations[0].text == "Spasm, both arms"
    assert "Row 10: the comment cannot be read; left out." in found.report
    assert not any("Anna" in text for text in (*found.report, *(mark.text for mark in found.annotations)))


def test_persyst_csv(tmp_path: Path):
    found = found_in(
        tmp_path,
        "a.csv",
        "Patient: Anna\nTime,Duration,State,Type,Comment\nd1 23:50:10,2,0,100,spasm\nd2 00:00:00,0,0,100,x, y\n",
    )
    assert brief(found) == [("spasm", 10.0, 2.0), ("note", 600.0, 0.0)]
    assert found.annotations[1].text == "x, y"
    assert any("ignored: 1" in sentence for sentence in found.report)


# Natus, Nihon Kohden


def test_natus_list_past_midnight(tmp_path: Path):
    text = (
        "Patient Name:\tAnna Doe\r\nCreation Date:\t31-Jan-2024\r\n\r\n"
        "11:50:30 PM\tSpasm\r\n11:59:59 PM\t@Seizure left\r\n12:00:10 AM\tBeing held\r\n"
    )
    found = found_in(tmp_path, "a.txt", text.encode("utf-16"))
    assert brief(found) == [("spasm", 30.0, 0.0), ("seizure", 599.0, 0.0), ("care", 610.0, 0.0)]
    assert not any("Doe" in text for text in (*found.report, *(mark.text for mark in found.annotations)))
    assert any("times of day" in sentence for sentence in found.report)


def test_nihon_kohden_list_with_elapsed_time(tmp_path: Path):
    text = "  1  23:50:05  00:00:05  A1+A2 OFF\n  2  23:50:12  00:00:12  SZ START\n"
    found = found_in(tmp_path, "a.txt", text)
    assert brief(found) == [("note", 5.0, 0.0), ("seizure", 12.0, 0.0)]


def test_columns_by_name_with_dates_and_ends(tmp_path: Path):
    text = "Date;Start Time;End Time;Channels;Event\n31.01.2024;23:50:05;;C3/C4;Spasm\n01.02.2024;00:00:00;;;sz start\n"
    found = found_in(tmp_path, "a.csv", text)
    assert brief(found) == [("spasm", 5.0, 0.0), ("seizure", 600.0, 0.0)]
    assert found.annotations[0].channels == ("C3", "C4")
    ends = "Start\tEnd\tType\n23:50:05\t23:50:07.5\tspasm\n"
    assert brief(found_in(tmp_path, "b.txt", ends)) == [("spasm", 5.0, 2.5)]


def test_a_recording_without_a_start_is_told(tmp_path: Path):
    (tmp_path / "a.txt").write_text("10:00:00\tspasm\n")
    found = on_recordings_clock(read_marks(tmp_path / "a.txt", VOCABULARY), None)
    assert any("could not be aligned" in sentence for sentence in found.report)


@pytest.mark.parametrize("content", ["", "a letter\nto nobody\n", "\x00\x01\x02"])
def test_what_is_no_list_is_refused(tmp_path: Path, content: str):
    with pytest.raises(UnreadableFile):
        found_in(tmp_path, "a.txt", content)


# MNE


def annotations(orig_time: datetime | None) -> mne.Annotations:
    origin = orig_time.strftime("%Y-%m-%d %H:%M:%S.%f") if orig_time else None
    return mne.Annotations([0.5, 2.25], [1.0, 0.0], ["spasm", "sz start"], origin, [["Fp1", "A:B"], []])


@pytest.mark.parametrize("ending", ["-annot.csv", "-annot.txt", "-annot.fif"])
@pytest.mark.parametrize("has_date", [True, False])
def test_mne_in(tmp_path: Path, ending: str, has_date: bool):
    path = tmp_path / f"a{ending}"
    annotations(START if has_date else None).save(path)
    found = on_recordings_clock(read_marks(path, VOCABULARY), START)
    assert brief(found) == [("spasm", 0.5, 1.0), ("seizure", 2.25, 0.0)]
    assert found.annotations[0].channels == ("Fp1", "A:B")


@pytest.mark.parametrize("start", [START, None])
def test_mne_out_is_what_mne_reads(tmp_path: Path, start: datetime | None):
    path = tmp_path / "a.csv"
    lost = write_marks(path, [Annotation("b", "note", 0.0, text="go"), SPASM], VOCABULARY, start, "mne")
    found = mne.read_annotations(path)
    np.testing.assert_allclose(found.onset, [0.0, 12.345678], atol=1e-6)
    assert list(found.duration) == [0.0, 1.25]
    assert list(found.description) == ["Note: go", "Epileptic spasm: nods, cries"]
    assert list(found.ch_names) == [(), ("Fp1", "A:B")]
    assert (found.orig_time is None) == (start is None)
    assert any("answers" in sentence for sentence in lost)
    back = on_recordings_clock(read_marks(path, VOCABULARY), start)
    assert brief(back)[1] == ("spasm", 12.345678, 1.25)


def test_a_dialect_needs_its_extension(tmp_path: Path):
    with pytest.raises(UsageError, match="szcore"):
        write_marks(tmp_path / "a.csv", [SPASM], VOCABULARY, START, "szcore")
    assert is_marks_file(Path("x-annot.fif"))
    assert not is_marks_file(Path("raw.fif"))
