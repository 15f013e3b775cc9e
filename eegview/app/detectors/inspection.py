"""What the window shows of a detector before it runs: its files, its page, and whether it fits a recording."""

from collections.abc import Iterable
from dataclasses import replace

from eegview.app.montage.store import montage_by_id
from eegview.detect.age import age_months_of
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash, files_of
from eegview.detect.discovery import FoundPlugin
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import Manifest
from eegview.detect.validity import outside_validity
from eegview.model.errors import DetectorFailed, EegViewError, UsageError
from eegview.model.recording import Recording

MOST_SHOWN_BYTES = 400_000  # of one file; a page of text to read, not a model's weights
_CHANGED = DetectorFailed("The detector's files changed just now.", "Review them again.")


def inspected(plugin: FoundPlugin) -> tuple[FoundPlugin, tuple[tuple[str, str], ...]]:
    """Return the plugin with the hash of what is shown, and its files as (name, text).

    Raises
    ------
    DetectorFailed : its files cannot be read, or change meanwhile
    """
    held = content_hash(plugin.folder)
    shown = []
    try:
        for file in files_of(plugin.folder):
            with file.path.open("rb") as stream:
                begin = stream.read(MOST_SHOWN_BYTES + 1)
            shown.append((file.name, _text_of(begin, file.path.stat().st_size)))
    except OSError as error:
        raise DetectorFailed("The detector's files cannot be read.", (error.strerror or "Try again.")) from None
    if content_hash(plugin.folder) != held:
        raise _CHANGED
    return replace(plugin, content_hash=held), tuple(shown)


def _text_of(begin: bytes, n_bytes: int) -> str:
    """Return the text of a file, or why it is not shown."""
    if b"\0" in begin:
        return f"Not text, {n_bytes:,} bytes.".replace(",", "\u202f")
    text = begin[:MOST_SHOWN_BYTES].decode("utf-8", errors="replace")
    rest = n_bytes - MOST_SHOWN_BYTES
    return text if rest <= 0 else f"{text}\n… and {rest:,} bytes more".replace(",", "\u202f")


def agree_to(plugin: FoundPlugin) -> None:
    """Store the reader's consent to the content that was shown.

    Raises
    ------
    DetectorFailed : its files have changed since, or the agreement cannot be kept
    """
    if content_hash(plugin.folder) != plugin.content_hash:
        raise _CHANGED
    Consents().agree(plugin.content_hash, plugin.detector_id, plugin.folder)


def page_of(plugin: FoundPlugin) -> str:
    """Return a detector's page, Markdown; a sentence where it has none.

    Raises
    ------
    DetectorFailed : it cannot be read
    """
    manifest = plugin.manifest
    path = plugin.folder / manifest.page if manifest is not None else None
    if path is None or not path.is_file():
        return "*It has no page on its method, evidence and limits.*"
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:MOST_SHOWN_BYTES]
    except OSError as error:
        raise DetectorFailed("The detector's page cannot be read.", (error.strerror or "Try again.")) from None


def fit_of(
    manifest: Manifest,
    recording: Recording,
    path: str,
    has_movement: bool,
    age_months: float | None = None,
    is_video_placed: bool = True,
) -> tuple[str, tuple[str, ...]]:
    """Return why a detector cannot work on a recording ("" = it can), and why its results would be outside validity.

    path : of the recording's first file, whose header may say the age
    age_months : where it is known otherwise
    is_video_placed : whether it is known where the video lies in time; else what was watched of it cannot be used
    """
    try:
        plan = plan_input(recording, montage_by_id(manifest.input.montage), manifest.input)
        if age_months is None:
            age_months = age_months_of(path, recording.started_at)
        return "", outside_validity(manifest, plan, age_months, has_movement)
    except UsageError as error:
        advice = error.advice
        if manifest.input.video == "required" and not has_movement:
            advice = "Measure the movement trace first: Video → Movement trace…"
            if not is_video_placed:
                advice = "Match the video with the EEG first (Ctrl+M): its start time is unknown."
        return f"{error.sentence} {advice}", ()
    except EegViewError as error:
        return f"{error.sentence} {error.advice}", ()


def refusals_of(
    plugins: Iterable[FoundPlugin],
    recording: Recording,
    path: str,
    has_movement: bool,
    age_months: float | None = None,
    is_video_placed: bool = True,
) -> dict[str, str]:
    """Return why detectors cannot work on a recording, by title, see `fit_of`; those that can are not named."""
    found = {
        plugin.title: fit_of(plugin.manifest, recording, path, has_movement, age_months, is_video_placed)[0]
        for plugin in plugins
        if plugin.manifest is not None and not plugin.needs_consent
    }
    return {title: refusal for title, refusal in found.items() if refusal}
