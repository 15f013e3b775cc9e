"""Anonymize, bundle, unbundle and the further exports, as a script would use them."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import edfio
import mne
import numpy as np
import pytest
from films.moving_video import write_moving_video
from recordings.edf_files import file_bytes, mark_bytes, plain

from eegview.app.library.editing import study_library
from eegview.app.sync.syncing import placed_videos
from eegview.cli.run import main
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend, new_run_id
from eegview.readers.opening import open_recording
from eegview.readers.video.copying import copy_pictures

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "night.edf"
    notes = {1: mark_bytes("1.5", "Anna Doe cries")}
    recorded = "Startdate 02-MAR-2021 X X X"
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


def test_anonymize_lists_what_was_removed_and_names_nobody(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 5, "--text", "Anna nods", "--reviewer", "Dr. Weiss")
    out = tmp_path / "copies" / "recording_001.edf"
    out.parent.mkdir()
    code, said, told = run("anonymize", recording, "-o", out, "--marks", "--json")
    assert code == 0
    result = json.loads(said)
    assert {"patient field", "start date", "video, if there is any"} <= {row["what"] for row in result["removed"]}
    assert result["files"] == ["recording_001.edf", "recording_001_events.tsv", "recording_001_events.json"]
    everything = said + told + "".join(path.read_text("latin-1") for path in out.parent.iterdir())
    assert [name for name in ("Anna", "Doe", "MRN77", "Weiss", "03-MAY") if name in everything] == []
    table = (out.parent / "recording_001_events.tsv").read_text()
    assert "X nods\treviewer 1" in table
    code, said, _ = run("anonymize", recording, "-o", out)
    assert (code, said.splitlines()[0]) == (0, "Removed:")


def test_a_folder_gets_a_neutral_name(run: Run, recording: Path, tmp_path: Path):
    (tmp_path / "copies").mkdir()
    _, said, _ = run("anonymize", recording, "-o", tmp_path / "copies", "--json")
    (made,) = (tmp_path / "copies").iterdir()
    assert made.name.startswith("recording_")
    assert json.loads(said)["path"] == str(made)


def test_what_cannot_be_anonymized_is_refused(run: Run, recording: Path, tmp_path: Path):
    assert run("anonymize", recording, "-o", recording)[0] == 2
    assert run("anonymize", recording, "-o", tmp_path / "a.edf", "--shift-days", 3, "--keep-dates")[0] == 2
    assert run("anonymize", recording, "-o", tmp_path / "a.edf", "--with-sound")[0] == 2
    assert run("anonymize", recording, "-o", tmp_path / "Anna.edf")[0] == 2
    raw = mne.io.RawArray(np.zeros((1, 300)), mne.create_info(["Cz"], 100.0, "eeg"), verbose="error")
    raw.save(tmp_path / "a_raw.fif", verbose="error")
    code, _, told = run("anonymize", tmp_path / "a_raw.fif", "-o", tmp_path / "b.edf")
    assert (code, "cannot be anonymized" in told) == (2, True)


def test_a_leak_ends_with_an_error_and_no_file(run: Run, recording: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("eegview.exchange.identity.Scrubber.scrub", lambda _self, text: text)
    code, _, told = run("anonymize", recording, "-o", tmp_path / "a.edf")
    assert (code, "was deleted" in told) == (3, True)
    assert not (tmp_path / "a.edf").exists()


def test_video_goes_along_only_when_asked_and_stays_in_step(run: Run, recording: Path, tmp_path: Path):
    video = write_moving_video(tmp_path / "night.mp4", n_frames=50, first_ticks=10)
    (tmp_path / "night.sync.json").write_text('{"offset_s": 7.5, "drift_ppm": 20.0}')
    (tmp_path / "copies").mkdir()
    out = tmp_path / "copies" / "r.edf"
    run("anonymize", recording, "-o", out)
    assert [path.name for path in out.parent.iterdir()] == ["r.edf"]
    code, said, told = run("anonymize", recording, "-o", out, "--with-video", video, "--json")
    assert (code, "Faces" in told) == (0, True)
    assert json.loads(said)["files"][1:] == ["r_video_1.mp4", "r_video_1.sync.json"]
    source = open_recording(out)
    spans = [
        placed_videos([str(path)], source.recording, [], "me")[0].clip.span
        for path in (video, out.parent / "r_video_1.mp4")
    ]
    source.close()
    assert spans[0].start_s == pytest.approx(7.5 + 0.4 * (1 + 20e-6), abs=1e-3)
    assert spans[1].start_s == pytest.approx(spans[0].start_s, abs=1e-3)
    assert spans[1].stop_s == pytest.approx(spans[0].stop_s, abs=1e-3)


def test_a_turned_video_stays_turned_and_loses_its_texts(tmp_path: Path):
    import av

    video = write_moving_video(tmp_path / "a.mp4", n_frames=30, rotation=90)
    copy_pictures(video, tmp_path / "b.mp4", with_sound=False)
    from eegview.readers.video.video import open_video

    one, other = open_video(str(video)), open_video(str(tmp_path / "b.mp4"))
    assert (other.rotation, other.width_px) == (one.rotation, one.width_px)
    one.close()
    other.close()
    with av.open(str(tmp_path / "b.mp4")) as container:
        assert not {"creation_time", "title", "encoder"} & container.metadata.keys()


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_a_bundle_opens_elsewhere(run: Run, recording: Path, tmp_path: Path, name: str):
    write_moving_video(tmp_path / "night.mp4", n_frames=5)
    run("events", "add", recording, "--term", "spasm", "--onset", 5, "--set", "movement=flexor", "--reviewer", "ann")
    run("events", "add", recording, "--term", "note", "--onset", 9, "--text", "hm", "--reviewer", "bob")
    before = json.loads(run("events", "list", recording, "--json")[1])["events"]
    code, said, _ = run("bundle", recording, "-o", tmp_path / name, "--json")
    assert code == 0
    assert {"study/night.edf", "study/night.mp4", "marks/marks.json", "marks/log.json"} <= {
        row["name"] for row in json.loads(said)["files"]
    }
    assert run("unbundle", tmp_path / name, "--check")[:2] == (0, "Every file is unchanged.\n")
    there = tmp_path / "elsewhere"
    library = ("--library", tmp_path / "other" / "library.sqlite")
    code, said, _ = run("unbundle", tmp_path / name, "-o", there, "--json", *library)
    result = json.loads(said)
    assert (code, result["n_imported"], result["n_edits"], result["problems"]) == (0, 2, 2, [])
    after = json.loads(run("events", "list", there / "study" / "night.edf", "--json", *library)[1])["events"]
    assert after == before
    assert run("unbundle", there, *library)[1].startswith("Imported 0 marks.")


def test_runs_of_detectors_go_along(run: Run, recording: Path, tmp_path: Path):
    source = open_recording(recording)
    fingerprint = source.recording.fingerprint
    source.close()
    about = (new_run_id(), fingerprint, "spasms", "Spasms", "1", "c" * 64, (), Span(0.0, 60.0), "2026-01-01T12:00:00Z")
    found = Detection(0, 5.0, 1.0, "spasm", 0.9, (), (ScoreTerm("slow wave", 5.2, "z", 2.0),))
    with closing(study_library(str(tmp_path / "library" / "library.sqlite"))) as library:
        library.start_run(DetectorRun(*about, "ann"))
        library.add_detections(about[0], [found])
        library.add_trend(about[0], Trend("amplitude", "µV", 0.0, 1.0, np.ones(60, np.float32)))
        library.end_run(about[0], RunEnd.SILENT, "It hung.", 30.0, ["No EMG."])
        later = (new_run_id(), *about[1:-1], "2026-01-01T13:00:00Z")
        library.start_run(DetectorRun(*later, "bob"))  # goes on just now
        (kept, _running) = library.runs(fingerprint)
    assert json.loads(run("bundle", recording, "-o", tmp_path / "out.zip", "--json")[1])["n_runs"] == 1
    other = tmp_path / "other.sqlite"
    unbundle = ("unbundle", tmp_path / "out.zip", "--library", other, "--json", "-o")
    assert json.loads(run(*unbundle, tmp_path / "once")[1])["n_runs_imported"] == 1
    assert json.loads(run(*unbundle, tmp_path / "twice")[1])["n_runs_imported"] == 0
    with closing(study_library(str(other))) as library:
        assert library.runs(fingerprint) == (kept,)
        assert library.detections(kept.run_id) == (found,)
        assert list(library.trends(kept.run_id)[0].values) == [1.0] * 60


def test_a_bundle_without_video_and_one_that_was_changed(run: Run, recording: Path, tmp_path: Path):
    write_moving_video(tmp_path / "night.mp4", n_frames=5)
    run("bundle", recording, "-o", tmp_path / "out", "--no-video")
    assert not (tmp_path / "out" / "study" / "night.mp4").exists()
    with (tmp_path / "out" / "study" / "night.edf").open("r+b") as file:
        file.seek(3000)
        file.write(b"\x00\x01\x02")
    code, _, told = run("unbundle", tmp_path / "out")
    assert (code, "study/night.edf differs from what was put in." in told) == (3, True)


def test_further_exports(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 5)
    assert run("events", "export", recording, "-o", tmp_path / "sz.tsv", "--as", "szcore")[0] == 0
    assert "sz_uo_m_spasms" in (tmp_path / "sz.tsv").read_text()
    assert run("events", "export", recording, "-o", tmp_path / "mne.csv", "--as", "mne")[0] == 0
    assert list(mne.read_annotations(tmp_path / "mne.csv").description) == ["Epileptic spasm"]
    code, _, told = run("events", "export", recording, "-o", tmp_path / "copy.edf", "--copy")
    assert (code, "Wrote a copy of the recording with 1 mark" in told) == (0, True)
    texts = [note.text for note in edfio.read_edf(tmp_path / "copy.edf").annotations]
    assert sorted(texts) == ["Anna Doe cries", "Epileptic spasm"]
    assert run("events", "export", recording, "-o", recording, "--copy")[0] == 2
    assert run("events", "export", recording, "-o", tmp_path / "a.tsv", "--as", "nothing")[0] == 2
    assert run("events", "export", recording, "-o", tmp_path / "a.edf", "--copy", "--as", "mne")[0] == 2


def test_a_list_of_another_day_is_told(run: Run, recording: Path, tmp_path: Path):
    (tmp_path / "list.txt").write_text("2021-03-05 10:20:40\tspasm\n")
    code, _, told = run("events", "import", recording, tmp_path / "list.txt")
    assert (code, "Outside the recording: 1 mark." in told) == (0, True)
    (tmp_path / "clock.txt").write_text("10:20:40\tspasm\n")
    run("events", "import", recording, tmp_path / "clock.txt", "--layer", "tech")
    events = json.loads(run("events", "list", recording, "--layer", "tech", "--json")[1])["events"]
    assert [event["onset_s"] for event in events] == [10.0]


def test_the_folder_of_a_bundle_opens(run: Run, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_moving_video(tmp_path / "night.mp4", n_frames=5)
    run("events", "add", recording, "--term", "spasm", "--onset", 5, "--reviewer", "ann")
    run("bundle", recording, "-o", tmp_path / "out")
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "other.sqlite"))
    asked = []
    monkeypatch.setattr("eegview.main.open_window", lambda *words: asked.append(words) or 0)
    assert run(tmp_path / "out")[0] == 0
    inside = tmp_path / "out" / "study" / "night.edf"
    assert asked[0][:2] == ([str(inside)], [str(inside.with_suffix(".mp4"))])
    events = json.loads(run("events", "list", inside, "--json")[1])["events"]
    assert [(event["term"], event["layer"]) for event in events] == [("spasm", "ann")]
    (tmp_path / "out" / "marks" / "log.json").write_text("{}")
    assert run(tmp_path / "out")[0] == 3
    assert len(asked) == 1


def test_it_says_what_it_cannot_find_and_nothing_of_what_it_did_not_look_for(run: Run, tmp_path: Path):
    nameless = tmp_path / "nameless.edf"
    file = plain(patient=b"X X X X", recording="Startdate X X X X")
    nameless.write_bytes(file_bytes(file))
    code, said, told = run("anonymize", nameless, "-o", tmp_path / "a.edf")
    assert code == 0
    assert "was found" not in said
    assert "no name to find" in told
    assert "nicknames" in told
    assert json.loads(run("anonymize", nameless, "-o", tmp_path / "b.edf", "--json")[1])["checked"] is False
    code, said, told = run("anonymize", nameless, "-o", tmp_path / "c.edf", "--name", "Doe")
    assert "no name or number of the header was found" in said
    assert "no name to find" not in told


def test_names_inside_longer_words_go_from_labels_notes_and_marks(run: Run, tmp_path: Path):
    path = tmp_path / "night.edf"
    notes = {1: mark_bytes("1.5", "JohnMueller, MULLERS, muller_john, Mu\u0308ller asleep")}
    file = plain(patient="4711 M 03-MAY-2020 John_Müller".encode(), recording="Startdate X X X X", marks=notes)
    path.write_bytes(file_bytes(file))
    run("events", "add", path, "--term", "spasm", "--onset", 1, "--text", "Johnny MÜLLER", "--channels", "EEG John")
    code, _, told = run("anonymize", path, "-o", tmp_path / "copies.edf", "--marks")
    assert code == 0, told
    everything = b"".join(one.read_bytes() for one in tmp_path.glob("copies*")).decode("utf-8", "replace").casefold()
    assert [name for name in ("john", "muller", "müller", "mueller", "u\u0308ller") if name in everything] == []
    assert "asleep" in everything
    assert run("anonymize", path, "-o", tmp_path / "johns.edf")[0] == 2
