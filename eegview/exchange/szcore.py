"""SzCORE's table of seizures, written for detectors and challenges, and read.

Columns and codes as epilepsy2bids and the SzCORE framework have them (Dan et al. 2024, ILAE 2017 classes): onset,
duration, eventType, confidence, channels, dateTime, recordingDuration; times to 0.01 s; one row `bckg` over the whole
recording where there is no seizure.

The column confidence is a probability, and no reader gave one: it is written as n/a. What a reader called possible
stays out, what is certain or probable is a seizure. A confidence that is read stays with the mark as a remark.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from eegview.exchange.escaping import plain_cell
from eegview.exchange.foreign_times import ForeignMark, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.matching import Match
from eegview.exchange.plain_table import tab_text
from eegview.exchange.writing import write_whole
from eegview.model.annotation import FILE_LAYER, Annotation, certainty_of, is_doubted, marks_text
from eegview.model.suggestion.szcore_codes import term_of_code
from eegview.model.time.clock import recorder_time
from eegview.model.vocabulary import Vocabulary

COLUMNS = ("onset", "duration", "eventType", "confidence", "channels", "dateTime", "recordingDuration")
BACKGROUND = "bckg"
POINT_S = 1.0  # SzCORE scores samples at 1 Hz: a shorter one may fall between two of them
_GRID_HZ = 10  # of its events
SHORTEST_S = 0.11  # a hundredth above one step of the grid, as products of decimal fractions may fall short
_MISSING = "n/a"
_SPASMS = {"generalized": "sz_gen_m_spasms", "focal": "sz_foc_ua_m_spasms", "unknown": "sz_uo_m_spasms"}
# A type of seizure says nothing of its onset, and an absence not whether it is a typical one.
_SEIZURES = {
    "focal": "sz_foc",
    "tonic": "sz_uo_m",
    "myoclonic": "sz_uo_m",
    "clonic": "sz_uo_m",
    "atonic": "sz_uo_m",
    "absence": "sz_gen_nm",
    "tonic_clonic": "sz_uo_m_tonicClonic",
}
_NO_DATE = recorder_time(1900, 1, 1)
_BREAKS_CELL = re.compile(r"[\s,\"]+")


@dataclass(frozen=True, slots=True)
class SzcoreRows:
    """The marks that a SzCORE table can hold, and what stays out.

    coded : (mark, code) by onset; durations are those that are written
    lost : sentences on what stays out or is changed
    """

    coded: tuple[tuple[Annotation, str], ...]
    lost: tuple[str, ...]


def szcore_rows(marks: Iterable[Annotation], duration_s: float) -> SzcoreRows:
    """Return the spasms and seizures that SzCORE can hold: sure of, and inside the recording.

    A point gets `POINT_S`, and what is shorter than `SHORTEST_S` that much: a mask drops what has no length.

    duration_s : of the whole recording
    """
    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    codes = [(mark, _code(mark)) for mark in marks]
    seizures = [(mark, code) for mark, code in codes if code]
    sure = [(mark, code) for mark, code in seizures if not is_doubted(mark)]
    placed = [(_placed(mark, duration_s), code) for mark, code in sure]
    coded = tuple((mark, code) for mark, code in placed if mark is not None)
    lost: list[str] = []
    if n := len(marks) - len(seizures):
        lost.append(f"SzCORE has seizures only; left out: {marks_text(n)}.")
    if n := len(seizures) - len(sure):
        lost.append(f"SzCORE has no field for uncertainty; left out as possible or uncertain: {marks_text(n)}.")
        if not coded:
            lost.append("The table says background throughout, although a seizure is possible.")
    if n := len(sure) - len(coded):
        lost.append(f"Outside the recording and left out: {marks_text(n)}.")
    lost += _changed(coded, [mark for mark, _ in sure])
    return SzcoreRows(coded, tuple(lost))


def _changed(coded: Sequence[tuple[Annotation, str]], sure: Sequence[Annotation]) -> list[str]:
    lost = []
    lengths = {mark.annotation_id: mark.duration_s for mark in sure}
    longer = [lengths[mark.annotation_id] for mark, _ in coded if mark.duration_s > lengths[mark.annotation_id]]
    points = Counter(length_s <= 0 for length_s in longer)
    if n := points[True]:
        lost.append(f"SzCORE drops what has no length, so {marks_text(n)} without a duration got {POINT_S:g} s.")
    if n := points[False]:
        lost.append(f"{marks_text(n)} shorter than a tenth of a second got {SHORTEST_S:g} s.")
    if n := sum(certainty_of(mark) == "probable" for mark, _ in coded):
        lost.append(f"SzCORE has no field for uncertainty; probable and written as seizures: {marks_text(n)}.")
    if n := sum(_has_more(mark, code) for mark, code in coded):
        lost.append(f"SzCORE cannot carry everything: {marks_text(n)} lost notes or answers.")
    if coded:
        lost.append("SzCORE writes times to 0.01 s, and no identity or layer of a mark.")
    return lost


def _has_more(mark: Annotation, code: str) -> bool:
    """Check whether a mark says more than its code does."""
    said = 1 if mark.attribute("class") or code.startswith("sz_foc") or code.endswith("tonicClonic") else 0
    return bool(mark.text) or len(mark.attributes) > said


def _placed(mark: Annotation, recording_s: float) -> Annotation | None:
    """Return a mark with a duration that survives a mask of the recording, None where it lies outside."""
    onset_s, stop_s = max(round(mark.onset_s, 2), 0.0), mark.onset_s + mark.duration_s
    is_inside = not recording_s or int(onset_s * _GRID_HZ) < int(recording_s * _GRID_HZ)
    if not is_inside or stop_s < 0:
        return None
    duration_s = mark.duration_s if mark.onset_s >= 0 else stop_s
    if mark.duration_s <= 0:
        duration_s = min(POINT_S, recording_s - onset_s) if recording_s else POINT_S
    return replace(mark, onset_s=onset_s, duration_s=max(duration_s, SHORTEST_S))


def write_szcore(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, started_at: datetime | None, duration_s: float
) -> list[str]:
    """Write spasms and seizures as a SzCORE table.

    duration_s : of the whole recording

    Returns
    -------
    list of sentences on what was lost: every other mark, and details without a column

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    found = szcore_rows(marks, duration_s)
    start = (started_at or _NO_DATE).strftime("%Y-%m-%d %H:%M:%S")
    tail = [start, f"{duration_s:.2f}"]
    rows = [
        [f"{m.onset_s:.2f}", f"{m.duration_s:.2f}", code, _MISSING, _channels_cell(m.channels), *tail]
        for m, code in found.coded
    ]
    rows = rows or [["0.00", f"{duration_s:.2f}", BACKGROUND, _MISSING, "all", *tail]]
    write_whole(path, tab_text([COLUMNS, *rows]).encode())
    no_date = [] if started_at else ["The recording has no start date, so the file says 1900-01-01."]
    return [*found.lost, *no_date]


def _channels_cell(channels: Sequence[str]) -> str:
    """Return channels for a cell; signs that would end the cell or a name in it become blanks."""
    return ",".join(_BREAKS_CELL.sub(" ", name).strip() or "?" for name in channels) or "all"


def _code(mark: Annotation) -> str:
    """Return SzCORE's code of a mark, which claims no more than the mark does; "" where it is no seizure."""
    if mark.layer == FILE_LAYER:
        return ""
    if mark.term_id == "spasm":
        return _SPASMS.get(mark.attribute("class") or "unknown", _SPASMS["unknown"])
    if mark.term_id == "seizure":
        return next((_SEIZURES[value] for _, value in mark.attributes if value in _SEIZURES), "sz")
    return ""


def is_szcore(columns: Sequence[str]) -> bool:
    """Check whether a table with these columns is SzCORE's."""
    return {"onset", "duration", "eventtype"} <= {column.strip().casefold() for column in columns}


def recording_duration_s(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> float | None:
    """Return the recording's duration (s) in a SzCORE table, None where the rows differ or it is no such table."""
    names = [column.strip().casefold() for column in columns]
    if not is_szcore(columns) or "recordingduration" not in names:
        return None
    durations = {row[at].strip() for row in rows if len(row) > (at := names.index("recordingduration"))}
    when = parse_when(durations.pop()) if len(durations) == 1 else None
    return when.seconds if when and when.clock is Clock.ELAPSED and when.seconds > 0 else None


def marks_from_szcore(columns: Sequence[str], rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> ImportedMarks:
    """Return the seizures of a SzCORE table as marks; rows of background and further columns are ignored."""
    names = [column.strip().casefold() for column in columns]
    found, skipped, starts = [], [], set()
    n_background = 0
    for number, row in enumerate(rows, 2):
        cells = dict(zip(names, (plain_cell(cell.strip()) for cell in row), strict=False))
        code = cells.get("eventtype", "")
        if code.casefold() == BACKGROUND:
            n_background += 1
            continue
        when, duration = parse_when(cells.get("onset", "")), parse_when(cells.get("duration", "0"))
        if when is None or duration is None or when.clock is not Clock.ELAPSED or duration.seconds < 0:
            skipped.append(str(number))
            continue
        starts.add(cells.get("datetime", ""))
        channels = cells.get("channels", _MISSING)
        named = () if channels in ("", _MISSING, "all") else tuple(name.strip() for name in channels.split(","))
        match = _match(code, vocabulary)
        if (confidence := cells.get("confidence", _MISSING)) not in ("", _MISSING):
            match = replace(match, text=f"{match.text} confidence {confidence}".strip())
        known = match if match.is_known else None
        found.append(ForeignMark(when, duration.seconds, code, named, known=known))
    report = [f"Left out because they cannot be read: lines {', '.join(skipped[:5])}."] if skipped else []
    if n_background:
        report.append("The file says that the rest is background; background is not marked.")
    start = parse_when(starts.pop()) if len(starts) == 1 else None
    started_at = start.moment if start and start.moment and start.moment.date() != _NO_DATE.date() else None
    return imported(found, vocabulary, report, started_at)


def _match(code: str, vocabulary: Vocabulary) -> Match:
    """Return the term of a code: `sz_foc_ia_m_spasms` is a spasm of focal onset; an unknown code becomes a note."""
    parts, term_id = code.casefold().split("_"), term_of_code(code)
    if term_id is None:
        return Match("note", text=code, is_known=False)
    onset = {"foc": "focal", "gen": "generalized"}.get(parts[1] if len(parts) > 1 else "", "unknown")
    if term_id == "spasm":
        return Match("spasm", (("class", onset),) if _has_attribute(vocabulary, "spasm", "class") else ())
    kind = {"tonicclonic": "tonic_clonic", "typical": "absence", "atypical": "absence"}.get(parts[-1], parts[-1])
    term = vocabulary.term("seizure")
    attribute_name = next((a.name for a in (term.attributes if term else ()) if "tonic_clonic" in dict(a.choices)), "")
    choices = next((dict(a.choices) for a in (term.attributes if term else ()) if a.name == attribute_name), {})
    value = kind if kind in choices else onset if onset in choices else ""
    return Match("seizure", ((attribute_name, value),) if value else (), text="" if code == "sz" else code)


def _has_attribute(vocabulary: Vocabulary, term_id: str, name: str) -> bool:
    term = vocabulary.term(term_id)
    return term is not None and any(attribute.name == name for attribute in term.attributes)
