"""BrainVision signals that stand in a file as text: a line for each instant, or a line for each channel."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.brainvision.header import TextForm

_MOST_BYTES = 512 * 2**20  # of text, which has to be read as a whole
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")

Values = npt.NDArray[np.float64]


def read_text_signals(path: Path, form: TextForm, n_channels: int, is_vectorized: bool) -> tuple[Values, list[Issue]]:
    """Return (n_channels, n_samples) numbers; NaN where one is missing or is none, which is told.

    Raises
    ------
    UnreadableFile : too large to be read as text, or without numbers
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(
            f"{path.name} holds signals as text (ASCII) and is larger than {_MOST_BYTES >> 20} MiB.",
            "Export the recording again, as BrainVision in binary.",
        )
    content = path.read_bytes()
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if is_wide else "latin-1", errors="replace")
    lines = [line for line in text.splitlines()[form.skip_lines :] if line.strip()]
    first = next((i for i, line in enumerate(lines) if re.search(r"\d", line) and _is_data(line)), len(lines))
    lines = lines[first if not is_vectorized else 0 :]
    if not lines:
        raise UnreadableFile(f"{path.name} holds no numbers.", "Copy it again from where it was recorded.")
    separator, is_comma = _writing(lines[0], form, n_channels)
    if is_vectorized:
        return _by_channel(lines, form, n_channels, separator, is_comma)
    return _by_instant(lines, form, n_channels, separator, is_comma)


def _by_channel(
    lines: Sequence[str], form: TextForm, n_channels: int, separator: str | None, is_comma: bool
) -> tuple[Values, list[Issue]]:
    rows, n_bad = [], 0
    for line in lines:
        fields = _fields(line, separator)[form.skip_columns :]
        if fields and not form.skip_columns and np.isnan(_number(fields[0], is_comma)):
            fields = fields[1:]  # the channel's name, although the header announces no such column
        row = np.array([_number(field, is_comma) for field in fields])
        if len(row) and np.isnan(row).all():
            continue  # a line of titles
        n_bad += int(np.isnan(row).sum())
        rows.append(row)
    n_samples = max((len(row) for row in rows), default=0)
    values = np.full((n_channels, n_samples), np.nan)
    for channel, row in enumerate(rows[:n_channels]):
        values[channel, : len(row)] = row
    issues = _damage(n_bad)
    short = sum(len(row) < n_samples for row in rows[:n_channels]) + max(0, n_channels - len(rows))
    if short:
        issues.append(Issue("samples_missing", f"{short} of {n_channels} channels are shorter than the others."))
    if len(rows) > n_channels:
        issues.append(Issue("channels_left", f"{len(rows) - n_channels} lines belong to no channel of the header."))
    return values, issues


def _by_instant(
    lines: Sequence[str], form: TextForm, n_channels: int, separator: str | None, is_comma: bool
) -> tuple[Values, list[Issue]]:
    columns = range(form.skip_columns, form.skip_columns + n_channels)
    text = "\n".join(lines)
    try:
        table = np.loadtxt(
            io.StringIO(text.replace(",", ".") if is_comma else text),
            delimiter=separator,
            usecols=columns,
            comments=None,
            ndmin=2,
        )
        return table.T.copy(), []
    except (ValueError, IndexError):  # a line that is not like the others
        pass
    values = np.full((len(lines), n_channels), np.nan)
    for row, line in enumerate(lines):
        fields = _fields(line, separator)[form.skip_columns :][:n_channels]
        values[row, : len(fields)] = [_number(field, is_comma) for field in fields]
    return values.T.copy(), _damage(int(np.isnan(values).sum()))


def _writing(line: str, form: TextForm, n_channels: int) -> tuple[str | None, bool]:
    """Return the separator of fields (None = blanks) and whether numbers have a comma, from a line of numbers."""
    if ";" in line:
        return ";", form.decimal == "," or "," in line
    if "\t" in line:
        return "\t", form.decimal == "," or any(map(_COMMA_NUMBER.fullmatch, line.split()))
    if len(line.split()) > 1 or n_channels == 1:
        return None, form.decimal == "," or any(map(_COMMA_NUMBER.fullmatch, line.split()))
    return ("," if "," in line else None), False


def _fields(line: str, separator: str | None) -> list[str]:
    fields = [field.strip() for field in line.split(separator)]
    return fields[:-1] if separator and fields and not fields[-1] else fields


def _number(text: str, is_comma: bool) -> float:
    """Return a number, NaN where the text is none."""
    try:
        value = float(text.replace(",", ".") if is_comma else text)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def _is_data(line: str) -> bool:
    """Whether more than half of a line's fields are numbers, so that it is no line of titles."""
    fields = re.split(r"[\s;]+", line.strip())
    if len(fields) == 1:
        fields = line.split(",")
    return sum(not np.isnan(_number(field, True)) for field in fields) * 2 >= len(fields)


def _damage(n_bad: int) -> list[Issue]:
    if not n_bad:
        return []
    return [Issue("samples_missing", f"{n_bad} values of the signals are no numbers or missing; they are left blank.")]
