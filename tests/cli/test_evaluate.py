"""`eegview evaluate` from end to end, with a detector that knows where to look."""

import json
from pathlib import Path

import pytest
from made_plugins import make_plugin
from study_files import write_edf

from eegview.app.evaluation.batch_pool import WorkUpdate
from eegview.cli.evaluate import code_hash
from eegview.cli.run import main
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash
from eegview.simulate.study import plan_study

HOURS = 0.05
TRUE_S = [spasm.onset_s for spasm in plan_study(HOURS, 7).spasms]
FINDS_ALL = f"""
for onset_s in {TRUE_S}:
    if onset_s < recording.duration_s:
        report.event(onset_s + 0.2, 1.0, "spasm", 0.9)
report.event(1.0, 1.0, "spasm", 0.3)
"""


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))
    folder = make_plugin(tmp_path / "plugins" / "made", FINDS_ALL)
    Consents().agree(content_hash(folder), "made", folder)

    def in_turn(work, jobs, _n_workers):
        for number, job in enumerate(jobs):
            yield WorkUpdate(number, 1.0, True, work(job, lambda _share: None, lambda: False))

    monkeypatch.setattr("eegview.app.evaluation.evaluation.run_in_processes", in_turn)

    def act(*words: object, detector: str = "made") -> tuple[int, dict, str]:
        code = main(["evaluate", "--detector", detector, *map(str, words), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return act


def test_the_numbers_and_the_table(evaluate, tmp_path: Path):
    code, said, err = evaluate("--seeds", "7", "--hours", HOURS, "-o", tmp_path / "made.md")
    assert code == 0
    assert (said["simulated"]["tp"], said["simulated"]["fp"], said["simulated"]["fn"]) == (len(TRUE_S), 1, 0)
    assert said["simulated"]["onset_error_s"]["median"] == pytest.approx(0.2)
    assert "seed 7" in err
    text = (tmp_path / "made.md").read_text()
    assert "simulator 1" in text
    assert "seeds 7" in text
    assert f"| all | {len(TRUE_S)} | {len(TRUE_S)} | 1.00 (" in text
    assert str(tmp_path) not in text
    picture = (tmp_path / "made.calibration.svg").read_bytes()
    evaluate("--seeds", "7", "--hours", HOURS, "-o", tmp_path / "made.md")
    assert (tmp_path / "made.md").read_text() == text
    assert (tmp_path / "made.calibration.svg").read_bytes() == picture


def test_a_threshold_takes_the_weaker_ones_out(evaluate, tmp_path: Path):
    _, said, _ = evaluate("--seeds", "7", "--hours", HOURS, "--threshold", 0.5, "-o", tmp_path)
    assert (said["simulated"]["fp"], said["simulated"]["fn"]) == (0, 0)
    assert (tmp_path / "made.md").is_file()


def test_real_recordings_count_false_alarms_and_one_that_does_not_fit_says_so(evaluate, tmp_path: Path):
    folder = tmp_path / "real"
    folder.mkdir()
    write_edf(folder / "b one.edf", [(0, 90)], notes=[(30.0, "sleeping quietly")])
    write_edf(folder / "a few.edf", [(0, 60)], names=("ECG",))
    code, said, _ = evaluate("--seeds", "none", "--recordings", folder, "-o", tmp_path / "made.md")
    assert code == 0
    few, one = said["recordings"]
    assert few["fp_per_hour"] is None
    assert few["message"].startswith("not run: ")
    n_early = sum(onset_s < 90 for onset_s in TRUE_S)
    assert (one["fp"], one["hours"]) == (1 + n_early, 0.025)
    assert one["states"]["asleep"]["hours"] == pytest.approx(60 / 3600)
    text = (tmp_path / "made.md").read_text()
    assert "- R1 (P1): it does not fit: “Made made” needs 1 rows of EEG" in text
    assert "every proposal there counts as false" in text
    assert "one" not in text.replace("one to one", "").split("## How")[0]


def test_usage(evaluate, tmp_path: Path):
    assert evaluate("--seeds", "none", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "3-1", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "x", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "--hours", 0.001, "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "-o", tmp_path / "no such folder" / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "-o", tmp_path / "made.md", detector="nobody")[0] == 2


def test_what_a_detector_does_not_propose_is_not_counted(evaluate, tmp_path: Path):
    code, _said, err = evaluate("--seeds", "7", "--term", "artifact", "-o", tmp_path / "made.md")
    assert code == 2
    assert "It proposes: spasm." in err
    folder = make_plugin(tmp_path / "plugins" / "trends", "pass", top="terms = []", detector_id="trends")
    Consents().agree(content_hash(folder), "trends", folder)
    code, _said, err = evaluate("--seeds", "7", "-o", tmp_path / "made.md", detector="trends")
    assert code == 2
    assert "proposes no events" in err
    assert not (tmp_path / "made.md").exists()


def test_a_plugin_nobody_agreed_to_is_not_run(evaluate, tmp_path: Path):
    make_plugin(tmp_path / "plugins" / "made", "pass")
    assert evaluate("--seeds", "7", "-o", tmp_path / "made.md")[0] == 4


def test_pages_beside_the_code_do_not_change_its_version(tmp_path: Path):
    folder = make_plugin(tmp_path / "made")
    before = code_hash(folder)
    (folder / "evaluation.md").write_text("a table")
    assert code_hash(folder) == before
    (folder / "detector.py").write_text("def detect(recording, parameters, report): ...\n")
    assert code_hash(folder) != before
