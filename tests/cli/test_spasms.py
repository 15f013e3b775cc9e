"""`eegview spasms` through the door a user takes."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from films.barcoded import write_video
from recordings.study_files import write_edf
from without_time import undated

from eegview.app.review.coverage import DisplayState, Seen
from eegview.app.review.coverage_file import keep_seen
from eegview.cli.run import main
from eegview.model.span import Span
from eegview.readers.opening import open_recording

Run = Callable[..., tuple[int, str, str]]

ROWS = [(10 + 12 * k, 1.5, "spasm", "flexor" if k < 3 else "mixed") for k in range(4)]
ROWS += [(10.6, 1.0, "spasm", "n/a"), (150, 1.0, "spasm", "n/a"), (230, 0.0, "spasm", "extensor")]
ROWS += [(60, 1.0, "mimic", "n/a")]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "study.edf", ((0, 120), (180, 300)), names=("Fp1", "Fp2"), rate_hz=64)


@pytest.fixture
def run(tmp_path: Path, study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_REVIEWER", "ada")
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    table = tmp_path / "marks.tsv"
    rows = "\n".join("\t".join(map(str, row)) for row in ROWS)
    table.write_text(f"onset\tduration\ttrial_type\tmovement\n{rows}\n")
    assert act("events", "import", study, table, "--same-event", "0")[0] == 0
    return act


def test_a_table_for_people_and_the_same_as_json_and_csv(run: Run, study: Path, tmp_path: Path):
    code, out, err = run("spasms", study)
    assert (code, err) == (0, "")
    assert "Layer “ada”. Marks within 1 s are one event." in out
    assert "at least 3 spasms, successive onsets at most 60 s apart" in out
    assert "Where nothing was recorded" in out
    assert "Too short to say “no spasms”: under one hour recorded." in out
    assert "not a cleared medical device" in out
    table = tmp_path / "out.csv"
    code, out, err = run("spasms", study, "--json", "-o", table)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["n_spasms"], found["n_marks"], found["layer"]) == (6, 7, "ada")
    figures = found["figures"]
    rate = figures["spasms.per_hour_recorded"]
    assert (rate["value"], rate["n"]) == (pytest.approx(5 / (240 / 3600)), 5)
    assert figures["spasms.unrecorded"]["value"] == 1
    assert [cluster["n_spasms"] for cluster in found["clusters"]] == [4]
    assert (figures["semiology.movement.flexor"]["value"], figures["semiology.movement.flexor.share"]["n"]) == (3, 5)
    assert figures["coverage.recorded"]["spans"] == [[0, 120], [180, 300]]
    assert figures["coverage.reviewed"]["value"] is None
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [row["name"] for row in rows] == list(figures)
    assert float(rows[0]["value"]) == 6
    code, again, _ = run("spasms", study, "--json")
    assert undated(again) == undated(out)


def test_reviewed_time_another_rule_and_another_layer(run: Run, study: Path):
    source = open_recording(study)
    fingerprint = source.recording.fingerprint
    source.close()
    keep_seen(fingerprint, "ada", [Seen(Span(0, 36), DisplayState(15, "longitudinal", "off"), True)])
    code, out, _ = run("spasms", study, "--json", "--min-spasms", 2, "--max-interval", 15, "--same-event", 0.2)
    figures = json.loads(out)["figures"]
    assert (figures["spasms.total"]["value"], figures["spasms.per_hour_reviewed"]["value"]) == (7, 400)
    assert figures["coverage.reviewed_with_video"]["spans"] == [[0, 36]]
    assert run("events", "add", study, "--term", "spasm", "--onset", 70, "--reviewer", "bob")[0] == 0
    code, out, err = run("spasms", study, "--layer", "bob", "--json")
    assert (code, json.loads(out)["n_spasms"]) == (0, 1)
    assert "not counted here: ada (7)" in err
    code, out, err = run("spasms", study, "--layer", "cy")
    assert code == 2
    assert "“cy”" in err
    assert "ada, bob" in err
    keep_seen(fingerprint, "cy", [Seen(Span(0, 300), DisplayState(15, "longitudinal", "off"))])
    found = json.loads(run("spasms", study, "--layer", "cy", "--json")[1])  # read all, marked nothing
    rate = found["figures"]["spasms.per_hour_reviewed"]
    assert (found["n_spasms"], rate["high_95"]) == (0, None)
    assert rate["upper_limit_95_runs_per_hour"] == pytest.approx(55.33, abs=0.01)


def test_refusals_and_what_is_loaded(run: Run, study: Path, tmp_path: Path):
    for words, said in (
        (("-o", tmp_path / "out.pdf"), "“.pdf”"),
        (("-o", tmp_path / "none" / "out.csv"), "does not exist"),
        (("--min-spasms", 0), "min-spasms"),
    ):
        code, _, err = run("spasms", study, *words)
        assert code == 2
        assert said in err
    assert run("spasms", tmp_path / "gone.edf")[0] == 3
    (tmp_path / "study.mp4").write_text("no video")
    code, out, err = run("spasms", study)
    assert code == 0
    assert "counts as none" in err
    assert "With video                        0.0 s" in out
    code, out, err = run("spasms", study, "--no-video")
    assert err == ""
    assert "–  (the videos were not opened)" in out
    assert "PySide6" not in sys.modules or "pytestqt" in sys.modules


def test_what_is_hidden_from_a_blind_reader_stays_hidden(run: Run, tmp_path: Path):
    study = write_edf(tmp_path / "longer.edf", ((0, 330),), names=("Fp1", "Fp2"), rate_hz=64)
    evidence = tmp_path / "evidence.json"
    evidence.write_text('{"read_pages": [1]}')
    assert run("score", study, "--epoch", 0, "--import", evidence)[0] == 0
    for term in ("grouped_multifocal_spikes", "spasm"):
        assert run("events", "add", study, "--term", term, "--onset", 100, "--reviewer", "bob")[0] == 0
    code, out, err = run("spasms", study, "--layer", "bob", "--json")
    assert (code, json.loads(out)["n_spasms"]) == (0, 1)
    assert "hidden from ada" in err


def test_of_home_clips_no_rate_is_told_and_why(run: Run, tmp_path: Path):
    clip = write_video(tmp_path / "clip.mp4", n_frames=250)
    for onset_s in (1, 4, 8):
        assert run("events", "add", clip, "--term", "spasm", "--onset", onset_s)[0] == 0
    out = run("spasms", clip)[1]
    assert "families film when something happens: no rate follows from clips" in out
    assert "/h" not in out
    figures = json.loads(run("spasms", clip, "--json")[1])["figures"]
    rates = [figure for figure in figures.values() if figure["unit"] == "per_hour"]
    assert rates
    assert all(figure["value"] is None for figure in rates)
    assert figures["spasms.total"]["value"] == 3
