"""Events as they are read for a comparison: states, scores, doubts, layers."""

from pathlib import Path

import pytest

from eegview.app.evaluation.comparing import compare, read_events
from eegview.app.evaluation.states import state_spans, with_states
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.event_matching import Onset
from eegview.clinical.same_event import SameEventRule
from eegview.exchange.tables import write_tsv
from eegview.model.annotation import Annotation

VOCABULARY = load_vocabulary(built_in_only=True)


def stage(onset_s: float, duration_s: float, name: str) -> Annotation:
    return Annotation(f"s{onset_s}", "sleep_stage", onset_s, duration_s, attributes=(("stage", name),))


def test_stages_are_awake_or_asleep_and_the_later_of_two_holds():
    states = state_spans([stage(100, 50, "N2"), stage(0, 120, "W"), stage(150, 10, "unsure"), stage(160, 40, "R")])
    assert [(one.span.start_s, one.span.stop_s, one.state) for one in states] == [
        (0, 100, "awake"),
        (100, 150, "asleep"),
        (160, 200, "asleep"),
    ]
    events = with_states([Onset(99.9), Onset(100.0), Onset(155.0), Onset(200.0), Onset(-1.0)], states)
    assert [event.state for event in events] == ["awake", "asleep", "", "", ""]


def test_our_own_tables_are_read_with_layer_stage_and_certainty(tmp_path: Path):
    marks = [
        Annotation("a1", "spasm", 10.0, 1.0, layer="ann", attributes=(("certainty", "certain"),)),
        Annotation("a2", "spasm", 30.0, 1.0, layer="ann", attributes=(("certainty", "possible"),)),
        Annotation("b1", "spasm", 10.2, 1.0, layer="bob"),
        Annotation("w1", "sleep_stage", 0.0, 20.0, layer="ann", attributes=(("stage", "W"),)),
    ]
    write_tsv(tmp_path / "marks.tsv", marks, VOCABULARY)
    ann = read_events(tmp_path / "marks.tsv", VOCABULARY, layer="ann")
    assert [(event.onset_s, event.is_uncertain) for event in ann.events] == [(10.0, False), (30.0, True)]
    assert [one.state for one in ann.states] == ["awake"]
    both = read_events(tmp_path / "marks.tsv", VOCABULARY)
    assert len(both.events) == 3
    assert any("2 readers" in note for note in both.notes)


def test_false_alarms_are_counted_in_the_state_they_come_in(tmp_path: Path):
    marks = [Annotation("a1", "spasm", 10.0, 1.0), stage(0.0, 1800.0, "W"), stage(1800.0, 1800.0, "N2")]
    write_tsv(tmp_path / "marks.tsv", marks, VOCABULARY)
    (tmp_path / "found.tsv").write_text("onset\tduration\ttrial_type\tscore\n10.1\t1\tspasm\t0.8\n2000\t1\tspasm\tx\n")
    reference = read_events(tmp_path / "marks.tsv", VOCABULARY)
    found = read_events(tmp_path / "found.tsv", VOCABULARY)
    assert [event.score for event in found.events] == [0.8, None]
    result = compare(reference, found)
    states = dict(result.states)
    assert (states["awake"].tp, states["awake"].fp, states["asleep"].fp_per_hour) == (1, 0, 2.0)
    assert result.agreement.fp_per_hour is None
    assert compare(reference, found, duration_s=7200.0).agreement.fp_per_hour == 0.5


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_of_another_machine_is_read_the_same(tmp_path: Path, ending: str):
    lines = ["onset,duration,description,score", "1.5,1,Spasm,0.25", "4.5,1,spasm?,0.5"]
    (tmp_path / "found.csv").write_bytes(ending.join(lines).encode())
    found = read_events(tmp_path / "found.csv", VOCABULARY, threshold=0.2)
    assert [(e.onset_s, e.score, e.is_uncertain) for e in found.events] == [(1.5, 0.25, False), (4.5, 0.5, True)]


def test_an_event_that_two_readers_marked_counts_once_by_the_rule(tmp_path: Path):
    marks = [
        Annotation("a1", "spasm", 10.0, 1.0, layer="ann", attributes=(("certainty", "possible"),)),
        Annotation("b1", "spasm", 10.8, 1.0, layer="bob"),
        Annotation("a2", "spasm", 30.0, 1.0, layer="ann", attributes=(("certainty", "possible"),)),
    ]
    write_tsv(tmp_path / "marks.tsv", marks, VOCABULARY)
    found = read_events(tmp_path / "marks.tsv", VOCABULARY, same_event=SameEventRule())
    assert [(event.onset_s, event.is_uncertain) for event in found.events] == [(10.0, False), (30.0, True)]
    assert "counts once (marks within 1 s are one event)" in found.notes[-1]
    apart = read_events(tmp_path / "marks.tsv", VOCABULARY, same_event=SameEventRule(0.5))
    assert len(apart.events) == 3
    alone = read_events(tmp_path / "marks.tsv", VOCABULARY, layer="ann", same_event=SameEventRule())
    assert len(alone.events) == 2
