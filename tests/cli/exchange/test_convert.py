"""`eegview convert` and `eegview header`, as a script would use them."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import file_bytes, mark_bytes, plain
from shared_data import DATA, needs_shared

from eegview.cli.run import main
from eegview.model.span import Span
from eegview.readers.edf.recording import open_edf
from eegview.readers.opening import open_recording

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "night.edf"
    notes = {1: mark_bytes("1.5", "Anna Doe cries"), 20: mark_bytes("20.5", "rolls over", "60")}
    recorded = "Startdate 02-MAR-2021 EMG99 Bob_Roe Amp_12345"
    file = plain(patient=b"MRN77 F 03-MAY-2020 Anna_Doe", recording=recorded, marks=notes, n_records=60)
    path.write_bytes(file_bytes(file.with_(onsets_s=[str(r) for r in range(60)])))
    return path


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library" / "library.sqlite"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.mark.parametrize("ending", ["edf", "bdf", "vhdr"])
def test_nobody_is_named_and_marks_are_in_it(run: Run, recording: Path, tmp_path: Path, ending: str):
    run("events", "add", recording, "--term", "spasm", "--onset", 12, "--channels", "Fp2", "--text", "Anna nods")
    run("events", "add", recording, "--term", "spasm", "--onset", 50, "--reviewer", "Weiss")
    out = tmp_path / "out" / f"part.{ending}"
    out.parent.mkdir()
    code, said, told = run("convert", recording, "-o", out, "--from", 1, "--to", 41, "--json")
    assert code == 0
    result = json.loads(said)
    assert (result["start_s"], result["stop_s"], result["n_channels"], result["n_marks"]) == (1.0, 41.0, 3, 3)
    assert "1 mark reach" in told or "reach beyond the range" in told
    everything = b"".join(path.read_bytes() for path in out.parent.iterdir())
    for word in (b"Anna", b"Doe", b"MRN77", b"Bob", b"Roe", b"12345", b"2021"):
        assert word not in everything
    back = open_recording(out)
    notes = [(n.onset_s, n.duration_s, n.text) for n in back.scan_events().annotations if "New Seg" not in n.text]
    assert [onset_s for onset_s, _, _ in notes] == [0.5, 11.0, 19.5]
    assert "X X cries" in notes[0][2] or "X cries" in notes[0][2]
    assert "Epileptic spasm: X nods" in notes[1][2]
    assert notes[2][1] == pytest.approx(20.5)
    back.close()


def test_a_pseudonym_a_moved_date_and_the_age(run: Run, recording: Path, tmp_path: Path):
    out = tmp_path / "part.edf"
    options = ("--pseudonym", "P001", "--shift-days", -365, "--keep-age", "--no-marks")
    assert run("convert", recording, "-o", out, *options)[0] == 0
    assert out.read_bytes()[8:88].split() == [b"P001", b"X", b"X", b"X", b"age_9_months"]
    back = open_recording(out)
    assert back.recording.started_at is not None
    assert back.recording.started_at.isoformat() == "2020-03-02T10:20:30"
    back.close()


def test_as_in_the_file_keeps_patient_staff_and_date(run: Run, recording: Path, tmp_path: Path):
    out = tmp_path / "part.edf"
    assert run("convert", recording, "-o", out, "--identity", "file", "--from", 10)[0] == 0
    head = out.read_bytes()[:256]
    assert head[8:88].rstrip() == b"MRN77 F 03-MAY-2020 Anna_Doe"
    assert head[88:168].rstrip() == b"Startdate 02-MAR-2021 EMG99 Bob_Roe Amp_12345"
    assert head[168:184] == b"02.03.2110.20.40"


def test_chosen_channels_and_layers(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 5, "--reviewer", "Weiss")
    out = tmp_path / "part.edf"
    code, said, _ = run("convert", recording, "-o", out, "--channels", "F3,EEG Fp1", "--layer", "Weiss", "--json")
    assert (code, json.loads(said)["n_marks"]) == (0, 1)
    back = open_recording(out)
    assert [channel.label for channel in back.recording.channels] == ["EEG Fp1", "EEG F3"]
    back.close()


def test_what_makes_no_sense_is_one_sentence_and_leaves_nothing(run: Run, recording: Path, tmp_path: Path):
    (tmp_path / "there.edf").write_bytes(b"older")
    (tmp_path / "other.eeg").write_bytes(b"older")
    (tmp_path / "link.edf").symlink_to(recording)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for out, options, word in (
        ("there.edf", (), "there already"),
        ("other.vhdr", (), "there already"),
        ("night.edf", ("--force",), "itself"),
        ("link.edf", ("--force",), "itself"),
        ("a.txt", (), "cannot be written as"),
        ("a.edf", ("--from", 70), "nothing of the recording"),
        ("a.edf", ("--from", 20, "--to", 10), "ends before"),
        ("a.edf", ("--channels", "Q9"), "no channel named Q9"),
        ("a.edf", ("--identity", "me"), "not a choice"),
        ("a.edf", ("--identity", "pseudonym"), "pseudonym is needed"),
        ("Anna Doe.edf", (), "name or number"),
        ("a.edf", ("--shift-days", 3, "--keep-dates"), "moved and kept"),
        ("none/a.edf", (), "cannot be written"),
        ("a.edf", ("--layer", "Weiss", "--no-marks"), "both"),
    ):
        code, _, told = run("convert", recording, "-o", tmp_path / out, *options)
        assert code == 2, (out, options)
        assert word in told
        assert len(told.splitlines()) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_full_disk_is_one_sentence_and_leaves_nothing(run: Run, recording: Path, tmp_path: Path, monkeypatch):
    import eegview.exchange.recording.edf as writer

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer, "_header", full)
    before = set(tmp_path.iterdir())
    code, _, told = run("convert", recording, "-o", tmp_path / "a.edf", "--no-marks")
    assert code == 2
    assert told.startswith("“a.edf” cannot be written: no space left on device.")
    assert set(tmp_path.iterdir()) == before


def test_a_recording_cut_by_gaps_is_refused_inside_one(run: Run, tmp_path: Path):
    path = tmp_path / "gaps.edf"
    onsets = [str(r) for r in (*range(10), *range(30, 40))]
    path.write_bytes(file_bytes(plain(n_records=20).with_(onsets_s=onsets, reserved="EDF+D")))
    code, _, told = run("convert", path, "-o", tmp_path / "a.edf", "--from", 12, "--to", 20)
    assert (code, "lies in a gap" in told) == (2, True)
    code, said, _ = run("convert", path, "-o", tmp_path / "a.edf", "--from", 5, "--to", 35, "--json")
    assert (code, json.loads(said)["n_gaps"]) == (0, 1)
    back = open_recording(tmp_path / "a.edf")
    assert [(s.start_s, s.stop_s) for s in back.recording.segments] == [(0, 5), (25, 30)]
    back.close()


def test_joined_files_become_one_with_the_pause_between(run: Run, recording: Path, tmp_path: Path):
    later = tmp_path / "later.edf"
    later.write_bytes(file_bytes(plain(n_records=10, seed=4, time="10.25.30")))
    code, said, _ = run("convert", recording, later, "-o", tmp_path / "both.edf", "--json")
    assert (code, json.loads(said)["n_gaps"]) == (0, 1)
    back = open_recording(tmp_path / "both.edf")
    assert [(s.start_s, s.stop_s) for s in back.recording.segments] == [(0, 60), (300, 310)]
    back.close()


def test_a_header_is_shown_and_changed_in_a_copy(run: Run, recording: Path, tmp_path: Path):
    code, said, _ = run("header", recording)
    assert code == 0
    assert "2.label          EEG Fp2" in said
    code, said, told = run("header", recording, "--set", "2.label=EEG C3", "-o", tmp_path / "copy.edf", "--json")
    assert (code, json.loads(said)["changes"]) == (0, [{"key": "2.label", "before": "EEG Fp2", "after": "EEG C3"}])
    assert "another recording" in told
    code, _, told = run("header", recording, "--set", "2.label=EEG C4", "-o", recording, "--force")
    assert (code, "itself" in told) == (2, True)


@needs_shared()
def test_ten_minutes_of_a_real_recording_are_the_same_digits(run: Run, tmp_path: Path):
    source_path = DATA / "eeg" / "infant_background_18min.edf"
    assert run("convert", source_path, "-o", tmp_path / "a.edf", "--from", 60, "--to", 660, "--no-marks")[0] == 0
    source, back = open_edf(source_path), open_edf(tmp_path / "a.edf")
    channels = range(len(source.recording.channels))
    for first_s in range(0, 600, 100):
        here = back.read_digits(channels, 0, Span(first_s, first_s + 100))
        there = source.read_digits(channels, 0, Span(first_s + 60, first_s + 160))
        assert all(np.array_equal(a, b) for a, b in zip(here, there, strict=True))
    assert [back.stored_scale(c) for c in channels] == [source.stored_scale(c) for c in channels]
    source.close()
    back.close()
