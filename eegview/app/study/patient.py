"""Who is being read: what the file says of the patient, with what a reader typed laid over it, as texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from eegview.model.annotation import Annotation
from eegview.model.infant.age import AgeOn
from eegview.model.infant.study_age import AgeSource, StudyAge, infants_age_problem, study_age
from eegview.model.infant.study_of_infant import StudyOfInfant
from eegview.model.patient import DAYS_A_MONTH, PatientFacts, age_in_file
from eegview.model.recording import Recording
from eegview.model.study.patient_age import TypedAge, contradiction_text, days_text, typed_age
from eegview.model.study.patient_identity import NOT_KNOWN, TypedFact, typed_id, typed_sex
from eegview.model.text.dates import day_text, time_of_day_text
from eegview.model.text.language import tr

HIDDEN = "Patient hidden"
_WEEKS_ALONE_DAYS = 56  # below eight weeks an age is weeks, below two weeks days
_MONTHS_UNTIL_DAYS = 36 * DAYS_A_MONTH


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """The patient of a study as far as file and readers say.

    facts : of the file
    started_at : of the recording, by its own clock
    typed_id, typed_sex, typed_age : None where nothing was typed
    of_infant : the study as one of its infant, whose day and birth go before those of the file; None = it has none
    """

    facts: PatientFacts = field(default_factory=PatientFacts)
    started_at: datetime | None = None
    typed_id: TypedFact | None = None
    typed_sex: TypedFact | None = None
    typed_age: TypedAge | None = None
    of_infant: StudyOfInfant | None = None

    @property
    def patient_id(self) -> str:
        """Return the ID: typed, else the file's."""
        return self.typed_id.text if self.typed_id is not None else self.facts.code

    @property
    def sex(self) -> str:
        """Return the sex: typed, else the file's; "" where it is not known."""
        typed = self.typed_sex.text if self.typed_sex is not None else self.facts.sex
        return "" if typed == NOT_KNOWN else typed

    @property
    def days_in_file(self) -> float | None:
        """Return the age by the file's header on the day that holds, None where that says none that can be used."""
        held = self.of_infant.moved(self.started_at) if self.of_infant is not None else self.started_at
        return age_in_file(self.facts, held).days

    @property
    def infants_age(self) -> AgeOn | None:
        """Return the age by the infant that the study belongs to, None where it belongs to none, or that says none."""
        return self.of_infant.age(self.started_at) if self.of_infant is not None else None

    @property
    def age(self) -> StudyAge | None:
        """Return the age that holds, see `study_age`."""
        return study_age(self.typed_age, self.days_in_file, self.infants_age)

    @property
    def day(self) -> date | None:
        """Return the day of the study: as entered for the infant, else by the recording."""
        if self.of_infant is not None:
            return self.of_infant.day(self.started_at)
        return self.started_at.date() if self.started_at is not None else None

    @property
    def age_text(self) -> str:
        """Return the age as it is read out: `6 months (26 weeks)`; "" where it is not known."""
        age = self.age
        if age is None:
            return ""
        return f"{'about ' if age.is_about else ''}{reading_age(age.days, age.typed)}"

    @property
    def infant_problems(self) -> tuple[str, ...]:
        """Return a sentence where the infant's log and the study say another day or age; the infant's is used."""
        if self.of_infant is None:
            return ()
        said = age_in_file(self.facts, self.started_at).days
        told = (
            self.of_infant.birth_problem(self.started_at),
            self.of_infant.day_problem(self.started_at),
            infants_age_problem(self.typed_age, said, self.infants_age),
        )
        return tuple(filter(None, told))

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what neither file nor readers say: `ID`, `sex`, `age`."""
        lacks = (
            ("ID", not self.patient_id),
            ("sex", not self.facts.sex and self.typed_sex is None),
            ("age", not self.age_text),
        )
        return tuple(name for name, is_missing in lacks if is_missing)

    @property
    def problems(self) -> tuple[str, ...]:
        """Return a sentence for each thing that cannot be right, or contradicts another; none names the patient."""
        told = [*self.facts.problems]
        in_file = age_in_file(self.facts, self.started_at)
        if in_file.problem:
            told.append(f"{in_file.problem} It is not used for the age.")
        if (
            self.typed_id is not None
            and self.facts.code
            and self.typed_id.text.casefold() != self.facts.code.casefold()
        ):
            told.append("The file has another patient ID; the entered one is shown.")
        if self.typed_sex is not None and self.facts.sex and self.typed_sex.text != self.facts.sex:
            told.append(f"The file says {self.facts.sex}; the entered sex is shown.")
        told += self.infant_problems
        is_by_infant = self.infants_age is not None and not self.infants_age.is_about
        contradiction = "" if is_by_infant else contradiction_text(self.typed_age, in_file.days)
        return tuple(dict.fromkeys([*told, contradiction] if contradiction else told))


def known_patient(
    facts: PatientFacts,
    started_at: datetime | None,
    records: Iterable[Annotation],
    of_infant: StudyOfInfant | None = None,
) -> KnownPatient:
    """Return the patient by the file's facts, the study's records and the infant that it belongs to.

    started_at : by the recording's own clock
    """
    records = tuple(records)
    return KnownPatient(facts, started_at, typed_id(records), typed_sex(records), typed_age(records), of_infant)


def age_with_source(patient: KnownPatient) -> str:
    """Return the age as a picture or a sheet says it: `167 days, entered by ada`, `5.5 months`; "" for none."""
    age = patient.age
    if age is None:
        return ""
    if age.typed is not None:
        return tr("{text}, entered by {author}", text=age.typed.text, author=age.typed.author)
    return patient.age_text if age.source is AgeSource.INFANT else days_text(age.days)


def reading_age(days: float, typed: TypedAge | None = None) -> str:
    """Return an age as a reader of infants' EEG says it: in days, weeks, months with weeks, or years.

    typed : as it was typed; its own unit is kept
    """
    weeks = int(days // 7)
    if typed is not None and typed.unit == "years":
        return typed.text
    if typed is not None and typed.unit in ("days", "weeks") and days < _WEEKS_ALONE_DAYS:
        return typed.text
    if days < 14:
        return "1 day" if round(days) == 1 else f"{round(days)} days"
    if days < _WEEKS_ALONE_DAYS:
        return f"{weeks} weeks"
    if days >= _MONTHS_UNTIL_DAYS:
        years = days / (12 * DAYS_A_MONTH)
        return f"{years:.0f} years" if years >= 10 else f"{years:.1f} years"
    months = round(typed.months if typed is not None else days / DAYS_A_MONTH, 1)
    unit = "month" if months == 1 else "months"
    return f"{months:g} {unit} ({weeks} weeks)" if months < 24 else f"{months:g} {unit}"


def recorded_text(recording: Recording) -> tuple[str, str, str]:
    """Return date, clock span and duration of a recording: `2020-03-02`, `21:00 – 07:00`, `10 h`; "" for no clock."""
    started = recording.started_at
    length = _film_length(recording) if recording.is_film else duration_text(recording.duration_s)
    if started is None:
        return "", "", length
    stopped = started + timedelta(seconds=recording.duration_s)
    if recording.is_film and stopped.date() != started.date():
        return f"{day_text(started)} – {day_text(stopped)}", "", length
    return day_text(started), f"{time_of_day_text(started)} – {time_of_day_text(stopped)}", length


def _film_length(recording: Recording) -> str:
    """Return how much film there is: `45 s`, `3 clips, 2 min`; what lies between the clips does not count."""
    length = duration_text(sum(clip.span.duration_s for clip in recording.clips))
    return length if len(recording.clips) < 2 else tr("{n} clips, {length}", n=len(recording.clips), length=length)


def duration_text(duration_s: float) -> str:
    """Return a duration in two units at most: `10 h`, `1 h 05 min`, `18 min`, `45 s`."""
    if duration_s < 59.5:
        return f"{duration_s:.0f} s"
    hours, minutes = divmod(round(duration_s / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"


def line_forms(patient: KnownPatient, recording: Recording, infant: str = "") -> tuple[str, ...]:
    """Return the patient line from its fullest form to its shortest; what matters least goes first.

    infant : pseudonym of the infant that the study belongs to, "" for none
    """
    named = f"infant {infant}" if infant and infant.casefold() != patient.patient_id.casefold() else ""
    who = " · ".join(filter(None, (patient.patient_id, named)))
    day, clock, length = recorded_text(recording)
    age, sex = patient.age_text, patient.sex
    verb = "filmed" if recording.is_film else "recorded"
    recorded = f"{verb} {day}" if day else ""
    short_age = age.partition(" (")[0]
    forms = (
        (who, age, sex, f"{recorded}, {clock}" if recorded and clock else recorded, length),
        (who, age, sex, recorded, length),
        (who, age, sex, recorded),
        (who, age, sex, day),
        (who, short_age, sex, day),
        (who, short_age, sex[:1].upper(), day),
        (who, short_age, sex[:1].upper()),
        (who, short_age),
        (patient.patient_id or named or short_age,),
    )
    return tuple(dict.fromkeys(" · ".join(filter(None, form)) for form in forms))


def whole_text(patient: KnownPatient, recording: Recording, infant: str = "") -> str:
    """Return all that is known, line by line, each with where it comes from."""
    day, clock, length = recorded_text(recording)
    facts = patient.facts
    lines = [
        _sourced("ID", patient.patient_id, patient.typed_id),
        f"Infant: {infant} (Study → Infant)" if infant else "",
        f"Name: {facts.name} (file)" if facts.name else "",
        _aged(patient),
        _sourced("Sex", patient.sex, patient.typed_sex),
        _when_text(recording, day, clock),
        f"Duration: {length}",
        "Simulated: nobody was recorded" if facts.is_simulated else "",
        *patient.problems,
    ]
    return "\n".join(filter(None, lines))


def _when_text(recording: Recording, day: str, clock: str) -> str:
    verb = "Filmed" if recording.is_film else "Recorded"
    return f"{verb}: {', '.join(filter(None, (day, clock)))}" if day else f"{verb}: the file has no start time"


def _aged(patient: KnownPatient) -> str:
    if patient.age is not None and patient.age.source is AgeSource.INFANT:
        return f"Age: {patient.age_text} (infant)"
    return _sourced("Age", patient.age_text, patient.typed_age)


def _sourced(name: str, text: str, typed: TypedFact | TypedAge | None) -> str:
    if not text:
        return f"{name}: not known"
    return f"{name}: {text} ({f'entered by {typed.author}' if typed is not None else 'file'})"
