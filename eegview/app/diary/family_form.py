"""The form on which families write down what they see: one week a page, in plain words, without a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import eegview
from eegview.app.resources import read_text, read_toml, resources_folder
from eegview.exchange.diary.family_form_pdf import family_form_pdf
from eegview.exchange.diary.family_table import family_csv, family_workbook
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.infant.pseudonym import pseudonym_fault, rule_text

MOST_WEEKS = 26
LANGUAGES = ("en", "de")
_DRAFT = "Entwurf: noch von keiner Familie und keiner Klinik geprüft."  # the German words alone are a draft


def write_form(
    path: Path, first: date | None = None, n_weeks: int = 6, language: str = "en", pseudonym: str = ""
) -> None:
    """Write the form for families: to print (.pdf), or as a table that is filled in on a computer (.xlsx, .csv).

    A table has no place for a pseudonym: its file is imported into the diary of an infant that a person names.

    Raises
    ------
    UsageError : see `form_pdf`, the file's name has another ending, or a table is to be without dates
    CannotWrite : the place cannot be written
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        write_whole(path, form_pdf(first, n_weeks, language, pseudonym))
    elif ending in (".csv", ".xlsx"):
        write_whole(path, form_table(ending, first, n_weeks, language))
    else:
        raise UsageError(f"The form cannot be written as “{path.suffix}”.", "Use .pdf, .xlsx or .csv.")


def form_table(
    ending: str, first: date | None, n_weeks: int = 6, language: str = "en", made: datetime | None = None
) -> bytes:
    """Return the form as a table.

    ending : .csv or .xlsx
    first : its first day; a table needs one
    made : time that the file bears; None = now

    Raises
    ------
    UsageError : there are no such words, too many weeks, or no first day
    """
    words = _words(language, n_weeks)
    if first is None:
        raise UsageError("A table of the form needs its dates.", "Give the first day: --from 2025-03-03.")
    days = [first + timedelta(days=n) for n in range(n_weeks * 7)]
    if ending == ".csv":
        return ("\ufeff" + family_csv(words, days)).encode()  # without the mark Excel takes it for another encoding
    return family_workbook(words, days, made or datetime.now(UTC))


def form_pdf(
    first: date | None = None,
    n_weeks: int = 6,
    language: str = "en",
    pseudonym: str = "",
    made: datetime | None = None,
) -> bytes:
    """Return the form as PDF.

    Parameters
    ----------
    first : its first day; None = dates are written by hand
    pseudonym : printed on each page, "" = a line to write it
    made : time that the file bears; None = now

    Raises
    ------
    UsageError : there are no such words, too many weeks, or the pseudonym may be a name
    CannotWrite : it cannot be set
    """
    words = _words(language, n_weeks)
    if pseudonym and (fault := pseudonym_fault(pseudonym)):
        raise UsageError(fault, rule_text())
    folder = resources_folder() / "diary"
    data = {
        "words": words,
        "weeks": [_week(words, number, first) for number in range(n_weeks)],
        "pseudonym": pseudonym,
        "made_by": f"eegview {eegview.__version__}",
        "draft_note": _DRAFT if words["is_draft"] else "",
    }
    return family_form_pdf(data, read_text(folder / "family_form.typ"), made or datetime.now(UTC))


def _words(language: str, n_weeks: int) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        raise UsageError(f"There is no form in “{language}”.", f"Use one of: {', '.join(LANGUAGES)}.")
    if not 1 <= n_weeks <= MOST_WEEKS:
        raise UsageError(f"A form has from 1 to {MOST_WEEKS} weeks.", "Give a number of weeks between them.")
    return read_toml(resources_folder() / "diary" / f"family_form.{language}.toml")


def _week(words: Mapping[str, Any], number: int, first: date | None) -> dict[str, Any]:
    if first is None:
        days = [{"name": name, "date": ""} for name in words["days"]]
        return {"title": words["week"].format(n=number + 1), "days": days}
    dates = [first + timedelta(days=number * 7 + n) for n in range(7)]
    title = words["week_dated"].format(n=number + 1, first=_date(words, dates[0]), last=_date(words, dates[-1]))
    days = [{"name": words["days"][on.weekday()], "date": _short(words, on)} for on in dates]
    return {"title": title, "days": days}


def _date(words: Mapping[str, Any], on: date) -> str:
    return f"{_short(words, on)} {on.year}"


def _short(words: Mapping[str, Any], on: date) -> str:
    stop = "." if words["language"] == "de" else ""
    return f"{on.day}{stop} {words['months'][on.month - 1]}"
