"""A learner's page as PDF, tagged after PDF/UA-1, its fonts embedded."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from eegview.exchange.report.letters import clean, font_folder
from eegview.exchange.writing import CannotWrite

STANDARD = "ua-1"


def learner_pdf(data: Mapping[str, Any], charts: Mapping[str, str], made: datetime) -> bytes:
    """Return the page as PDF.

    Parameters
    ----------
    data : what `learner.typ` prints; all its texts are data, never source
    charts : SVG by file name
    made : time that the file bears

    Raises
    ------
    CannotWrite : the page cannot be set
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="eegview-learner-") as name:  # for this user's eyes only
        folder = Path(name)
        for file, svg in charts.items():
            (folder / file).write_text(svg, encoding="utf-8")
        (folder / "learner.json").write_text(json.dumps(_clean(data), ensure_ascii=False), encoding="utf-8")
        source = folder / "learner.typ"
        source.write_text(_source(), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])
        compiler = typst.Compiler(root=folder, font_paths=fonts)
        try:
            made_pdf = compiler.compile(
                input=source, format="pdf", pdf_standards=[STANDARD], timestamp=made.replace(microsecond=0)
            )
        except typst.TypstError as error:
            raise CannotWrite(f"The page cannot be laid out: {error.message}.", "Write CSV or JSON instead.") from None
    return cast(bytes, made_pdf)


@lru_cache(maxsize=1)
def _source() -> str:
    return Path(__file__).with_name("learner.typ").read_text(encoding="utf-8")


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {name: _clean(value) for name, value in cast(Mapping[str, Any], data).items()}
    return [_clean(value) for value in cast(list[Any], data)] if isinstance(data, list | tuple) else data
