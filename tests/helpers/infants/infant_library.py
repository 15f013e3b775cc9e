"""A library with an infant, two EEGs and clips, made without files.

`from infants.infant_library import made_library`.
"""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from eegview.app.infant.keeping import keep_infant, keep_members, say
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.app.response.treatment_acts import diary_statement, treatment_statement
from eegview.app.study.records import Statement
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.span import Span
from eegview.model.study.known_recording import KnownRecording
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.model.treatment.treatment import Treatment
from eegview.store.library import open_library

ADA = Reviewer("ada", "neurologist")
BORN, DUE, FIRST = date(2020, 1, 6), date(2020, 3, 2), date(2020, 6, 1)
NOW = datetime(2020, 9, 1, 12, tzinfo=UTC)


@dataclass
class InfantLibrary:
    """A library on the disk.

    infant : K07, born eight weeks before its due date
    """

    url: str
    infant: Infant = field(default_factory=lambda: Infant(new_infant_id(), "K07", BORN, DUE))

    @property
    def infant_id(self) -> str:
        return self.infant.infant_id

    def keep(self) -> None:
        keep_infant(self.url, self.infant, ADA, lambda: NOW)

    def say(self, *statements: Statement) -> None:
        say(self.url, self.infant_id, ADA, statements, now=lambda: NOW)

    def add_study(
        self, fingerprint: str, started_at: datetime | None, kind: str = EEG, duration_s: float = 3600.0
    ) -> None:
        """Have the library know a recording, and add it to the infant."""
        self.note(fingerprint, started_at, duration_s)
        keep_members(self.url, self.infant_id, [Member(fingerprint, kind)], ADA, lambda: NOW)

    def note(self, fingerprint: str, started_at: datetime | None, duration_s: float = 3600.0) -> None:
        """Have the library know a recording."""
        known = KnownRecording(
            fingerprint, "", "EDF+C", duration_s, started_at.isoformat() if started_at is not None else "",
            (), (Span(0.0, duration_s),), 1,
        )  # fmt: skip
        with closing(open_library(self.url)) as library:
            library.note_recording(known)

    def mark(self, fingerprint: str, *onsets_s: float, by: Reviewer = ADA, **held: str) -> None:
        """Mark spasms in a study."""
        with closing(open_library(self.url)) as library:
            editor = Editor(library, fingerprint, by.name, by.role)
            for onset_s in onsets_s:
                attributes = tuple(sorted(held.items()))
                editor.add(Annotation(new_annotation_id(), "spasm", onset_s, 1.0, (), attributes))

    def treat(self, start: date, stop: date | None = None, drug: str = "Prednisolone") -> None:
        last = TreatmentDay(stop) if stop is not None else None
        self.say(treatment_statement(Treatment("", drug, TreatmentDay(start), last, 40.0, "mg/day")))

    def diary(self, first: date, said: str) -> None:
        """Enter days: `.` none, a digit so many, `?` unknown, blank = no entry."""
        found: list[Statement] = []
        for number, letter in enumerate(said):
            day = TreatmentDay(first + timedelta(days=number))
            if letter == ".":
                found.append(diary_statement(DiaryDay(day, Witnessed.NONE)))
            elif letter == "?":
                found.append(diary_statement(DiaryDay(day, Witnessed.UNKNOWN)))
            elif letter.isdigit():
                found.append(diary_statement(DiaryDay(day, Witnessed.SOME, int(letter))))
        self.say(*found)


def made_library(folder: Path) -> InfantLibrary:
    """Return a library with an infant, an EEG before and one after treatment, two clips, treatment and a diary."""
    made = InfantLibrary(f"sqlite:///{folder / 'library.sqlite'}")
    made.keep()
    made.add_study("e" * 32, datetime(2020, 6, 1, 9))
    made.add_study("f" * 32, datetime(2020, 6, 16, 9))
    made.add_study("c" * 32, datetime(2020, 5, 30, 7, 12), CLIP, 40.0)
    made.add_study("d" * 32, None, CLIP, 20.0)
    made.mark("e" * 32, 10.0, 20.0, 30.0, 600.0)
    made.mark("c" * 32, 1.0, 9.0, 18.0)
    made.treat(date(2020, 6, 2), date(2020, 6, 15))
    made.diary(date(2020, 5, 29), "57 93?1." + "." * 10)
    return made
