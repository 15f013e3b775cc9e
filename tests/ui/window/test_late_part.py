"""Parts that are built when first used, through their commands as they stand in the menus."""

import pytest

from eegview.ui.window.late_part import LatePart
from eegview.ui.workstation import Workstation

COMMANDS = ("library.open", "department.open")


class Room:
    """Counts what is asked of it; it connects its commands as every part does."""

    def __init__(self, station: Workstation, opened: list[str]) -> None:
        station.actions.connect({one: lambda one=one: opened.append(one) for one in COMMANDS})


@pytest.fixture
def opened(empty_station: Workstation) -> list[str]:
    """What is opened; the window's own rooms of these commands are let go."""
    for room in (empty_station.rooms.library, empty_station.rooms.department):
        room._let_go()
    return []


def test_it_is_built_once_by_the_first_of_its_commands_which_is_done_then(
    empty_station: Workstation, opened: list[str]
) -> None:
    built: list[Room] = []

    def build() -> Room:
        built.append(Room(empty_station, opened))
        return built[-1]

    late = LatePart(empty_station.actions, COMMANDS, build)
    assert all(empty_station.actions[one].isEnabled() for one in COMMANDS)
    assert late.built is None
    empty_station.actions["department.open"].trigger()
    empty_station.actions["library.open"].trigger()
    assert opened == ["department.open", "library.open"]
    assert late.part is late.built is built[0]
    assert len(built) == 1


def test_a_part_that_another_asked_for_is_not_built_again_by_its_command(
    empty_station: Workstation, opened: list[str]
) -> None:
    late = LatePart(empty_station.actions, COMMANDS, lambda: Room(empty_station, opened))
    asked = late.part
    empty_station.actions["library.open"].trigger()
    assert opened == ["library.open"]
    assert late.part is asked


def test_a_part_of_a_study_is_not_built_once_that_is_closed(station: Workstation) -> None:
    study = station.studies.study
    assert study is not None
    built: list[int] = []
    LatePart(station.actions, ("help.keys",), lambda: built.append(1), study.scope)
    station.studies.close()
    station.actions["help.keys"].trigger()
    assert built == []


def test_commands_of_rooms_that_were_not_opened_are_enabled_as_ever(empty_station: Workstation) -> None:
    rooms, actions = empty_station.rooms, empty_station.actions
    for room in (rooms.infants, rooms.mimics, rooms.department, rooms.library, rooms.vocabulary, rooms.case_maker):
        assert room.built is None
    for command_id in ("infant.open", "mimics.open", "department.open", "library.open", "vocabulary.edit"):
        assert actions[command_id].isEnabled()
    assert not actions["study.export"].isEnabled()  # needs a study
