"""How much a library holds of each recording, counted by the database; each function works inside a transaction."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, func, select

from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.infant.infant import is_infant_id
from eegview.store import schema
from eegview.store.rows import MARK_COLUMNS, annotation_from_row, edit_from_row


@dataclass(slots=True)
class Holdings:
    """The numbers of one recording.

    n_by_layer_and_term : marks and records, by layer and term
    n_by_author : edits, by author
    n_edits : number of the last edit
    first_edit_utc, last_edit_utc : ISO 8601; "" = none
    """

    n_by_layer_and_term: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    n_by_author: dict[str, int] = field(default_factory=dict[str, int])
    n_runs: int = 0
    n_edits: int = 0
    first_edit_utc: str = ""
    last_edit_utc: str = ""


def select_holdings(connection: Connection) -> dict[str, Holdings]:
    """Return the numbers of each recording with edits or runs, by fingerprint; the logs of infants are none."""
    found: dict[str, Holdings] = defaultdict(Holdings)
    mark, edit, run, head = schema.annotation, schema.edit, schema.detector_run, schema.head
    count = func.count()
    by_term = select(mark.c.fingerprint, mark.c.layer, mark.c.term_id, count)
    for fingerprint, layer, term_id, n in connection.execute(
        by_term.group_by(mark.c.fingerprint, mark.c.layer, mark.c.term_id)
    ):
        found[fingerprint].n_by_layer_and_term[layer, term_id] = n
    by_author = select(edit.c.fingerprint, edit.c.author, count).group_by(edit.c.fingerprint, edit.c.author)
    for fingerprint, author, n in connection.execute(by_author):
        found[fingerprint].n_by_author[author] = n
    for fingerprint, n in connection.execute(select(run.c.fingerprint, count).group_by(run.c.fingerprint)):
        found[fingerprint].n_runs = n
    first, last = edit.alias(), edit.alias()
    ends = (
        select(head.c.fingerprint, head.c.number, first.c.at_utc, last.c.at_utc)
        .join(first, and_(first.c.fingerprint == head.c.fingerprint, first.c.number == 1))
        .join(last, and_(last.c.fingerprint == head.c.fingerprint, last.c.number == head.c.number))
    )
    for fingerprint, n_edits, first_utc, last_utc in connection.execute(ends):
        held = found[fingerprint]
        held.n_edits, held.first_edit_utc, held.last_edit_utc = n_edits, first_utc, last_utc
    return {fingerprint: held for fingerprint, held in found.items() if not is_infant_id(fingerprint)}


def select_records(connection: Connection, terms: Collection[str]) -> dict[str, tuple[Annotation, ...]]:
    """Return the marks or records of some terms, by fingerprint and onset.

    Raises
    ------
    UnreadableRow : a row was not written by this program
    """
    table = schema.annotation
    wanted = select(table.c.fingerprint, *MARK_COLUMNS).where(table.c.term_id.in_(sorted(terms)))
    found: dict[str, list[Annotation]] = {}
    for fingerprint, *row in connection.execute(wanted.order_by(table.c.onset_s, table.c.annotation_id)):
        found.setdefault(fingerprint, []).append(annotation_from_row(row))
    return {fingerprint: tuple(marks) for fingerprint, marks in found.items()}


def select_edits_after(connection: Connection, fingerprint: str, number: int) -> tuple[Edit, ...]:
    """Return the edits of a recording with a number above `number`, oldest first.

    Raises
    ------
    UnreadableRow : a row was not written by this program
    """
    table = schema.edit
    wanted = select(table).where(table.c.fingerprint == fingerprint, table.c.number > number)
    return tuple(map(edit_from_row, connection.execute(wanted.order_by(table.c.number)).mappings().all()))
