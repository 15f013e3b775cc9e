"""The infant's age at the start of a recording: what its header says, and what the library holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.detect.age import age_months_of
from eegview.model.study.patient_age import DAYS_A_MONTH, TypedAge, typed_age
from eegview.model.study.records import AGE_TERM

if TYPE_CHECKING:
    from eegview.store.library import Library


def days_in_header(path: str | Path, started_at: datetime | None) -> float | None:
    """Return the age in days by a file's header, None where it does not say."""
    months = age_months_of(path, started_at)
    return None if months is None else round(months * DAYS_A_MONTH)


def age_in_library(library: Library, fingerprint: str) -> TypedAge | None:
    """Return the age that was typed for a recording, None where none was."""
    return typed_age(library.annotations(fingerprint, AGE_TERM))
