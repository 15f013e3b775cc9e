"""One day and one age of a study: those of its infant, else as typed, else of the file."""

from datetime import date, datetime, timedelta
from typing import cast

from eegview.app.library.opening import Reviewer
from eegview.app.report.gathering import study_of
from eegview.app.response.study_facts import gather_facts
from eegview.app.study.patient import known_patient
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.infant.age import AgeOn
from eegview.model.infant.infant import Infant
from eegview.model.infant.member import EEG, Member
from eegview.model.infant.study_age import AgeSource, infants_age_problem, study_age
from eegview.model.infant.study_of_infant import StudyOfInfant, study_of_infant
from eegview.model.patient import PatientFacts
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span
from eegview.model.study.clip_start import ClipStart, held_start, with_typed_starts
from eegview.model.study.patient_age import parsed_age
from eegview.model.study.records import CLIP_START_TERM, study_record
from eegview.model.treatment.as_of import AsOf

BORN = date(2019, 9, 10)
INFANT = Infant("infant-a", "R01", BORN)
STARTED = datetime(2020, 3, 2, 21, 30)


def test_the_entered_day_moves_the_clock_and_keeps_the_time_of_day() -> None:
    found = study_of_infant(INFANT, [Member("f", EEG, "2020-04-20")], "f")
    assert found is not None
    assert found.moved(STARTED) == datetime(2020, 4, 20, 21, 30)
    assert (found.day(None), found.moved(None)) == (date(2020, 4, 20), None)
    assert study_of_infant(INFANT, [Member("f", EEG)], "g") is None
    assert StudyOfInfant(INFANT).moved(STARTED) == STARTED


def test_the_age_of_the_infant_goes_before_what_was_typed_and_before_the_file() -> None:
    typed = parsed_age("12 months")
    age = study_age(typed, 360.0, AgeOn(223))
    assert age is not None
    assert (age.days, age.source) == (223.0, AgeSource.INFANT)
    age = study_age(typed, 360.0)
    assert age is not None
    assert (age.months, age.source) == (12.0, AgeSource.ENTERED)
    age = study_age(None, 360.0)
    assert age is not None
    assert age.source is AgeSource.FILE
    assert study_age(None, None) is None


def test_an_exact_age_goes_before_one_that_is_about() -> None:
    about, typed = AgeOn(152, is_about=True), parsed_age("24 weeks")
    said = [study_age(typed, 170.0, about), study_age(None, 170.0, about), study_age(None, None, about)]
    assert [(one.days, one.source, one.is_about) for one in said if one is not None] == [
        (168.0, AgeSource.ENTERED, False),
        (170.0, AgeSource.FILE, False),
        (152.0, AgeSource.INFANT, True),
    ]
    assert infants_age_problem(None, 200.0, about).endswith("is not used.")


def test_ages_that_do_not_fit_are_told() -> None:
    assert "The file says 11.8 months" in infants_age_problem(None, 360.0, AgeOn(223))
    assert infants_age_problem(None, 230.0, AgeOn(223)) == ""
    assert infants_age_problem(None, 260.0, AgeOn(223, is_about=True)) == ""


def test_the_patient_has_one_day_and_one_age_and_says_what_else_was_said() -> None:
    facts = PatientFacts(born=date(2019, 3, 10))
    patient = known_patient(facts, STARTED, (), StudyOfInfant(INFANT, date(2020, 4, 20)))
    assert patient.day == date(2020, 4, 20)
    assert patient.age is not None
    assert patient.age.days == 223
    assert "31 weeks" in patient.age_text
    first, second = patient.infant_problems
    assert "2 Mar 2020" in first
    assert "The file says" in second
    without_birth = known_patient(facts, STARTED, (), StudyOfInfant(Infant("infant-a"), date(2020, 4, 20)))
    assert without_birth.age is not None
    assert without_birth.age.source is AgeSource.FILE
    assert without_birth.age.days == (date(2020, 4, 20) - date(2019, 3, 10)).days


def test_before_birth_there_is_no_age_and_it_is_told_wherever_the_patient_is_named() -> None:
    early = StudyOfInfant(INFANT, date(2019, 9, 1))
    assert early.age(None) is None
    patient = known_patient(PatientFacts(), None, (), early)
    assert any("this study lies 9 days before birth" in one for one in patient.problems)


def test_a_day_that_stands_for_an_unknown_one_is_no_day_and_raises_no_alarm() -> None:
    placeholder = datetime(1985, 1, 1)
    for study in (StudyOfInfant(INFANT), StudyOfInfant(INFANT, date(2020, 4, 20))):
        assert study.birth_problem(placeholder) == study.day_problem(placeholder) == ""
    assert StudyOfInfant(INFANT).day(placeholder) is None
    assert StudyOfInfant(INFANT).age(placeholder) is None
    assert StudyOfInfant(INFANT, date(2020, 4, 20)).day(placeholder) == date(2020, 4, 20)


def film() -> Recording:
    clips = (
        FilmClip("a.mp4", Span(0, 10), clock=ClipClock(STARTED, ClockSource.NAME), fingerprint="a"),
        FilmClip(
            "b.mp4",
            Span(86400, 86410),
            clock=ClipClock(STARTED + timedelta(days=1), ClockSource.NAME),
            fingerprint="b",
        ),
        FilmClip("c.mp4", Span(87000, 87010), fingerprint="c"),
    )
    return Recording("a.mp4", "video", (), tuple(clip.span for clip in clips), STARTED, "f", clips=clips)


def starts(recording: Recording) -> list[datetime | None]:
    return [recording.started_at, *(clip.clock.started_at for clip in recording.clips)]


def test_the_entered_day_of_film_moves_its_clips_but_not_one_whose_start_was_typed() -> None:
    moved = datetime(2020, 4, 20, 21, 30)
    study = StudyOfInfant(INFANT, date(2020, 4, 20))
    assert starts(study.placed(film())) == [moved, moved, moved + timedelta(days=1), None]
    typed = study_record(CLIP_START_TERM, "b", "2020-05-01", held_start(ClipStart(datetime(2020, 4, 29, 8))), "Ada")
    first = study_record(CLIP_START_TERM, "a", "2020-05-01", held_start(ClipStart(datetime(2020, 3, 9, 6))), "Ada")
    assert starts(study.placed(with_typed_starts(film(), [typed]))) == [moved, moved, datetime(2020, 4, 29, 8), None]
    both = study.placed(with_typed_starts(film(), [first]))
    first_at = datetime(2020, 4, 20, 6)
    assert starts(both) == [first_at, first_at, moved + timedelta(days=1), None]


class FilmSource:
    """Film as far as facts are gathered of it; nothing of it is read."""

    recording = film()


def test_a_start_typed_for_a_clip_says_the_age_in_reports_and_comparisons() -> None:
    typed = study_record(CLIP_START_TERM, "a", "2020-05-01", held_start(ClipStart(datetime(2020, 2, 25, 6))), "Ada")
    source = cast(SignalSource, FilmSource())
    facts = gather_facts(source, [typed], viewer="Ada", of_infant=StudyOfInfant(INFANT))
    assert (facts.age_weeks, facts.recorded_on) == (24, date(2020, 2, 25))
    assert facts.day_of(2.0) == date(2020, 2, 25)
    study = study_of(source, [typed], Reviewer("Ada", "neurologist"), as_of=AsOf(date(2020, 5, 1).toordinal()))
    assert study.recording.started_at == study.patient.started_at == datetime(2020, 2, 25, 6)
