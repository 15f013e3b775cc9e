"""Marks as BIDS `events.tsv` with its sidecar, and as CSV for spreadsheets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eegview.exchange.foreign.cells import records
from eegview.exchange.foreign.columns import BY_NAME, ColumnChoice
from eegview.exchange.foreign.event_list import read_event_list
from eegview.exchange.foreign.table import split_table
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.mne_annotations import TEXT_SIGN, read_mne_text
from eegview.exchange.plain_table import comma_text, tab_text
from eegview.exchange.szcore import is_szcore, marks_from_szcore
from eegview.exchange.table import FIRST, LAST, NAMES, is_own, own_marks, table_of
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.provenance import Provenance, sidecar_keys
from eegview.model.suggestion.judgement import ACCEPTED_UNSEEN
from eegview.model.text.decoding import decoded
from eegview.model.vocabulary import Vocabulary

LARGEST_BYTES = 64 << 20  # of a file of marks: half a million rows, and no reader needs more memory than that
LONGEST_LINE = 1_000_000  # letters
_DESCRIPTIONS = {
    "onset": {"Description": "Onset from the start of the recording.", "Units": "s"},
    "duration": {"Description": "Duration; 0 for a point in time.", "Units": "s"},
    "channels": {"Description": "Channels the mark is about, as the recording names them, between commas; n/a = all."},
    NAMES: {"Description": "The same as the page of eegview names them, rows of a montage too; read in its place."},
    "text": {"Description": r"Free note; \t \n \r \\ stand for tab, new line, return and backslash."},
    "layer": {"Description": "Whose mark it is."},
    "annotation_id": {"Description": "Identity of the mark, never reused."},
}


def write_tsv(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    channels: Sequence[Channel] = (),
    provenance: Provenance | None = None,
) -> list[str]:
    """Write marks as BIDS `events.tsv`, and next to it the sidecar `.json` that explains its columns.

    channels : of the recording, so that marks name them as its file does
    provenance : what made it, for the sidecar; None = nothing of it is written

    Returns
    -------
    list of sentences on what was lost: none

    Raises
    ------
    CannotWrite : a file cannot be written; older ones are untouched
    """
    columns, rows = table_of(marks, vocabulary, channels)
    sidecar = sidecar_of(columns, vocabulary) | (sidecar_keys(provenance) if provenance is not None else {})
    write_whole(path.with_suffix(".json"), (json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n").encode())
    write_whole(path, tab_text([columns, *rows]).encode())
    return []


def write_csv(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, channels: Sequence[Channel] = ()
) -> list[str]:
    """Write marks with the columns of `write_tsv` as CSV, and return sentences on what was lost: none.

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    columns, rows = table_of(marks, vocabulary, channels)
    write_whole(path, comma_text([columns, *rows]).encode())
    return []


def sidecar_of(columns: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the content of the sidecar: a description of each column, and labels of terms and answers."""
    sidecar: dict[str, Any] = {
        "trial_type": {
            "LongName": vocabulary.label,
            "Description": "What was marked.",
            "Levels": {term.term_id: term.label for term in vocabulary.terms},
        }
    }
    for column in columns:
        if column in _DESCRIPTIONS:
            sidecar[column] = _DESCRIPTIONS[column]
        elif column not in FIRST + LAST:  # `HED` itself must not be a key: BIDS reserves it
            sidecar[column] = _answers_of(column, vocabulary)
    # an object, since HED validators stumble over a plain text here; BIDS wants it in dataset_description.json
    sidecar["HEDVersion"] = {
        "Description": "The HED schema of column HED; copy it to HEDVersion in dataset_description.json.",
        "Value": vocabulary.hed_version,
    }
    sidecar["Vocabulary"] = {"id": vocabulary.vocabulary_id, "version": vocabulary.version}
    return sidecar


def _answers_of(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    attributes = [attribute for term in vocabulary.terms for attribute in term.attributes if attribute.name == name]
    if name == ACCEPTED_UNSEEN:
        return {"Description": "yes: accepted together with its group, without having been viewed on its own."}
    if not attributes:
        return {"Description": "An answer of a vocabulary other than the one given below."}
    several = any(attribute.several for attribute in attributes)
    described: dict[str, Any] = {
        "LongName": attributes[0].label,
        "Description": "Answers in the order given, joined by +." if several else "The answer given about the mark.",
    }
    levels = {value: label for attribute in attributes for value, label in attribute.choices}
    return described | ({"Levels": levels} if levels and not several else {})


def table_in(text: str) -> tuple[list[str], list[list[str]]] | None:
    """Return column names and rows of a TSV or CSV text, None where no column is called onset.

    Lines that begin with # are ignored.
    """
    if own := own_table(text):
        return own
    table = split_table(text)
    if table is None or "onset" not in table.names:
        return None
    return list(table.titles), [list(row) for _, row in table.rows]


def own_table(text: str) -> tuple[list[str], list[list[str]]] | None:
    """Return column names and rows of a table of our own, None where it is another's.

    In TSV texts are escaped and a quote is a sign like any other; a spreadsheet may have saved our CSV with semicolons.
    """
    first_line = text.partition("\n")[0].removesuffix("\r")
    if is_own(first_line.split("\t")):
        rows = [line.removesuffix("\r").split("\t") for line in text.split("\n")]
        return rows[0], [row for row in rows[1:] if row != [""]]
    for separator in (",", ";"):
        if first_line and is_own(records(first_line, separator)[0]):
            rows = records(text, separator)
            return rows[0], [row for row in rows[1:] if row != [""]]
    return None


def read_text(path: Path, vocabulary: Vocabulary, choice: ColumnChoice = BY_NAME, encoding: str = "") -> ImportedMarks:
    """Return the marks in a text file: a table, ours or another program's, or a list of events.

    choice : what the reviewer says about the columns; columns chosen are never taken for a format of their own
    encoding : of the text, "" = found out

    Raises
    ------
    ColumnsUnknown : it is a table with times, and which column says what the rows are has to be asked
    UnreadableFile : the file is no text, or holds neither a table with onsets nor a list of times and texts
    """
    content = read_bytes(path)
    text, doubt = decoded(content, encoding or _own_encoding(content))
    if "\0" in text or not text.strip():
        raise UnreadableFile(f"“{path.name}” is not a table of marks.", "Choose a TSV, CSV, JSON or EDF+ file.")
    check_lines(path.name, text)
    if text.startswith(TEXT_SIGN):
        found = read_mne_text(text, vocabulary)
    elif own := own_table(text):
        found = own_marks(*own)
    elif (table := split_table(text, choice)) and is_szcore(table.titles) and not choice.text:
        found = marks_from_szcore(table.titles, [row for _, row in table.rows], vocabulary)
    else:
        found = read_event_list(path.name, text, vocabulary, choice, table)
    return replace(found, report=(*doubt, *found.report))


def _own_encoding(content: bytes) -> str:
    """Return "utf-8" for a table that is our own and still in it; "" where the encoding has to be found out.

    One or two signs of UTF-8 can be signs of a code page as well; our own tables leave no doubt.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8" if own_table(text.partition("\n")[0]) else ""


def check_lines(name: str, text: str) -> None:
    """Check that no line is longer than any list has; looking for columns in an endless one takes as long.

    Raises
    ------
    UnreadableFile : one is
    """
    longest = max(map(len, text.splitlines()), default=0)
    if longest > LONGEST_LINE:
        raise UnreadableFile(
            f"“{name}” has a line of {longest:,} letters; too long for a table of marks.", "Choose a table of marks."
        )


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of marks.

    Raises
    ------
    UnreadableFile : it is larger than any list of marks
    OSError : it cannot be read
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise UnreadableFile(
            f"“{path.name}” is larger than {LARGEST_BYTES >> 20} MB; too large for a table of marks.",
            "Choose a table of marks, or cut it into parts.",
        )
    return content
