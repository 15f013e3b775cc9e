"""The patient in a recording that MNE opened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from eegview.model.patient import FEMALE, MALE, PatientFacts

_SEX = {1: MALE, 2: FEMALE}  # FIFF's codes


def patient_in(info: Mapping[str, Any]) -> PatientFacts:
    """Return what MNE's `subject_info` says; its forms differ from reader to reader and from version to version."""
    subject: Mapping[str, Any] = info.get("subject_info") or {}
    names = [_text(subject.get(key)) for key in ("first_name", "middle_name", "last_name")]
    code = _text(subject.get("his_id"))
    return PatientFacts(
        code="" if code.upper() == "X" else code,
        name=" ".join(name for name in names if name and name.upper() != "X"),
        sex=_sex(subject.get("sex")),
        born=_day(subject.get("birthday")),
        is_simulated="simulated" in _text(info.get("description")).casefold(),
    )


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _sex(value: Any) -> str:
    return next((sex for code, sex in _SEX.items() if value == code), "")


def _day(value: object) -> date | None:
    """Return a birthday: a date, or (year, month, day)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (tuple, list)) and len(value) == 3:
        try:
            return date(*(int(part) for part in value))
        except (TypeError, ValueError):
            return None
    return None
