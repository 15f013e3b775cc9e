"""`eegview evaluate` from end to end, with a detector that knows where to look."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.app.evaluation.batch_pool import WorkUpdate
from eegview.cli.evaluation.evaluation_record import code_hash
from eegview.cli.run import main
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash
from eegview.simulate.plan import SIMULATOR_VERSION
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
    assert f"simulator {SIMULATOR_VERSION}" in text
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
    assert few["message"].startswith("not counted: ")
    n_early = sum(onset_s < 90 for onset_s in TRUE_S)
    assert (one["fp"], one["hours"]) == (1 + n_early, 0.025)
    assert one["states"]["asleep"]["hours"] == pytest.approx(60 / 3600)
    text = (tmp_path / "made.md").read_text()
    assert "- R1 (P1): it does not fit: “Made made” needs 1 rows of EEG" in text
    assert "every proposal there counts as false" in text
    assert ".edf" not in text


EVERY_TWENTY = """
for k, onset_s in enumerate(range(10, int(recording.duration_s), 20)):
    report.event(onset_s + 0.1, 1.2, "spasm", (0.9, 0.55)[k % 2])
"""
HEADER = "MCH-0234567 F 02-AUG-2023 Quillfeather_Elinore"
NAMES = ("quillfeather", "elinore", "0234567", "aug-2023", "vandermeer", "okonkwo", "kowalczyk", "ward9", "tinsel")


def bids(root: Path, subject: str, session: int, ending: str) -> Path:
    folder = root / f"sub-{subject}" / f"ses-{session}" / "eeg"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"sub-{subject}_ses-{session}_{ending}"


def rows(*of: str) -> str:
    return "\n".join(["onset\tduration\ttrial_type\tcertainty\tstage\tlayer", *of]) + "\n"


@pytest.fixture(scope="module")
def made_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three patients by BIDS labels; names of people in header, file names, marks, layers and notes."""
    root = tmp_path_factory.mktemp("archive") / "ward9"
    eeg, marks = root / "eeg", root / "marks"

    def record(subject: str, session: int, segments=((0, 100),), notes=()) -> Path:
        path = write_edf(bids(eeg, subject, session, "eeg.edf"), segments, notes=notes)
        content = bytearray(path.read_bytes())
        content[8:88] = HEADER.encode().ljust(80)
        path.write_bytes(bytes(content))
        return path

    def truth(subject: str, session: int, *of: str) -> None:
        bids(marks, subject, session, "events.tsv").write_text(rows(*of))

    reader = "Dr Vandermeer"
    record("Okonkwo", 1)  # found, missed, probable, possible; asleep after 50 s
    truth(
        "Okonkwo",
        1,
        *(f"{t}\t1\tspasm\tcertain\t\t{reader}" for t in (10, 41)),
        f"30\t1\tspasm\tprobable\t\t{reader}",
        f"50.2\t0\tspasm\tpossible\t\t{reader}",
        f"0\t50\tsleep_stage\t\tW\t{reader}",
        f"50\t50\tsleep_stage\t\tN2\t{reader}",
        f"69\t5\tartifact\t\t\t{reader}",
        f"5\t1\tTinsel cried\t\t\t{reader}",
    )
    record("Okonkwo", 2)  # only its first minute was read
    truth("Okonkwo", 2, f"10\t1\tspasm\t\t\t{reader}", f"80\t1\tspasm\t\t\t{reader}", f"0\t60\treviewed\t\t\t{reader}")
    record("Kowalczyk", 1, [(0, 40), (60, 100)], [(1.0, "sleeping, Tinsel beside"), (65.0, "awake")])
    truth("Kowalczyk", 1, "10\t1\tspasm\t\t\t", "50\t1\tspasm\t\t\t")
    damaged = record("Kowalczyk", 2)
    damaged.write_bytes(damaged.read_bytes()[:300])
    truth("Kowalczyk", 2, "10\t1\tspasm\t\t\t")
    record("Kowalczyk", 3)
    truth("Kowalczyk", 3, f"10\t1\tspasm\t\t\t{reader}", "10\t1\tspasm\t\t\tDr Tinsel")
    record("Quillfeather", 1)  # nobody says what is true of it
    (marks / "Tinsel_events.tsv").write_text(rows("1\t1\tspasm\t\t\t"))
    return root


def test_an_archive_is_counted_by_patient_and_names_nobody(evaluate, made_archive: Path, tmp_path: Path):
    folder = make_plugin(tmp_path / "plugins" / "made", EVERY_TWENTY)
    Consents().agree(content_hash(folder), "made", folder)
    words = ("--recordings", made_archive / "eeg", "--truth", made_archive / "marks", "--looks", 2, "--fitted", "")
    code, said, err = evaluate(*words, "--key", tmp_path / "key.tsv", "-o", tmp_path / "made.md")
    assert code == 0
    real = said["archive"]
    assert (real["n_recordings"], real["n_refused"], real["n_patients"], real["n_truth_without_recording"]) == (
        3,
        3,
        2,
        1,
    )
    # each is asked for 10, 30, 50, 70 and 90 s; what is proposed in a gap is false too
    by_name = {one["name"]: one for one in said["recordings"]}
    kowalczyk, first, second = by_name["R1"], by_name["R4"], by_name["R5"]
    assert (kowalczyk["tp"], kowalczyk["fp"], kowalczyk["fn"]) == (1, 4, 0)
    assert kowalczyk["hours"] == pytest.approx(80 / 3600)
    assert kowalczyk["states"]["asleep"]["hours"] == pytest.approx(44 / 3600)
    assert (first["tp"], first["fp"], first["fn"], first["n_uncertain"]) == (1, 2, 1, 2)
    assert (first["states"]["awake"]["tp"], first["states"]["awake"]["fn"], first["states"]["asleep"]["fp"]) == (
        1,
        1,
        2,
    )
    assert (second["tp"], second["fp"], second["fn"], second["hours"]) == (1, 2, 0, pytest.approx(60 / 3600))
    assert (real["tp"], real["fp"], real["fn"]) == (3, 8, 1)
    assert not real["by_patient"]["drawn"]
    assert real["duration_error_s"]["median"] == pytest.approx(0.2)
    refused = {one["name"]: one["refused"] for one in said["recordings"] if one["refused"]}
    assert refused["R2"].startswith("the recording cannot be read")
    assert refused["R3"] == "its truth holds marks of 2 readers and no Final layer"
    assert refused["R6"] == "nobody says what is true of it"
    text = (tmp_path / "made.md").read_text()
    for line in (
        "2 patients: fewer than 10 are too few to be drawn anew.",
        "| all, probable marks as true | 5 | 4 |",
        "the data had been looked at: 2 times, this one included",
        "- fitted on the data: nothing",
        "1 event of its truth in a gap of the recording: left out.",
        "1 true event lies where nobody is said to have read: left out.",
        "T1: a file of truth that bears no recording's name",
        "| Artifact | 1 |",
    ):
        assert line in text
    svg = (tmp_path / "made.calibration.svg").read_text()
    for word in (*NAMES, str(tmp_path), str(made_archive), ".edf", "events.tsv"):
        for where in (json.dumps(said), err, text, svg):
            assert word.casefold() not in where.casefold(), word
    key = (tmp_path / "key.tsv").read_text()
    assert "R6\tP3\tsub-Quillfeather/ses-1/eeg/sub-Quillfeather_ses-1_eeg.edf\tQuillfeather\t" in key
    assert (tmp_path / "key.tsv").stat().st_mode & 0o077 == 0
    bins = tomllib.loads(said["calibration"]["archive"]["manifest"])["calibration"]
    assert sum(one["n"] for one in bins) == 3 + 8
    assert [one["n_true"] for one in bins] == [0, 3]


def test_a_table_of_patients_a_layer_and_event_free_recordings(evaluate, made_archive: Path, tmp_path: Path):
    folder = make_plugin(tmp_path / "plugins" / "made", EVERY_TWENTY)
    Consents().agree(content_hash(folder), "made", folder)
    eeg, marks = tmp_path / "eeg", tmp_path / "marks"
    eeg.mkdir()
    marks.mkdir()
    for subject, session, name in (("Okonkwo", 1, "a"), ("Kowalczyk", 3, "b"), ("Quillfeather", 1, "c")):
        shutil.copy(bids(made_archive / "eeg", subject, session, "eeg.edf"), eeg / f"{name}.edf")
    shutil.copy(bids(made_archive / "marks", "Okonkwo", 1, "events.tsv"), marks / "a.tsv")
    shutil.copy(bids(made_archive / "marks", "Kowalczyk", 3, "events.tsv"), marks / "b.truth.tsv")
    (eeg / "patients.csv").write_text("recording,patient\na,one\nb.edf,one\n")
    words = ("--recordings", eeg, "--truth", marks, "--patients", eeg / "patients.csv", "--layer", "Dr Vandermeer")
    code, said, err = evaluate(*words, "--no-events", "-o", tmp_path / "made.md")
    assert code == 0, err
    assert [(one["patient"], one["truth"]) for one in said["recordings"]] == [
        ("P1", "table"),
        ("P1", "table"),
        ("P2", "known to hold none"),
    ]
    assert said["archive"]["n_patients"] == 2
    assert said["recordings"][2]["fp"] == 5
    text = (tmp_path / "made.md").read_text()
    assert "2 by the table; 1 named nowhere, each taken as a patient of its own." in text
    assert "Vandermeer" not in text
    assert "--layer LAYER" in text


def test_notes_are_truth_only_where_asked(evaluate, tmp_path: Path):
    folder = make_plugin(tmp_path / "plugins" / "made", EVERY_TWENTY)
    Consents().agree(content_hash(folder), "made", folder)
    write_edf(tmp_path / "a.edf", [(0, 60)], notes=[(10.0, "spasm"), (30.0, "spasm?")])
    write_edf(tmp_path / "b.edf", [(0, 60)], notes=[(10.0, "cough")])
    _code, said, _err = evaluate("--recordings", tmp_path, "--notes", "-o", tmp_path / "made.md")
    first, second = said["recordings"]
    assert (first["tp"], first["n_uncertain"], first["fp"], first["truth"]) == (1, 1, 1, "its own notes")
    assert second["refused"] == "nobody says what is true of it"


def test_usage(evaluate, tmp_path: Path):
    assert evaluate("--seeds", "none", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "3-1", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "x", "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "--hours", 0.001, "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "-o", tmp_path / "no such folder" / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "-o", tmp_path / "made.md", detector="nobody")[0] == 2
    assert evaluate("--truth", tmp_path, "-o", tmp_path / "made.md")[0] == 2
    assert evaluate("--seeds", "7", "--patients", tmp_path / "none.tsv", "-o", tmp_path / "made.md")[0] == 2


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


SLEEPS = """
report.event(0.0, recording.duration_s / 2, "sleep_stage", 0.9, attributes={"stage": "W"})
report.event(recording.duration_s / 2, recording.duration_s / 2, "sleep_stage", 0.9, attributes={"stage": "N2"})
report.event(20.0, 10.0, "artifact", 0.9)
report.event(60.0, 10.0, "artifact", 0.2)
"""


def trusted(folder: Path) -> None:
    Consents().agree(content_hash(folder), folder.name, folder)


def test_what_lasts_is_measured_by_time(evaluate, tmp_path: Path):
    top = 'terms = ["artifact", "sleep_stage"]'
    trusted(make_plugin(tmp_path / "plugins" / "sleeper", SLEEPS, detector_id="sleeper", top=top))
    eeg, marks = tmp_path / "eeg", tmp_path / "marks"
    eeg.mkdir()
    marks.mkdir()
    write_edf(eeg / "night.edf", [(0, 120)])
    rows = ["0\t30\tsleep_stage\tW\tn/a", "30\t60\tsleep_stage\tN2\tn/a", "90\t30\tsleep_stage\tN3\tn/a"]
    rows += ["25\t10\tartifact\tn/a\tn/a", "100\t10\tartifact\tn/a\tpossible"]
    table = "onset\tduration\ttrial_type\tstage\tcertainty\n" + "\n".join(rows) + "\n"
    (marks / "night.tsv").write_text(table)
    real = ["--recordings", eeg, "--truth", marks, "-o", tmp_path]
    code, said, _ = evaluate(*real, "--term", "sleep_stage", detector="sleeper")
    assert code == 0
    time = said["time"]["archive"]
    assert said["time"]["simulated"] is None
    assert (time["reference_s"], time["both_s"], time["share_agreed"]) == (120, 60, 0.5)
    assert time["epochs"]["counts"] == [[1, 0, 0], [1, 1, 0], [0, 1, 0]]
    assert time["intervals"]["sensitivity"] is None
    assert "too few" in time["why_no_interval"]
    assert (said["archive"], said["recordings"][0]["tp"]) == (None, None)  # onsets say nothing of stages
    text = (tmp_path / "sleeper.md").read_text()
    assert "## Archive, by time" in text
    assert "| true: N2 | 1 | 1 | 0 |" in text
    assert "all patients together" not in text
    _, said, _ = evaluate(*real, detector="sleeper")
    time = said["time"]["archive"]
    assert (time["reference_s"], time["candidate_s"], time["both_s"], time["compared_s"]) == (10, 20, 5, 110)
    assert time["doubted_s"] == 10
    assert "all patients together" in (tmp_path / "sleeper.md").read_text()
    _, said, _ = evaluate(*real, "--threshold", 0.5, detector="sleeper")
    assert said["time"]["archive"]["candidate_s"] == 10
    assert evaluate(*real, "--term", "sleep_stage", "--threshold", 0.5, detector="sleeper")[0] == 2


def test_simulated_studies_know_what_lasts(evaluate, tmp_path: Path):
    top = 'terms = ["artifact", "sleep_stage"]'
    trusted(make_plugin(tmp_path / "plugins" / "sleeper", SLEEPS, detector_id="sleeper", top=top))
    order = ["--seeds", "7", "--hours", HOURS, "-o", tmp_path]
    _, said, err = evaluate(*order, "--term", "sleep_stage", detector="sleeper")
    stages = plan_study(HOURS, 7).stages
    assert said["time"]["simulated"]["reference_s"] == pytest.approx(
        sum(one.span.duration_s for one in stages), abs=0.1
    )
    assert "s found" in err


def test_a_term_that_the_simulator_does_not_make_is_said_before_anything_is_made(evaluate, tmp_path: Path):
    top = 'terms = ["spindles", "arousal"]'
    trusted(make_plugin(tmp_path / "plugins" / "spindler", "pass", detector_id="spindler", top=top))
    code, _, err = evaluate("--seeds", "7", "-o", tmp_path, detector="spindler")
    assert code == 2
    assert "The simulator makes no “spindles”" in err
    assert "--term: arousal" in err
    assert "--truth" in err
    assert not (tmp_path / "spindler.md").exists()
