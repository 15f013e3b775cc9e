"""What two pages beside each other have in common: locks, and the fields of a view that each of them holds."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from eegview.model.display.view import ViewState


class Lock(StrEnum):
    """Something that is the same on both pages while it is locked."""

    SCROLL = "scroll"  # both pages move by the same time
    MONTAGE = "montage"  # with the arrangement of its rows
    FILTERS = "filters"
    SENSITIVITY = "sensitivity"
    PAGE = "page"  # its length
    STATE = "state"  # of sleep and wake


DISPLAY_LOCKS = (Lock.MONTAGE, Lock.FILTERS, Lock.SENSITIVITY, Lock.PAGE)
ALL_LOCKS = frozenset(Lock)
FIELDS = {
    Lock.MONTAGE: ("montage_id", "row_styles", "row_order", "only_rows", "first_row", "n_rows"),
    Lock.FILTERS: ("filters", "preset_id"),
    Lock.SENSITIVITY: ("sensitivity_uv_per_mm", "kind_gain"),
    Lock.PAGE: ("page_s",),
}


def differs(one: ViewState, other: ViewState, lock: Lock) -> bool:
    """Whether two views differ in what a lock of the display holds."""
    return any(getattr(one, name) != getattr(other, name) for name in FIELDS[lock])


def with_fields_of(view: ViewState, of: ViewState, locks: Collection[Lock]) -> ViewState:
    """Return a view with what these locks of the display hold as another view has it."""
    names = [name for lock in DISPLAY_LOCKS if lock in locks for name in FIELDS[lock]]
    return replace(view, **{name: getattr(of, name) for name in names})
