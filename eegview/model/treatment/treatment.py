"""One treatment: a drug at one dose, from one day to another.

A course whose dose changes is several treatments, one after the other. No dose is ever suggested.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.study.records import TREATMENT_TERM, about_of, newest_about, said_at
from eegview.model.treatment.day import TreatmentDay, parsed_day

LONGEST_NAME, LONGEST_NOTE = 80, 500
HIGHEST_DOSE = 1e6
_DRUG, _DOSE, _UNIT, _FROM, _TO, _PLANNED, _NOTE = "drug", "dose", "unit", "from", "to", "planned", "note"
_FOR_OTHER = "for_other"
FOR_OTHER = ", not for spasms"


@dataclass(frozen=True, slots=True)
class Treatment:
    """A drug at one dose.

    treatment_id : subject of its record; the same in whichever study's log something is said of it
    drug : as it was typed
    dose, unit : None and "" where the dose is not known; `40`, `mg/day`
    start : first day
    stop : last day, still on the drug; None = it goes on, or its end is not known
    is_planned : it is meant to be given, and was not yet
    note : free text
    is_for_other : it is given for something else than spasms, as for neonatal seizures; response does not count from it
    author, at_utc : who said it, and when (ISO 8601); "" before it is stored
    """

    treatment_id: str
    drug: str
    start: TreatmentDay
    stop: TreatmentDay | None = None
    dose: float | None = None
    unit: str = ""
    is_planned: bool = False
    note: str = ""
    author: str = ""
    at_utc: str = ""
    is_for_other: bool = False

    @property
    def dose_text(self) -> str:
        """Return the dose with its unit: `40 mg/day`; "" where it is not known."""
        return f"{self.dose:g} {self.unit}".strip() if self.dose is not None else ""

    @property
    def text(self) -> str:
        """Return drug and dose: `Prednisolone 40 mg/day`."""
        return f"{self.drug} {self.dose_text}".strip()

    @property
    def said(self) -> tuple[object, ...]:
        """Return what is said, without who said it, when, and under which id."""
        drug = " ".join(self.drug.split()).casefold()
        return drug, self.start, self.stop, self.dose, self.unit, self.is_planned, self.note, self.is_for_other


def treatment_fault(treatment: Treatment) -> str:
    """Return in one sentence why a treatment cannot be stored, "" where it can."""
    start, stop = treatment.start, treatment.stop
    if not treatment.drug.strip():
        return "Name the drug."
    if len(treatment.drug) > LONGEST_NAME:
        return f"The name of the drug is longer than {LONGEST_NAME} characters."
    if len(treatment.note) > LONGEST_NOTE:
        return f"The note is longer than {LONGEST_NOTE} characters."
    if treatment.dose is not None and not (math.isfinite(treatment.dose) and 0 < treatment.dose <= HIGHEST_DOSE):
        return "The dose must be a number above 0; leave it empty where it is not known."
    if treatment.dose is not None and not treatment.unit.strip():
        return "A dose needs its unit, such as mg/day or mg/kg/day."
    if treatment.dose is None and treatment.unit.strip():
        return "A unit needs its dose; leave both empty where the dose is not known."
    if stop is not None and (start.on is None) != (stop.on is None):
        return "Give both days as dates, or both as days from the recording."
    if stop is not None and (stop.on < start.on if start.on and stop.on else stop.offset < start.offset):
        return "The last day is before the first day."
    return ""


def parsed_dose(text: str) -> float | None:
    """Return the number that a text says, with a decimal point or comma; None where it says none."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def held_treatment(treatment: Treatment | None) -> dict[str, str]:
    """Return what the record of a treatment holds; None takes back what was said."""
    if treatment is None:
        return {_DRUG: ""}
    held = {
        _DRUG: treatment.drug.strip(),
        _DOSE: repr(treatment.dose) if treatment.dose is not None else "",
        _UNIT: treatment.unit.strip(),
        _FROM: treatment.start.stored,
        _TO: treatment.stop.stored if treatment.stop is not None else "",
        _PLANNED: "yes" if treatment.is_planned else "",
        _NOTE: treatment.note.strip(),
        _FOR_OTHER: "yes" if treatment.is_for_other else "",
    }
    return {name: value for name, value in held.items() if value}


def treatment_of(record: Annotation) -> Treatment | None:
    """Return the treatment that a record holds; None where it was taken back, or cannot be read."""
    held: Mapping[str, str] = dict(record.attributes)
    start = parsed_day(held.get(_FROM, ""))
    if record.term_id != TREATMENT_TERM or not held.get(_DRUG) or start is None:
        return None
    stop, dose = parsed_day(held.get(_TO, "")), parsed_dose(held.get(_DOSE, ""))
    if (stop is None) != (not held.get(_TO)) or (dose is None) != (not held.get(_DOSE)):
        return None
    found = Treatment(
        about_of(record),
        held[_DRUG],
        start,
        stop,
        dose,
        held.get(_UNIT, ""),
        held.get(_PLANNED) == "yes",
        held.get(_NOTE, ""),
        record.layer,
        said_at(record),
        held.get(_FOR_OTHER) == "yes",
    )
    return None if treatment_fault(found) else found


def treatments(records: Iterable[Annotation]) -> tuple[Treatment, ...]:
    """Return the treatments by what was said last of each, of one study; by first day as far as that can be told."""
    found = map(treatment_of, newest_about(records, TREATMENT_TERM).values())
    return tuple(sorted((one for one in found if one is not None), key=_order))


def treatment_act_text(before: Annotation | None, after: Annotation | None) -> str:
    """Return what an act did: `add Prednisolone 40 mg/day from 2 Mar 2020`, `change …`, `remove …`."""
    old = treatment_of(before) if before is not None else None
    new = treatment_of(after) if after is not None else None
    if new is None:
        return f"remove {old.text} from {old.start.text}" if old is not None else "remove a treatment"
    return f"{'change' if old is not None else 'add'} {new.text} {span_text(new)}"


def span_text(treatment: Treatment) -> str:
    """Return the days of a treatment: `from 2 Mar 2020 to 15 Mar 2020`, `from 2 Mar 2020, planned`."""
    stop = f" to {treatment.stop.text}" if treatment.stop is not None else ""
    planned = ", planned" if treatment.is_planned else ""
    return f"from {treatment.start.text}{stop}{planned}{FOR_OTHER if treatment.is_for_other else ''}"


def _order(treatment: Treatment) -> tuple[str, int, str]:
    start = treatment.start
    return start.on.isoformat() if start.on is not None else "", start.offset, treatment.drug.casefold()
