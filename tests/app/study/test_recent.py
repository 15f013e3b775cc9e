"""What is remembered of the studies opened last: where they lie, nothing of the patient, whatever a hand wrote."""

import json

import pytest

from eegview.app.study.recent import (
    N_RECENT,
    RecentStudy,
    recent_from_text,
    recent_to_text,
    relocated,
    with_opened,
    without,
)

NIGHT = RecentStudy(("/ward/night.edf", "/ward/night2.edf"), "2024-05-01T21:04:30", 36120.0, "2024-05-03T09:12:00")
DAY = RecentStudy(("/ward/day.edf",))


def test_the_study_opened_last_is_first_and_there_once() -> None:
    held = with_opened(with_opened(with_opened((), NIGHT), DAY), NIGHT)
    assert held == (NIGHT, DAY)
    many: tuple[RecentStudy, ...] = ()
    for number in range(N_RECENT + 5):
        many = with_opened(many, RecentStudy((f"/ward/{number}.edf",)))
    assert len(many) == N_RECENT


def test_a_study_says_its_name_folder_and_times() -> None:
    assert (NIGHT.name, NIGHT.folder) == ("night.edf + 1", "/ward")
    assert (NIGHT.recorded_text, NIGHT.opened_text) == ("2024-05-01 21:04", "2024-05-03 09:12")
    assert (DAY.name, DAY.recorded_text, DAY.opened_text) == ("day.edf", "", "")


def test_a_study_found_elsewhere_keeps_what_is_known_of_it() -> None:
    (moved, other) = relocated((NIGHT, DAY), NIGHT.path, "/archive/night.edf")
    assert moved.paths == ("/archive/night.edf", "/archive/night2.edf")
    assert (moved.started_at, other) == (NIGHT.started_at, DAY)
    assert without((NIGHT, DAY), DAY.path) == (NIGHT,)


def test_the_list_comes_back_from_the_settings_as_it_was() -> None:
    assert recent_from_text(recent_to_text((NIGHT, DAY))) == (NIGHT, DAY)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "{}", "[1, null, {}]", '[{"paths": []}]', '[{"paths": [3]}]', "[" * 50_000, '[{"paths": "a"}]'],
)
def test_what_cannot_be_read_is_left_out(text: str) -> None:
    assert recent_from_text(text) == ()


def test_times_and_lengths_that_make_no_sense_are_left_out() -> None:
    held = [{"paths": ["/a.edf"], "started_at": "soon", "duration_s": -1, "opened_at": 5}]
    assert recent_from_text(json.dumps(held)) == (RecentStudy(("/a.edf",)),)
