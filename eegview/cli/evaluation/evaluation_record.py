"""What the results of an evaluation depend on: versions, the detector's code, and the command that gives them again."""

import hashlib
import shlex
from collections.abc import Sequence
from pathlib import Path

from eegview import __version__
from eegview.app.evaluation.archive.jobs import ArchiveOrder
from eegview.app.evaluation.measured import DataStatement
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.detect.content import files_of
from eegview.detect.manifest import Manifest

NO_SEEDS = "none"


def versions(manifest: Manifest, has_simulated: bool) -> tuple[tuple[str, str], ...]:
    """Return (name, version) of everything the results depend on."""
    from eegview.detect.code_hash import code_hash as program_hash
    from eegview.simulate.plan import SIMULATOR_VERSION

    return (
        ("eegview", __version__),
        *((("simulator", str(SIMULATOR_VERSION)),) if has_simulated else ()),
        (manifest.detector_id, manifest.version),
        ("plugin code", code_hash(manifest.folder)[:16]),
        ("program code", program_hash()[:16]),
    )


def code_hash(folder: Path) -> str:
    """Return the hex SHA-256 over a plugin's files without its pages, among which a table of results may lie."""
    digest = hashlib.sha256()
    for file in files_of(folder):
        if not file.name.endswith(".md"):
            digest.update(f"{file.name} {hashlib.sha256(file.path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def command_text(
    detector: str,
    seeds: str,
    hours: float,
    order: ArchiveOrder,
    term: str,
    threshold: float | None,
    tolerance: float,
    settings: Sequence[str],
    stated: DataStatement,
    image: str = "",
    szcore: bool = False,
) -> str:
    """Return the command that gives the report again, without paths of this machine and names of anybody."""
    arguments = [
        "eegview",
        "evaluate",
        *(("--image", Path(image).name if image.endswith(".sif") else image) if image else ("--detector", detector)),
    ]
    arguments += ["--szcore"] * szcore
    arguments += ["--seeds", seeds, *(["--hours", f"{hours:g}"] if seeds != NO_SEEDS else [])]
    for option, n, instead in (
        ("--recordings", len(order.recordings), "RECORDINGS"),
        ("--truth", len(order.truths), "TRUTH"),
        ("--patients", order.patients is not None, "TABLE"),
        ("--layer", bool(order.layer), "LAYER"),
    ):
        arguments += [option, instead] * n
    arguments += ["--notes"] * order.takes_notes
    arguments += ["--no-events"] * (order.holds_none and bool(order.truths or order.takes_notes))
    arguments += ["--term", term] * bool(term)
    arguments += ["--threshold", f"{threshold:g}"] if threshold is not None else []
    arguments += ["--tolerance", f"{tolerance:g}"] if tolerance != SAME_EVENT_S else []
    arguments += [argument for setting in settings for argument in ("--set", setting)]
    arguments += ["--data", stated.data] * bool(stated.data)
    arguments += ["--looks", str(stated.looks)] if stated.looks is not None else []
    arguments += ["--fitted", stated.fitted] if stated.fitted is not None else []
    return shlex.join([*arguments, "-o", "FILE.md"])
