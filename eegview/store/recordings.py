"""What recordings are, as rows of the library and back; each function works inside the caller's transaction.

It is no part of the log: it can be thrown away, and comes back with the next opening of each recording.
"""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, case, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from eegview.model.infant.infant import is_infant_id
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.study.known_recording import DAMAGED_ROW, KeptIdentity, KnownChannel, KnownClip, KnownRecording
from eegview.store import schema

_KEEPS_NAMES, _KEEPS_STARTS = "keep_names", "keep_starts"
_OWES_CLEANING = "owes_cleaning"  # something was removed, and what it leaves in the file was not overwritten yet
_ON, _OFF = "on", "off"
_SHORT = 12  # letters of a fingerprint that tell recordings of one library apart
_LIST_COLUMNS = tuple(column for column in schema.recording.c if column.name != "segments")


def upsert_recording(connection: Connection, known: KnownRecording, at_utc: str) -> None:
    """Note that a recording was opened, with what the library's settings let it keep.

    Two programs may do so at once: one statement inserts or updates.
    """
    kept, table = kept_identity(connection), schema.recording
    row = {
        "fingerprint": known.fingerprint,
        "name": _storable(known.name) if kept.names else None,
        "format": _storable(known.format),
        "duration_s": known.duration_s,
        "started_at": _storable(known.started_at) if kept.starts else None,
        "channels": json.dumps(
            [[_storable(c.name), _storable(c.kind), c.rate_hz, _storable(c.unit)] for c in known.channels],
            ensure_ascii=False,
        ),
        "segments": json.dumps([[span.start_s, span.stop_s] for span in known.segments]),
        "n_files": known.n_files,
        "is_simulated": int(known.is_simulated),
        "first_seen_utc": at_utc,
        "last_seen_utc": at_utc,
        "clips": json.dumps(
            [[one.fingerprint, one.span.start_s, one.span.stop_s, one.clock, one.within_s] for one in known.clips]
        ),
    }
    statement = _insert(connection).values(row)
    new = statement.excluded
    is_first = table.c.first_seen_utc == ""
    is_later = new.last_seen_utc > table.c.last_seen_utc
    changed: dict[str, Any] = {name: new[name] for name in row if name not in ("fingerprint", "first_seen_utc")}
    changed["first_seen_utc"] = case((is_first, new.first_seen_utc), else_=table.c.first_seen_utc)
    changed["last_seen_utc"] = case((is_later, new.last_seen_utc), else_=table.c.last_seen_utc)
    connection.execute(statement.on_conflict_do_update(index_elements=["fingerprint"], set_=changed))


def select_recordings(connection: Connection) -> tuple[tuple[KnownRecording, ...], tuple[Issue, ...]]:
    """Return every recording that the library holds anything of, by fingerprint; `segments` are left out.

    Returns
    -------
    The recordings, of which one is not seen where its row was changed from outside, and an issue for each of these
    """
    rows = connection.execute(select(*_LIST_COLUMNS)).mappings().all()
    found, issues = dict[str, KnownRecording](), list[Issue]()
    for row in rows:
        known = _from_row(row, "[]")
        if known is None:
            issues.append(_unreadable(row["fingerprint"]))
        found[row["fingerprint"]] = known or KnownRecording(row["fingerprint"])
    for fingerprint in select_held(connection):  # a program of an older version may have added some
        found.setdefault(fingerprint, KnownRecording(fingerprint))
    return tuple(found[fingerprint] for fingerprint in sorted(found)), tuple(issues)


def select_recording(connection: Connection, fingerprint: str) -> tuple[KnownRecording, tuple[Issue, ...]]:
    """Return what is known of a recording, which may be nothing, and an issue where its row cannot be read."""
    wanted = select(schema.recording).where(schema.recording.c.fingerprint == fingerprint)
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        return KnownRecording(fingerprint), ()
    known = _from_row(row, row["segments"])
    return (known, ()) if known is not None else (KnownRecording(fingerprint), (_unreadable(fingerprint),))


def kept_identity(connection: Connection) -> KeptIdentity:
    """Return what the library keeps that can tell whose a recording is."""
    table, standard = schema.library_setting, KeptIdentity()
    held = {row.name: row.value for row in connection.execute(select(table.c.name, table.c.value))}
    return KeptIdentity(
        held.get(_KEEPS_NAMES, _text(standard.names)) == _ON, held.get(_KEEPS_STARTS, _text(standard.starts)) == _ON
    )


def keep_identity(connection: Connection, kept: KeptIdentity) -> bool:
    """Store what the library keeps from now on, and remove what it no longer keeps.

    Returns
    -------
    Whether the file is to be cleaned of what was removed, now or by a call before; until `note_cleaned`
    """
    _put(connection, _KEEPS_NAMES, kept.names)
    _put(connection, _KEEPS_STARTS, kept.starts)
    table, n_removed = schema.recording, 0
    for column, is_kept in ((table.c.name, kept.names), (table.c.started_at, kept.starts)):
        if not is_kept:
            emptied = update(table).where(column.is_not(None)).values({column: null()})
            n_removed += connection.execute(emptied).rowcount
    if n_removed:
        _put(connection, _OWES_CLEANING, is_on=True)
        return True
    setting = schema.library_setting
    return connection.execute(select(setting.c.value).where(setting.c.name == _OWES_CLEANING)).scalar() == _ON


def note_cleaned(connection: Connection) -> None:
    """Note that nothing is left in the file of what was removed."""
    _put(connection, _OWES_CLEANING, is_on=False)


def _put(connection: Connection, name: str, is_on: bool) -> None:
    statement = _insert(connection, schema.library_setting).values(name=name, value=_text(is_on))
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": _text(is_on)}))


def select_held(connection: Connection) -> set[str]:
    """Return the recordings that have edits or runs; the logs of infants are none."""
    heads = select(schema.head.c.fingerprint)
    runs = select(schema.detector_run.c.fingerprint).distinct()
    found = {*connection.execute(heads).scalars(), *connection.execute(runs).scalars()}
    return {fingerprint for fingerprint in found if not is_infant_id(fingerprint)}


def select_infants(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the infants with a log."""
    heads = connection.execute(select(schema.head.c.fingerprint)).scalars()
    return tuple(sorted(filter(is_infant_id, heads)))


def _from_row(row: RowMapping, segments: str) -> KnownRecording | None:
    """Return a row as a recording, None where it was changed from outside."""
    duration_s = row["duration_s"]
    try:
        return KnownRecording(
            row["fingerprint"],
            row["name"] or "",
            row["format"],
            float(duration_s) if duration_s is not None else None,
            row["started_at"] or "",
            _channels(row["channels"]),
            _spans(segments),
            int(row["n_files"]),
            bool(row["is_simulated"]),
            row["first_seen_utc"],
            row["last_seen_utc"],
            _clips(row["clips"]),
        )
    except (ValueError, TypeError, RecursionError):
        return None


# A department records with few montages: each text is parsed once.
@lru_cache(maxsize=256)
def _channels(text: str) -> tuple[KnownChannel, ...]:
    return tuple(
        KnownChannel(str(name), str(kind), float(rate_hz), str(unit)) for name, kind, rate_hz, unit in json.loads(text)
    )


def _clips(text: str) -> tuple[KnownClip, ...]:
    return tuple(
        KnownClip(
            str(name), Span(float(start_s), float(stop_s)), str(clock), None if within_s is None else float(within_s)
        )
        for name, start_s, stop_s, clock, within_s in json.loads(text)
    )


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(float(start_s), float(stop_s)) for start_s, stop_s in json.loads(text))


def _unreadable(fingerprint: str) -> Issue:
    return Issue(
        DAMAGED_ROW,
        f"What the library keeps of the recording {fingerprint[:_SHORT]}… was changed from outside; it is listed as "
        "not seen. Open the recording once more.",
    )


def _text(is_on: bool) -> str:
    return _ON if is_on else _OFF


def _storable(text: str) -> str:
    """Return a text with a ? for each letter that no database takes: of a file's name that is not UTF-8, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _insert(connection: Connection, table: Any = schema.recording) -> Any:
    """Return an insert that can say what to do where the row is there; each database has its own."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
