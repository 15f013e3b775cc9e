"""Check a plugin before it runs: what runs is what was agreed to, byte for byte."""

from dataclasses import dataclass
from pathlib import Path

from eegview.detect.content import checked_copy, content_hash
from eegview.detect.discovery import WITH_THE_PROGRAM, FoundPlugin, PluginState
from eegview.detect.manifest import Manifest
from eegview.detect.manifest_file import read_manifest
from eegview.model.errors import DetectorFailed


@dataclass(frozen=True, slots=True)
class ReadyPlugin:
    """A plugin that may run now.

    manifest, folder : of the copy that runs
    """

    manifest: Manifest
    folder: Path
    content_hash: str


def ready_plugin(plugin: FoundPlugin, copies: Path | None = None) -> ReadyPlugin:
    """Return a copy of exactly what was agreed to.

    Raises
    ------
    DetectorFailed : nobody agreed to it, its files changed since it was found, or it cannot run on this computer
    """
    name = plugin.detector_id
    if plugin.state is PluginState.BROKEN:
        raise DetectorFailed(
            f"The detector “{name}” is broken: {plugin.faults[0]}",
            "“eegview detectors check FOLDER” lists every fault.",
        )
    if plugin.state is PluginState.UNAVAILABLE:
        raise DetectorFailed(f"The detector “{name}” cannot run here.", " ".join(plugin.faults))
    if plugin.state is PluginState.HIDDEN:
        raise DetectorFailed(plugin.faults[0], "Give this one another id, or remove the other.")
    if plugin.state is PluginState.OLDER:
        raise DetectorFailed(
            plugin.faults[0], f"Approve this one again to use it: “eegview detectors trust {plugin.folder}”."
        )
    if plugin.needs_consent and plugin.place == WITH_THE_PROGRAM:
        raise DetectorFailed(
            f"The files of “{name}” are not those supplied with the program, so it was not run.",
            f"Reinstall the program, or approve them as they are with “eegview detectors trust {name}”. "
            "If you changed them yourself as its developer: “python -m eegview.detect.shipped” lists them again.",
        )
    if plugin.needs_consent:
        changed = plugin.state is PluginState.CHANGED
        why = "has changed since you approved it" if changed else "has not been approved yet"
        raise DetectorFailed(
            f"The detector “{name}” {why}, so it was not run.",
            f"Review the code and approve it with “eegview detectors trust {name}”.",
        )
    if content_hash(plugin.folder) != plugin.content_hash:
        raise DetectorFailed(
            f"The files of “{name}” changed just now, so it was not run.", "Review them and try again."
        )
    folder = checked_copy(plugin.folder, plugin.content_hash, copies)
    return ReadyPlugin(read_manifest(folder), folder, plugin.content_hash)
