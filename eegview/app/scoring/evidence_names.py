"""Electrodes and rows in a file of evidence: in their usual spelling, so that one electrode is one focus."""

from __future__ import annotations

from typing import Any, cast

from eegview.app.montage.store import load_montages
from eegview.app.scoring.json_values import names
from eegview.model.channel import ChannelKind
from eegview.model.labels.electrodes import electrode_name
from eegview.model.scoring.electrodes import plain_name, plain_names
from eegview.model.scoring.parameters import ScaleParameters


def foci_in(value: object, what: str) -> tuple[str, ...]:
    """Return a list of electrodes, each once however it is spelt: T3 and T7 are one.

    Raises
    ------
    UsageError : it is no list of names
    """
    return plain_names(names(value, what))


def scale_rows(parameters: ScaleParameters) -> dict[str, str]:
    """Return the labels of the EEG rows of a scale's montage by their usual spelling; none where it is not here."""
    montage = next((one for one in load_montages([]) if one.montage_id == parameters.montage_id), None)
    rows = montage.derivations if montage is not None else ()
    return {plain_name(row.label): row.label for row in rows if row.kind is ChannelKind.EEG}


def row_in(value: object, rows: dict[str, str]) -> str:
    """Return the label of the row that a text names; of a row that is none of the scale's its usual spelling.

    rows : see `scale_rows`

    Raises
    ------
    UsageError : it is no text
    """
    (row,) = names([value], "The row of an amplitude")
    return rows.get(plain_name(row), plain_name(row))


def name_notes(held: dict[str, Any], parameters: ScaleParameters) -> tuple[str, ...]:
    """Return a sentence for foci that name no electrode, and for rows that are none of the scale's.

    held : a file of evidence, its values checked
    """
    lists = [one.get("foci", []) for one in held.get("bins", [])] + [held.get("other_foci", [])]
    named = (name for one in cast("list[list[str]]", lists) for name in one)
    foci = dict.fromkeys(name for name in named if electrode_name(name) is None)
    known = scale_rows(parameters)
    rows = dict.fromkeys(one["row"] for one in held.get("amplitudes", []) if plain_name(one["row"]) not in known)
    notes = [f"Not known as an electrode, counted as a focus of its own: {', '.join(foci)}."] if foci else []
    if rows and known:
        limit = f"{parameters.limit_uv:g} µV"
        notes.append(f"Not a row of the scale's montage, held against its limit of {limit}: {', '.join(rows)}.")
    return tuple(notes)
