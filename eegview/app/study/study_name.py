"""What a study is called in the window: one name in every list, with the file where it is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from eegview.model.study.known_recording import KnownRecording
from eegview.model.text.dates import moment_text
from eegview.model.text.language import tr

ID_LETTERS = 8  # of a fingerprint
_SEPARATOR = " · "


def study_id(fingerprint: str) -> str:
    """Return the short id by which a study is told from others."""
    return fingerprint[:ID_LETTERS]


def study_name(known: KnownRecording) -> str:
    """Return the name of a study without a patient's: `EEG 2026-02-27 09:00 · 1a7c216d`, a clip with its own time."""
    kind = tr("EEG") if known.channels or not known.is_seen else tr("Clip")
    return _SEPARATOR.join((f"{kind} {_started(known.started_at)}".strip(), study_id(known.fingerprint)))


def whole_study_name(
    known: KnownRecording, files: Mapping[str, Sequence[Sequence[str]]], is_hidden: bool, opened: str = ""
) -> str:
    """Return that name, what kind of data it is, and its file on this computer.

    files : where recordings were opened on this computer, by fingerprint
    is_hidden : the patient is hidden: no name of a file is shown
    opened : fingerprint of the study that is open now
    """
    parts = [
        tr("SIMULATED") if known.is_simulated else "",
        study_name(known),
        "" if is_hidden else known.name or file_name_here(known.fingerprint, files),
        tr("open now") if opened == known.fingerprint else "",
    ]
    return _SEPARATOR.join(filter(None, parts))


def file_name_here(fingerprint: str, files: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Return the name of a recording's file on this computer, with how many more it has; "" where none is known."""
    places = files.get(fingerprint, ())
    paths = places[0] if places else ()
    if not paths:
        return ""
    name = Path(paths[0]).name
    return name if len(paths) == 1 else tr("{name} and {n} more", name=name, n=len(paths) - 1)


def _started(text: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(text))
    except ValueError:
        return tr("without a date")
