"""The study that a signed report was made from, as a library or a bundle has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Edit

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class SignedStudy:
    """A study to which a report is compared.

    where : "study library" or "bundle", for sentences
    stored : all marks and records as they stand
    edits : the log, oldest first
    problems : of the log, a sentence each; empty = its chain is whole
    has_recording : the recording's own bytes were read, and have this fingerprint
    """

    fingerprint: str
    where: str
    stored: tuple[Annotation, ...]
    edits: tuple[Edit, ...]
    problems: tuple[str, ...] = ()
    has_recording: bool = False

    @property
    def is_imported(self) -> bool:
        """Whether the log begins with what came from elsewhere, so that the log of the report stayed there."""
        return any(edit.action is Action.IMPORT for edit in self.edits)


def study_in_library(library: Library, fingerprint: str, has_recording: bool = False) -> SignedStudy | None:
    """Return the study as a library has it, None where it knows nothing of the recording.

    Raises
    ------
    LibraryRefused : it cannot be read
    """
    edits = library.edits(fingerprint)
    if not edits:
        return None
    return SignedStudy(
        fingerprint,
        "study library",
        library.annotations(fingerprint),
        edits,
        tuple(library.verify(fingerprint)),
        has_recording,
    )


def study_in_bundle(bundle: Path) -> SignedStudy:
    """Return the study of a bundle, whose files are checked first; a zip is unpacked into a temporary folder.

    Raises
    ------
    UnreadableFile : a file of it is missing or changed, or it is not what its own log says
    """
    import tempfile

    from eegview.app.exchange.bundling import LOG_FILE, check_unbundled, read_unbundled
    from eegview.exchange.bundle import unpack_bundle, verify_bundle
    from eegview.exchange.edit_log import edits_in
    from eegview.model.errors import UnreadableFile

    if bundle.is_dir():
        if problems := verify_bundle(bundle):
            raise UnreadableFile(f"The bundle has been changed: {problems[0]}", "Copy it again from where it was made.")
        check_unbundled(bundle)
        study = read_unbundled(bundle)
        return _of_log(study.fingerprint, edits_in((bundle / LOG_FILE).read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory(prefix="eegview-") as made:
        folder = Path(made) / "bundle"
        unpack_bundle(bundle, folder, check=check_unbundled)
        study = read_unbundled(folder)
        return _of_log(study.fingerprint, study.edits)


def _of_log(fingerprint: str, edits: Sequence[Edit]) -> SignedStudy:
    from eegview.store.checks.verification import replay

    return SignedStudy(fingerprint, "bundle", tuple(replay(edits).values()), tuple(edits), (), True)
