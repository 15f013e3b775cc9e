"""Marks as BIDS `events.tsv` with its sidecar, and as CSV for spreadsheets."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eegview.exchange.event_list import read_event_list
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.mne_annotations import TEXT_SIGN, read_mne_text
from eegview.exchange.plain_table import comma_text, tab_text
from eegview.exchange.table import FIRST, LAST, NAMES, marks_from_table, table_of
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.judgement import ACCEPTED_UNSEEN
from eegview.model.vocabulary import Vocabulary

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
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, channels: Sequence[Channel] = ()
) -> list[str]:
    """Write marks as BIDS `events.tsv`, and next to it the sidecar `.json` that explains its columns.

    channels : of the recording, so that marks name them as its file does

    Returns
    -------
    list of sentences on what was lost: none

    Raises
    ------
    CannotWrite : a file cannot be written; older ones are untouched
    """
    columns, rows = table_of(marks, vocabulary, channels)
    sidecar = json.dumps(sidecar_of(columns, vocabulary), ensure_ascii=False, indent=2) + "\n"
    write_whole(path.with_suffix(".json"), sidecar.encode())
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
        return {"Description": "yes: accepted together with its group, without having been looked at on its own."}
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
    text = "\n".join(line for line in text.split("\n") if not line.startswith("#")) if "#" in text else text
    first_line = text.partition("\n")[0]
    names = {name.strip().strip('"').casefold() for name in re.split(r"[\t,;]", first_line)}
    if "onset" not in names:
        return None
    if "\t" in first_line:
        rows = [line.removesuffix("\r").split("\t") for line in text.split("\n") if line.strip("\r")]
    else:
        delimiter = ";" if ";" in first_line and "," not in first_line else ","
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    return rows[0], rows[1:]


def read_text(path: Path, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the marks in a text file: a TSV or CSV, ours or another program's, or a list of events.

    Raises
    ------
    UnreadableFile : the file is no text, or holds neither a table with onsets nor a list of times and texts
    """
    text, doubt = decoded(path.read_bytes())
    if "\0" in text or not text.strip():
        raise UnreadableFile(f"“{path.name}” is not a table of marks.", "Choose a TSV, CSV, JSON or EDF+ file.")
    if text.startswith(TEXT_SIGN):
        found = read_mne_text(text, vocabulary)
    elif table := table_in(text):
        found = marks_from_table(*table, vocabulary)
    else:
        found = read_event_list(path.name, text, vocabulary)
    return replace(found, report=(*doubt, *found.report))


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file's bytes, and a sentence where they are not in UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Windows' "Unicode", which Natus and others export
        return content.decode("utf-16", "replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("latin-1"), ("The file is not in UTF-8; accented letters may be wrong.",)
