"""`eegview trends`: the trends of a study as a table or a picture."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from shared_data import DATA, PROJECT, needs_shared

from eegview.app.trends.sets import TrendSet, save_own_set
from eegview.cli.run import main

INFANT = str(DATA / "eeg" / "infant_background_18min.edf")

pytestmark = needs_shared()


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setattr("eegview.app.trends.cache.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("eegview.app.kernel_file.load_kernels", lambda: None)


def read(path: Path) -> tuple[list[str], np.ndarray]:
    header, *rows = csv.reader(path.read_text().splitlines())
    return header, np.array([[float(cell or "nan") for cell in row] for row in rows])


def test_a_part_as_table_then_with_a_bad_channel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    asked = ["trends", INFANT, "--from", "300", "--to", "00:06:00", "-o", str(out), "--json"]
    assert main(asked) == 0
    facts = json.loads(capsys.readouterr().out)
    header, values = read(out)
    assert values[:, 0].tolist() == [300, 310, 320, 330, 340, 350]
    for name in (
        "aeeg_upper_left_uv",
        "aeeg_lower_left_uv",
        "reeg_median_frontal_uv",
        "sef95_hz",
        "spike_bins_percent",
    ):
        assert np.isfinite(values[:, header.index(name)]).all()
    described = [column["name"] for column in facts["columns"] if "frequencies_hz" not in column]
    assert header == ["time_s", *described]
    assert all(column["definition"] and column["value_of_10_s"] for column in facts["columns"])
    assert facts["parameters"]["aeeg"]
    assert (facts["from_s"], facts["to_s"]) == (300.0, 360.0)
    lower, upper = (values[:, header.index(f"aeeg_{margin}_left_uv")] for margin in ("lower", "upper"))
    assert (lower < upper).all()
    # the whole recording gives the same values
    assert main(["trends", INFANT, "-o", str(out), "--set", "aeeg"]) == 0
    whole_header, whole = read(out)
    assert len(whole) == 110
    assert whole_header[1] == "aeeg_lower_left_uv"
    np.testing.assert_allclose(whole[30:36, 1], lower, rtol=1e-5)


def test_a_picture_and_its_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.svg"
    assert main(["trends", INFANT, "--from", "300", "--to", "330", "-o", str(out), "--set", "background"]) == 0
    assert "rEEG frontal" in out.read_text()
    for asked, said in (
        (["trends", INFANT], "no file to write to"),
        (["trends"], "No recording"),
        (["trends", INFANT, "-o", "a.gif"], "“.gif”"),
        (["trends", INFANT, "-o", str(tmp_path / "none" / "a.csv")], "does not exist"),
        (["trends", INFANT, "-o", str(out), "--set", "nothing"], "no set of trends “nothing”"),
        (["trends", INFANT, "-o", str(out), "--from", "20", "--to", "10"], "not after"),
        (["trends", INFANT, "-o", str(out), "--from", "5000", "--to", "6000"], "no data there"),
        (["trends", INFANT, "-o", str(out), "--from", "5000"], "no data there"),
    ):
        capsys.readouterr()
        assert main(asked) == 2
        assert said in capsys.readouterr().err
    assert main(["trends", str(tmp_path / "gone.edf"), "-o", str(out)]) == 3


def test_a_set_with_a_pair_gives_its_aeeg_or_says_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eegview.app.trends.sets.user_folder", lambda kind: tmp_path / kind)
    out = tmp_path / "out.csv"
    asked = ["trends", INFANT, "--from", "300", "--to", "360", "-o", str(out), "--set", "mine"]
    save_own_set(TrendSet("mine", "Mine", ("aeeg_left", "aeeg_pair"), pair="C3-P3"))
    assert main(asked) == 0
    header, values = read(out)
    assert header[3:] == ["aeeg_lower_pair_uv", "aeeg_upper_pair_uv"]
    np.testing.assert_array_equal(values[:, 3:], values[:, 1:3])  # left is C3-P3 by itself
    save_own_set(TrendSet("mine", "Mine", ("aeeg_left", "aeeg_pair"), pair="C3-X9"))
    capsys.readouterr()
    assert main(asked) == 0
    assert "it has no X9" in capsys.readouterr().err
    assert len(read(out)[0]) == 3


def test_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trends", "--list"]) == 0
    shown = capsys.readouterr().out
    assert "night" in shown
    assert "cdsa_midline" in shown
    assert main(["trends", "--list", "--json"]) == 0
    assert {one["id"] for one in json.loads(capsys.readouterr().out)["sets"]} >= {"night", "aeeg"}
    assert main(["trends", INFANT, "--list"]) == 0
    assert "aeeg_upper_left_uv" in capsys.readouterr().out
    assert main(["trends", INFANT, "--json"]) == 0  # what it would give, without computing it
    facts = json.loads(capsys.readouterr().out)
    assert facts["computed"] == []
    assert "research and education" in facts["disclaimer"]
    assert "no single spasm" in facts["disclaimer"]


def test_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from eegview.cli.run import main; "
        f"code = main(['trends', {INFANT!r}, '--to', '20', '-o', {str(tmp_path / 'a.png')!r}, '--no-cache']); "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))]; sys.exit(code)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
