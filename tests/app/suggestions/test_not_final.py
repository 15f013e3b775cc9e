"""What may still change is told as such; judged, it is not asked or marked again when more has been read."""

from pathlib import Path

import pytest
from made_studies.judged_study import JudgedStudy, detection

from eegview.app.suggestions.not_final import count_text, not_final_text, reasons
from eegview.model.suggestion.detection import ScoreTerm
from eegview.model.suggestion.judgement import Verdict

WAVE = ScoreTerm("slow wave", 3.0, "z", 1.0)
WAITS = ScoreTerm("not final: 20 s after it were read", 20.0, "s")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (WAITS, "Not final: the recording was read only 20 s past it."),
        (ScoreTerm("not final: its group is not whole", 0.0), "Not final: its group is not whole."),
        (ScoreTerm("not final", float("nan"), "s"), "Not final: it may change when more of the recording is read."),
    ],
)
def test_it_is_said_in_plain_words_and_is_no_reason(term: ScoreTerm, text: str) -> None:
    one = detection(0, 1.0, terms=(WAVE, term))
    assert not_final_text(one) == text
    assert reasons(one.terms) == (WAVE,)
    assert not_final_text(detection(0, 1.0, terms=(WAVE,))) == ""
    assert (count_text(0), count_text(2)) == ("", "2 not final")


def test_accepted_it_is_not_doubled_by_a_run_over_more(tmp_path: Path) -> None:
    study = JudgedStudy(tmp_path)
    early = [detection(0, 10.0), detection(1, 40.0, terms=(WAITS,)), detection(2, 50.0, terms=(WAITS,))]
    study.put_run(early, stop_s=60.0)
    shown = study.suggestions.shown
    assert shown is not None
    assert shown.n_not_final == 2
    for number in (1, 2):
        study.suggestions.judge(study.suggestion(number), Verdict.ACCEPT)
    # more has been read: one moved a little, one by more than a judgement is carried over
    more = [detection(0, 10.0), detection(1, 40.3), detection(2, 50.8), detection(3, 90.0)]
    later = study.put_run(more, started_utc="2026-01-01T13:00:00+00:00", stop_s=120.0)
    study.suggestions.show(later.run_id)
    assert study.verdicts() == {1: "accept"}
    study.suggestions.judge(study.suggestion(2), Verdict.ACCEPT)
    assert study.verdicts() == {1: "accept", 2: "accept"}
    assert sorted(mark.onset_s for mark in study.review.marks) == [40.0, 50.0]  # the own mark stays the only one
    assert study.suggestions.counts.open == 2
    study.close()
