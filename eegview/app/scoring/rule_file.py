"""The evidence of an epoch and its study as plain numbers in a JSON file, for the rule alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from eegview.app.scoring.json_values import check_keys, names, read_object, whole_number
from eegview.clinical.based import BasedEvidence, BasedRule
from eegview.model.errors import UsageError

KEYS = ("pages", "n_foci", "n_foci_study", "high_amplitude", "gmfs", "pva", "spike_focus", "nonepileptiform")
_ADVICE = f"Give an object with the keys {', '.join(KEYS)}."
_NEEDED = ("pages", "n_foci")  # the others: not answered; the study has the foci of the epoch
_MOST_FOCI = 1000


def read_rule_evidence(path: Path, rule: BasedRule) -> tuple[BasedEvidence, tuple[str, ...]]:
    """Return the evidence in a file, and a sentence for what contradicts itself in it.

    Raises
    ------
    UsageError : the file cannot be read, or makes no sense
    """
    return rule_evidence(read_object(path, _ADVICE), rule)


def rule_evidence(held: Mapping[str, Any], rule: BasedRule) -> tuple[BasedEvidence, tuple[str, ...]]:
    """Return the evidence in an object, and a sentence for what contradicts itself in it.

    held : `pages` (bins with a spike of each page), `n_foci`, `n_foci_study` (left out: those of the epoch), and yes or
        no (null or left out: not answered) for `high_amplitude` (or a list of rows), `gmfs`, `pva`, `spike_focus`,
        `nonepileptiform`

    Raises
    ------
    UsageError : a value is missing, not known, or makes no sense
    """
    check_keys(held, _NEEDED, KEYS, "in the evidence")
    pages = held["pages"]
    if not isinstance(pages, list):
        raise UsageError("“pages” is not a list.", f"Give the bins with a spike of each of {rule.n_pages} pages.")
    given = cast("list[object]", pages)
    if len(given) != rule.n_pages:
        raise UsageError(f"“pages” has {len(given)} pages, not {rule.n_pages}.", f"Give {rule.n_pages} numbers.")
    bins = tuple(
        whole_number(count, f"The number of bins with a spike on page {page}", 0, rule.n_bins)
        for page, count in enumerate(given, 1)
    )
    n_foci = whole_number(held["n_foci"], "“n_foci”", 0, _MOST_FOCI)
    n_foci_study = whole_number(held.get("n_foci_study", n_foci), "“n_foci_study”", 0, _MOST_FOCI)
    is_high, rows = _high(held.get("high_amplitude"))
    gmfs, pva, spike_focus, nonepileptiform = (_yes_no(held, key) for key in KEYS[4:])
    evidence = BasedEvidence(
        bins,
        n_foci,
        max(n_foci, n_foci_study),
        high_amplitude=is_high,
        gmfs=gmfs,
        pva=pva,
        spike_focus=spike_focus,
        nonepileptiform=nonepileptiform,
        high_rows=rows,
    )
    notes: list[str] = []
    if n_foci_study < n_foci:
        notes.append(f"n_foci_study is {n_foci_study}, but the epoch has {n_foci}; these are foci of the study too.")
    if spike_focus is False and (n_foci or n_foci_study or sum(bins)):
        notes.append("spike_focus is false, but spikes are given; they are a focus.")
    return evidence, tuple(notes)


def _high(value: object) -> tuple[bool | None, tuple[str, ...]]:
    if value is None or isinstance(value, bool):
        return value, ()
    if not isinstance(value, list):
        raise UsageError("“high_amplitude” is neither true, false, null nor a list of rows.", _ADVICE)
    rows = names(cast("object", value), "“high_amplitude”")
    return bool(rows), rows


def _yes_no(held: Mapping[str, Any], key: str) -> bool | None:
    value = held.get(key)
    if value is not None and not isinstance(value, bool):
        raise UsageError(f"“{key}” is neither true, false nor null.", "Give true or false; null = not answered.")
    return value
