"""Take back what a person agreed to run: all contents of one detector, so that it asks again."""

import os
from contextlib import suppress
from pathlib import Path

from eegview.detect.consent import Agreed, Consents
from eegview.detect.content import content_hash
from eegview.detect.discovery import FoundPlugin, PluginState, find_plugins
from eegview.detect.manifest_file import MANIFEST
from eegview.model.errors import DetectorFailed, UsageError


def can_withdraw(plugin: FoundPlugin) -> bool:
    """Whether a detector runs because somebody agreed to it; what comes with the program does without."""
    return plugin.state in (PluginState.READY, PluginState.OLDER) and not plugin.is_shipped


def withdraw(name: str) -> tuple[Agreed, ...]:
    """Withdraw every agreement to a detector and return them; none where nothing was agreed to.

    name : an id, for all that had it, wherever they lay; or a folder, for all that lay there and for its content now

    Raises
    ------
    UsageError : no such detector is known
    DetectorFailed : it cannot be kept
    """
    consents, folder = Consents(), Path(name).expanduser()
    if os.sep in name or (folder / MANIFEST).is_file():
        held = ""
        with suppress(DetectorFailed):  # a folder that is gone, or cannot be read, has no content
            held = content_hash(folder) if folder.is_dir() else ""
        found = consents.agreed_to(folder=folder, content_hash=held)
        is_known = folder.is_dir()
    else:
        found = consents.agreed_to(detector_id=name)
        is_known = any(plugin.detector_id == name for plugin in find_plugins(consents))
    if not found and not is_known:
        raise UsageError(f"No detector “{name}” is known.", "“eegview detectors list” lists them.")
    if found:
        consents.withdraw(found)
    return found
