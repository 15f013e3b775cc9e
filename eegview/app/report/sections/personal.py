"""Personal and referral data: identity and age; all else is the reader's to say."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.model.infant.study_age import AgeSource
from eegview.model.patient import DAYS_A_MONTH
from eegview.model.report.document import Run, Tone, Value, Words
from eegview.model.report.link import Place


def age_days(making: Making) -> float | None:
    """Return the infant's age at the start of the recording in days, None where it is not known."""
    age = making.study.patient.age
    return age.days if age is not None else None


def age_value(making: Making) -> Value | None:
    """Return the age in whole weeks, None where it is not known."""
    age = making.study.patient.age
    if age is None:
        return None
    weeks = int(age.days // 7)
    basis = making.labels("basis.infant" if age.source is AgeSource.INFANT else "basis.file")
    if age.typed is not None:
        basis = making.labels("basis.entered_by", reader=age.typed.author)
    text = making.labels.counted("unit.weeks", weeks)
    if age.is_about:
        text = making.labels("unit.about", value=text)
    link = making.evidence.start if age.source is AgeSource.FILE else making.evidence.at(Place.HISTORY)
    return Value(text, "personal.age_weeks", float(weeks), "weeks", basis=basis, link=link)


def _identity(making: Making) -> Answer:
    patient = making.study.patient
    runs: list[Run] = []
    if patient.patient_id:
        runs.append(Words(patient.patient_id, Tone.STRONG))
    if patient.sex:
        runs.append(Words(f"{', ' if runs else ''}{making.choice(patient.sex)}"))
    return given(tuple(runs))


def _age(making: Making) -> Answer:
    weeks, days = age_value(making), age_days(making)
    if weeks is None or days is None:
        return NOT_ASSESSED
    months = making.labels("unit.months", n=f"{days / DAYS_A_MONTH:.1f}")
    return given((weeks, Words(f" ({months})")))


COMPUTED: Mapping[str, Computed] = {"personal.identity": _identity, "personal.age": _age}
