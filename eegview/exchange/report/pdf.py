"""A report as PDF: tagged after PDF/UA-1, its fonts embedded, the same bytes for the same document on every machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from eegview.exchange.report.document_hash import document_hash
from eegview.exchange.report.layout import Layout, moment
from eegview.exchange.report.letters import (
    breakable,
    by_number,
    clean,
    font_folder,
    fonts_of_this_computer,
    held_together,
    letters_in,
    missing_letters,
)
from eegview.exchange.report.words import added_words
from eegview.exchange.writing import CannotWrite
from eegview.model.report.document import ReportDocument

STANDARD = "ua-1"
_OWN_FONTS = ("DejaVu Sans", "DejaVu Sans Mono")


def pdf_bytes(document: ReportDocument) -> bytes:
    """Return a report as PDF/UA-1.

    Letters that the embedded fonts lack are set in a font of this computer; where it has none, their Unicode number
    is printed and the report says so. Nothing is asked of a network.

    Raises
    ------
    CannotWrite : a picture of the report cannot be read, or the sheets cannot be set
    """
    made = moment(document.made_at_utc)
    return cast(
        bytes,
        _set(document, lambda compiler, source: compiler.compile(
            input=source, format="pdf", pdf_standards=[STANDARD], timestamp=made if made is not None else 0
        )),
    )  # fmt: skip


def page_pictures(document: ReportDocument, ppi: float = 96.0) -> list[bytes]:
    """Return each page as the content of a PNG file, `ppi` pixels an inch.

    Raises
    ------
    CannotWrite : a picture of the report cannot be read, or the sheets cannot be set
    """
    drawn = _set(document, lambda compiler, source: compiler.compile(input=source, format="png", ppi=ppi))
    return [drawn] if isinstance(drawn, bytes) else drawn


def _set(document: ReportDocument, compile_with: Callable[[Any, Path], bytes | list[bytes]]) -> bytes | list[bytes]:
    import typst

    layout = Layout(lambda text: held_together(breakable(clean(text))))
    data = layout.data(document, document_hash(document))
    texts = [clean(text) for text in _texts(data)]
    missing = missing_letters(texts)
    families = fonts_of_this_computer(missing) if missing else ()
    held = letters_in(families)
    lost = frozenset(letter for letter in missing if ord(letter) not in held)
    data = cast(dict[str, Any], _each_text(data, lambda text: by_number(text, lost)))
    data["fonts"] = [*_OWN_FONTS, *families]
    numbers = ", ".join(f"U+{ord(letter):04X}" for letter in sorted(lost)[:24]) + (" …" if len(lost) > 24 else "")
    data["letters_note"] = added_words(document)["missing_letters"].format(numbers) if lost else ""
    with tempfile.TemporaryDirectory(prefix="eegview-report-") as name:  # for this user's eyes only
        folder = Path(name)
        for file, content in layout.files.items():
            (folder / file).write_bytes(content)
        (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        source = folder / "report.typ"
        source.write_text(_source(), encoding="utf-8")
        compiler = typst.Compiler(root=folder, font_paths=_fonts("system" if families else "own"))
        try:
            return compile_with(compiler, source)
        except typst.TypstError as error:
            raise CannotWrite(
                f"The report cannot be laid out: {error.message}.",
                "Leave out its pictures, or write it as HTML or JSON.",
            ) from None


@lru_cache(maxsize=2)
def _fonts(which: Literal["own", "system"]) -> Any:
    """Return the font book, which is read once."""
    import typst

    return typst.Fonts(include_system_fonts=which == "system", include_embedded_fonts=True, font_paths=[font_folder()])


@lru_cache(maxsize=1)
def _source() -> str:
    return Path(__file__).with_name("report.typ").read_text(encoding="utf-8")


def _texts(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    return [text for value in data for text in _texts(value)] if isinstance(data, list) else []


def _each_text(data: object, change: Callable[[str], str]) -> object:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _each_text(value, change) for name, value in data.items()}
    return [_each_text(value, change) for value in data] if isinstance(data, list) else data
