"""A learner's page as PDF, tagged after PDF/UA-1, its fonts embedded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from eegview.exchange.report.page_pdf import page_pdf


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
    files = {**charts, "learner.typ": _source()}
    return page_pdf("learner", files, data, made, "The page cannot be laid out", "Write CSV or JSON instead.")


@lru_cache(maxsize=1)
def _source() -> str:
    return Path(__file__).with_name("learner.typ").read_text(encoding="utf-8")
