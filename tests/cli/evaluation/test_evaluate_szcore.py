"""`eegview evaluate --szcore`: SzCORE's own scores, of a detector here or of a published container."""

import json
from pathlib import Path

import pytest
from detectors.docker_standin import IMAGE, DockerStandin
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf
from timescoring.annotations import Annotation
from timescoring.scoring import EventScoring, SampleScoring

from eegview.app.evaluation.batch_pool import WorkUpdate
from eegview.cli.run import main
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash

FINDS = """
report.event(100.0, 20.0, "seizure", 0.9)
report.event(400.0, 1.0, "spasm", 0.6)
"""
COLUMNS = "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n"
LENGTH_S = 600


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))
    folder = make_plugin(tmp_path / "plugins" / "made", FINDS, top='terms = ["spasm", "seizure"]')
    Consents().agree(content_hash(folder), "made", folder)

    def in_turn(work, jobs, _n_workers):
        for number, job in enumerate(jobs):
            yield WorkUpdate(number, 1.0, True, work(job, lambda _share: None, lambda: False))

    monkeypatch.setattr("eegview.app.evaluation.evaluation.run_in_processes", in_turn)

    def act(*words: object) -> tuple[int, dict, str]:
        code = main(["evaluate", *map(str, words), "-o", str(tmp_path / "report.md"), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return act


def record(root: Path, subject: int, *rows: str) -> None:
    """Write a recording in the layout of BIDS, and beside it SzCORE's table of it."""
    folder = root / f"sub-{subject:02d}" / "ses-01" / "eeg"
    folder.mkdir(parents=True)
    write_edf(folder / f"sub-{subject:02d}_ses-01_task-szMonitoring_run-00_eeg.edf", [(0, LENGTH_S)], rate_hz=50)
    tail = f"n/a\tall\t2020-01-01 00:00:00\t{LENGTH_S}.00"
    text = COLUMNS + "".join(f"{row}\t{tail}\n" for row in rows or (f"0.00\t{LENGTH_S}.00\tbckg",))
    (folder / f"sub-{subject:02d}_ses-01_task-szMonitoring_run-00_events.tsv").write_text(text)


def test_the_scores_are_those_of_timescoring(evaluate, tmp_path: Path):
    root = tmp_path / "bids"
    record(root, 1, "110.00\t30.00\tsz_foc_ia")
    record(root, 2, "405.00\t10.00\tsz_gen_m_spasms", "550.00\t20.00\tsz")
    record(root, 3)
    code, said, err = evaluate("--detector", "made", "--szcore", "--recordings", root)
    assert code == 0
    found = said["szcore"]["archive"]
    truths = ([(110, 140)], [(405, 415), (550, 570)], [])
    hypothesis = Annotation([(100, 120), (400, 401)], 10, LENGTH_S * 10)
    for kind, scoring in (("events", EventScoring), ("samples", SampleScoring)):
        scores = [scoring(Annotation(truth, 10, LENGTH_S * 10), hypothesis) for truth in truths]
        assert found[kind]["tp"] == sum(one.tp for one in scores)
        assert found[kind]["fp"] == sum(one.fp for one in scores)
        assert found[kind]["n_reference"] == sum(one.refTrue for one in scores)
        assert found[kind]["fp_per_day"] == pytest.approx(sum(one.fp for one in scores) / (3 * LENGTH_S / 86400))
        assert found[kind]["by_unit"]["sensitivity"]["mean"] == pytest.approx(
            sum(one.sensitivity for one in scores[:2]) / 2
        )
    assert found["n_units"] == 3
    assert found["drawn"] is False
    assert found["events"]["intervals"]["sensitivity"][0] < found["events"]["sensitivity"]
    assert found["samples"]["intervals"]["sensitivity"] is None
    assert "too few" in found["why_no_interval"]
    assert (said["term"], said["archive"], said["recordings"][0]["tp"]) == ("any seizure", None, None)
    text = (tmp_path / "report.md").read_text()
    assert "## Archive, by SzCORE" in text
    assert "spasm and seizure together, by SzCORE's rules" in text
    assert "sub-01" not in text
    assert "2 proposed" in err


def test_of_many_patients_the_intervals_are_drawn(evaluate, tmp_path: Path):
    root = tmp_path / "bids"
    for subject in range(1, 11):
        record(root, subject, *(("110.00\t30.00\tsz",) if subject % 2 else ("300.00\t10.00\tsz",)))
    _, said, _ = evaluate("--detector", "made", "--szcore", "--recordings", root)
    found = said["szcore"]["archive"]
    assert found["drawn"] is True
    low, high = found["samples"]["intervals"]["sensitivity"]
    assert low < found["samples"]["sensitivity"] < high


def test_a_published_container_is_measured(evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "bids"
    record(root, 1, "5.00\t20.00\tsz")
    docker = DockerStandin(tmp_path)
    monkeypatch.setenv("PATH", docker.path)
    code, said, _ = evaluate("--image", IMAGE, "--szcore", "--recordings", root)
    assert code == 0
    assert (said["detector"], said["szcore"]["archive"]["events"]["tp"]) == ("szcore_someone_seizures", 1)
    assert f"--image {IMAGE} --szcore" in said["command"]


def test_simulated_studies_are_scored_too(evaluate):
    _, said, _ = evaluate("--detector", "made", "--szcore", "--seeds", "7", "--hours", "0.05")
    found = said["szcore"]["simulated"]
    assert found["n_units"] == 1
    assert found["events"]["hours"] == pytest.approx(0.05)
    assert said["szcore"]["archive"] is None


def test_what_is_no_seizure_is_refused(evaluate, tmp_path: Path):
    folder = make_plugin(tmp_path / "plugins" / "other", "pass", detector_id="other", top='terms = ["artifact"]')
    Consents().agree(content_hash(folder), "other", folder)
    code, _, err = evaluate("--detector", "other", "--szcore")
    assert code == 2
    assert "proposes no seizures" in err
    code, _, err = evaluate("--detector", "made", "--szcore", "--term", "spasm")
    assert code == 2
    assert "Leave out --term" in err
    code, _, err = evaluate("--szcore")
    assert code == 2
    assert "--image IMAGE" in err
