"""A page of data set by a template of our own, as PDF tagged after PDF/UA-1, its fonts embedded."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from eegview.exchange.report.letters import clean, font_folder
from eegview.exchange.writing import CannotWrite

STANDARD = "ua-1"


def page_pdf(
    name: str, files: Mapping[str, str], data: Mapping[str, Any], made: datetime, refusal: str, advice: str
) -> bytes:
    """Return a page as PDF.

    Parameters
    ----------
    name : of the page: its template `NAME.typ` reads the data from `NAME.json`
    files : texts by file name, the template among them
    data : what the template prints; all its texts are data, never source
    made : time that the file bears
    refusal : what is said where it cannot be set, before the reason
    advice : what to do then

    Raises
    ------
    CannotWrite : the page cannot be set
    """
    import typst

    with tempfile.TemporaryDirectory(prefix=f"eegview-{name}-") as place:  # for this user's eyes only
        folder = Path(place)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(_clean(data), ensure_ascii=False), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])
        compiler = typst.Compiler(root=folder, font_paths=fonts)
        try:
            made_pdf = compiler.compile(
                input=folder / f"{name}.typ",
                format="pdf",
                pdf_standards=[STANDARD],
                timestamp=made.replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise CannotWrite(f"{refusal}: {error.message}.", advice) from None
    return cast(bytes, made_pdf)


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {name: _clean(value) for name, value in cast(Mapping[str, Any], data).items()}
    return [_clean(value) for value in cast(list[Any], data)] if isinstance(data, list | tuple) else data
