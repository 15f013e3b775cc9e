"""A published SzCORE container as a detector: a folder like that of any other, made from the image that is here.

SzCORE's containers (Dan et al. 2024; epilepsybenchmarks.com) read one EDF file in /data and write one table of seizures
into /output; the names of both come in the variables INPUT and OUTPUT.
"""

import hashlib
import json
import re
import shutil
import tempfile
import tomllib
from pathlib import Path

from eegview.detect.consent import Consents
from eegview.detect.containers.image import ContainerImage, ImageAbsent, image_here, pull
from eegview.detect.containers.runtime import IMAGE_FILE, Runtime, runtime_for
from eegview.detect.content import content_hash
from eegview.detect.discovery import FoundPlugin, inspect_folder, user_plugins
from eegview.detect.engines.command_options import CONTAINER, SZCORE_WORDS
from eegview.detect.manifest_file import MANIFEST
from eegview.model.errors import DetectorFailed, UsageError

_MADE = "# Made by “eegview detect --szcore”"
_API = 7
_SECONDS_PER_HOUR = 3600.0  # networks without a graphics card take long
_HOST_MIB = 64000.0  # the container has a limit of its own, and with some runtimes is a child of ours
_LONGEST_ID = 40


def szcore_detector(reference: str, may_pull: bool = False, runtime: str = "") -> FoundPlugin:
    """Return the detector that runs an image; naming the image is the consent to run exactly its content.

    Parameters
    ----------
    reference : name of an image, or an image file (.sif)
    may_pull : fetch it where it is not here
    runtime : program that runs it, "" = the first that can

    Raises
    ------
    UsageError : no program runs it here, it is not here and may not be fetched, or its place is taken
    DetectorFailed : the program does not answer, or the folder cannot be written
    Cancelled : the person stopped the fetching
    """
    program = runtime_for(reference, runtime)
    try:
        image = image_here(reference, program)
    except ImageAbsent:
        if not may_pull or program.runs_files:
            raise
        pull(reference, program)
        image = image_here(reference, program)
    folder = _written(image, program)
    consents = Consents()
    held = content_hash(folder)
    if not consents.is_agreed(held):
        consents.agree(held, folder.name, folder)
    return inspect_folder(folder, "your plugins folder", consents)


def detector_id_of(reference: str) -> str:
    """Return the id of an image's detector, whatever its tag: `szcore_someone_seizures`."""
    name = reference.rpartition("/")[2] if reference.endswith(".sif") else reference.partition("@")[0]
    name = name.removesuffix(".sif")
    last = name.rpartition("/")[2]
    name = name.removesuffix(f":{last.partition(':')[2]}") if ":" in last else name
    parts = [part for part in name.split("/") if "." not in part and ":" not in part] or [last]
    words = re.sub(r"[^a-z0-9]+", "_", "_".join(parts).casefold()).strip("_")
    found = f"szcore_{words}"
    if len(found) > _LONGEST_ID:
        found = f"{found[: _LONGEST_ID - 7].rstrip('_')}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    return found


def _folder_of(image: ContainerImage) -> Path:
    """Return the folder of an image's detector; where another image of the same name has it, one with a hash."""
    plain = user_plugins() / detector_id_of(image.reference)
    mine = _source(image.reference, image.run_as)
    digits = hashlib.sha256(mine.encode()).hexdigest()[:6]
    own = plain.with_name(f"{plain.name[: _LONGEST_ID - 7].rstrip('_')}_{digits}")
    return own if own.exists() or _source_in(plain) not in ("", mine) else plain


def _source(reference: str, run_as: str) -> str:
    """Return where an image is from, whatever its tag: the path of a file, or the registry's place."""
    if run_as.endswith(IMAGE_FILE):
        return run_as
    name = reference.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}".removeprefix("docker.io/")


def _source_in(folder: Path) -> str:
    """Return where the image of a folder made here is from, "" where there is none or it does not say."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        held = tomllib.loads(text) if text.startswith(_MADE) else {}
        choices = next(one["choices"] for one in held["parameters"] if one["name"] == "image")
        return _source(str(choices[0][1]), str(held["entry"][1]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, StopIteration):
        return ""


def _written(image: ContainerImage, runtime: Runtime) -> Path:
    """Write the folder of an image's detector, and return it; what is there already in these words stays.

    Raises
    ------
    UsageError : a detector of somebody else is there
    DetectorFailed : it cannot be written
    """
    folder = _folder_of(image)
    texts = {MANIFEST: manifest_text(image, runtime, folder.name), "page.md": _page(image)}
    try:
        if folder.exists():
            old = folder / MANIFEST
            if not old.is_file() or not old.read_text(encoding="utf-8", errors="replace").startswith(_MADE):
                raise UsageError(
                    f"Your plugins folder holds a detector “{folder.name}” that was not made from an image.",
                    "Give that folder another name.",
                )
            if all((folder / name).read_text(encoding="utf-8") == text for name, text in texts.items()):
                return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".szcore-", dir=folder.parent) as begun:
            made = Path(begun) / "made"
            made.mkdir()
            for name, text in texts.items():
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            if folder.exists():
                folder.rename(Path(begun) / "old")
            shutil.move(made, folder)
    except OSError as error:
        why = (error.strerror or "the disk could not be accessed").lower()
        raise DetectorFailed(f"The container's detector cannot be kept: {why}.", "Check your plugins folder.") from None
    return folder


def manifest_text(image: ContainerImage, runtime: Runtime, detector_id: str) -> str:
    """Return the plugin.toml of an image's detector."""
    name = image.reference.partition("@")[0].rpartition("/")[2]
    tag = re.sub(r"[^0-9A-Za-z.\-]", "", image.tag)[:18]
    version = f"{tag}+{image.digest[:12]}" if tag and tag[0].isalnum() else image.digest[:12]
    return f"""{_MADE}; a newer image replaces it.
id = {_quoted(detector_id)}
title = {_quoted(f"{name.partition(':')[0]}, SzCORE container"[:80])}
version = {_quoted(version)}
api = {_API}
summary = "A published detector of seizures in a container of its own, without network."
engine = "command"
entry = [{_quoted(CONTAINER)}, {_quoted(image.run_as)}]
terms = ["seizure", "spasm"]
page = "page.md"

[command]
form = "szcore"
terms = {_quoted(SZCORE_WORDS)}

[limits]
silence_s = 120.0
seconds_per_hour = {_SECONDS_PER_HOUR}
memory_mib = {_HOST_MIB}

[[parameters]]
name = "image"
label = "Image"
type = "choice"
default = {_quoted(image.pinned)}
choices = [[{_quoted(image.pinned)}, {_quoted(image.reference)}]]
help = "The content that runs, by its digest."

[[parameters]]
name = "runtime"
label = "Runtime"
type = "choice"
default = {_quoted(runtime.name)}
choices = [[{_quoted(runtime.name)}, {_quoted(runtime.name)}]]

[[parameters]]
name = "memory_mib"
label = "Memory of the container"
type = "whole"
default = 8000
minimum = 0
maximum = 60000
unit = "MiB"
help = "0 = no limit, for computers where a container can have none."

[[parameters]]
name = "cpus"
label = "Processors of the container"
type = "whole"
default = 2
minimum = 0
maximum = 256
help = "0 = all there are."
"""


def _page(image: ContainerImage) -> str:
    return f"""# {image.reference.rpartition("/")[2]}

For research and education only; its suggestions are for a person to decide on, and no diagnosis.

## Method

A published container, run as it is: `{image.pinned}`.
It is given the 19 electrodes of the 10-20 system to their common average at 256 Hz, as SzCORE's standard has them, in a
file that names nobody, and has no network. What it calls a seizure is listed as one; its own words for spasms as
spasms. What is inside the container, its authors say.

## Evidence

None is known here. “eegview evaluate --szcore” measures it on recordings of your own.

## Limits

Most published detectors were made for seizures of adults and children in epilepsy monitoring, which last tens of
seconds. A spasm lasts one: do not expect such a detector to find single spasms. A gap of the recording is a flat line
in the file. How sure it was is known only where its table says so; elsewhere every suggestion has the score 0.5.
"""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)
