"""Check the files that a command or a learned model consists of."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from eegview.detect.faults.fault import Fault
from eegview.detect.manifest import Manifest
from eegview.model.errors import DetectorFailed, UsageError

_OWN = "{plugin}/"


def command_faults(manifest: Manifest) -> Iterator[Fault]:
    """Yield each file of its own folder that a command names and that is not there, or cannot be started."""
    for number, word in enumerate(manifest.entry):
        if _OWN not in word:
            continue
        name = word.split(_OWN, 1)[1]
        path = manifest.folder / name
        if "{" in name:
            continue
        if not path.is_file():
            yield Fault(f"“entry” names the file {name}, which is not in the folder.", "plugin.toml")
        elif number == 0 and os.name == "posix":
            yield from _start_faults(path, name)


def _start_faults(path: Path, name: str) -> Iterator[Fault]:
    if not os.access(path, os.X_OK):
        what = f"it is a command and not executable here; write “chmod +x {name}”, or begin “entry” with “{{python}}”."
        yield Fault(what, name, is_warning=True)
    with path.open("rb") as file:
        begin = file.read(4)
    if begin[:2] != b"#!" and begin != b"\x7fELF" and path.suffix in (".py", ".sh", ".R", ".pl"):
        yield Fault("it is a command and does not begin with “#!” and what runs it.", name, 1)


def model_faults(manifest: Manifest) -> Iterator[Fault]:
    """Yield why a model cannot be used; nothing where onnxruntime is not installed."""
    if find_spec("onnxruntime") is None:
        return
    from eegview.detect.engines.onnx_engine import detector_of

    try:
        detector_of(manifest)
    except (DetectorFailed, UsageError) as error:
        yield Fault(error.sentence, manifest.entry[0])
