"""Evidence as plain numbers: each fault has one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from eegview.app.scoring.rule_file import KEYS, read_rule_evidence, rule_evidence
from eegview.clinical.based import BasedRule, based_score
from eegview.model.errors import UsageError

GOOD: dict[str, Any] = {
    "pages": [8] * 10 + [0] * 10,
    "n_foci": 3,
    "n_foci_study": 4,
    "high_amplitude": False,
    "gmfs": False,
    "pva": False,
    "spike_focus": True,
    "nonepileptiform": None,
}


def test_numbers_give_a_score() -> None:
    evidence, notes = rule_evidence(GOOD, BasedRule())
    assert (based_score(evidence).score, notes) == (5, ())
    evidence, _ = rule_evidence({**GOOD, "n_foci": 2, "high_amplitude": ["F3-C3"]}, BasedRule())
    assert (based_score(evidence).score, evidence.high_rows) == (3, ("F3-C3",))
    evidence, _ = rule_evidence({**GOOD, "n_foci": 2, "high_amplitude": []}, BasedRule())
    assert (based_score(evidence).score, based_score(evidence).note) == (2, "uncommon multifocal spikes")


def test_contradictions_are_said() -> None:
    evidence, notes = rule_evidence({**GOOD, "n_foci_study": 0, "spike_focus": False}, BasedRule())
    assert evidence.n_foci_study == 3
    assert len(notes) == 2


@pytest.mark.parametrize("key", ["pages", "n_foci"])
def test_a_missing_key(key: str) -> None:
    with pytest.raises(UsageError, match=f"“{key}” is missing in the evidence"):
        rule_evidence({name: value for name, value in GOOD.items() if name != key}, BasedRule())


@pytest.mark.parametrize("key", KEYS[3:])
def test_an_answer_that_is_left_out_is_not_given(key: str) -> None:
    left_out, _ = rule_evidence({name: value for name, value in GOOD.items() if name != key}, BasedRule())
    assert left_out == rule_evidence({**GOOD, key: None}, BasedRule())[0]


def test_without_foci_of_the_study_it_has_those_of_the_epoch() -> None:
    evidence, notes = rule_evidence({"pages": [0] * 20, "n_foci": 2}, BasedRule())
    assert (evidence.n_foci_study, notes) == (2, ())
    assert based_score(evidence).possible == (2, 3, 4)
    assert len(based_score(evidence).missing) == 3


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"n_foci": 10**30}, "“n_foci” is out of range."),
        ({"a\nb\ud800" + "k" * 99: 1}, "“a?b?" + "k" * 36 + "…” is not known in the evidence."),
        ({"high_amplitude": [f"row {n}" for n in range(300)]}, "“high_amplitude” holds more than 256 names."),
    ],
)
def test_a_sentence_is_short_and_can_be_printed(held: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        rule_evidence({**GOOD, **held}, BasedRule())
    assert refused.value.sentence == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pages": [0] * 19}, "“pages” has 19 pages, not 20."),
        ({"pages": [0] * 21}, "“pages” has 21 pages, not 20."),
        ({"pages": 3}, "“pages” is not a list."),
        ({"pages": [0] * 19 + [16]}, "The number of bins with a spike on page 20 is 16."),
        ({"pages": [-1] + [0] * 19}, "The number of bins with a spike on page 1 is -1."),
        ({"pages": [0.5] + [0] * 19}, "The number of bins with a spike on page 1 is not a whole number."),
        ({"pages": [True] + [0] * 19}, "The number of bins with a spike on page 1 is not a whole number."),
        ({"pages": ["8"] + [0] * 19}, "The number of bins with a spike on page 1 is not a whole number."),
        ({"pages": [None] + [0] * 19}, "The number of bins with a spike on page 1 is not a whole number."),
        ({"n_foci": -1}, "“n_foci” is -1."),
        ({"n_foci": float("nan")}, "“n_foci” is not a whole number."),
        ({"n_foci_study": "3"}, "“n_foci_study” is not a whole number."),
        ({"gmfs": "yes"}, "“gmfs” is neither true, false nor null."),
        ({"pva": 1}, "“pva” is neither true, false nor null."),
        ({"high_amplitude": 350}, "“high_amplitude” is neither true, false, null nor a list of rows."),
        ({"high_amplitude": [350]}, "“high_amplitude” holds something else than a name."),
        ({"colour": 1}, "“colour” is not known in the evidence."),
    ],
)
def test_faults_have_one_sentence(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        rule_evidence({**GOOD, **changed}, BasedRule())
    assert refused.value.sentence == said
    assert refused.value.advice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "e.json is not JSON: line 1, Expecting value."),
        ("[]", "e.json does not hold an object."),
        ('{"n_foci": NaN}', "e.json holds NaN, which is not a number."),
        ('{"n_foci": -Infinity}', "e.json holds -Infinity, which is not a number."),
        ('{"n_foci": 1, "n_foci": 2}', "“n_foci” stands twice in e.json."),
        ('{"n_foci": ' + "9" * 5000 + "}", "e.json holds a number that is too long."),
        ("[" * 100_000, "e.json is nested too deeply."),
        (" " * (5 << 20), "e.json is larger than 4 MiB."),
    ],
)
def test_files_that_are_no_evidence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "e.json").write_text(text)
    with pytest.raises(UsageError) as refused:
        read_rule_evidence(tmp_path / "e.json", BasedRule())
    assert refused.value.sentence == said


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "e.json").write_bytes(b'{"\xff": 1}')
    with pytest.raises(UsageError, match="not in UTF-8"):
        read_rule_evidence(tmp_path / "e.json", BasedRule())
    with pytest.raises(UsageError, match="cannot be read"):
        read_rule_evidence(tmp_path / "nothing.json", BasedRule())
    with pytest.raises(UsageError, match="cannot be read"):
        read_rule_evidence(tmp_path, BasedRule())
    (tmp_path / "e.json").write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert read_rule_evidence(tmp_path / "e.json", BasedRule())[0].n_foci == 3
