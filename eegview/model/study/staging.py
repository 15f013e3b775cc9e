"""How the sleep of a study is staged: the length of its epochs, as a reader chose it for everybody."""

from collections.abc import Iterable

from eegview.model.annotation import Annotation
from eegview.model.study.records import STAGING_TERM, newest_about

EPOCHS = "epochs"  # subject of the record
LENGTHS_S = (30.0, 20.0)  # the usual one first; some use 20 s in infants
_LENGTH = "length_s"


def held_epoch_s(epoch_s: float) -> dict[str, str]:
    """Return what the record of an epoch length (s) holds."""
    return {_LENGTH: f"{epoch_s:g}"}


def chosen_epoch_s(records: Iterable[Annotation]) -> float:
    """Return the epoch length (s) that was chosen last, the usual one where none was or it cannot be read."""
    record = newest_about(records, STAGING_TERM).get(EPOCHS)
    return _length_s(record) if record is not None else LENGTHS_S[0]


def epoch_length_text(record: Annotation) -> str:
    """Return what a record says: `set sleep epochs to 20 s`."""
    return f"set sleep epochs to {_length_s(record):g} s"


def _length_s(record: Annotation) -> float:
    text = record.attribute(_LENGTH) or ""
    return next((length_s for length_s in LENGTHS_S if f"{length_s:g}" == text), LENGTHS_S[0])
