"""Whatever two readers marked and however it is decided: deciding all leaves nothing open, and no event twice."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from made_studies.readers_desk import DECIDER, FINGERPRINT, VOCABULARY, scored
from made_studies.readers_marks import LAYERS, named

from eegview.app.comparing.agreed import agreed_plan
from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import MERGE, NEITHER, TAKE_A, TAKE_B, Adjudication
from eegview.app.comparing.difference import Difference
from eegview.app.comparing.final_events import OnSame
from eegview.app.marks.index import MarkIndex
from eegview.app.marks.layers import SameEventStands
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.study.adjudication import Verdict
from eegview.model.sync import is_clinical, is_signed

_VERDICTS = (TAKE_A, TAKE_B, MERGE, NEITHER)
_BINS = st.dictionaries(st.integers(0, 30), st.sampled_from((("O1",), ("O1", "C3"), ())), max_size=6)
_ANSWERS = st.dictionaries(st.sampled_from(("gmfs", "pva")), st.sampled_from(("present", "absent")))


class Study:
    """Marks and records of a study in memory, changed as a library would change them."""

    def __init__(self, stored: Iterable[Annotation]) -> None:
        self.stored = {mark.annotation_id: mark for mark in stored}

    def adjudication(self) -> Adjudication:
        held = [*self.stored.values()]
        found = compare(filter(is_signed, held), "ada", "bo", VOCABULARY)
        records = [mark for mark in held if not is_clinical(mark)]
        return Adjudication(found, MarkIndex(held), records, FINGERPRINT, VOCABULARY)

    def do(self, changes: Iterable[Change]) -> None:
        changes = tuple(changes)
        assert len({change.annotation_id for change in changes}) == len(changes)
        for change in changes:
            assert self.stored.get(change.annotation_id) == change.before
            self.stored.pop(change.annotation_id, None)
            if change.after is not None:
                self.stored[change.annotation_id] = change.after

    def decide(self, one: Difference, verdict: Verdict, on_same: OnSame) -> None:
        found = self.adjudication()
        try:
            self.do(found.plan(one, verdict, DECIDER))
        except SameEventStands:
            self.do(found.plan(one, verdict, DECIDER, on_same=on_same))
        except UsageError:  # nothing to merge
            self.decide(one, TAKE_A, on_same)


@settings(max_examples=40, deadline=None)
@given(LAYERS, LAYERS, _BINS, _BINS, _ANSWERS, _ANSWERS, st.data())
def test_deciding_all_leaves_nothing_open_and_no_event_twice(
    a: list[Annotation],
    b: list[Annotation],
    bins_a: dict[int, tuple[str, ...]],
    bins_b: dict[int, tuple[str, ...]],
    answers_a: dict[str, str],
    answers_b: dict[str, str],
    data: st.DataObject,
) -> None:
    sheets = scored("ada", bins_a, pages=range(2), **answers_a), scored("bo", bins_b, pages=range(2), **answers_b)
    study = Study((*named(a, "ada"), *named(b, "bo"), *sheets[0], *sheets[1]))
    study.do(agreed_plan(study.adjudication(), DECIDER).changes(OnSame.REPLACE))
    for _ in range(200):
        left = study.adjudication().open()
        if not left:
            break
        study.decide(left[0], data.draw(st.sampled_from(_VERDICTS)), OnSame.REPLACE)
    assert study.adjudication().open() == ()
    final = [mark for mark in study.stored.values() if mark.layer == FINAL_LAYER and is_clinical(mark)]
    events = [mark for mark in final if mark.term_id not in ("sleep_stage", "hypsarrhythmia")]
    assert all(len(event) == 1 for event in SameEventRule().events(events))
    epochs = sorted((m for m in final if m.term_id == "sleep_stage"), key=lambda mark: mark.onset_s)
    assert len({mark.onset_s for mark in epochs}) == len(epochs)


@settings(max_examples=25, deadline=None)
@given(LAYERS, LAYERS, st.sampled_from((TAKE_A, TAKE_B)))
def test_taking_all_of_one_reader_gives_that_readers_events(
    a: list[Annotation], b: list[Annotation], verdict: Verdict
) -> None:
    study = Study((*named(a, "ada"), *named(b, "bo")))
    for one in study.adjudication().open():
        study.decide(one, verdict, OnSame.KEEP_BOTH)
    final = [mark for mark in study.stored.values() if mark.layer == FINAL_LAYER and is_clinical(mark)]
    wanted = [mark for mark in study.stored.values() if mark.layer == ("ada" if verdict is TAKE_A else "bo")]

    def said(marks: Iterable[Annotation]) -> list[Annotation]:
        events = (mark for mark in marks if mark.term_id not in ("sleep_stage", "hypsarrhythmia"))
        return sorted((replace(mark, annotation_id="", layer="") for mark in events), key=repr)

    assert said(final) == said(wanted)
