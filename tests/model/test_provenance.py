"""Provenance says what made a file, in the form of BIDS, and nothing else."""

import json

from eegview.model.edit import GENESIS
from eegview.model.provenance import (
    Provenance,
    Software,
    VocabularyState,
    as_json,
    recording_state,
    sidecar_keys,
)

PROGRAM = Software("eegview", "0.2.0", "c" * 64, description="Wrote this.")
MADE = "2026-11-30T05:00:00+00:00"
WHOLE = Provenance(
    PROGRAM,
    (Software("numpy", "2.3.4"),),
    MADE,
    (Software("spasms", "1.0.0", "d" * 64, "https://example.org/code", "Detector"),),
    (recording_state("f" * 64, (3, "a" * 64)),),
    VocabularyState("infantile_spasms", "3", "e" * 64),
)


def test_it_is_json_in_the_form_of_bids():
    held = as_json(WHOLE)
    assert held == json.loads(json.dumps(held))
    assert held["GeneratedBy"] == [
        {"Name": "eegview", "Version": "0.2.0", "Description": "Wrote this.", "CodeHash": "c" * 64},
        {
            "Name": "spasms",
            "Version": "1.0.0",
            "Description": "Detector",
            "CodeURL": "https://example.org/code",
            "CodeHash": "d" * 64,
        },
    ]
    assert held["libraries"] == {"numpy": "2.3.4"}
    assert held["recordings"] == [{"fingerprint": "f" * 64, "n_edits": 3, "head_hash": "a" * 64}]
    assert held["vocabulary"] == {"id": "infantile_spasms", "version": "3", "hash": "e" * 64}
    assert held["made_utc"] == MADE


def test_a_sidecar_has_two_entries_beside_its_columns():
    held = sidecar_keys(WHOLE)
    assert list(held) == ["GeneratedBy", "Provenance"]
    assert held["Provenance"] | {"GeneratedBy": held["GeneratedBy"]} == as_json(WHOLE)


def test_what_has_no_recording_and_no_terms_says_so():
    held = as_json(Provenance(PROGRAM, (), MADE))
    assert held["recordings"] == []
    assert "vocabulary" not in held


def test_before_the_first_edit_there_is_no_head():
    assert recording_state("f", (0, GENESIS)).head_hash == ""


def test_several_are_told_together_each_recording_and_detector_once():
    one, other = WHOLE, Provenance(PROGRAM, (), MADE, WHOLE.plugins, (recording_state("g"),))
    joined = Provenance(PROGRAM, (), MADE).with_others((one, other, one))
    assert [state.fingerprint for state in joined.recordings] == ["f" * 64, "g"]
    assert joined.plugins == WHOLE.plugins
