"""The infant's age at the start of a recording: what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eegview.model.study.patient_age import TypedAge, typed_age
from eegview.model.study.records import AGE_TERM

if TYPE_CHECKING:
    from eegview.store.library import Library


def age_in_library(library: Library, fingerprint: str) -> TypedAge | None:
    """Return the age that was typed for a recording, None where none was."""
    return typed_age(library.annotations(fingerprint, AGE_TERM))
