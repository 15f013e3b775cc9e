"""The timeline of an infant holds what its log and the logs of its studies say, each on its day."""

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from infants.infant_library import ADA, NOW, InfantLibrary, made_library

from eegview.app.blind_reading.acts import setting_change
from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.diary.summary import diary_summary, summary_json
from eegview.app.infant.dateless_json import dateless_json
from eegview.app.infant.keeping import keep_members
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.timeline import DaySource, InfantTimeline
from eegview.app.library.editing import Editor
from eegview.app.response.treatment_acts import diary_statement
from eegview.app.study.records import Statement, statement_changes
from eegview.clinical.response_state import ResponseStatus
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP, EEG, Member, held_member
from eegview.model.study.clip_start import ClipStart, held_start
from eegview.model.study.records import CLIP_START_TERM, MEMBER_TERM
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.store.library import open_library
from tests.helpers.as_of import AS_OF, COUNTING


@pytest.fixture
def made(tmp_path: Path) -> InfantLibrary:
    return made_library(tmp_path)


def read(made: InfantLibrary, viewer: str = "ada", as_of: AsOf = AS_OF) -> InfantTimeline:
    with closing(sealed_library(made.url, viewer)) as library:
        return read_timeline(library, made.infant_id, viewer, as_of, COUNTING)


def test_studies_stand_by_day_with_their_counts_and_ages(made: InfantLibrary):
    timeline = read(made)
    assert [(one.label, one.on) for one in timeline.studies] == [
        ("Clip 1", date(2020, 5, 30)),
        ("EEG 1", date(2020, 6, 1)),
        ("EEG 2", date(2020, 6, 16)),
        ("Clip 2", None),
    ]
    clip, eeg, _after, undated = timeline.studies
    assert clip.counted is not None
    assert (clip.counted.n_spasms, clip.counted.n_clusters) == (3, 1)
    assert eeg.counted is not None
    assert (eeg.counted.n_spasms, eeg.counted.n_clusters) == (4, 1)
    assert eeg.age is not None
    assert eeg.age.full_text == "21 weeks, corrected 13 weeks"
    assert undated.age is None
    assert any("Clip 2" in note for note in timeline.notes)


def test_a_day_without_entry_is_unknown_and_never_none(made: InfantLibrary):
    timeline = read(made)
    assert timeline.first_on == date(2020, 5, 29)
    assert timeline.last_on == date(2020, 6, 16)
    assert timeline.n_days == len(timeline.days) == 19
    silent = timeline.day(date(2020, 5, 31))
    assert (silent.witnessed, silent.is_entered, silent.count) == (Witnessed.UNKNOWN, False, None)
    said = timeline.day(date(2020, 6, 4))
    assert said.witnessed is Witnessed.SOME
    assert said.count == 1
    assert timeline.day(date(2019, 1, 1)).witnessed is Witnessed.UNKNOWN


def test_treatment_of_the_infants_log_lies_in_one_lane(made: InfantLibrary):
    made.treat(date(2020, 6, 16), None, "prednisolone ")
    made.treat(date(2020, 6, 17), None, "Vigabatrin")
    lanes = read(made).lanes
    assert [(lane.drug, len(lane.spans)) for lane in lanes] == [("Prednisolone", 2), ("Vigabatrin", 1)]


def test_the_response_is_provisional_until_the_days_are_over(made: InfantLibrary):
    response = read(made, as_of=AsOf(date(2020, 6, 16).toordinal(), is_over=False)).response
    assert response is not None
    assert response.clinical.status is ResponseStatus.PROVISIONAL
    assert "of 28 days without witnessed spasms are known" in response.clinical.text
    assert response.clinical.earliest_date == date(2020, 7, 2)


def test_spasms_in_a_clip_count_but_a_clip_is_no_eeg(made: InfantLibrary):
    made.add_study("b" * 32, datetime(2020, 6, 14, 23, 59, 50), CLIP, 60.0)
    made.mark("b" * 32, 30.0)
    response = read(made).response
    assert response is not None
    assert response.clinical.last_spasm_day == date(2020, 6, 15).toordinal()  # it was filmed over midnight
    assert "EEG 2" in response.electroclinical.text or "clinical part" in response.electroclinical.text


def test_the_day_of_an_undated_clip_can_be_entered(made: InfantLibrary):
    made.mark("d" * 32, 3.0)
    undated = read(made).response
    assert undated is not None
    assert any("Clip 2" in one for one in undated.clinical.cautions)
    keep_members(made.url, made.infant_id, [Member("d" * 32, CLIP, "2020-06-10")], ADA)
    timeline = read(made)
    found = timeline.study("d" * 32)
    assert found is not None
    assert (found.on, found.at, found.day_source) == (date(2020, 6, 10), None, DaySource.ENTERED)
    assert timeline.response is not None
    assert timeline.response.clinical.last_spasm_day == date(2020, 6, 10).toordinal()


def test_an_empty_infant_has_a_timeline_of_nothing(tmp_path: Path):
    made = InfantLibrary(f"sqlite:///{tmp_path / 'library.sqlite'}")
    made.keep()
    timeline = read(made)
    assert timeline.is_empty
    assert timeline.n_days == 0
    assert timeline.days == ()
    assert timeline.response is not None
    assert timeline.response.clinical.status is ResponseStatus.NOT_ASSESSED


def test_the_time_of_filming_that_a_reader_typed_places_a_clip(made: InfantLibrary):
    start = ClipStart(datetime(2020, 6, 3, 7, 15), 600.0)
    with closing(sealed_library(made.url, "ada")) as library:
        editor = Editor(library.whole, "d" * 32, "ada", "neurologist")
        said = [Statement(CLIP_START_TERM, "d" * 32, held_start(start))]
        editor.change_together(statement_changes((), said, "ada", NOW))
    found = read(made).study("d" * 32)
    assert found is not None
    assert (found.at, found.day_source, found.label) == (start.started_at, DaySource.TYPED, "Clip 2")
    keep_members(made.url, made.infant_id, [Member("d" * 32, CLIP, "2020-06-10")], ADA)
    moved = read(made).study("d" * 32)
    assert moved is not None
    assert (moved.on, moved.at) == (date(2020, 6, 10), datetime(2020, 6, 10, 7, 15))


def test_a_day_that_programs_write_where_they_know_none_is_none(made: InfantLibrary):
    made.add_study("a" * 32, datetime(1985, 1, 1, 9))
    found = read(made).study("a" * 32)
    assert found is not None
    assert (found.on, found.day_source) == (None, DaySource.NONE)


def test_what_two_infants_claim_is_told(made: InfantLibrary):
    other = InfantLibrary(made.url, Infant(new_infant_id(), "K08"))
    other.keep()
    other.say(Statement(MEMBER_TERM, "e" * 32, held_member(Member("e" * 32, EEG))))
    assert any("also entered for the infant K08" in note for note in read(made).notes)


def test_looking_back_shows_what_was_known_then_and_says_what_is_left_out(made: InfantLibrary):
    then = read(made, as_of=AsOf(date(2020, 6, 5).toordinal()))
    assert [one.label for one in then.studies] == ["Clip 1", "EEG 1", "Clip 2"]
    assert max(day.on for day in then.days if day.is_entered) == date(2020, 6, 5)
    assert then.response is not None
    assert then.response.clinical.as_of_date == date(2020, 6, 5)
    assert then.response.clinical.text.endswith("As of day 3 (5 Jun 2020).")
    assert "Entered for days after day 3 (5 Jun 2020), and left out here: the diary of" in then.left_out
    assert "1 study" in then.left_out
    before = read(made, as_of=AsOf(date(2020, 6, 1).toordinal()))
    assert before.lanes == ()
    assert read(made).left_out == ""


def test_a_mistyped_day_in_the_future_moves_nothing(made: InfantLibrary):
    today = AsOf.on(date(2020, 6, 17), date(2020, 6, 17))
    right = read(made, as_of=today)
    entry = diary_statement(DiaryDay(TreatmentDay(date(2062, 6, 3)), Witnessed.NONE))
    with closing(open_library(made.url)) as library:  # as an earlier version, or another program, let it in
        changes = statement_changes((), [entry], "ada", NOW)
        Editor(library, made.infant_id, "ada", "neurologist").change_together(changes)
    told = read(made, as_of=today)
    assert told.response == right.response
    assert (told.last_on, told.days) == (right.last_on, right.days)
    assert "3 Jun 2062" in told.left_out


def test_a_day_said_by_its_distance_from_a_recording_is_a_date_everywhere(made: InfantLibrary):
    with closing(open_library(made.url)) as library:
        entry = DiaryDay(TreatmentDay(None, 3), Witnessed.SOME, 4)
        changes = statement_changes((), [diary_statement(entry)], "ada", datetime(2020, 9, 2, tzinfo=UTC))
        Editor(library, "f" * 32, "ada", "neurologist").change_together(changes)
    timeline = read(made)
    told = timeline.day(date(2020, 6, 19))
    assert (told.on, told.count) == (date(2020, 6, 19), 4)
    assert [one.on for one in timeline.days] == sorted(one.on for one in timeline.days)
    written = {line["day"]: line["spasms"] for line in summary_json(diary_summary(timeline.course, AS_OF))["diary"]}
    assert written["2020-06-19"] == 4
    days = [one["day"] for one in dateless_json(timeline)["days"]]
    assert days == list(range(days[0], days[0] + len(days)))
    assert max(days) < 100


def test_a_blind_reader_is_never_told_that_the_response_is_met(tmp_path: Path):
    made = made_library(tmp_path)
    made.diary(date(2020, 6, 16), "." * 30)
    on = AsOf(date(2020, 7, 10).toordinal())
    open_reader = read(made, as_of=on).response
    assert open_reader is not None
    assert open_reader.clinical.status is ResponseStatus.MET
    with closing(open_library(made.url)) as library:
        editor = Editor(library, "f" * 32, "head", "neurologist")
        editor.change_together([setting_change(editor.stored(), True, "head", "neurologist", NOW)])
    blind = read(made, "cyd", on).response
    assert blind is not None
    assert blind.clinical.status is ResponseStatus.PROVISIONAL
    assert (
        "Recordings you read blind are not counted beyond what you marked yourself: EEG 2." in blind.clinical.cautions
    )
