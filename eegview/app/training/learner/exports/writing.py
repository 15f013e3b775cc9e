"""Write a learner's figures into a file: the ending says as what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from eegview.app.training.learner.exports.figures_json import statistics_json
from eegview.app.training.learner.exports.figures_pdf import statistics_pdf
from eegview.app.training.learner.exports.figures_table import answers_csv, figures_csv
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.training.answer import Answer

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


def write_answers(answers: Iterable[Answer], out: Path) -> None:
    """Write answers as a table with commas, one a line, oldest first.

    Raises
    ------
    UsageError : the name does not end in .csv
    CannotWrite : an older file is untouched
    """
    if out.suffix.lower() != ".csv":
        raise UsageError("Answers are written as .csv.", f"Name it “{out.stem}.csv”.")
    write_whole(out, answers_csv(answers).encode())
