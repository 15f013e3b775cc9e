"""`eegview sync` through the door a user takes."""

import json
from collections.abc import Callable
from pathlib import Path

import av
import edfio
import numpy as np
import pytest
from shared_data import DATA, needs_shared

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "study.edf"
    samples = np.random.default_rng(1).normal(0, 20, 60 * 64)
    signal = edfio.EdfSignal(samples, 64, label="EEG Fp1-Ref", physical_dimension="uV", physical_range=(-400, 400))
    notes = [edfio.EdfAnnotation(at_s, None, "FLASH") for at_s in (14.02, 21.06, 33.1)]
    edfio.Edf([signal], annotations=notes).write(file)
    return file


def film(path: Path, length_s: float = 30.0, flashes_s: tuple[float, ...] = ()) -> Path:
    """Write a grey film of 25 pictures a second that goes white for a fifth of a second at each flash."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "20", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(round(length_s * 25)):
            is_white = any(flash_s <= number / 25 < flash_s + 0.2 for flash_s in flashes_s)
            grey = np.full((48, 64, 3), 235 if is_white else 80, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return film(tmp_path / "night.mp4", flashes_s=(4.0, 11.04, 23.08))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def table(tmp_path: Path, rows: str, columns: str = "video_s,eeg_s") -> Path:
    path = tmp_path / "anchors.csv"
    path.write_text(f"{columns}\n{rows}\n")
    return path


def sync(run: Run, *words: object) -> dict:
    code, out, err = run("sync", *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_without_anchors_it_is_a_first_guess_that_says_so(run: Run, recording: Path, video: Path) -> None:
    found = sync(run, recording, "--video", video)
    assert (found["offset_s"], found["drift_ppm"], found["n"]) == (0.0, 0.0, 0)
    assert found["residual_ms"] == {"median": None, "max": None}
    (segment,) = found["segments"]
    assert segment["video"] == str(video)
    assert segment["coverage"] == pytest.approx([0.0, 30.0])
    assert (segment["level"], segment["source"][:5]) == ("unknown", "none:")


def test_a_video_of_another_day_is_said_to_be_one(run: Run, recording: Path, tmp_path: Path) -> None:
    clip = film(tmp_path / "VID_20990301_071500.mp4", 4.0)
    found = sync(run, recording, "--video", clip)
    (note,) = found["segments"][0]["notes"]
    assert "2099-03-01 07:15:00 (time in the file name), not during this recording" in note
    assert note in run("sync", recording, "--video", clip)[2]


def test_anchors_are_fitted_and_an_outlier_named(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    rows = [(t, 10 + t * 1.0002) for t in (1.0, 400.0, 800.0, 1500.0)]
    anchors = table(tmp_path, "\n".join(f"{v},{e:.6f}" for v, e in [*rows, (1000.0, 1017.5)]))
    code, out, err = run("sync", recording, "--video", video, "--anchors", anchors, "--json")
    assert code == 0
    assert "night.mp4: anchor 5 is +7300 ms off the others and was left out." in err
    found = json.loads(out)
    assert found["offset_s"] == pytest.approx(10, abs=1e-5)
    assert found["drift_ppm"] == pytest.approx(200, abs=0.01)
    assert found["residual_ms"]["max"] < 0.01
    assert found["n"] == 4
    segment = found["segments"][0]
    assert [anchor["used"] for anchor in segment["anchors"]] == [True, True, True, True, False]
    assert (segment["level"], segment["worst_level"]) == ("ok", "ok")
    assert segment["uncertainty_ms"]["least"] < segment["uncertainty_ms"]["start"] < 100


def test_what_was_stored_is_the_map_from_then_on(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    anchors = table(tmp_path, "0,10\n25,35.004")
    words = (recording, "--video", video, "--anchors", anchors)
    sync(run, *words)
    assert sync(run, recording, "--video", video)["n"] == 0  # only looked at
    stored = sync(run, *words, "--store", "--reviewer", "ann", "--role", "neurologist")
    video = video.rename(tmp_path / "renamed.mp4")
    again = sync(run, recording, "--video", video, "--reviewer", "ann")
    assert (again["offset_s"], again["drift_ppm"], again["n"]) == (stored["offset_s"], stored["drift_ppm"], 2)
    other = sync(run, recording, "--video", video, "--reviewer", "bob")
    assert other["offset_s"] == stored["offset_s"]
    assert other["segments"][0]["source"] == "2 anchors, set by ann"
    assert "ann, neurologist: set video time" in run("history", recording)[1]
    assert run("history", recording, "--verify")[:2] == (0, "The log is whole.\n")


def test_what_was_stored_is_no_mark(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    sync(run, recording, "--video", video, "--anchors", table(tmp_path, "0,10"), "--store")
    assert run("events", "list", recording) == (0, "", "")
    for ending in ("tsv", "csv", "json"):
        out = tmp_path / f"marks.{ending}"
        assert run("events", "export", recording, "-o", out)[0] == 0
        assert "video_sync" not in out.read_text()


def test_several_videos(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    second = film(tmp_path / "night2.mp4", 4.0)
    both = (recording, "--video", video, "--video", second)
    anchors = table(tmp_path, "0,10,night.mp4\n25,35,night.mp4\n1,45,night2.mp4", "video_s,eeg_s,video")
    found = sync(run, *both, "--anchors", anchors)
    assert (found["offset_s"], found["n"]) == (10.0, 3)
    assert [segment["offset_s"] for segment in found["segments"]] == [10.0, 44.0]
    assert found["segments"][1]["coverage"] == pytest.approx([44.0, 48.0])
    code, _, err = run("sync", *both, "--anchors", table(tmp_path, "0,10"))
    assert code == 2
    assert "not clear which" in err
    code, _, err = run("sync", *both, "--anchors", table(tmp_path, "0,10,day.mp4", "video_s,eeg_s,video"))
    assert code == 2
    assert "“day.mp4”, which was not given" in err


def test_lines_for_people(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    code, out, err = run("sync", recording, "--video", video, "--anchors", table(tmp_path, "0,10\n15,25.3\n30,40"))
    assert code == 0
    assert "disagree by more than 100 ms" in err
    assert out.splitlines()[0] == "night.mp4"
    assert "source    3 anchors" in out


def test_a_flash_is_suggested_for_a_note(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    found = sync(run, recording, "--video", video, "--suggest", "-o", out)
    assert [one["eeg_s"] for one in found["suggestions"]] == [14.02, 21.06, 33.1]
    assert {one["kind"] for one in found["suggestions"]} == {"flash"}
    assert found["offset_s"] == 0.0  # a suggestion changes nothing
    fitted = sync(run, recording, "--video", video, "--anchors", out)
    assert fitted["offset_s"] == pytest.approx(10.02, abs=0.03)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store"], "nothing to store"),
        (["-o", "a.csv"], "nothing to write"),
        (["--anchors", "ANCHORS"], "within one second"),
        (["--role", "boss"], "technologist, neurologist, resident"),
    ],
)
def test_a_request_without_sense_ends_with_2(
    run: Run, recording: Path, video: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    anchors = table(tmp_path, "1,1\n1,2")
    code, out, err = run("sync", recording, "--video", video, *(str(anchors) if w == "ANCHORS" else w for w in words))
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 2


def test_what_cannot_be_read_ends_with_3(run: Run, recording: Path, video: Path, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("Dear colleague, " * 50)
    for words in (
        (recording, "--video", tmp_path / "gone.mp4"),
        (recording, "--video", tmp_path / "text.mp4"),
        (tmp_path / "gone.edf", "--video", video),
        (recording, "--video", video, "--anchors", tmp_path / "gone.csv"),
    ):
        code, out, err = run("sync", *words)
        assert (code, out) == (3, "")
        assert len(err.splitlines()) == 2


def test_help_has_an_example(run: Run) -> None:
    code, out, _ = run("sync", "--help")
    assert code == 0
    assert "Example: eegview sync" in out


@needs_shared(DATA / "synced")
def test_a_real_camera_200_ppm_off(run: Run, tmp_path: Path) -> None:
    # times of the strip on the picture: EEG = video × 1.0002
    anchors = table(tmp_path, "60.0,60.012\n600.1,600.22\n900,912\n1200,1200.24\n1750,1750.35")
    words = ("--video", DATA / "synced" / "f3_drift_200ppm.mp4", "--anchors", anchors)
    found = sync(run, DATA / "eeg" / "absence_30min.edf", *words)
    assert found["drift_ppm"] == pytest.approx(200, abs=1)
    assert found["offset_s"] == pytest.approx(0, abs=0.002)
    assert found["n"] == 4
    assert found["segments"][0]["coverage"] == pytest.approx([0, 1810.36], abs=0.12)
