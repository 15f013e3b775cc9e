"""`eegview batch` as a script uses it: bad files fail alone, what is done is not done again, Ctrl+C leaves order."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from detectors.made_plugins import make_plugin
from films.moving_video import FPS, write_moving_video
from recordings.study_files import write_edf
from waiting import wait_for_exit, wait_until

from eegview.app.evaluation.batch_pool import WorkUpdate
from eegview.app.library.opening import open_source
from eegview.cli.run import main
from eegview.detect.code_hash import code_hash
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash

DETECTOR = 'report.event(recording.span.start_s + 1.0, 0.5, "spasm", parameters["score"])'
SCORE = """
[[parameters]]
name = "score"
label = "Score"
type = "number"
default = 0.5
minimum = 0.0
maximum = 1.0
"""


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Make a detector with this body that is found and agreed to, and return its id."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))

    def make(body: str = DETECTOR, more: str = SCORE) -> str:
        folder = make_plugin(tmp_path / "plugins" / "made", body, more)
        Consents().agree(content_hash(folder), "made", folder)
        return "made"

    return make


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    """Return a folder with two recordings, two of one name, a bad one, and other things."""
    folder = tmp_path / "nights"
    (folder / "deep").mkdir(parents=True)
    write_edf(folder / "a.edf", [(0, 30)])
    write_edf(folder / "b.edf", [(0, 40), (60, 70)])
    write_edf(folder / "deep" / "a.edf", [(0, 20)])
    (folder / "bad.edf").write_bytes(b"no recording")
    (folder / "notes.txt").write_text("none")
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the work done in this process: what the pool does is tested elsewhere."""

    def in_turn(work, jobs, _n_workers):
        for number, job in enumerate(jobs):
            result = work(job, lambda _share: None, lambda: False)
            yield WorkUpdate(number, 1.0, is_finished=True, result=result)

    monkeypatch.setattr("eegview.app.evaluation.batch.run_in_processes", in_turn)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def act(*words: object) -> tuple[int, dict, str]:
        code = main(["batch", *map(str, words), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return act


def summary(out: Path) -> list[dict[str, str]]:
    first, *rows = (line.split("\t") for line in (out / "summary.tsv").read_text().splitlines())
    return [dict(zip(first, row, strict=True)) for row in rows]


def test_each_recording_has_its_table_and_a_bad_one_fails_alone(run, trusted, nights: Path, tmp_path: Path):
    out = tmp_path / "out"
    code, said, err = run(nights, "--detector", trusted(), "-o", out, "--workers", 2)
    assert (code, said["n_done"], said["n_failed"], said["n_events"]) == (0, 3, 1, 3)
    rows = summary(out)
    assert [(row["recording"], row["state"], row["output"]) for row in rows] == [
        ("a.edf", "done", "a.made.tsv"),
        ("b.edf", "done", "b.made.tsv"),
        ("bad.edf", "unreadable", "n/a"),
        ("a.edf", "done", "a.made.2.tsv"),
    ]
    assert "not an EDF" in rows[2]["message"]
    assert {row["code"] for row in rows} == {code_hash()[:16]}
    assert all(f"numpy {np.__version__}" in row["program"] for row in rows)
    assert [float(row["hours"]) * 3600 for row in rows] == pytest.approx([30, 50, 0, 20], abs=0.2)  # gaps left out
    assert (out / "a.made.tsv").read_text().splitlines() == [
        "onset\tduration\ttrial_type\tscore\tchannels",
        "1.000\t0.500\tspasm\t0.5000\tn/a",
    ]
    assert len(err.splitlines()) == 4
    assert not [path for path in out.iterdir() if "deep" in path.name or path.name.startswith(".")]


@pytest.mark.usefixtures("here")
def test_resume_leaves_out_what_is_done_whatever_it_is_called_now(run, trusted, nights: Path, tmp_path: Path):
    out, detector = tmp_path / "out", trusted()
    run(nights, "--detector", detector, "-o", out, "--workers", 1)
    (nights / "a.edf").rename(nights / "renamed.edf")
    (nights / "bad.edf").unlink()
    write_edf(nights / "new.edf", [(0, 12)])
    code, said, _ = run(nights, "--detector", detector, "-o", out, "--workers", 1, "--resume")
    assert (code, said["n_done"], said["n_already_done"], said["n_events"]) == (0, 4, 3, 4)
    states = {row["recording"]: (row["state"], row["output"]) for row in summary(out)}
    assert states["renamed.edf"] == ("already done", "a.made.tsv")
    assert states["new.edf"] == ("done", "new.made.tsv")


@pytest.mark.usefixtures("here")
def test_other_settings_or_other_content_are_done_anew(run, trusted, nights: Path, tmp_path: Path):
    out, detector = tmp_path / "out", trusted()
    run(nights / "a.edf", "--detector", detector, "-o", out)
    _, said, _ = run(nights / "a.edf", "--detector", detector, "-o", out, "--resume", "--set", "score=0.9")
    assert (said["n_already_done"], said["recordings"][0]["output"]) == (0, "a.made.tsv")
    assert "0.9000" in (out / "a.made.tsv").read_text()
    trusted(DETECTOR + "\nreport.note('another content')")
    again = (nights / "a.edf", "--detector", detector, "-o", out, "--resume", "--set", "score=0.9")
    assert run(*again)[1]["n_already_done"] == 0
    status = out / "a.made.json"
    status.write_text(status.read_text().replace(code_hash(), "0" * 64))  # as another program would have written it
    assert run(*again)[1]["n_already_done"] == 0
    assert run(*again)[1]["n_already_done"] == 1


@pytest.mark.usefixtures("here")
def test_a_table_that_was_deleted_is_made_again(run, trusted, nights: Path, tmp_path: Path):
    out, detector = tmp_path / "out", trusted()
    run(nights / "a.edf", "--detector", detector, "-o", out)
    (out / "a.made.tsv").unlink()
    _, said, _ = run(nights / "a.edf", "--detector", detector, "-o", out, "--resume")
    assert (said["n_already_done"], (out / "a.made.tsv").is_file()) == (0, True)


@pytest.mark.usefixtures("here")
def test_files_that_are_not_ours_are_left_alone(run, trusted, nights: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "A.made.TSV").write_text("mine")
    (out / "broken.json").write_text("{")
    _, said, _ = run(nights / "a.edf", "--detector", trusted(), "-o", out)
    assert said["recordings"][0]["output"] == "a.made.2.tsv"
    assert (out / "A.made.TSV").read_text() == "mine"


@pytest.mark.usefixtures("here")
def test_what_a_detector_found_before_it_failed_is_kept_and_labelled(run, trusted, nights: Path, tmp_path: Path):
    detector = trusted(DETECTOR + "\nraise RuntimeError('no further')")
    code, said, err = run(nights / "a.edf", nights / "b.edf", "--detector", detector, "-o", tmp_path / "out")
    assert code == 4
    assert said["recordings"][0]["state"] == "crashed"
    assert len((tmp_path / "out" / "a.made.tsv").read_text().splitlines()) == 2
    assert "2 of 2 recordings failed" in err


@pytest.mark.usefixtures("here")
def test_strict_tells_by_the_exit_code_that_one_failed(run, trusted, nights: Path, tmp_path: Path):
    detector = trusted()
    assert run(nights, "--detector", detector, "-o", tmp_path / "out", "--strict")[0] == 3
    assert run(nights / "bad.edf", "--detector", detector, "-o", tmp_path / "out")[0] == 3


def test_usage(run, trusted, nights: Path, tmp_path: Path):
    detector, out = trusted(), tmp_path / "out"
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty", "--detector", detector, "-o", out)[0] == 2
    assert run(nights, "--detector", "nobody", "-o", out)[0] == 2
    assert run(nights, "--detector", detector, "-o", out, "--set", "score=2")[0] == 2
    assert run(nights, "--detector", detector, "-o", out, "--workers", 2, "--scheduler", "tcp://x:1")[0] == 2
    assert run(tmp_path / "gone", "--detector", detector, "-o", out)[0] == 3
    make_plugin(tmp_path / "plugins" / "made", DETECTOR + "\nreport.note('changed')", SCORE)
    assert run(nights, "--detector", detector, "-o", out)[0] == 4


def test_the_same_on_a_cluster(run, trusted, nights: Path, tmp_path: Path):
    distributed = pytest.importorskip("distributed", reason="the extra “batch” is not installed")
    detector = trusted()  # before the workers start: they find it through the environment
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as cluster:
        words = (nights, "--detector", detector, "-o", tmp_path / "out", "--scheduler", cluster.scheduler_address)
        code, said, _ = run(*words)
        assert (code, said["n_done"], said["n_failed"]) == (0, 3, 1)
        _, said, _ = run(*words, "--resume")
        assert said["n_already_done"] == 3
    run(nights, "--detector", detector, "-o", tmp_path / "here", "--workers", 2)
    for table in (tmp_path / "here").glob("*.made*.tsv"):
        assert (tmp_path / "out" / table.name).read_text() == table.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent to a process group otherwise there")
def test_interrupted_it_stops_what_runs_and_can_be_taken_up(run, trusted, nights: Path, tmp_path: Path):
    out, sign = tmp_path / "out", tmp_path / "began"
    # the shorter recording is done at once; of the others none ever ends
    body = f"""
    if recording.duration_s <= 20.5:
        report.event(1.0, 1.0, "spasm", 0.5)
        return
    open({str(sign)!r}, "w").close()
    while True:
        report.progress(0.1)
    """
    detector = trusted(body, "")
    words = [str(nights / "deep"), str(nights / "a.edf"), "--detector", detector, "-o", str(out), "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "eegview", "batch", *words],
        stderr=subprocess.PIPE,
        start_new_session=True,
        # where the tests run in the background Ctrl+C may be switched off, and would be for this child too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_until(lambda: sign.exists() or process.poll() is not None, "the detector is at work")
    os.killpg(process.pid, signal.SIGINT)
    _, err = wait_for_exit(process)
    assert process.returncode == 130
    assert err.decode().splitlines()[-2] == "Cancelled after 1 of 2 recordings."
    assert [row["state"] for row in summary(out)] == ["done"]
    trusted(body.replace("while True", "if False"), "")
    _, said, _ = run(nights / "deep", nights / "a.edf", "--detector", detector, "-o", out, "--workers", 1)
    assert said["n_done"] == 2


@pytest.mark.usefixtures("here")
def test_a_detector_that_looks_at_video_is_given_what_lies_beside(run, trusted, tmp_path: Path):
    folder = tmp_path / "filmed"
    folder.mkdir()
    write_edf(folder / "a.edf", [(0, 30)])
    write_edf(folder / "b.edf", [(0, 31)])
    write_moving_video(folder / "a.mp4", 100, ((40, 60),))
    (folder / "a.sync.json").write_text('{"offset_s": 0.0}')
    write_edf(folder / "c.edf", [(0, 32)])
    write_moving_video(folder / "c.mp4", 100, ((40, 60),))  # where it lies in time nobody said
    body = """
    import numpy as np
    times_s, values = recording.movement()
    report.event(float(times_s[np.nanargmax(values)]), 1.0, "spasm", 0.5)
    """
    detector = trusted(body, '[input]\nvideo = "required"\nminimum_rows = 0\n')
    code, said, _ = run(folder, "--detector", detector, "-o", tmp_path / "out")
    assert (code, [one["state"] for one in said["recordings"]]) == (0, ["done", "refused", "refused"])
    assert "needs the video" in said["recordings"][1]["message"]
    assert "time of its video is unknown" in said["recordings"][2]["message"]
    held = json.loads((tmp_path / "out" / "a.made.json").read_text())
    with closing(open_source([str(folder / "a.edf")])) as source:
        own = source.recording.fingerprint
    assert [one["fingerprint"] for one in held["Provenance"]["recordings"]] == [own] != [held["content"]]
    onset_s = float((tmp_path / "out" / "a.made.tsv").read_text().splitlines()[1].split("\t")[0])
    assert 40 / FPS <= onset_s <= 61 / FPS
    assert run(folder, "--detector", detector, "-o", tmp_path / "out", "--resume")[1]["n_already_done"] == 1
    write_moving_video(folder / "a.mp4", 100, ((70, 90),))  # another film: its results are another's
    assert run(folder, "--detector", detector, "-o", tmp_path / "out", "--resume")[1]["n_already_done"] == 0
