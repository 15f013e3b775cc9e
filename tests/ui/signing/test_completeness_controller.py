"""The panel of completeness: follows staging and reading, for one layer at a time."""

import pytest
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_saved

from eegview.model.annotation import Annotation
from eegview.ui.workstation import Workstation


@pytest.fixture
def panel_shown(station: Workstation) -> Workstation:
    station.actions["study.completeness"].trigger()
    station.completeness.show_now()
    return station


def stage(station: Workstation, onset_s: float, duration_s: float, value: str) -> None:
    mark = Annotation(f"stage{onset_s}", "sleep_stage", onset_s, duration_s, (), (("stage", value),))
    study_of(station).review.acts.add(mark)


def lines(station: Workstation) -> dict[str, tuple[str, str]]:
    return {name: (sign, text) for name, sign, text in station.completeness.panel.lines}


def test_it_begins_by_saying_that_nothing_is_known(panel_shown: Workstation) -> None:
    found = lines(panel_shown)
    assert found["Staged"] == ("", "No sleep stages yet.")
    assert found["Sleep and awakening"][0] == "?"
    assert "by you" in found["Reviewed"][1]


def test_staging_is_followed_and_a_cycle_found(panel_shown: Workstation) -> None:
    for onset_s, value in ((0.0, "W"), (10.0, "N2"), (40.0, "W")):
        stage(panel_shown, onset_s, 10.0 if value != "N2" else 30.0, value)
    wait_until_saved(panel_shown)
    wait_until(lambda: lines(panel_shown)["Sleep and awakening"][0] == "✓")
    assert lines(panel_shown)["Staged"][1] == "83 % of the recording: wake 20 s, N2 30 s, not staged 10 s"
    assert lines(panel_shown)["After awakening"] == ("–", "20 s recorded after the last awakening")


def test_another_layer_is_counted_where_it_is_chosen(panel_shown: Workstation) -> None:
    stage(panel_shown, 0.0, 30.0, "N2")
    wait_until_saved(panel_shown)
    panel = panel_shown.completeness.panel
    panel.layer.setCurrentIndex(panel.layer.findData("final"))
    panel.layer.activated.emit(panel.layer.currentIndex())
    wait_until(lambda: lines(panel_shown)["Staged"][1] == "No sleep stages yet.")


def test_the_panel_is_empty_once_the_study_is_closed(panel_shown: Workstation) -> None:
    panel_shown.studies.close()
    assert panel_shown.completeness.panel.lines == []
