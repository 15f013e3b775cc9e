"""Find detectors: those that came with the program, the user's own, a department's, and installed packages.

Nothing of a plugin is imported to find it.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from eegview.detect.consent import Consents
from eegview.detect.containers.runtime import runtimes_here
from eegview.detect.content import content_hash
from eegview.detect.engines.command_options import CONTAINER
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import MANIFEST, examine
from eegview.detect.process.running import interpreter_of
from eegview.detect.shipped import listed_hashes, plugin_folders, shipped_folder
from eegview.detect.toml_table import shortened
from eegview.model.errors import DetectorFailed, UsageError

ENVIRONMENT = "EEGVIEW_PLUGINS"
ENTRY_POINTS = "eegview.detectors"
WITH_THE_PROGRAM, APPROVED = "with the program", "a folder you approved"  # places


class PluginState(StrEnum):
    """The states of a plugin that was found, which say what may be done with it."""

    READY = "ready"
    NEW = "new"  # nobody agreed to run it yet
    CHANGED = "changed"  # another content of it was agreed to
    BROKEN = "broken"  # its manifest has faults
    UNAVAILABLE = "unavailable"  # something it needs is not on this computer
    HIDDEN = "hidden"  # another of the same id was found before it
    OLDER = "older copy"  # another folder with the same id was approved later


@dataclass(frozen=True, slots=True)
class FoundPlugin:
    """One plugin as it was found.

    detector_id, title : of its manifest; where that is broken, the folder's name
    manifest : None where it is broken
    faults : sentences that say what is wrong, or what is missing
    content_hash : of its files as they were found, "" where they cannot be read
    place : where it was found, for people
    """

    detector_id: str
    title: str
    version: str
    summary: str
    state: PluginState
    folder: Path
    manifest: Manifest | None = None
    faults: tuple[str, ...] = ()
    content_hash: str = ""
    place: str = ""
    is_shipped: bool = False

    @property
    def needs_consent(self) -> bool:
        return self.state in (PluginState.NEW, PluginState.CHANGED)

    @property
    def is_used(self) -> bool:
        """Whether its id means this one, and not another folder."""
        return self.state not in (PluginState.HIDDEN, PluginState.OLDER)


def user_plugins() -> Path:
    """Return the user's own folder of plugins; it may not exist yet."""
    return Path(platformdirs.user_data_dir("eegview", appauthor=False)) / "plugins"


def find_plugins(consents: Consents | None = None) -> tuple[FoundPlugin, ...]:
    """Return all plugins, those that come with the program first; a broken one is listed with its faults."""
    consents = consents if consents is not None else Consents()
    shipped = listed_hashes()
    found: list[FoundPlugin] = []
    taken: dict[str, FoundPlugin] = {}
    seen: set[str] = set()
    for folder, place in _places(consents):
        if (real := _real(folder)) in seen:
            continue
        seen.add(real)
        is_shipped = place == WITH_THE_PROGRAM
        plugin = inspect_folder(folder, place, consents, shipped.get(folder.name, "") if is_shipped else "")
        if plugin.manifest is not None and plugin.detector_id in taken:
            plugin = _behind(plugin, taken[plugin.detector_id])
        elif plugin.manifest is not None:
            taken[plugin.detector_id] = plugin
        found.append(plugin)
    return tuple(found)


def _behind(plugin: FoundPlugin, other: FoundPlugin) -> FoundPlugin:
    """Return a plugin as one that is not used, for its id means another."""
    where = "the program" if other.is_shipped else str(other.folder)
    if plugin.place == other.place == APPROVED:
        fault = f"Older copy, not used: {where} was approved later."
        return replace(plugin, state=PluginState.OLDER, faults=(fault,))
    fault = f"Another detector with the id “{plugin.detector_id}” was found before it, in {where}."
    return replace(plugin, state=PluginState.HIDDEN, faults=(fault,))


def plugin_by_id(name: str, plugins: Iterable[FoundPlugin] | None = None) -> FoundPlugin:
    """Return the plugin of this id, or in the folder of this path.

    Raises
    ------
    UsageError : there is none; the advice lists the ids there are
    """
    if os.sep in name or (Path(name) / MANIFEST).is_file():
        folder = Path(name)
        if not folder.is_dir():
            raise UsageError(f"There is no folder “{folder.name}”.", "Give a detector's id or its folder.")
        known = (one for one in (find_plugins() if plugins is None else plugins) if _real(one.folder) == _real(folder))
        return next(known, None) or inspect_folder(folder, "", Consents())
    plugins = find_plugins() if plugins is None else tuple(plugins)
    found = next((p for p in plugins if p.detector_id == name and p.is_used), None)
    if found is None:
        known = ", ".join(p.detector_id for p in plugins if p.manifest is not None) or "none"
        raise UsageError(f"There is no detector “{shortened(name)}”.", f"Known are: {known}.")
    return found


def inspect_folder(folder: Path, place: str, consents: Consents, shipped_hash: str = "") -> FoundPlugin:
    """Return the plugin in one folder, with its state.

    shipped_hash : the content that came with the program here, "" for none
    """
    manifest, faults = examine(folder)
    try:
        held = content_hash(folder)
    except DetectorFailed as error:
        manifest, held = None, ""
        faults.append(error.sentence)
    is_shipped = bool(shipped_hash) and held == shipped_hash
    if manifest is None:
        name = folder.name
        return FoundPlugin(name, name, "", "", PluginState.BROKEN, folder, None, tuple(faults), held, place, is_shipped)
    missing = missing_for(manifest)
    if missing:
        state = PluginState.UNAVAILABLE
    elif is_shipped or consents.is_agreed(held):
        state = PluginState.READY
    else:
        state = PluginState.CHANGED if shipped_hash or consents.knows(manifest.detector_id) else PluginState.NEW
    about = (manifest.detector_id, manifest.title, manifest.version, manifest.summary)
    return FoundPlugin(*about, state, folder, manifest, missing, held, place, is_shipped)


def missing_for(manifest: Manifest) -> tuple[str, ...]:
    """Return a sentence for each thing a plugin needs that is not on this computer."""
    missing = []
    if manifest.interpreter and shutil.which(interpreter_of(manifest)) is None:
        missing.append(f"The interpreter “{shortened(manifest.interpreter)}” is not installed.")
    if manifest.engine is Engine.ONNX and not manifest.interpreter and find_spec("onnxruntime") is None:
        missing.append("onnxruntime is not installed; install “eegview[onnx]”.")
    if manifest.engine is Engine.COMMAND and manifest.entry[0] == CONTAINER:
        if not runtimes_here():
            missing.append("No docker, podman or apptainer is installed.")
    elif manifest.engine is Engine.COMMAND:
        program = manifest.entry[0].replace("{plugin}", str(manifest.folder))
        is_here = program == "{python}" or shutil.which(program) or Path(program).is_file()
        if not is_here:
            missing.append(f"The program “{shortened(program)}” is not installed.")
    return tuple(missing)


def _places(consents: Consents) -> Iterator[tuple[Path, str]]:
    for folder in plugin_folders(shipped_folder()):
        yield folder, WITH_THE_PROGRAM
    for folder in plugin_folders(user_plugins()):
        yield folder, "your plugins folder"
    for named in filter(None, os.environ.get(ENVIRONMENT, "").split(os.pathsep)):
        root = Path(named).expanduser()
        for folder in (root,) if (root / MANIFEST).is_file() else plugin_folders(root):
            yield folder, ENVIRONMENT
    for folder in _packaged():
        yield folder, "an installed package"
    for folder in consents.folders:
        if (folder / MANIFEST).is_file():
            yield folder, APPROVED


def _packaged() -> Iterator[Path]:
    """Yield the folders that entry points name: the top package is located, never imported."""
    for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        top, *inner = point.value.split(":")[0].strip().split(".")
        spec = find_spec(top) if top.isidentifier() and top not in sys.builtin_module_names else None
        for root in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(root).joinpath(*inner)
            if (folder / MANIFEST).is_file():
                yield folder
                break


def _real(folder: Path) -> str:
    return os.path.realpath(folder)
