import json
import sys
from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pytest
import scipy.signal
from shared_data import DATA, PROJECT, needs_shared

from eegview.cli.page import choose_filters
from eegview.cli.run import main
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.time.clock import recorder_time

signal: Any = scipy.signal  # whose annotations name every kind of answer at once
RATE_HZ = 200
RECORDINGS = DATA / "eeg"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an EDF file of 40 s: four electrodes at 200 Hz, an ECG at 100 Hz."""
    rng = np.random.default_rng(0)
    channels = {"EEG Fp1-Ref": 200, "EEG F7-Ref": 200, "EEG T3-Ref": 200, "EEG Cz-Ref": 200, "ECG1": 100}
    signals = [
        edfio.EdfSignal(
            rng.standard_normal(40 * rate_hz) * 30,
            rate_hz,
            label=label,
            physical_dimension="uV",
            physical_range=(-300, 300),
        )
        for label, rate_hz in channels.items()
    ]
    path = tmp_path_factory.mktemp("edf") / "study.edf"
    edfio.Edf(signals, starttime=recorder_time(2024, 1, 1, 12, 0, 0).time()).write(path)
    return path


def samples(recording: Path, number: int) -> np.ndarray:
    return edfio.read_edf(recording).signals[number].data.astype(np.float32)


def npz(recording: Path, tmp_path: Path, *words: str) -> dict[str, np.ndarray]:
    out = tmp_path / "page.npz"
    assert main(["page", str(recording), *words, "-o", str(out)]) == 0
    with np.load(out, allow_pickle=False) as loaded:
        return dict(loaded)


def test_npz_holds_the_files_own_values(recording: Path, tmp_path: Path) -> None:
    page = npz(recording, tmp_path, "--at", "10", "--duration", "5")
    assert set(page) == {"data", "times", "rows", "rate_hz"}
    assert page["rows"].tolist() == ["Fp1", "F7", "T7", "Cz", "ECG1"]
    assert page["data"].shape == (5, 1000)
    assert page["data"].dtype == np.float32
    assert float(page["rate_hz"]) == 200.0
    for number in range(4):
        np.testing.assert_array_equal(page["data"][number], samples(recording, number)[2000:3000])
    np.testing.assert_array_equal(page["data"][4], np.repeat(samples(recording, 4)[1000:1500], 2))
    np.testing.assert_allclose(page["times"], 10 + np.arange(1000) / 200)


def test_times_by_the_clock_and_from_start(recording: Path, tmp_path: Path) -> None:
    by_clock = npz(recording, tmp_path, "--at", "@12:00:10", "--duration", "00:00:05")
    elapsed = npz(recording, tmp_path, "--at", "00:00:10.000", "--duration", "5")
    np.testing.assert_array_equal(by_clock["data"], elapsed["data"])


def test_montage_and_filters(recording: Path, tmp_path: Path) -> None:
    words = "--at 20 --duration 4 --montage longitudinal_bipolar --lff 0.5 --hff 70 --notch 50"
    page = npz(recording, tmp_path, *words.split())
    rows = page["rows"].tolist()
    assert rows[0] == "Fp1-F7"
    assert np.isnan(page["data"][rows.index("P7-O1")]).all()
    row = samples(recording, 0).astype(float) - samples(recording, 1)
    sections = np.vstack(
        [
            np.asarray(signal.butter(1, 0.5, "high", fs=200, output="sos")),
            np.asarray(signal.butter(2, 70, fs=200, output="sos")),
            signal.tf2sos(*signal.iirnotch(50, 30, 200)),
        ]
    )
    expected = signal.sosfilt(sections, row - row[0])[4000:4800]
    np.testing.assert_allclose(page["data"][0], expected, atol=0.01)


def test_a_page_past_the_end_is_empty_there(recording: Path, tmp_path: Path) -> None:
    page = npz(recording, tmp_path, "--at", "38", "--duration", "10")
    assert page["data"].shape == (5, 2000)
    assert not np.isnan(page["data"][:, :400]).any()
    assert np.isnan(page["data"][:, 400:]).all()


def test_a_picture_of_a_simulated_study_says_so(tmp_path: Path, recording: Path) -> None:
    assert main(["demo", str(tmp_path / "study"), "--hours", "0.05", "--no-video", "--make-only"]) == 0
    out = tmp_path / "page.svg"
    for path, is_simulated in ((tmp_path / "study" / "demo.edf", True), (recording, False)):
        assert main(["page", str(path), "--library", str(tmp_path / "library.sqlite"), "-o", str(out)]) == 0
        assert ("SIMULATED" in out.read_text(encoding="utf-8")) is is_simulated


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_pictures(recording: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"page{suffix}"
    words = ["--preset", "clinical", "--montage", "longitudinal_bipolar", "--width", "500", "--height", "400"]
    assert main(["page", str(recording), "--duration", "10", *words, "--sensitivity", "7", "-o", str(out)]) == 0
    assert out.stat().st_size > 1000


def test_a_picture_carries_the_librarys_marks(recording: Path, tmp_path: Path) -> None:
    library = ["--library", str(tmp_path / "marks.sqlite")]
    added = ["--term", "spasm", "--onset", "12", "--duration", "1", "--text", "seen here"]
    assert main(["events", "add", str(recording), *added, *library]) == 0
    words = ["page", str(recording), "--at", "10", "--duration", "5"]
    assert main([*words, *library, "-o", str(tmp_path / "page.svg")]) == 0
    svg = (tmp_path / "page.svg").read_text(encoding="utf-8")
    for text in ("Spasm: seen here", recording.name, "For research and education. Not a medical device."):
        assert text in svg
    assert main([*words, *library, "--no-marks", "-o", str(tmp_path / "bare.svg")]) == 0
    assert "seen here" not in (tmp_path / "bare.svg").read_text(encoding="utf-8")


def test_a_library_that_is_away_is_told_and_the_page_is_drawn(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.sqlite").mkdir()
    out = tmp_path / "page.png"
    assert main(["page", str(recording), "--library", str(tmp_path / "no.sqlite"), "-o", str(out)]) == 0
    assert "without the library's marks" in capsys.readouterr().err
    assert out.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--montage", "banana", "-o", "x.npz"], "longitudinal_bipolar"),
        (["--preset", "banana", "-o", "x.npz"], "clinical"),
        (["--at", "99999", "-o", "x.npz"], "no data at"),
        (["--at", "noon", "-o", "x.npz"], "not a time"),
        (["--duration", "0", "-o", "x.npz"], "no length"),
        (["--lff", "-1", "-o", "x.npz"], "0 (off), or 0.001 to"),
        (["--sensitivity", "0", "-o", "x.png"], "sensitivity"),
        (["--phase", "sideways", "-o", "x.npz"], "sideways"),
        (["-o", "x.doc"], ".npz"),
        (["-o", "nowhere/x.npz"], "folder"),
        ([], "-o"),
    ],
)
def test_usage_errors_end_with_2_and_a_sentence(
    recording: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["page", str(recording), *words]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_filters_given_replace_those_of_the_eeg_in_a_preset_and_are_for_all_waves_without() -> None:
    from eegview.app.presets import preset_by_id

    clinical = preset_by_id("clinical")
    changed = choose_filters(clinical, 1.0, None, None, Phase.ZERO)
    assert changed.for_kind(ChannelKind.EEG) == FilterSpec(1.0, 70.0, 0.0, Phase.ZERO)
    assert changed.for_kind(ChannelKind.ECG) == FilterSpec(0.5, 40.0, 0.0, Phase.ZERO)
    alone = choose_filters(None, None, 30.0, None, None)
    assert alone.for_kind(ChannelKind.EMG) == FilterSpec(high_cut_hz=30.0)
    assert alone.for_kind(ChannelKind.SPO2).is_off
    assert choose_filters(None, None, None, None, None).by_kind == ()


def test_montages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["montages", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["montages"]
    ids = [montage["id"] for montage in listed]
    assert {"none", "longitudinal_bipolar", "laplacian"} <= set(ids)
    assert listed[ids.index("longitudinal_bipolar")]["rows"][0]["weights"] == {"Fp1": 1.0, "F7": -1.0}
    assert main(["montages"]) == 0
    assert "neonatal" in capsys.readouterr().out


def test_bench_measures(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", str(recording), "--pages", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_rows"] == 5
    for name in ("page_cold_ms", "page_warm_ms", "draw_ms"):
        assert 0 < found[name]["median"] <= found[name]["p95"] < 10_000
    assert found["open_ms"] > 0
    assert main(["bench", str(recording), "--pages", "2"]) == 0
    assert main(["bench", str(recording), "--pages", "0"]) == 2


def test_headless_commands_load_neither_qt_nor_scipy_nor_numba(recording: Path, tmp_path: Path) -> None:
    import subprocess

    program = (
        "import sys; from eegview.cli.run import main; code = main(sys.argv[1:]); "
        "heavy = {'PySide6', 'pyqtgraph', 'scipy', 'numba', 'mne', 'matplotlib', 'av', 'sqlalchemy'}; "
        "print(sorted(heavy & set(sys.modules))); sys.exit(code)"
    )
    words = ["page", str(recording), "--preset", "clinical", "-o", str(tmp_path / "x.npz")]
    run = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )
    assert run.stdout.strip() == "[]"


@needs_shared(RECORDINGS)
def test_a_real_recording_pages_without_seams(tmp_path: Path) -> None:
    path = RECORDINGS / "infant_background_18min.edf"
    words = ["--montage", "longitudinal_bipolar", "--preset", "clinical"]
    long = npz(path, tmp_path, "--at", "300", "--duration", "20", *words)
    late = npz(path, tmp_path, "--at", "310", "--duration", "10", *words)
    assert np.nanmax(np.abs(long["data"][:18, 2000:] - late["data"][:18])) < 0.5


def test_a_filter_without_effect_is_said(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    npz(recording, tmp_path, "--hff", "120")
    assert "high cut has no effect: recorded at 200 Hz" in capsys.readouterr().err
    npz(recording, tmp_path, "--hff", "70")
    assert not capsys.readouterr().err
