"""Scores from the command line: the rule alone, evidence written and read back, lists, and who may see what."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pytest
from without_time import undated

from eegview.app.scoring.report import NO_DIAGNOSIS
from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
NUMBERS: dict[str, Any] = {
    "pages": [8] * 10 + [0] * 10,
    "n_foci": 3,
    "n_foci_study": 3,
    "high_amplitude": False,
    "gmfs": False,
    "pva": False,
    "spike_focus": True,
    "nonepileptiform": True,
}
FOCI = ["P4", "F3", "T7"]
EVIDENCE: dict[str, Any] = {
    "read_pages": "all",
    "bins": [{"page": p, "bin": b, "foci": [FOCI[b % 3]]} for p in range(1, 11) for b in range(1, 9)],
    "gmfs": "absent",
    "pva": "absent",
    "amplitudes": [
        {"row": "F3-C3", "amplitude_uv": 330.4, "onset_s": 140.0, "duration_s": 0.4},
        {"row": "P3-O1", "amplitude_uv": 245.0, "onset_s": 141.0, "duration_s": 0.4},
    ],
    "nonepileptiform": "present",
    "confidence": 4,
}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten minutes of two channels, recorded from 22:00."""
    file = tmp_path_factory.mktemp("recording") / "night.edf"
    noise = np.random.default_rng(1).normal(0, 20, 600 * 32)
    signals = [
        edfio.EdfSignal(noise, 32, label=label, physical_dimension="uV", physical_range=(-400, 400))
        for label in ("EEG F3-Ref", "EEG C3-Ref")
    ]
    edfio.Edf(signals, starttime=datetime.time(22, 0, 0)).write(file)
    return file


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], Path]:
    def written(value: Any) -> Path:
        path = tmp_path / "e.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return written


def test_the_rule_alone(run: Run, write: Callable[[Any], Path]) -> None:
    code, out, _ = run("score", "--rule", "based2021", "--evidence", write(NUMBERS), "--json")
    found = json.loads(out)
    assert (code, found["score"], found["pages_met"], found["disagrees"]) == (0, 5, 10, True)
    assert found["literal_percent"] == pytest.approx(26.667, abs=1e-3)
    assert found["parameters"]["name"] == "based2021-a"
    assert "26.7 %" in "\n".join(found["derivation"])
    code, out, _ = run("score", "--rule", "based2021", "--evidence", write({**NUMBERS, "pages": [15] * 9 + [7] * 11}))
    assert code == 0
    assert out.startswith("Score 3: Severity 3 of 5 on the BASED scale.\n")
    assert "70.7 %, which disagrees with the page rule" in out
    assert "not a diagnosis" in out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pages": [0] * 19}, "“pages” has 19 pages, not 20."),
        ({"pages": [16] + [0] * 19}, "The number of bins with a spike on page 1 is 16."),
        ({"n_foci": -1}, "“n_foci” is -1."),
        ({"colour": 1}, "“colour” is not known in the evidence."),
    ],
)
def test_bad_numbers_have_a_sentence(
    run: Run, write: Callable[[Any], Path], changed: dict[str, Any], said: str
) -> None:
    code, out, err = run("score", "--rule", "based2021", "--evidence", write({**NUMBERS, **changed}), "--json")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == said


def test_evidence_is_written_shown_and_listed(run: Run, recording: Path, write: Callable[[Any], Path]) -> None:
    me = ("--reviewer", "ada")
    code, out, err = run("score", recording, "--epoch", "@22:02:00", "--import", write(EVIDENCE), *me, "--json")
    found = json.loads(out)
    assert code == 0
    assert err == "Edit 1: 107 changes.\n"
    assert (found["score"], found["epoch"], found["reader"], found["scale"]) == (5, [120.0, 420.0], "ada", "based2021")
    assert (found["bins_with_spike"], found["pages_met"], found["foci"]) == (80, 10, ["F3", "T7", "P4"])
    assert [one["row"] for one in found["high_amplitude"]] == ["F3-C3"]
    assert [(one["row"], one["is_high"]) for one in found["amplitudes"]] == [("F3-C3", True), ("P3-O1", False)]
    assert (found["gmfs"], found["pva"], found["confidence"]) == ("absent", "absent", 4)
    assert found["filters"]["text"] == "0.5-70 Hz, notch off, causal"
    assert "research and education" in found["disclaimer"]
    assert "not a diagnosis" in found["disclaimer"]
    assert run("score", recording, "--epoch", "120", "--import", write(EVIDENCE), *me)[2].startswith("Nothing changed")
    for epoch in ("120", "00:02:00", "@22:02:00"):
        again = json.loads(run("score", recording, "--epoch", epoch, "--reader", "ada", "--json")[1])
        again["provenance"]["made_utc"] = found["provenance"]["made_utc"]  # all that may differ
        assert again == found
    code, out, _ = run("score", recording, "--epoch", "120", *me)
    assert "+ Page rule: 10 of 20 pages have ≥ 8/15 bins with a spike (≥ 10 needed)" in out
    (line,) = json.loads(run("score", recording, "--list", *me, "--json")[1])["scores"]
    assert (line["reader"], line["score"], line["committed_utc"], line["pages_read"]) == ("ada", 5, None, 20)
    _, out, _ = run("history", recording, "--verify")
    assert out.startswith("The log is whole.")
    assert "with 101 records of a score" in run("history", recording)[1]


def test_what_is_exported_is_what_is_imported(
    run: Run, recording: Path, write: Callable[[Any], Path], tmp_path: Path
) -> None:
    more = {
        **EVIDENCE,
        "bins": [*EVIDENCE["bins"], {"page": 20, "bin": 15, "state": "none"}, {"page": 20, "bin": 14}],
        "examples": [{"pattern": "pva", "onset_s": 130.0, "duration_s": 2.0, "channels": ["P3-O1"]}],
        "pva": "present",
        "other_foci": ["O1"],
        "foci": "named",
    }
    out = tmp_path / "x.json"
    assert run("score", recording, "--epoch", 120, "--import", write(more), "--reviewer", "ada")[0] == 0
    shown = json.loads(run("score", recording, "--epoch", 120, "--reader", "ada", "--export", out, "--json")[1])
    assert run("score", recording, "--epoch", 120, "--import", out, "--reviewer", "ben")[0] == 0
    other = json.loads(run("score", recording, "--epoch", 120, "--reader", "ben", "--json")[1])
    differing = {key for key in shown if shown[key] != other[key]}
    assert differing == {"reader", "provenance"}  # the log has come further
    _, _, err = run("score", recording, "--epoch", 120, "--import", out, "--replace", "--reviewer", "ada")
    assert err.startswith("Nothing changed")


def test_replacing_withdraws_what_is_not_said(run: Run, recording: Path, write: Callable[[Any], Path]) -> None:
    me = ("--epoch", 120, "--reviewer", "ada")
    run("score", recording, "--import", write(EVIDENCE), *me)
    less = {"read_pages": [1, 2], "bins": [{"page": 1, "bin": 1, "foci": ["P4"]}], "pva": "unsure"}
    found = json.loads(run("score", recording, "--import", write(less), "--replace", *me, "--json")[1])
    assert (found["bins_with_spike"], found["read_pages"], found["amplitudes"]) == (1, [1, 2], [])
    assert (found["gmfs"], found["pva"], found["confidence"], found["score"]) == (None, "unsure", None, None)
    run("score", recording, "--import", write({"bins": [{"page": 1, "bin": 1, "state": "clear"}]}), *me)
    assert json.loads(run("score", recording, *me, "--json")[1])["bins_with_spike"] == 0


def test_a_second_reader_is_blind_until_both_have_committed(
    run: Run, recording: Path, write: Callable[[Any], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(EVIDENCE)

    def act_as(name: str) -> None:
        monkeypatch.setenv("EEGVIEW_REVIEWER", name)

    act_as("ada")
    run("score", recording, "--epoch", 120, "--import", path)
    act_as("ben")
    code, _, err = run("score", recording, "--epoch", 120, "--reader", "ada")
    assert (code, err.splitlines()[0]) == (2, "The score of ada from 00:02:00 is hidden from ben.")  # not committed
    assert "hidden until both have committed" in run("score", recording, "--list")[1]
    act_as("ada")
    assert run("score", recording, "--epoch", 120, "--commit")[0] == 0
    act_as("ben")
    assert run("score", recording, "--epoch", 120)[0] == 0  # scores nothing there
    run("score", recording, "--epoch", 130, "--import", path)  # overlaps
    code, out, err = run("score", recording, "--epoch", 120, "--reader", "ada", "--json")
    assert (code, out) == (2, "")
    lines = json.loads(run("score", recording, "--list", "--json")[1])["scores"]
    assert [(line["reader"], line["hidden"], line["score"]) for line in lines] == [
        ("ada", True, None),
        ("ben", False, 5),
    ]
    assert run("score", recording, "--epoch", 130, "--commit")[0] == 0
    assert run("score", recording, "--epoch", 120, "--reader", "ada")[0] == 0
    assert run("score", recording, "--epoch", 130, "--import", path)[2].splitlines()[0] == (
        "This score is committed, so its evidence cannot be changed."
    )
    assert run("score", recording, "--epoch", 130, "--withdraw")[0] == 0
    found = json.loads(run("score", recording, "--epoch", 130, "--json")[1])
    assert (found["seen"], found["committed_utc"]) == (["ada"], None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score",), "No recording was given."),
        (("score", "FILE"), "No epoch was given."),
        (("score", "FILE", "--epoch", "400"), "An epoch of 300 s from 400 s is not all in the recording."),
        (("score", "FILE", "--epoch", "-5"), "An epoch of 300 s from -5 s is not all in the recording."),
        (("score", "FILE", "--epoch", "soon"), "“soon” is not a time."),
        (("score", "FILE", "--epoch", "0"), "No evidence is stored for an epoch from 00:00:00."),
        (("score", "FILE", "--epoch", "0", "--reader", "zoe"), "No evidence by zoe is stored for an epoch from"),
        (("score", "FILE", "--epoch", "0", "--scale", "none"), "There is no scale “none”."),
        (("score", "FILE", "--epoch", "0", "--commit"), "The score cannot be committed yet."),
        (("score", "FILE", "--epoch", "0", "--commit", "--withdraw"), "--commit and --withdraw exclude each other."),
        (("score", "FILE", "--epoch", "0", "--replace"), "--replace goes with --import."),
        (("score", "FILE", "--list", "--commit"), "--list only shows."),
        (
            ("score", "FILE", "--epoch", "0", "--commit", "--reader", "a", "--reviewer", "b"),
            "Only your own evidence can be written.",
        ),
        (("score", "--rule", "based2021"), "--rule needs the evidence."),
        (("score", "--rule", "nothing", "--evidence", "e.json"), "There is no scale “nothing”."),
    ],
)
def test_what_makes_no_sense_has_a_sentence(run: Run, recording: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*(recording if word == "FILE" else word for word in words))
    assert (code, out) == (2, "")
    assert err.startswith(said), err


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"colour": 1}, "“colour” is not known in the evidence."),
        ({"bins": 3}, "“bins” is not a list of objects."),
        ({"bins": [{"page": 1}]}, "“bin” is missing in a bin."),
        ({"bins": [{"page": 21, "bin": 1}]}, "The page of a bin is 21."),
        ({"bins": [{"page": 1, "bin": 0}]}, "The number of a bin is 0."),
        ({"bins": [{"page": 1, "bin": 1, "state": "maybe"}]}, "The state of a bin is none of spike, none, clear."),
        ({"bins": [{"page": 1, "bin": 1}, {"page": 1, "bin": 1}]}, "Bin 1 of page 1 is given twice."),
        ({"bins": [{"page": 1, "bin": 1, "state": "none", "foci": ["P4"]}]}, "Bin 1 of page 1 has foci but no spike."),
        ({"read_pages": "some"}, "“read_pages” is neither a list of pages nor “all”."),
        ({"gmfs": "yes"}, "“gmfs” is none of present, absent, unsure."),
        ({"confidence": 6}, "“confidence” is 6."),
        ({"other_foci": "O1"}, "“other_foci” is not a list of names."),
        (
            {"gmfs": "absent", "examples": [{"pattern": "gmfs", "onset_s": 130, "duration_s": 1}]},
            "“gmfs” is not present, but an example of it is given.",
        ),
        ({"spike_focus": "absent", "other_foci": ["O1"]}, "“spike_focus” and “other_foci” contradict each other."),
        ({"examples": [{"pattern": "x", "onset_s": 130, "duration_s": 1}]}, "The pattern of an example is none of"),
        ({"examples": [{"pattern": "pva", "onset_s": 9, "duration_s": 1}]}, "This is not in the epoch that is scored."),
        (
            {"amplitudes": [{"row": "F3-C3", "amplitude_uv": -1, "onset_s": 130, "duration_s": 1}]},
            "The amplitude of F3-C3 is not a number above 0.",
        ),
        (
            {"amplitudes": [{"row": "F3-C3", "amplitude_uv": 9, "onset_s": "x", "duration_s": 1}]},
            "The onset of an amplitude is not a time in seconds.",
        ),
    ],
)
def test_bad_evidence_changes_nothing(
    run: Run, recording: Path, write: Callable[[Any], Path], held: dict[str, Any], said: str
) -> None:
    for replace in ((), ("--replace",)):
        code, out, err = run("score", recording, "--epoch", 120, "--import", write(held), *replace)
        assert (code, out) == (2, "")
        assert err.startswith(said), err
    assert run("history", recording)[1] == "No edits yet.\n"


def test_the_scales_are_listed(run: Run) -> None:
    code, out, _ = run("score", "--scales", "--json")
    found = {scale["scale"]: scale for scale in json.loads(out)["scales"]}
    assert code == 0
    assert found["based2021"]["parameters"]["confirm"] == "with the publication"
    assert found["based2021"]["unsure"]
    assert "confirm with the publication" in run("score", "--scales")[1]


def test_the_help_has_an_example(run: Run) -> None:
    code, out, _ = run("score", "--help")
    assert code == 0
    assert "eegview score study.edf --scale based2021" in " ".join(out.split())


SPELT: dict[str, Any] = {
    "read_pages": "all",
    "bins": [{"page": 1, "bin": n, "foci": [name]} for n, name in enumerate(("P4", "p4", "T3", "T7"), 1)],
    "gmfs": "absent",
    "pva": "absent",
    "amplitudes": [
        {"row": row, "amplitude_uv": 250, "onset_s": 130 + n, "duration_s": 0.5}
        for n, row in enumerate(("T5-O1", "p3-o1", "P4–O2"))
    ],
    "other_foci": ["t4", "T8"],
}


def test_one_electrode_is_one_focus_however_it_is_spelt(
    run: Run, recording: Path, write: Callable[[Any], Path]
) -> None:
    words = ("score", recording, "--epoch", "120", "--reviewer", "ada")
    code, out, err = run(*words, "--import", write(SPELT), "--json")
    found = json.loads(out)
    assert (code, err) == (0, "Edit 1: 32 changes.\n")
    assert (found["foci"], found["study_foci"], found["score"]) == (["P4", "T7"], ["P4", "T7", "T8"], 2)
    assert found["high_amplitude"] == []
    assert [(one["row"], one["limit_uv"]) for one in found["amplitudes"]] == [
        ("P7-O1", 300),
        ("P3-O1", 300),
        ("P4-O2", 300),
    ]
    assert run(*words, "--import", write(SPELT))[2].startswith("Nothing changed")
    assert run(*words, "--import", write(SPELT), "--replace")[2].startswith("Nothing changed")


def test_names_that_the_scale_does_not_know_are_said(run: Run, recording: Path, write: Callable[[Any], Path]) -> None:
    held = {
        "bins": [{"page": 1, "bin": 1, "foci": ["strip 3"]}],
        "amplitudes": [{"row": "C3-O1", "amplitude_uv": 250, "onset_s": 130, "duration_s": 1}],
    }
    _, out, err = run("score", recording, "--epoch", "120", "--import", write(held), "--json")
    assert json.loads(out)["foci"] == ["strip 3"]
    assert "Not known as an electrode, counted as a focus of its own: strip 3." in err
    assert "Not a row of the scale's montage, held against its limit of 200 µV: C3-O1." in err


def test_what_is_not_read_yet_is_not_left_out_of_the_literal_share(
    run: Run, recording: Path, write: Callable[[Any], Path]
) -> None:
    held = {"bins": [{"page": 1, "bin": 1}]}
    out = run("score", recording, "--epoch", "60.5", "--import", write(held), "--reviewer", "ada")[1]
    assert out.startswith("ada, epoch 00:01:00.500 - 00:06:00.500\n")
    assert "Literal share so far: 1 of 300 bins = 0.3 %\n" in out
    out = run("score", recording, "--list", "--reviewer", "ada")[1]
    assert out.startswith("00:01:00.500 - 00:06:00.500  based2021  ada")
    assert out.splitlines()[-1].endswith("(confirm with the publication). " + NO_DIAGNOSIS)


def test_lists_and_exports_and_the_history_are_blind_as_well(
    run: Run, recording: Path, write: Callable[[Any], Path], tmp_path: Path
) -> None:
    pattern = {"pattern": "gmfs", "onset_s": 130.0, "duration_s": 2.0, "channels": ["P3-O1"]}
    first = {**{key: value for key, value in EVIDENCE.items() if key != "gmfs"}, "examples": [pattern]}
    assert run("score", recording, "--epoch", 120, "--import", write(first), "--commit", "--reviewer", "ada")[0] == 0
    run("events", "add", recording, "--term", "spasm", "--onset", 200, "--reviewer", "ada")
    run("score", recording, "--epoch", 180, "--import", write({"read_pages": [1]}), "--reviewer", "bob")

    def terms(*words: str) -> list[str]:
        events = json.loads(run("events", "list", recording, "--json", *words)[1])["events"]
        return [one["term"] for one in events]

    everything = ["grouped_multifocal_spikes", "high_amplitude_channel", "spasm"]
    assert terms() == everything
    assert terms("--reviewer", "ada") == everything
    assert terms("--reviewer", "cyd") == everything
    later = {"amplitudes": [{"row": "F3-C3", "amplitude_uv": 400, "onset_s": 190, "duration_s": 1}]}
    run("score", recording, "--epoch", 150, "--import", write(later), "--reviewer", "eve")
    assert terms("--reviewer", "bob") == everything  # without eve's: the first two lie outside what bob scores
    assert "hidden from bob" in run("events", "list", recording, "--reviewer", "bob")[2]
    out = tmp_path / "marks.json"
    run("events", "export", recording, "-o", out, "--reviewer", "bob")
    assert '"layer": "eve"' not in out.read_text("utf-8")
    edits = json.loads(run("history", recording, "--json", "--reviewer", "bob")[1])["edits"]
    assert [(one["author"], one["hidden"]) for one in edits] == [
        ("ada", True),
        ("ada", True),
        ("ada", False),
        ("bob", False),
        ("eve", True),
    ]
    assert edits[0]["changes"] == []
    assert "hidden until both have committed" in run("history", recording, "--reviewer", "bob")[1]
    assert not any(one["hidden"] for one in json.loads(run("history", recording, "--json")[1])["edits"])


def test_an_epoch_of_a_study_of_several_files_is_scored(
    run: Run, recording: Path, write: Callable[[Any], Path], tmp_path: Path
) -> None:
    later = tmp_path / "later.edf"
    noise = np.random.default_rng(2).normal(0, 20, 600 * 32)
    signals = [
        edfio.EdfSignal(noise, 32, label=label, physical_dimension="uV", physical_range=(-400, 400))
        for label in ("EEG F3-Ref", "EEG C3-Ref")
    ]
    edfio.Edf(signals, starttime=datetime.time(22, 10, 0)).write(later)
    words = ("score", recording, later, "--epoch", "@22:08:00", "--reviewer", "ada")
    held = {"read_pages": "all", "bins": [{"page": 20, "bin": 15, "foci": ["P4"]}], "gmfs": "absent", "pva": "absent"}
    code, out, err = run(*words, "--import", write({**held, "high_amplitude": "absent"}), "--json")
    assert code == 0, err
    assert (json.loads(out)["epoch"], json.loads(out)["score"]) == ([480.0, 780.0], 2)
    assert undated(run(*words, "--json")[1]) == undated(out)
    assert run("score", recording, "--list")[1] == "No epoch is scored yet.\n"
