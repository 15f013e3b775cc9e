"""What is open of a review: each kind is found, none is invented, and all done is nothing."""

from dataclasses import replace

import pytest

from eegview.app.review.open_items import Reading, open_items, open_queries
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.coverage import SleepCoverage
from eegview.clinical.stages import STAGES
from eegview.model.annotation import Annotation
from eegview.model.opinion import Verdict, opinion_mark
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.suggestion.judgement import Verdict as Judged
from eegview.model.suggestion.judgement import judgement_mark, unseen

VOCABULARY = load_vocabulary()
READ = Reading(1.0, 1.0, 1080.0, has_video=True)
AWAKE_8_MIN = SleepCoverage(1080.0, (480.0, *[0.0] * (len(STAGES) - 1)), 120.0)
STAGED = SleepCoverage(1080.0, (1080.0, *[0.0] * (len(STAGES) - 1)))
SPASM = Annotation("m1", "spasm", 10.0, 1.0, layer="ann")
RUN = DetectorRun(
    *("r1", "f" * 64, "spasms", "Epileptic spasms", "1.2.0", "ab" * 32, (), Span(0.0, 1080.0)),
    *("2026-01-01T12:00:00+00:00", "ann"),
)


def found(**changes: object) -> tuple[str, ...]:
    """Return what is open of a review of which all is done but what is given."""
    done: dict[str, object] = {
        "reading": READ,
        "marks": (SPASM,),
        "records": (),
        "author": "ann",
        "coverage": STAGED,
        "vocabulary": VOCABULARY,
        "unjudged": (),
        "unmatched": (),
        "n_waiting": 0,
    }
    return open_items(**(done | changes))  # type: ignore[arg-type]


def test_where_all_is_done_nothing_is_open() -> None:
    assert found() == ()


def judged_unsure() -> Annotation:
    return judgement_mark(RUN, Detection(0, 10.0, 1.0, "spasm", 0.5), Judged.UNSURE, layer="ann")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reading": replace(READ, share=0.384, share_with_video=0.1)}, "Reviewed by you: 38 % of 18 min, 10 % with"),
        ({"reading": replace(READ, share=0.5, has_video=False)}, "Reviewed by you: 50 % of 18 min"),
        ({"marks": (replace(SPASM, attributes=(("state", "unsure"),)),)}, "Unsure: 1 mark with an uncertain answer"),
        (
            {"marks": (replace(SPASM, attributes=(("certainty", "possible"),)),)},
            "Unsure: 1 mark with an uncertain answer",
        ),
        ({"marks": (replace(SPASM, term_id="hypsarrhythmia"),)}, "Questions not answered: 1 mark"),
        ({"marks": (unseen(SPASM), SPASM)}, "Accepted unseen: 1 mark"),
        ({"records": (judged_unsure(),)}, "Suggestions left unsure: 1"),
        ({"unjudged": ("14 of Spasms", "2 of Spikes")}, "Suggestions not decided: 14 of Spasms, 2 of Spikes"),
        ({"coverage": AWAKE_8_MIN}, "Sleep not staged: 10 min of 18 min"),
        ({"unmatched": ("not checked",)}, "Video not matched: 1 file, not checked"),
        ({"unmatched": ("not checked", "not checked")}, "Video not matched: 2 files, not checked"),
        ({"n_waiting": 3}, "Not saved yet: 3 changes"),
    ],
)
def test_each_kind_is_found_alone(changes: dict[str, object], expected: str) -> None:
    (item,) = found(**changes)
    assert item.startswith(expected)


def opinion(verdict: Verdict, author: str, minute: int, about: Annotation = SPASM) -> Annotation:
    at_utc = f"2026-01-01T12:{minute:02d}:00+00:00"
    return opinion_mark(about, verdict, "is this EMG?", "neurologist", at_utc, layer=author)


@pytest.mark.parametrize(
    ("opinions", "n_open"),
    [
        ([opinion(Verdict.QUERY, "bo", 1)], 1),
        ([opinion(Verdict.QUERY, "bo", 1), opinion(Verdict.QUERY, "cy", 2)], 2),
        ([opinion(Verdict.QUERY, "bo", 1), opinion(Verdict.COMMENT, "ann", 2)], 0),
        ([opinion(Verdict.COMMENT, "ann", 0), opinion(Verdict.QUERY, "bo", 1)], 1),
        ([opinion(Verdict.QUERY, "bo", 1), opinion(Verdict.COMMENT, "bo", 2)], 1),
        ([opinion(Verdict.ENDORSE, "bo", 1)], 0),
        ([opinion(Verdict.QUERY, "bo", 1, replace(SPASM, annotation_id="gone"))], 0),
    ],
)
def test_a_query_is_open_until_somebody_else_answers(opinions: list[Annotation], n_open: int) -> None:
    assert len(open_queries(opinions, [SPASM])) == n_open
    assert bool(found(records=tuple(opinions))) == bool(n_open)
