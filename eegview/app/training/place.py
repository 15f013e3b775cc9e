"""Where training is kept on this computer: each learner's answers, and clips while a set is open."""

import hashlib
from pathlib import Path

from eegview.app.resources import cache_folder, data_folder
from eegview.app.training.learner.answers_file import SUFFIX


def answers_folder() -> Path:
    """Return the folder of the answers of all who learn on this computer."""
    return data_folder() / "training"


def answers_path(reader: str) -> Path:
    """Return the file of a reader's answers; its name does not say who that is.

    reader : name of who reads at this computer; in whatever case it is written
    """
    digest = hashlib.sha256(" ".join(reader.casefold().split()).encode()).hexdigest()
    return answers_folder() / f"{digest[:12]}{SUFFIX}"


def clips_folder() -> Path:
    """Return the folder in which each open set has a private one for its clips."""
    return cache_folder() / "case sets"
