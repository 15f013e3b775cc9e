"""Read the table of events a command wrote: SzCORE's columns, or those of BIDS."""

import math
import stat
from dataclasses import dataclass
from pathlib import Path

from eegview.detect.toml_table import shortened

_LARGEST = 64 * 2**20
_EVENT_COLUMNS = ("eventtype", "trial_type")
_SCORE_COLUMNS = ("confidence", "score")
_MISSING = ("", "n/a", "nan")
BACKGROUND = "bckg"


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One row of a table of events.

    event : SzCORE's code ("sz_foc_ia", "sz_gen_m_spasms") or whatever word stands there
    confidence : 0-1, None where the table gives none
    """

    onset_s: float
    duration_s: float
    event: str
    confidence: float | None
    channels: tuple[str, ...]


def read_proposals(path: Path) -> tuple[ProposedRow, ...]:
    """Return the events of a table; rows of background are none.

    Raises
    ------
    ValueError : it is not there, is no such table, or a row of it makes no sense; the text is one sentence
    """
    try:
        held = path.lstat()  # a link could lead to a file that the command itself may not read
        if not stat.S_ISREG(held.st_mode):
            raise ValueError("The command wrote no table of events.")
        if held.st_size > _LARGEST:
            raise ValueError("The command wrote a table without end.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ValueError("The command wrote no table of events.") from None
    except PermissionError:
        raise ValueError("The command wrote a table that may not be read.") from None
    except UnicodeDecodeError:
        raise ValueError("The command wrote a table that is not UTF-8 text.") from None
    names = [name.strip().casefold() for name in lines[0].split("\t")] if lines else []
    events = next((name for name in _EVENT_COLUMNS if name in names), None)
    if "onset" not in names or events is None:
        raise ValueError("The command's table has no columns onset and eventType.")
    found = []
    for number, line in enumerate(lines[1:], 2):
        cells = dict(zip(names, (cell.strip() for cell in line.split("\t")), strict=False))
        if line.strip() and cells.get(events, "").casefold() != BACKGROUND:
            found.append(_row(cells, events, number))
    return tuple(found)


def _row(cells: dict[str, str], events: str, number: int) -> ProposedRow:
    onset_s, duration_s = _number(cells.get("onset", ""), number), _number(cells.get("duration", "0"), number, 0.0)
    text = next((cells[name] for name in _SCORE_COLUMNS if cells.get(name, "").casefold() not in _MISSING), "")
    confidence = _number(text, number) if text else None
    if confidence is not None and not 0 <= confidence <= 1:
        raise ValueError(f"Line {number} of the command's table has a confidence of {confidence:g}.")
    channels = cells.get("channels", "")
    is_all = channels.casefold() in (*_MISSING, "all")
    named = () if is_all else tuple(name.strip() for name in channels.split(",") if name.strip())
    return ProposedRow(onset_s, duration_s, cells[events], confidence, named)


def _number(text: str, line: int, default: float = math.nan) -> float:
    if text.casefold() in _MISSING and not math.isnan(default):
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"Line {line} of the command's table has “{shortened(text)}” where a number should be.")
    return value
