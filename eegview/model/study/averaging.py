"""Which spasms are left out of the spasm-locked average, as a reader decided for everybody."""

from collections.abc import Iterable

from eegview.model.annotation import Annotation
from eegview.model.study.records import AVERAGING_TERM, held_in, newest_about
from eegview.model.time.clock import elapsed_text

_USE, _ONSET = "use", "onset_s"
_YES, _NO = "yes", "no"


def held_averaging(is_used: bool, onset_s: float) -> dict[str, str]:
    """Return what the record of a spasm holds, whose subject is the id of its mark.

    onset_s : of the mark, so that the history can name it
    """
    return {_USE: _YES if is_used else _NO, _ONSET: f"{onset_s:.3f}"}


def left_out_of_average(records: Iterable[Annotation]) -> frozenset[str]:
    """Return the ids of the marks that were left out last, by whomever."""
    newest = newest_about(records, AVERAGING_TERM)
    return frozenset(about for about, record in newest.items() if held_in(record).get(_USE) == _NO)


def averaging_text(record: Annotation, is_gone: bool = False) -> str:
    """Return what a record says: `leave spasm at 00:12:44 out of the average`."""
    where = f"spasm at {elapsed_text(_onset_s(record), 0)}"
    if held_in(record).get(_USE) == _NO and not is_gone:
        return f"leave {where} out of the average"
    return f"take {where} into the average again"


def _onset_s(record: Annotation) -> float:
    try:
        return max(float(record.attribute(_ONSET) or ""), 0.0)
    except ValueError:
        return 0.0
