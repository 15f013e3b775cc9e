"""A detector's run compared as a reader, epochs beside events, and the comparison written to a file."""

import csv
import json
from contextlib import closing
from pathlib import Path

from made_studies.readers_desk import scored
from made_studies.triage_study import detections_at, put_run
from made_studies.two_readers import A, B, put_two_layers
from there import there
from waiting import wait_until
from windows.at_the_window import own_marks, study_of, wait_until_idle

from eegview.app.comparing.detector_layer import is_run_layer
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.app.library.signing import sign
from eegview.app.study.records import Statement
from eegview.model.annotation import Annotation
from eegview.model.signature import Meaning
from eegview.model.study.records import STAGING_TERM
from eegview.model.study.staging import EPOCHS, held_epoch_s
from eegview.store.library import open_library
from eegview.ui.comparing.controller import ComparingController
from eegview.ui.workstation import Workstation

ONSETS_S = tuple(3.0 + 5.0 * k for k in range(10))


def opened(station: Workstation) -> ComparingController:
    station.actions["comparing.open"].trigger()
    task = station.tasks.late_comparing.task
    wait_until(lambda: task.work.read is not None)
    return task


def test_a_run_is_compared_once_suggestions_may_be_seen(station: Workstation, library_url: str) -> None:
    recording = study_of(station).recording
    reader = ((A, "technologist"), (A, "technologist"))
    put_two_layers(library_url, recording.fingerprint, ONSETS_S, reader)
    put_run(library_url, recording.fingerprint, detections_at(ONSETS_S[:6]), recording.duration_s)
    wait_until(lambda: len(own_marks(station)) == 16)
    suggestions = study_of(station).suggestions
    suggestions.catch_up()
    wait_until(lambda: suggestions.shown is not None)
    station.actions["comparing.open"].trigger()
    task = station.tasks.late_comparing.task
    assert not task.work.choice.is_whole  # the first look at the recording comes before suggestions
    station.actions["comparing.close"].trigger()
    suggestions.reveal()
    task = opened(station)
    assert task.work.choice.layer_a == A
    assert is_run_layer(task.work.choice.layer_b)
    assert {one.kind for one in task.work.listed} >= {"only_a"}
    assert task.work.offered[-1].is_run
    n_marks = there(task.work.offered[-1].n_marks)
    suggestions.set_threshold(0.999)  # above all scores
    wait_until(lambda: not task.work.is_reading and task.work.offered[-1].n_marks == 0)
    assert n_marks > 0
    wait_until(lambda: {one.kind for one in task.work.read.comparison.differences} == {"only_a"})


def test_a_reader_who_signed_without_a_mark_and_one_who_only_scored_are_compared(
    station: Workstation, library_url: str
) -> None:
    fingerprint = study_of(station).recording.fingerprint
    put_two_layers(library_url, fingerprint, ONSETS_S, ((A, "technologist"), (A, "technologist")))
    with closing(open_library(library_url)) as library:
        sign(Editor(library, fingerprint, B, "resident"), "Ben", Meaning.REVIEWED, B, "{}")
    wait_until(lambda: len(own_marks(station)) == 16)
    station.reviewer.use(Reviewer("cleo", "neurologist"))
    wait_until(lambda: len(study_of(station).review.records) > 0)
    task = opened(station)
    assert (task.work.choice.layer_a, task.work.choice.layer_b) == (A, B)
    assert [(one.layer, one.n_marks) for one in task.work.offered] == [(A, 16), (B, 0)]
    assert {one.kind for one in task.work.read.comparison.differences} == {"only_a"}
    with closing(open_library(library_url)) as library:
        Editor(library, fingerprint, "dee", "resident").import_all(scored("dee", {2: ("O1",)}))
    wait_until(lambda: ("dee", None) in [(one.layer, one.n_marks) for one in task.work.offered])


def test_stages_stand_in_the_same_list_and_in_lanes_of_their_own(station: Workstation, library_url: str) -> None:
    fingerprint = study_of(station).recording.fingerprint
    put_two_layers(library_url, fingerprint, ONSETS_S)
    with closing(open_library(library_url)) as library:
        for name, role, stages in ((A, "technologist", ("W", "N1")), (B, "resident", ("W", "N2"))):
            marks = [
                Annotation(f"{name}{k}", "sleep_stage", 30.0 * k, 30.0, attributes=(("stage", stage),))
                for k, stage in enumerate(stages)
            ]
            Editor(library, fingerprint, name, role).import_all(marks)
    wait_until(lambda: len(own_marks(station)) == 20)
    station.reviewer.use(Reviewer("cleo", "neurologist"))
    task = opened(station)
    stage = next(one for one in task.work.listed if one.term_id == "sleep_stage")
    task.work.go(stage.difference_id)
    assert [box.text for box in task.view.lanes.shown.a] == ["Wake", "N1"]
    assert [box.text for box in task.view.lanes.shown.b] == ["Wake", "N2"]
    station.actions["comparing.take_b"].trigger()
    wait_until(lambda: len(task.work.read.settled) == 1)
    final = [one for one in own_marks(station) if one.layer == "final"]
    assert [(one.term_id, one.onset_s) for one in final] == [("sleep_stage", 30.0)]


def test_a_study_staged_in_epochs_of_20_s_is_compared_and_settled_in_them(
    station: Workstation, library_url: str
) -> None:
    fingerprint = study_of(station).recording.fingerprint
    with closing(open_library(library_url)) as library:
        for name, role, stages in ((A, "technologist", ("W", "N1", "N1")), (B, "resident", ("W", "N2", "N1"))):
            marks = [
                Annotation(f"{name}{k}", "sleep_stage", 20.0 * k, 20.0, attributes=(("stage", stage),))
                for k, stage in enumerate(stages)
            ]
            Editor(library, fingerprint, name, role).import_all(marks)
    wait_until(lambda: len(own_marks(station)) == 6)
    station.reviewer.use(Reviewer("cleo", "neurologist"))
    task = opened(station)
    assert {one.epoch_s for one in task.work.read.comparison.differences} == {30.0}
    study_of(station).kept.say([Statement(STAGING_TERM, EPOCHS, held_epoch_s(20.0))])
    wait_until(lambda: {one.epoch_s for one in task.work.read.comparison.differences} == {20.0})
    (conflict,) = [one for one in task.work.listed if one.kind == "conflict"]
    assert (conflict.span.start_s, conflict.span.stop_s) == (20.0, 40.0)
    task.work.go(conflict.difference_id)
    station.actions["comparing.take_b"].trigger()
    wait_until(lambda: len(task.work.read.settled) == 1)
    final = [one for one in own_marks(station) if one.layer == "final"]
    assert [(one.onset_s, one.duration_s, one.attribute("stage")) for one in final] == [(20.0, 20.0, "N2")]


def test_the_comparison_is_written_with_methods_and_decisions(
    station: Workstation, library_url: str, tmp_path: Path
) -> None:
    station.reviewer.use(Reviewer("cleo", "neurologist"))
    put_two_layers(library_url, study_of(station).recording.fingerprint, ONSETS_S)
    wait_until(lambda: {A, B} <= {mark.layer for mark in study_of(station).review.marks})
    task = opened(station)
    wait_until(lambda: bool(task.view.numbers.model.lines))
    station.actions["comparing.take_a"].trigger()
    wait_until(lambda: len(task.work.read.settled) == 1)
    for name in ("agreement.json", "agreement.csv"):
        task.dialogs.export_to(tmp_path / name)
        wait_until((tmp_path / name).exists)
    wait_until_idle(station)
    held = json.loads((tmp_path / "agreement.json").read_text(encoding="utf-8"))
    assert (held["reader_a"], held["reader_b"], held["rule"]["same_event_s"]) == (A, B, 1.0)
    assert held["counts"]["spasm"] == {"conflict": 2, "only_a": 2, "only_b": 2, "matched": 4}
    assert all(number["method"] for number in held["numbers"])
    assert [one["decision"]["verdict"] for one in held["differences"] if one["decision"]] == ["take_a"]
    with (tmp_path / "agreement.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert [row["decided_by"] for row in rows if row["decision"]] == ["cleo"]
