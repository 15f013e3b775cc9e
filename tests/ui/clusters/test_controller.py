"""Clusters in the window: marked by key, bracketed, listed, joined and split by hand, undone."""

import pytest
from waiting import emitted, wait_until

from eegview.ui.workstation import Workstation


def mark_spasms(station: Workstation, onsets_s: tuple[float, ...]) -> None:
    for onset_s in onsets_s:
        station.studies.study.go_to(onset_s)
        n_before = len(station.studies.study.review.marks)
        station.actions["event.mark.spasm"].trigger()
        wait_until(lambda n=n_before: len(station.studies.study.review.marks) == n + 1)


@pytest.fixture
def clustered(station: Workstation) -> Workstation:
    """Return the window with three spasms marked 4 s apart and the list of clusters open."""
    station.actions["cluster.list"].trigger()
    mark_spasms(station, (2.0, 6.0, 10.0))
    return station


def sizes(station: Workstation) -> list[int]:
    return [facts.n_spasms for facts in station.clusters.formed.clusters]


def test_spasms_that_follow_each_other_are_bracketed_and_listed(clustered: Workstation) -> None:
    assert sizes(clustered) == [3]
    (bracket,) = clustered.window.page.overlay.brackets
    assert bracket.text == "Cluster 1 · 3 spasms · median interval 4.0 s"
    assert (bracket.span.start_s, bracket.span.stop_s) == (2.0, 11.0)
    panel = clustered.clusters.panel
    assert panel.table.item(0, 1).text() == "3"
    assert "at least 3 spasms" in panel.summary.text()


def test_splitting_is_an_edit_that_can_be_undone(clustered: Workstation) -> None:
    clustered.studies.study.go_to_mark(clustered.clusters.formed.clusters[0].cluster.spasms[1])
    clustered.actions["cluster.split"].trigger()
    wait_until(lambda: sizes(clustered) == [])
    clustered.actions["edit.undo"].trigger()
    wait_until(lambda: sizes(clustered) == [3])


def test_joining_reaches_over_the_rule(clustered: Workstation) -> None:
    clustered.clusters.panel.max_interval.setValue(5)
    mark_spasms(clustered, (40.0,))
    assert sizes(clustered) == [3]
    clustered.actions["cluster.join"].trigger()
    wait_until(lambda: sizes(clustered) == [4])


def test_the_rule_is_remembered_and_forms_anew(clustered: Workstation) -> None:
    clustered.clusters.panel.min_spasms.setValue(4)
    assert sizes(clustered) == []
    assert "at least 4 spasms" in clustered.clusters.panel.summary.text()
    assert clustered.settings.number("clusters/min_spasms", 0) == 4


def test_a_mark_that_is_no_spasm_is_refused_in_a_sentence(station: Workstation) -> None:
    with emitted(station.studies.failed) as told:
        station.studies.study.go_to_mark(next(iter(station.studies.study.review.marks)))
        station.actions["cluster.join"].trigger()
    assert "Only a spasm of your own" in told.args[0].sentence
