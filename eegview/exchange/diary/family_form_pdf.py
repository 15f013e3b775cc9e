"""The form for families as PDF, tagged after PDF/UA-1, its fonts embedded."""

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


def family_form_pdf(data: Mapping[str, Any], template: str, made: datetime) -> bytes:
    """Return the form as PDF.

    Parameters
    ----------
    data : what the template prints; all its texts are data, never source
    template : source in typst
    made : time that the file bears

    Raises
    ------
    CannotWrite : the form cannot be set
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="eegview-form-") as name:
        folder = Path(name)
        (folder / "form.json").write_text(json.dumps(_clean(data), ensure_ascii=False), encoding="utf-8")
        source = folder / "form.typ"
        source.write_text(template, encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])
        compiler = typst.Compiler(root=folder, font_paths=fonts)
        try:
            made_pdf = compiler.compile(
                input=source, format="pdf", pdf_standards=[STANDARD], timestamp=made.replace(microsecond=0)
            )
        except typst.TypstError as error:
            raise CannotWrite(f"The form cannot be laid out: {error.message}.", "Shorten the pseudonym.") from None
    return cast(bytes, made_pdf)


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {name: _clean(value) for name, value in cast(Mapping[str, Any], data).items()}
    return [_clean(value) for value in cast(list[Any], data)] if isinstance(data, list | tuple) else data
