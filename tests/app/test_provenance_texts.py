"""Provenance is told to people in lines, whichever form it has."""

from eegview.app.provenance_texts import provenance_lines
from eegview.model.provenance import Provenance, Software, VocabularyState, as_json, recording_state, sidecar_keys

WHOLE = Provenance(
    Software("eegview", "0.2.0", "c" * 64, description="Wrote this."),
    (Software("numpy", "2.3.4"),),
    "2026-11-30T05:00:00+00:00",
    (Software("spasms", "1.0.0", "d" * 64),),
    (recording_state("f" * 64, (3, "a" * 64)),),
    VocabularyState("infantile_spasms", "3", "e" * 64),
)


def test_people_read_it_as_lines_whichever_of_the_two_forms():
    lines = provenance_lines(as_json(WHOLE))
    assert lines == provenance_lines(sidecar_keys(WHOLE))
    assert lines == [
        "eegview 0.2.0, code cccccccccccc…",
        "spasms 1.0.0, code dddddddddddd…",
        "With numpy 2.3.4",
        "Recording ffffffffffff…: log at edit 3, hash aaaaaaaaaaaa…",
        "Vocabulary infantile_spasms 3, hash eeeeeeeeeeee…",
        "Made 2026-11-30 05:00:00 UTC",
    ]


def test_another_programs_provenance_breaks_nothing():
    assert provenance_lines({"GeneratedBy": "me", "recordings": {}, "libraries": [], "vocabulary": 3}) == []
