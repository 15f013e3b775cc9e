"""The window of a reader who reads blind: `from windows.blind_window import station`."""

from pathlib import Path

import pytest
from made_studies.blind_study import BLIND, BlindStudy, add_own_mark, make_blind_study
from waiting import wait_until
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.ui.workstation import Workstation


@pytest.fixture
def blind_study(own_folders: Path) -> BlindStudy:
    made = make_blind_study(own_folders, seed=5)
    add_own_mark(made)
    return made


@pytest.fixture
def station(empty_station: Workstation, blind_study: BlindStudy) -> Workstation:
    """Return the window of the blind reader, their one mark there."""
    empty_station.settings.set_reviewer(Reviewer(BLIND, "technologist"))
    empty_station.studies.reviewer = Reviewer(BLIND, "technologist")
    open_and_wait(empty_station, blind_study.file)
    study = empty_station.studies.study
    assert study is not None
    wait_until(lambda: len(tuple(study.review.marks)) == 1)
    return empty_station
