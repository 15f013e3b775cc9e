"""The form for families: one week a page, in plain words, without a name."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from eegview.app.diary.family_form import LANGUAGES, form_pdf, write_form
from eegview.model.errors import UsageError

MADE = datetime(2025, 3, 1, tzinfo=UTC)


def pages(**said: object) -> list[str]:
    held = {"n_weeks": 1, "made": MADE} | said
    reader = PdfReader(io.BytesIO(form_pdf(**held)), strict=True)  # type: ignore[arg-type]
    return [page.extract_text() for page in reader.pages]


def test_each_week_is_one_page_with_its_seven_days() -> None:
    found = pages(first=date(2025, 2, 26), n_weeks=3)
    assert len(found) == 3
    assert "Week 1: 26 Feb 2025 to 4 Mar 2025" in found[0]
    assert "Wednesday" in found[0]
    assert "28 Feb" in found[0]
    assert "Week 3: 12 Mar 2025" in found[2]
    assert found[0].count("None seen") == 8  # each day, and the words on how to fill it in


def test_without_a_first_day_dates_are_blank_and_the_pseudonym_is_printed_where_given() -> None:
    (found,) = pages(pseudonym="B-7")
    assert "Week 1" in found
    assert "Date:" in found
    assert "B-7" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_on_one_page_and_names_nobody(language: str) -> None:
    (found,) = pages(language=language, first=date(2025, 9, 29), pseudonym="W1" * 12)
    assert ("Entwurf" in found) is (language == "de")


def test_the_same_form_has_the_same_bytes() -> None:
    assert form_pdf(date(2025, 3, 3), 1, made=MADE) == form_pdf(date(2025, 3, 3), 1, made=MADE)


def test_what_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    for said in (
        {"language": "xx"},
        {"n_weeks": 0},
        {"n_weeks": 99},
        {"pseudonym": "Anna Müller"},
        {"pseudonym": "Anna2"},
    ):
        with pytest.raises(UsageError):
            pages(**said)
    with pytest.raises(UsageError, match="cannot be written"):
        write_form(tmp_path / "form.odt")
