"""Write a learner's figures into a file: the ending says as what."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from eegview.app.training.learner.exports.figures_json import statistics_json
from eegview.app.training.learner.exports.figures_pdf import statistics_pdf
from eegview.app.training.learner.exports.figures_table import figures_csv
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError

ENDINGS = (".pdf", ".csv", ".json")


def write_figures(statistics: LearnerStatistics, set_id: str, title: str, out: Path, now: datetime) -> None:
    """Write the figures as PDF, CSV or JSON.

    set_id, title : of the case set

    Raises
    ------
    UsageError : another ending
    CannotWrite : an older file is untouched
    """
    match out.suffix.lower():
        case ".pdf":
            content = statistics_pdf(statistics, title, now)
        case ".csv":
            content = figures_csv(statistics).encode()
        case ".json":
            figures = statistics_json(statistics, set_id, title)
            content = (json.dumps(figures, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
        case _:
            raise UsageError(f"Figures are written as {', '.join(ENDINGS)}.", "Give a name with one of these endings.")
    write_whole(out, content)
