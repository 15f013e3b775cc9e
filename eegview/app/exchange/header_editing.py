"""Change the header of an EDF or BDF file in a copy, by keys as people type them."""

from collections.abc import Sequence
from pathlib import Path

from eegview.exchange.recording.header import (
    MAIN_TITLES,
    SIGNAL_TITLES,
    WIDTHS,
    EdfHeaderTexts,
    FieldKey,
    read_header_texts,
    write_copy,
)
from eegview.exchange.recording.header_checks import problems_of, shape_problem, with_start_date
from eegview.model.errors import UsageError

__all__ = [
    "ANOTHER_RECORDING",
    "MAIN_TITLES",
    "SIGNAL_TITLES",
    "WIDTHS",
    "EdfHeaderTexts",
    "FieldKey",
    "check_copy",
    "edited",
    "key_text",
    "problems_of",
    "read_header_texts",
    "with_start_date",
    "write_copy",
]

ANOTHER_RECORDING = (
    "The copy is another recording: marks in the library stay with the original. Export them, and import them there."
)
_ALL = "*"


def key_text(key: FieldKey) -> str:
    """Return a field's key as it is typed: `patient`, `3.unit`."""
    return key.name if key.signal is None else f"{key.signal + 1}.{key.name}"


def edited(original: EdfHeaderTexts, settings: Sequence[str]) -> EdfHeaderTexts:
    """Return a header with `KEY=VALUE` settings carried out, each checked.

    KEY is `patient`, `recording`, `date`, `time`; or `3.unit`, `EEG Fp1.unit`, `*.unit`: a field of the third signal,
    of the signals with a label, of all signals but those of annotations.

    Raises
    ------
    UsageError : a key is not known, or a value cannot stand there
    """
    texts: dict[FieldKey, str] = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not sign:
            raise UsageError("A setting is KEY=VALUE.", "For example: --set 3.label=C3")
        for one in _keys(original, key.strip()):
            texts[one] = value
    header = with_start_date(original.changed(_cut(texts)), original)
    problems = _too_long(texts) | problems_of(header, original)
    if problems:
        key, problem = min(problems.items(), key=lambda item: (item[0].signal or -1, item[0].name))
        raise UsageError(f"{key_text(key)}: {problem}", "Correct it, then try again; nothing was written.")
    return header


def check_copy(original: EdfHeaderTexts, out: Path, may_replace: bool) -> None:
    """Check that a copy may be written there.

    Raises
    ------
    UsageError : it is the original, is there already, or has the ending of another format
    """
    ending = ".edf" if original.sample_bytes == 2 else ".bdf"
    others = {".edf", ".bdf"} - {ending}
    if out.suffix.lower() not in {ending, original.path.suffix.lower()} - others:
        raise UsageError(
            f"The copy cannot be written as “{out.suffix or out.name}”.", f"Give a name that ends in {ending}."
        )
    if out.exists() and out.samefile(original.path):
        raise UsageError("That would overwrite the recording itself.", "Choose another name.")
    if out.exists() and not may_replace:
        raise UsageError(f"“{out.name}” is there already.", "Choose another name, or replace it (--force).")


def _keys(header: EdfHeaderTexts, text: str) -> list[FieldKey]:
    if text in MAIN_TITLES:
        return [FieldKey(text)]
    which, dot, name = text.rpartition(".")
    if not dot or name not in SIGNAL_TITLES:
        known = ", ".join((*MAIN_TITLES, *(f"N.{one}" for one in SIGNAL_TITLES)))
        raise UsageError(f"The header has no field “{text[:40]}”.", f"Its fields: {known}.")
    signals = [number for number in range(header.n_signals) if not header.is_annotations(number)]
    if which != _ALL:
        by_label = [n for n in signals if header.text(FieldKey("label", n)).strip() == which]
        by_number = [n for n in signals if which.isdigit() and n + 1 == int(which[:6])]
        signals = by_label or by_number
    if not signals:
        raise UsageError(f"The file has no signal “{which[:40]}”.", "Give its number from 1, its label, or * for all.")
    return [FieldKey(name, signal) for signal in signals]


def _cut(texts: dict[FieldKey, str]) -> dict[FieldKey, str]:
    return {key: text for key, text in texts.items() if key not in _too_long(texts)}


def _too_long(texts: dict[FieldKey, str]) -> dict[FieldKey, str]:
    """Return the settings that no header can hold: checked before they are cut to the field's width."""
    return {key: problem for key, text in texts.items() if (problem := shape_problem(key, text))}
