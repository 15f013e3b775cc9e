"""Epochs of the final layer: what stands there already is asked about, and only the decided part is replaced."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_studies.readers_desk import DECIDER, ReadersDesk, hypsarrhythmia, stage
from there import there

from eegview.app.comparing.decisions import MERGE, NEITHER, TAKE_A, TAKE_B
from eegview.app.comparing.final_events import OnSame
from eegview.app.marks.layers import SameEventStands
from eegview.model.annotation import FINAL_LAYER
from eegview.model.errors import UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReadersDesk]:
    desk = ReadersDesk(tmp_path)
    desk.ada.acts.add(hypsarrhythmia("ah", 0.0, 600.0, "present"))
    desk.bo.acts.add(hypsarrhythmia("bh", 0.0, 600.0, "present"))
    desk.bo.acts.change(there(desk.bo.marks.get("bh")), replace(there(desk.bo.marks.get("bh")), duration_s=150.0))
    desk.bo.acts.add(hypsarrhythmia("bh2", 150.0, 150.0, "absent"))
    desk.bo.acts.add(hypsarrhythmia("bh3", 300.0, 300.0, "present"))
    desk.carla.acts.add(replace(hypsarrhythmia("fh", 60.0, 480.0, "uncertain"), layer=FINAL_LAYER))
    yield desk
    assert not desk.errors
    desk.close()


def held(desk: ReadersDesk) -> list[tuple[float, float, str | None]]:
    return [(mark.onset_s, mark.stop_s, mark.attribute("presence")) for mark in desk.final()]


def test_what_stands_in_the_epochs_is_asked_about(desk: ReadersDesk) -> None:
    conflict = desk.adjudication().open(is_agreed=False)[0]
    assert (conflict.span.start_s, conflict.span.stop_s) == (150.0, 300.0)
    with pytest.raises(SameEventStands):
        desk.adjudication().plan(conflict, TAKE_B, DECIDER)


def test_only_the_decided_part_of_a_long_final_mark_is_replaced(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    conflict = found.open(is_agreed=False)[0]
    desk.carla.acts.do_together(found.plan(conflict, TAKE_B, DECIDER, on_same=OnSame.REPLACE))
    assert held(desk) == [(60.0, 150.0, "uncertain"), (150.0, 300.0, "absent"), (300.0, 540.0, "uncertain")]
    desk.carla.acts.undo()
    assert held(desk) == [(60.0, 540.0, "uncertain")]


def test_an_epoch_has_one_answer_so_that_what_stands_may_stay(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    conflict = found.open(is_agreed=False)[0]
    desk.carla.acts.do_together(found.plan(conflict, TAKE_A, DECIDER, on_same=OnSame.KEEP_BOTH))
    assert held(desk) == [(60.0, 540.0, "uncertain")]
    assert not desk.adjudication().open(is_agreed=False)


def test_epochs_are_merged_answer_by_answer(desk: ReadersDesk) -> None:
    desk.ada.acts.add(stage("as", 40, "N2"))
    desk.bo.acts.add(replace(stage("bs", 40, "N3"), attributes=(("certainty", "possible"), ("stage", "N3"))))
    found = desk.adjudication()
    (stages,) = found.comparison.of("sleep_stage")
    desk.carla.acts.do_together(found.plan(stages, MERGE, DECIDER, picks={"stage": "b"}))
    (final,) = (mark for mark in desk.final() if mark.term_id == "sleep_stage")
    assert (final.attribute("stage"), final.attribute("certainty")) == ("N3", "possible")
    desk.carla.acts.do_together(desk.adjudication().plan(stages, NEITHER, DECIDER))
    assert not [mark for mark in desk.final() if mark.term_id == "sleep_stage"]


def test_epochs_of_one_reader_cannot_be_merged(desk: ReadersDesk) -> None:
    desk.ada.acts.add(stage("as", 40, "N2"))
    found = desk.adjudication()
    (stages,) = found.comparison.of("sleep_stage")
    with pytest.raises(UsageError, match="Only one reader marked these epochs"):
        found.plan(stages, MERGE, DECIDER)


def test_the_last_epoch_ends_with_the_recording(desk: ReadersDesk) -> None:
    for review in (desk.ada, desk.bo):
        name = review.author
        review.acts.add(replace(stage(f"{name}1", 40, "N2"), duration_s=30.0))
        review.acts.add(replace(stage(f"{name}2", 41, "N2"), duration_s=17.5))
    found = desk.adjudication()
    (stages,) = found.comparison.of("sleep_stage")
    assert (stages.span.start_s, stages.span.stop_s) == (1200.0, 1247.5)
    desk.carla.acts.do_together(found.plan(stages, TAKE_A, DECIDER))
    assert [m.duration_s for m in desk.final() if m.term_id == "sleep_stage"] == [30.0, 17.5]
