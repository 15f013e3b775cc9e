"""The form for families as PDF, tagged after PDF/UA-1, its fonts embedded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eegview.exchange.report.page_pdf import page_pdf


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
    files = {"form.typ": template}
    return page_pdf("form", files, data, made, "The form cannot be laid out", "Shorten the pseudonym.")
