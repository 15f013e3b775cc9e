"""The figures in a detector's manifest: what it was tried on, and what its scores were worth there."""

from collections.abc import Sequence
from itertools import pairwise

from eegview.detect.api import CALIBRATION_API
from eegview.detect.manifest import CalibrationBin, Evidence
from eegview.detect.toml_table import TomlTable, shortened

_STATED = ("read_h", "looks", "fitted")


def evidence_in(table: TomlTable, api: int) -> Evidence:
    """Return the trial that an `[[evidence]]` table describes; faults go to the table's list."""
    data, result = table.text("data"), table.text("result")
    read_h = table.number("read_h", None)
    looks = table.whole("looks", 1, 1) if table.has("looks") else None
    fitted = table.text("fitted", "") if table.has("fitted") else None
    for name in _STATED:
        if table.has(name) and api < CALIBRATION_API:
            table.fault(f"“{name}” is for manifests with api = {CALIBRATION_API} or more; this one has api = {api}")
    table.done()
    return Evidence(data, result, read_h, looks, fitted)


def calibration_in(table: TomlTable, api: int, terms: Sequence[str]) -> tuple[CalibrationBin, ...]:
    """Return the `[[calibration]]` rows, those of one set of data together in the order of their scores."""
    rows = table.tables("calibration")
    if not rows:
        return ()
    if api < CALIBRATION_API:
        table.fault(f"“calibration” is for manifests with api = {CALIBRATION_API} or more; this one has api = {api}")
    if not terms:
        table.fault("“calibration” is for suggestions, and the detector proposes no terms")
    first: dict[str, int] = {}  # data in the order in which they are named
    found = [_bin(row) for row in rows]
    for one in found:
        first.setdefault(one.data, len(first))
    found.sort(key=lambda one: (first[one.data], one.score_from, one.score_to))
    for one, following in pairwise(found):
        if one.data == following.data and following.score_from < one.score_to:
            table.fault(
                f"[[calibration]] of “{shortened(one.data)}”: the scores {one.score_from:g}–{one.score_to:g} and "
                f"{following.score_from:g}–{following.score_to:g} overlap"
            )
    return tuple(found)


def _bin(row: TomlTable) -> CalibrationBin:
    for name in ("score_from", "score_to", "n", "n_true"):
        if not row.has(name):
            row.fault(f"“{name}” is missing")
    score_from, score_to = row.number("score_from", 0.0, 0.0, 1.0), row.number("score_to", 1.0, 0.0, 1.0)
    found = CalibrationBin(
        score_from=0.0 if score_from is None else score_from,
        score_to=1.0 if score_to is None else score_to,
        n=row.whole("n", 0),
        n_true=row.whole("n_true", 0),
        data=row.text("data", longest=200),
    )
    if found.score_from >= found.score_to:
        row.fault("“score_from” is not below “score_to”")
    if found.n_true > found.n:
        row.fault(f"“n_true” is {found.n_true}, more than “n”, which is {found.n}")
    row.done()
    return found
