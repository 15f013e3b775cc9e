"""Layers in the window: seen, dimmed, counted one at a time, settled in the final layer by a neurologist."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from waiting import wait_until
from windows.at_the_window import own_marks, study_of, wait_until_saved

from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.ui.workstation import Workstation


def be(station: Workstation, name: str, role: str) -> None:
    """Go on as another reviewer."""
    n_told: list[object] = []
    study_of(station).review.marks_changed.connect(n_told.append)
    station.reviewer.use(Reviewer(name, role))
    wait_until(lambda: bool(n_told))


def mark_at(station: Workstation, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        station.studies.study.go_to(onset_s)
        station.actions["event.mark.spasm"].trigger()
        wait_until_saved(station)


def final_marks(station: Workstation) -> list[Annotation]:
    return [mark for mark in own_marks(station) if mark.layer == FINAL_LAYER]


@pytest.fixture
def read_by_two(station: Workstation) -> Workstation:
    """Return the window of a neurologist after a technologist marked three spasms and she herself one."""
    be(station, "tech", "technologist")
    mark_at(station, 2.0, 6.0, 10.0)
    be(station, "doc", "neurologist")
    mark_at(station, 40.0)
    return station


def test_a_neurologist_takes_a_mark_of_another_into_the_final_layer(read_by_two: Workstation) -> None:
    station = read_by_two
    review = study_of(station).review
    study_of(station).go_to_mark(own_marks(station)[0])
    station.actions["layer.take_final"].trigger()
    wait_until(lambda: len(final_marks(station)) == 1)
    assert len([m for m in own_marks(station) if m.layer == "tech"]) == 3  # a copy; theirs stays
    (final,) = final_marks(station)
    assert review.layers.is_mine(final)  # she may correct it
    review.acts.change(final, replace(final, text="agreed"))
    wait_until_saved(station)
    assert final_marks(station)[0].text == "agreed"
    assert review.layers.names[:2] == ("doc", FINAL_LAYER)


def test_a_technologist_gets_a_sentence_and_nothing_changes(read_by_two: Workstation) -> None:
    station = read_by_two
    be(station, "tech", "technologist")
    study_of(station).go_to_mark(own_marks(station)[0])
    station.actions["layer.take_final"].trigger()
    assert "Only a neurologist" in station.toast.label.text()
    wait_until_saved(station)
    assert final_marks(station) == []


def test_what_is_counted_is_one_layer(read_by_two: Workstation) -> None:
    station = read_by_two
    station.actions["cluster.list"].trigger()
    assert station.clusters.formed.n_spasms == 1
    station.layers.count("tech")
    assert station.clusters.formed.n_spasms == 3
    assert [facts.n_spasms for facts in station.clusters.formed.clusters] == [3]
    assert station.clusters.panel.summary.text().startswith("tech: 3 spasms, 3 of them in 1 cluster")
    station.layers.count(FINAL_LAYER)
    assert station.clusters.formed.n_spasms == 0
    be(station, "tech", "technologist")
    assert study_of(station).review.layers.counted == "tech"  # another reader begins with their own


def test_the_menu_of_layers_offers_to_dim_and_to_count(read_by_two: Workstation) -> None:
    station = read_by_two
    choices = station.marks.list.layer.choices
    choices.aboutToShow.emit()
    counted = {a.objectName(): a for a in choices.actions() if a.objectName().startswith("marks.counted.")}
    assert list(counted) == ["marks.counted.doc", f"marks.counted.{FINAL_LAYER}", "marks.counted.tech"]
    assert counted["marks.counted.doc"].isChecked()
    counted["marks.counted.tech"].trigger()
    assert study_of(station).review.layers.counted == "tech"
    station.layers.dim(True)
    style = station.window.page.overlay.style
    theirs, own = own_marks(station)[0], own_marks(station)[-1]
    assert style.page_colour(theirs).name() != style.colour(theirs).name()
    assert style.page_colour(own).name() == style.colour(own).name()


def test_dimming_is_remembered(read_by_two: Workstation, start_station: Callable[[], Workstation], small_edf) -> None:
    read_by_two.layers.dim(True)
    read_by_two.window.close()
    again = start_station()
    again.open([str(small_edf)])
    wait_until(lambda: again.studies.study is not None)
    assert study_of(again).review.layers.dims_others
