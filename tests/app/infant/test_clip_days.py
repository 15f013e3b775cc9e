"""A spasm on film counts on a day only where its clock says the day; where it does not, all that it may be are open."""

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from infants.infant_library import ADA, BORN, NOW, InfantLibrary

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.course.course_view import course_view
from eegview.app.diary.summary import diary_summary
from eegview.app.infant.keeping import keep_members
from eegview.app.infant.log import InfantLog, infant_log
from eegview.app.infant.of_study import filmed_of_infant
from eegview.app.infant.reading import read_timeline
from eegview.app.infant.timeline import DaySource, InfantTimeline
from eegview.app.infant.timeline_json import timeline_json
from eegview.app.infant.timeline_lines import timeline_lines
from eegview.app.library.editing import Editor
from eegview.app.response.treatment_acts import diary_statement
from eegview.app.study.records import Statement, statement_changes
from eegview.clinical.response_state import RecordedDay, ResponseState, ResponseStatus
from eegview.model.errors import UsageError
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.span import Span
from eegview.model.study.clip_start import ClipStart, held_start, parsed_start
from eegview.model.study.known_recording import KnownClip, KnownRecording
from eegview.model.study.records import CLIP_START_TERM
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.store.library import open_library
from tests.helpers.as_of import COUNTING

START = date(2020, 6, 1)
CLIP_ID, OTHER_ID = "c" * 32, "d" * 32


@pytest.fixture
def made(tmp_path: Path) -> InfantLibrary:
    """Return an infant treated from 1 June on, without spasms for 28 days by the diary."""
    made = InfantLibrary(f"sqlite:///{tmp_path / 'library.sqlite'}")
    made.keep()
    made.treat(START)
    days = [TreatmentDay(START + timedelta(days=n)) for n in range(28)]
    made.say(*(diary_statement(DiaryDay(day, Witnessed.NONE)) for day in days))
    return made


def film(
    made: InfantLibrary,
    started_at: datetime | None,
    within_s: float | None,
    clock: str = "container_local",
    more: tuple[KnownClip, ...] = (),
) -> None:
    """Have the library know a clip with a spasm at 3 s, and add it to the infant."""
    clips = (KnownClip(CLIP_ID, Span(0.0, 20.0), clock, within_s), *more)
    started = started_at.isoformat() if started_at is not None else ""
    known = KnownRecording(
        CLIP_ID,
        "",
        "clip",
        clips[-1].span.stop_s,
        started,
        (),
        tuple(one.span for one in clips),
        len(clips),
        clips=clips,
    )
    with closing(open_library(made.url)) as library:
        library.note_recording(known)
    keep_members(made.url, made.infant_id, [Member(CLIP_ID, CLIP)], ADA, lambda: NOW)
    made.mark(CLIP_ID, 3.0)


def typed(made: InfantLibrary, start: ClipStart, clip: str = CLIP_ID) -> None:
    with closing(sealed_library(made.url, "ada")) as library:
        editor = Editor(library.whole, CLIP_ID, "ada", "neurologist")
        said = [Statement(CLIP_START_TERM, clip, held_start(start))]
        editor.change_together(statement_changes((), said, "ada", NOW))


def read(made: InfantLibrary, on: date = date(2020, 7, 20)) -> InfantTimeline:
    with closing(sealed_library(made.url, "ada")) as library:
        return read_timeline(library, made.infant_id, "ada", AsOf(on.toordinal()), COUNTING, now=NOW)


def clinical(timeline: InfantTimeline) -> ResponseState:
    assert timeline.response is not None
    return timeline.response.clinical


def test_a_clip_that_may_be_of_any_of_46_days_decides_nothing_and_its_days_are_not_known(made: InfantLibrary) -> None:
    assert clinical(read(made)).status is ResponseStatus.MET
    film(made, datetime(2020, 6, 20, 10), None)
    typed(made, ClipStart(datetime(2020, 6, 20, 10), 2_000_000.0))
    timeline = read(made)
    state = clinical(timeline)
    assert state.status is ResponseStatus.NOT_ASSESSED
    assert timeline.spasm_days == ()
    assert "It is not known whether spasms were seen on" in state.text
    (told,) = [one for one in state.cautions if "by its clock" in one]
    assert "± 23 days" in told
    assert any("± 23 days" in line for line in timeline_lines(timeline))
    (study,) = timeline_json(timeline)["studies"]
    assert (study["clock_within_s"], study["clock"]) == (2_000_000.0, "± 23 days")
    assert "± 23 days" in course_view(timeline).study_told(timeline.studies[0])


def test_a_clock_that_is_sure_of_the_day_counts_on_it(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 10), 2.0)
    state = clinical(read(made))
    assert (state.status, state.last_spasm_day) == (ResponseStatus.NOT_MET, date(2020, 6, 20).toordinal())
    assert not any("clock" in one for one in state.cautions)


def test_a_clock_without_a_known_error_counts_on_its_day_and_is_told(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 10), None, "name")
    timeline = read(made)
    state = clinical(timeline)
    assert state.status is ResponseStatus.NOT_MET
    assert any("how far its clock may be off" in one and "20 Jun 2020" in one for one in state.cautions)
    assert any("± unknown" in line for line in timeline_lines(timeline))


def test_a_time_in_utc_near_midnight_may_be_of_either_day(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 22, 30), 2.0, "container_utc")
    timeline = read(made)
    assert timeline.spasm_days == ()
    assert timeline.possible_days == (date(2020, 6, 20).toordinal(), date(2020, 6, 21).toordinal())
    state = clinical(timeline)  # too late for the last spasm on either day
    assert (state.status, state.last_spasm_day) == (ResponseStatus.NOT_MET, None)
    assert "A spasm was seen on one of 2 days (20 Jun 2020 to 21 Jun 2020)" in state.text
    assert any("time zone" in one for one in clinical(timeline).cautions)


def test_the_day_that_is_entered_for_the_infant_is_sure(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 22, 30), None, "container_utc")
    keep_members(made.url, made.infant_id, [Member(CLIP_ID, CLIP, "2020-06-20")], ADA, lambda: NOW)
    timeline = read(made)
    assert timeline.spasm_days == (date(2020, 6, 20).toordinal(),)
    assert timeline.studies[0].day_source is DaySource.ENTERED
    assert timeline.studies[0].clock.text == ""


def test_of_several_clips_each_has_its_own_clock_and_only_film_counts_as_length(made: InfantLibrary) -> None:
    later_s = 28 * 86400.0
    later = KnownClip(OTHER_ID, Span(later_s, later_s + 2.0), "container_local", 1.0)
    film(made, datetime(2020, 5, 20, 10), 1.0, more=(later,))
    made.mark(CLIP_ID, later_s + 1.0)
    timeline = read(made)
    assert timeline.spasm_days == (date(2020, 5, 20).toordinal(), date(2020, 6, 17).toordinal())
    (study,) = timeline.studies
    assert (study.duration_s, study.n_clips) == (22.0, 2)
    assert any("00:00:22.00 in 2 clips, over 672:00:02" in line for line in timeline_lines(timeline))
    typed(made, ClipStart(datetime(2020, 7, 1, 8), 60.0), OTHER_ID)
    assert read(made).spasm_days == (date(2020, 5, 20).toordinal(), date(2020, 7, 1).toordinal())


def test_a_clock_of_the_future_gives_no_day(made: InfantLibrary) -> None:
    film(made, datetime(2031, 3, 1, 10), None)
    timeline = read(made)
    assert timeline.studies[0].on is None
    assert any("1 Mar 2031, which lies in the future" in note for note in timeline.notes)
    assert clinical(timeline).status is ResponseStatus.MET
    assert any("the day of 1 spasm is not known" in one for one in clinical(timeline).cautions)


def test_a_day_of_a_study_in_the_future_or_before_birth_cannot_be_entered(made: InfantLibrary) -> None:
    film(made, None, None, "unknown")
    for day in (NOW.date() + timedelta(days=1), BORN - timedelta(days=1)):
        with pytest.raises(UsageError):
            keep_members(made.url, made.infant_id, [Member(CLIP_ID, CLIP, day.isoformat())], ADA, lambda: NOW)
    with pytest.raises(UsageError, match="future"):
        parsed_start("2027-03-01 07:15", now=datetime(2026, 11, 30, 12))


def test_the_axis_holds_the_day_of_a_spasm_that_was_filmed_over_midnight(made: InfantLibrary) -> None:
    film(made, datetime(2020, 7, 10, 23, 59, 58), 0.5)
    assert read(made).last_on == date(2020, 7, 11)


def test_a_relapse_stands_in_every_head_and_what_is_not_known_since_is_said(made: InfantLibrary) -> None:
    state = clinical(read(made))
    assert "Since then, 22 days (29 Jun 2020 to 20 Jul 2020) are not known" in state.text
    assert state.status_text == "met"
    film(made, datetime(2020, 7, 10, 10), 0.5)
    timeline = read(made)
    state = clinical(timeline)
    assert state.status_text == "met, relapse on day 39 (10 Jul 2020)"
    assert "Before that, 11 days (29 Jun 2020 to 9 Jul 2020) are not known" in state.text
    assert any(line.startswith("   Clinical: met, relapse on day 39") for line in timeline_lines(timeline))
    assert timeline_json(timeline)["response"]["clinical"]["status_text"] == state.status_text
    assert all("relapse" in text for text in course_view(timeline).clinical_texts)


def test_days_with_the_same_number_are_told_as_each_day(made: InfantLibrary) -> None:
    made.diary(date(2020, 7, 1), "333")
    assert any("1 Jul 2020 to 3 Jul 2020 (3 days): each day 3 spasms" in line for line in timeline_lines(read(made)))


def test_more_spasms_a_day_than_hands_count_are_asked_about(made: InfantLibrary) -> None:
    made.say(diary_statement(DiaryDay(TreatmentDay(date(2020, 7, 1)), Witnessed.SOME, 100_000)))
    assert any("more than 500 spasms are entered: check the number" in one for one in clinical(read(made)).cautions)


def test_film_that_was_not_opened_since_its_clock_is_kept_is_not_sure(made: InfantLibrary) -> None:
    made.add_study(CLIP_ID, datetime(2020, 6, 20, 10), CLIP, 20.0)
    made.mark(CLIP_ID, 3.0)
    assert any("how far its clock may be off" in one for one in clinical(read(made)).cautions)


def pair(made: InfantLibrary, clock: str = "name", within_s: float | None = 2.0) -> None:
    """Have the library know a study of two clips with a spasm each: 15 June 10:00, and a day later by this clock."""
    later = KnownClip(OTHER_ID, Span(86400.0, 86420.0), clock, within_s)
    film(made, datetime(2020, 6, 15, 10), 2.0, "name", more=(later,))
    made.mark(CLIP_ID, 86403.0)


def enter(made: InfantLibrary, day: date) -> None:
    keep_members(made.url, made.infant_id, [Member(CLIP_ID, CLIP, day.isoformat())], ADA, lambda: NOW)


def june(*days: int) -> tuple[int, ...]:
    return tuple(date(2020, 6, day).toordinal() for day in days)


def test_a_clip_without_any_clock_is_of_no_day_and_that_is_said(made: InfantLibrary) -> None:
    pair(made, "unknown", None)
    timeline = read(made)
    assert (timeline.spasm_days, timeline.possible_days) == (june(15), ())
    told = [one for one in clinical(timeline).cautions if "its clip has no clock" in one]
    assert told == [
        "Clip 1: the day of 1 spasm is not known, as its clip has no clock that can be right; it does not count here. "
        "Type when the clip was filmed, if that is known."
    ]
    assert not any("how far its clock may be off" in one for one in clinical(timeline).cautions)
    typed(made, ClipStart(datetime(2020, 6, 18, 9), 60.0), OTHER_ID)
    timeline = read(made)
    assert timeline.spasm_days == june(15, 18)
    assert not any("has no clock" in one for one in clinical(timeline).cautions)


def test_a_start_typed_for_one_of_several_clips_without_a_clock_is_that_of_no_other(made: InfantLibrary) -> None:
    later = KnownClip(OTHER_ID, Span(620.0, 640.0))
    film(made, None, None, "unknown", more=(later,))
    made.mark(CLIP_ID, 623.0)
    assert read(made).spasm_days == ()
    typed(made, ClipStart(datetime(2020, 6, 18, 9), 60.0), OTHER_ID)
    timeline = read(made)
    assert timeline.spasm_days == june(18)
    assert (timeline.studies[0].on, timeline.studies[0].day_source) == (date(2020, 6, 18), DaySource.TYPED)
    assert any("the day of 1 spasm is not known" in one for one in clinical(timeline).cautions)


def test_a_day_entered_for_clips_of_which_none_has_a_clock_is_that_of_all(made: InfantLibrary) -> None:
    film(made, None, None, "unknown", more=(KnownClip(OTHER_ID, Span(620.0, 640.0)),))
    made.mark(CLIP_ID, 623.0)
    enter(made, date(2020, 6, 18))
    timeline = read(made)
    assert timeline.spasm_days == june(18)
    assert not any("has no clock" in one for one in clinical(timeline).cautions)


def test_a_start_typed_for_the_first_clip_moves_no_other(made: InfantLibrary) -> None:
    pair(made)
    assert read(made).spasm_days == june(15, 16)
    typed(made, ClipStart(datetime(2020, 6, 5, 10), 2.0))
    assert read(made).spasm_days == june(5, 16)


def test_a_day_entered_for_a_study_moves_its_clips_but_not_one_with_a_typed_start(made: InfantLibrary) -> None:
    pair(made)
    enter(made, date(2020, 6, 5))
    assert read(made).spasm_days == june(5, 6)
    typed(made, ClipStart(datetime(2020, 6, 25, 10), 2.0), OTHER_ID)
    assert read(made).spasm_days == june(5, 25)


def test_a_day_entered_for_a_study_leaves_the_doubt_of_its_other_clips(made: InfantLibrary) -> None:
    pair(made, within_s=86400.0)
    enter(made, date(2020, 6, 5))
    timeline = read(made)
    assert timeline.spasm_days == june(5)
    assert timeline.possible_days == june(5, 6, 7)


def test_an_entered_day_keeps_the_time_of_the_recorder_so_that_a_night_has_two_days(made: InfantLibrary) -> None:
    made.add_study(CLIP_ID, datetime(2020, 3, 1, 22), EEG, 8 * 3600.0)
    enter_eeg = [Member(CLIP_ID, EEG, "2020-06-20")]
    keep_members(made.url, made.infant_id, enter_eeg, ADA, lambda: NOW)
    made.mark(CLIP_ID, 4 * 3600.0)
    assert read(made).spasm_days == june(21)


def test_a_spasm_of_one_of_several_days_after_complete_days_is_a_relapse(made: InfantLibrary) -> None:
    film(made, datetime(2020, 7, 11, 0, 0, 0), 43200.0)
    state = clinical(read(made))
    days = "one of 2 days (10 Jul 2020 to 11 Jul 2020)"
    assert (state.status, state.relapse_text) == (ResponseStatus.MET, f"relapse on {days}")
    assert f"Relapse: a spasm was seen again on {days}." in state.text
    assert "Before that, 11 days (29 Jun 2020 to 9 Jul 2020) are not known" in state.text


def test_a_spasm_of_today_that_a_clock_lays_at_midnight_was_seen_today(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 23, 30), 3600.0)
    with closing(sealed_library(made.url, "ada")) as library:
        today = AsOf(date(2020, 6, 20).toordinal(), is_over=False)
        timeline = read_timeline(library, made.infant_id, "ada", today, COUNTING, now=NOW)
    state = clinical(timeline)
    assert (timeline.spasm_days, timeline.possible_days) == (june(20), ())
    assert (state.status, state.last_spasm_day) == (ResponseStatus.NOT_MET, june(20)[0])


def test_a_clip_is_looked_at_from_the_earliest_day_of_which_it_may_be(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 29, 0, 10), 43200.0)
    timeline = read(made, date(2020, 6, 28))
    state = clinical(timeline)
    assert (len(timeline.studies), timeline.possible_days) == (1, june(28))
    assert state.status is ResponseStatus.NOT_ASSESSED
    assert "It is not known whether spasms were seen on day 27 (28 Jun 2020)" in state.text
    assert any("on day 27 (28 Jun 2020) or later, by its clock (± 12 h)" in one for one in state.cautions)


def test_blind_film_may_show_a_spasm_on_each_day_of_which_it_may_be() -> None:
    of_the_eve = RecordedDay(-1, "clip 1", has_eeg=False, is_blind=True, possible_span=(-24, 22))
    assert of_the_eve.may_show(0, 27)
    assert not of_the_eve.may_show(23, 27)
    assert RecordedDay(-1, "clip 1", has_eeg=False, is_blind=True, is_partly_undated=True).may_show(23, 27)


def test_the_diary_says_why_a_day_is_not_known_of_which_it_says_none(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 28, 0, 0), 7200.0)
    timeline = read(made, date(2020, 6, 28))
    assert timeline.as_of is not None
    summary = diary_summary(
        timeline.course, timeline.as_of, timeline.spasm_days, timeline.possible_days, timeline.filmed
    )
    assert summary.free is not None
    assert "By diary and film, without a spasm: 26 days" in summary.free.text
    assert "The diary says" not in summary.free.text
    (told,) = summary.cautions
    assert "1 spasm on film may have been on any of 2 days (27 Jun 2020 to 28 Jun 2020), by its clock (± 2 h)" in told


def test_what_the_clips_of_the_infant_say_is_read_for_before_and_after(made: InfantLibrary) -> None:
    film(made, datetime(2020, 6, 20, 10), 2.0)
    with closing(sealed_library(made.url, "ada")) as library:
        log = infant_log(library, made.infant_id)
    on = AsOf(date(2020, 7, 20).toordinal())
    (clip,) = filmed_of_infant(made.url, log, "ada", on, COUNTING)
    assert (clip.label, clip.spasm_days, clip.has_eeg) == ("clip 1", june(20), False)
    assert filmed_of_infant(made.url, InfantLog(log.infant), "ada", on, COUNTING) == ()
