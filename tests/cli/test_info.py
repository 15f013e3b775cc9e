import json
from dataclasses import replace
from pathlib import Path

import pytest
from films.phone_clips import APPLE, write_phone_clip
from recordings.edf_files import mark_bytes, plain, write_file

from eegview.cli.run import main


def test_json_is_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_file(tmp_path / "night 1.edf", plain(marks={1: mark_bytes("1.5", "note")}))
    for name in ("night 1.mp4", "night 1_b.avi", "other.mp4"):
        (tmp_path / name).write_bytes(b"")
    assert main(["info", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "EDF+C"
    assert found["started_at"] == "2021-03-02T10:20:30"
    assert found["duration_s"] == 8
    assert found["channels"][0] == {"name": "Fp1", "label": "EEG Fp1", "kind": "eeg", "rate_hz": 50.0, "unit": "uV"}
    assert found["segments"] == [[0, 8]]
    assert found["n_events"] == 1
    assert [Path(video).name for video in found["video"]] == ["night 1.mp4", "night 1_b.avi"]
    assert found["issues"] == []
    assert len(found["fingerprint"]) == 64


def test_lines_for_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    onsets = ["0", "1", "2.5", "3.5", "4.5", "100", "101", "102"]
    path = write_file(tmp_path / "a.edf", plain(reserved="EDF+D", onsets_s=onsets).with_(n_records="-1"))
    assert main(["info", str(path)]) == 0
    out = capsys.readouterr().out
    assert "eeg, 50 Hz, µV: Fp1 Fp2 F3" in out
    assert "00:00:02.00 – 00:00:02.50" in out
    assert "was not finished" in out


def test_several_files_are_one_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [write_file(tmp_path / f"{n}.edf", plain(seed=n, time=f"10.0{n}.00")) for n in (1, 2)]
    assert main(["info", *map(str, paths), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["segments"] == [[0, 8], [60, 68]]


def test_a_file_that_cannot_be_read_is_exit_3_and_two_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.edf"
    path.write_bytes(b"not an edf\n")
    assert main(["info", str(path), "--json"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 2
    assert "Traceback" not in captured.err


def test_guessed_units_and_impossible_values_are_among_the_issues(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = plain()
    odd = [replace(made.signals[0], unit="?V"), replace(made.signals[1], unit="V"), replace(made.signals[2], unit="%")]
    path = write_file(tmp_path / "a.edf", made.with_(signals=odd))
    assert main(["info", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(c["kind"], c["unit"]) for c in found["channels"]] == [("eeg", "uV"), ("eeg", "uV"), ("other", "%")]
    told = {issue["code"]: issue["message"] for issue in found["issues"]}
    assert "“?V”" in told["unit_guessed"]
    assert "“%”" in told["unit_not_voltage"]
    assert "Fp2 (3,277 V)" in told["range_implausible"]
    assert "Fp2" in told["values_implausible"]
    assert "Fp1" not in told["values_implausible"]


def test_a_clip_tells_picture_speed_clock_and_that_a_place_is_in_it(tmp_path, capsys) -> None:
    tags = {
        "com.apple.quicktime.creationdate": "2026-03-01T07:15:00+0100",
        "com.apple.quicktime.location.ISO6709": "+12.0000+034.0000/",
        **APPLE,
    }
    path = write_phone_clip(tmp_path / "IMG_1.mov", 60, tags=tags, rotation=90, sound_s=2.0)
    assert main(["info", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["channels"] == []
    clip = found["film"][0]
    assert (clip["width_px"], clip["height_px"], clip["rotation"], clip["rate_hz"]) == (320, 64, 90, 30.0)
    assert (clip["tones"], clip["slowness"], clip["n_frames"], clip["has_variable_rate"]) == ("SDR", 1.0, 60, False)
    assert (clip["has_place"], clip["device"]) == (True, "Apple iPhone 15")
    assert clip["clock"]["started_at"] == "2026-03-01T07:15:00"
    assert (clip["clock"]["source"], clip["clock"]["uncertainty_s"]) == ("container_local", 1.0)
    assert clip["sound"].startswith("aac")
    assert "+12.0000" not in json.dumps(found)

    assert main(["info", str(path)]) == 0
    told = capsys.readouterr().out
    assert "turned by 90°" in told
    assert "Place     in the file" in told
    assert "+12.0000" not in told


def test_slow_motion_and_a_variable_rate_are_told(tmp_path, capsys) -> None:
    slow = write_phone_clip(tmp_path / "slow.mp4", 120, tags={"com.android.capture.fps": "240.0"})
    assert main(["info", str(slow)]) == 0
    assert "240 frames a second, stored 8 times slower, shown at true speed" in capsys.readouterr().out
    times_ms = [0, 33, 66, 100, 200, 300, 333, 366]
    uneven = write_phone_clip(tmp_path / "dark.mp4", times_ms=times_ms)
    assert main(["info", str(uneven)]) == 0
    assert "variable (33.0 to 100.0 ms)" in capsys.readouterr().out
