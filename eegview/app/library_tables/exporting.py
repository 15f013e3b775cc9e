"""Write a library as tables: recordings, marks, runs, judgements, scores and sleep stages, one each, and infants'.

Each recording is as it was when it was read. What a reader may not see yet is left out, and it is said that something
is, never how much.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from eegview.app.library_tables.cells import cell, json_value
from eegview.app.library_tables.columns import TABLES, Columns
from eegview.app.library_tables.descriptions import column_descriptions
from eegview.app.library_tables.more_table import MoreTable
from eegview.app.library_tables.rows import Row, judgement_rows, mark_row, run_row, score_row, stage_rows
from eegview.app.library_tables.seen_study import SeenStudy
from eegview.app.library_tables.study_list import StudyLine, list_studies
from eegview.app.library_tables.study_row import recording_row
from eegview.app.provenance import plugins_of, program_provenance, state_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.plain_table import comma_text, tab_text
from eegview.exchange.writing import whole_file, whole_folder
from eegview.model.edit import NO_EDIT
from eegview.model.errors import UsageError
from eegview.model.provenance import RecordingState, as_json
from eegview.model.recording import Progress, no_progress
from eegview.model.study.known_recording import DAMAGED_ROW
from eegview.model.suggestion.detection import DetectorRun

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary

CSV, TSV, JSON = "csv", "tsv", "json"
FORMATS = (CSV, TSV, JSON)
ABOUT = "about.json"
_MOST_TRIES = 3  # to read a recording while nobody marks
USE = "For research and education; not a cleared medical device. A suggestion or a score is not a diagnosis."
HIDDEN = "What you may not see yet of studies that are read or scored blind is left out."
SIMULATED = "SIMULATED: made-up infants are among these studies; see the column is_simulated."
IDENTIFIES = (
    "The tables hold {what}, which can tell whose recordings these are, also after a recording was anonymised; "
    "an export without names and starts (--without-identity) leaves them out."
)


@dataclass(slots=True)
class Exported:
    """What was written.

    n_rows : by the name of the table
    notes : sentences for whoever asked
    """

    path: Path | None
    n_rows: dict[str, int] = field(default_factory=dict[str, int])
    notes: list[str] = field(default_factory=list[str])


def export_library(
    library: SealedLibrary,
    viewer: str | None,
    out: Path,
    form: str = "",
    with_identity: bool = True,
    progress: Progress = no_progress,
    more: Sequence[MoreTable] = (),
) -> Exported:
    """Write the tables of a library into a new folder, or into one .json file; complete, or not at all.

    Parameters
    ----------
    viewer : who looks: what they may not see yet is left out
    form : of the tables in a folder, one of `FORMATS`; "" = CSV, or as `out` ends
    with_identity : names and starts of recordings, as far as the library keeps them
    progress : called with a share from 0 to 1; what it raises ends the work
    more : tables beside those of recordings, made with the same choice of identity; see `infant.exported_tables`

    Raises
    ------
    UsageError : there is no such form, or the folder holds something already
    CannotWrite : the place cannot be written; nothing is left behind
    """
    if form and form not in FORMATS:
        raise UsageError(f"There is no form “{form}”.", f"Use one of: {', '.join(FORMATS)}.")
    is_file = out.suffix.lower() == ".json"
    if is_file and form not in ("", JSON):
        raise UsageError(f"“{out.name}” is one JSON file, not a folder of {form}.", "Name a folder, or leave --format.")
    reading = _Reading(library, viewer, with_identity, progress, more)
    if is_file:
        with whole_file(out) as file:
            _write_object(file, reading)
    else:
        with whole_folder(out) as folder:
            _write_folder(folder, form or CSV, reading)
    return Exported(out, reading.n_rows, reading.notes)


def write_json(
    file: IO[bytes],
    library: SealedLibrary,
    viewer: str | None,
    with_identity: bool = True,
    progress: Progress = no_progress,
    more: Sequence[MoreTable] = (),
) -> Exported:
    """Write the tables of a library as one JSON object into an open file; see `export_library`."""
    reading = _Reading(library, viewer, with_identity, progress, more)
    _write_object(file, reading)
    return Exported(None, reading.n_rows, reading.notes)


class _Reading:
    """The rows of a library, recording by recording, and what is to be said of them."""

    def __init__(
        self,
        library: SealedLibrary,
        viewer: str | None,
        with_identity: bool,
        progress: Progress,
        more: Sequence[MoreTable],
    ) -> None:
        self._library, self._viewer, self._progress = library, viewer, progress
        self._with_identity, self._more = with_identity, more
        self.tables: dict[str, Columns] = {**TABLES, **{one.name: one.columns for one in more}}
        self.n_rows = {**dict.fromkeys(TABLES, 0), **{one.name: len(one.rows) for one in more}}
        self.notes: list[str] = []
        self._told = {one.name: one.descriptions for one in more}
        self._runs: list[DetectorRun] = []
        self._vocabulary = load_vocabulary()
        self._states: list[RecordingState] = []
        self._heads: dict[str, tuple[int, str]] = {}  # of the logs when the list was read

    def parts(self) -> Iterator[dict[str, list[Row]]]:
        """Yield the rows of each recording, by table."""
        lines = self._listed()
        self._note(lines)
        for number, line in enumerate(lines):
            self._progress(number / len(lines))
            part = self._part(line)
            for name, rows in part.items():
                self.n_rows[name] += len(rows)
            yield part
        yield {one.name: list(one.rows) for one in self._more}
        self._progress(1.0)

    def _listed(self) -> tuple[StudyLine, ...]:
        self._heads = self._library.whole.heads()
        return list_studies(self._library, self._viewer)

    def _part(self, line: StudyLine) -> dict[str, list[Row]]:
        """Return the rows of a recording, all of one moment: where somebody marked meanwhile, they are read again."""
        name, whole = line.fingerprint, self._library.whole
        n_tries = 0
        while True:
            head, n_tries = whole.head(name), n_tries + 1
            if head != self._heads.get(name, NO_EDIT):
                line = next(one for one in self._listed() if one.fingerprint == name)
            state = state_of(name, self._library)
            study, part = self._read(line)
            if whole.head(name) == head == self._heads.get(name, NO_EDIT) or n_tries == _MOST_TRIES:
                break
        self._states.append(state)
        self._runs += study.runs
        return part

    def _read(self, line: StudyLine) -> tuple[SeenStudy, dict[str, list[Row]]]:
        name, study = line.fingerprint, SeenStudy(self._library, line.fingerprint, self._viewer)
        if study.is_anything_hidden and HIDDEN not in self.notes:
            self.notes.append(HIDDEN)
        known = self._library.recording(name)
        return study, {
            "recordings": [(name, *recording_row(line, known.segments, self._with_identity))],
            "marks": _named(name, map(mark_row, study.marks)),
            "runs": _named(name, map(run_row, study.runs)),
            "judgements": _named(name, judgement_rows(study.stored)),
            "scores": _named(name, map(score_row, study.score_lines)),
            "stages": _named(name, stage_rows(study.marks)),
        }

    def _note(self, lines: Iterable[StudyLine]) -> None:
        lines = tuple(lines)
        self.notes += [one.message for one in self._library.whole.issues if one.code == DAMAGED_ROW]
        if any(line.known.is_simulated for line in lines):
            self.notes.append(SIMULATED)
        held = (
            ("names of files", any(line.known.name for line in lines)),
            (
                "start times",
                any(line.known.started_at for line in lines),
            ),
        )
        what = " and ".join(text for text, is_there in (*held, ("infants with days", bool(self._more))) if is_there)
        if what and self._with_identity:
            self.notes.append(IDENTIFIES.format(what=what))

    def about(self) -> dict[str, Any]:
        """Return what the tables are and what made them, once all is read."""
        provenance = program_provenance(plugins_of(self._runs), self._states, self._vocabulary)
        return {
            **as_json(provenance),
            "reader": self._viewer or None,
            "notes": self.notes,
            "use": USE,
            "tables": {
                name: {"n_rows": self.n_rows[name], "columns": column_descriptions(columns, self._told.get(name, {}))}
                for name, columns in self.tables.items()
            },
        }


def _named(fingerprint: str, rows: Iterable[Row]) -> list[Row]:
    return [(fingerprint, *row) for row in rows]


def _write_folder(folder: Path, form: str, reading: _Reading) -> None:
    with ExitStack() as opened:
        files = {name: opened.enter_context((folder / f"{name}.{form}").open("wb")) for name in reading.tables}
        writers = {name: _TableWriter(files[name], form, columns) for name, columns in reading.tables.items()}
        for part in reading.parts():
            for name, rows in part.items():
                writers[name].write(rows)
        for writer in writers.values():
            writer.end()
    (folder / ABOUT).write_bytes(_json_text(reading.about()) + b"\n")


def _write_object(file: IO[bytes], reading: _Reading) -> None:
    """Write one object: each table in a member of its name, the rest in `about`.

    A table is held as text until all recordings are read: all tables are filled at once.
    """
    held: dict[str, list[bytes]] = {name: [] for name in reading.tables}
    for part in reading.parts():
        for name, rows in part.items():
            held[name] += [_json_row(reading.tables[name], row) for row in rows]
    file.write(b'{\n"about": ' + _json_text(reading.about()))
    for name, rows in held.items():
        file.write(f',\n"{name}": ['.encode() + b",".join(b"\n" + row for row in rows) + b"]")
    file.write(b"\n}\n")


class _TableWriter:
    """One table, written as its rows come."""

    def __init__(self, file: IO[bytes], form: str, columns: Columns) -> None:
        self._file, self._form, self._columns = file, form, columns
        self._n_rows = 0
        if form != JSON:
            self._put([[*columns]])

    def write(self, rows: Iterable[Row]) -> None:
        if self._form != JSON:
            self._put([[cell(value) for value in row] for row in rows])
            return
        for row in rows:
            self._file.write((b",\n" if self._n_rows else b"[\n") + _json_row(self._columns, row))
            self._n_rows += 1

    def end(self) -> None:
        if self._form == JSON:
            self._file.write(b"\n]\n" if self._n_rows else b"[]\n")

    def _put(self, rows: list[list[str]]) -> None:
        self._file.write((comma_text if self._form == CSV else tab_text)(rows).encode())


def _json_row(columns: Columns, row: Row) -> bytes:
    return _json_text({name: json_value(value) for name, value in zip(columns, row, strict=True)}, indent=None)


def _json_text(value: Any, indent: int | None = 2) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False).encode(errors="surrogatepass")
