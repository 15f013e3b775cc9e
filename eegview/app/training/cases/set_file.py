"""Write a case set as one file."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.training.cases import archive
from eegview.app.training.cases.encoding import encoded
from eegview.app.training.cases.json_shapes import description_text, keys_text, read_description, read_keys
from eegview.app.training.cases.set_facts import SUFFIX, SetFacts
from eegview.app.training.cases.set_signature import signature_bytes, signed
from eegview.exchange.writing import whole_file
from eegview.model.errors import UsageError
from eegview.model.recording import Progress, no_progress
from eegview.model.training.key import Key

if TYPE_CHECKING:
    from eegview.app.report.signing.keys import Signer

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # a member's time would say when a clip was cut


def write_case_set(
    out: Path,
    facts: SetFacts,
    keys: Sequence[Key],
    clips: Mapping[str, tuple[Path | None, Path | None]],
    signer: Signer | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a set; an older file of this name stays until the new one is whole.

    Parameters
    ----------
    facts : with its items
    keys : one for each item
    clips : EDF (None of film alone) and video (None where it has none) of each item, without identity already
    signer : the maker's key; None writes a set that is not signed

    Raises
    ------
    UsageError : the name does not end in .eegcases, or the set could not be opened again
    CannotWrite, Cancelled : an older file is untouched
    """
    if out.suffix != SUFFIX:
        raise UsageError("A case set's name ends in .eegcases.", f"Name it “{out.stem}{SUFFIX}”.")
    description, answers = _checked(facts, keys)
    digests: dict[str, str] = {}
    with whole_file(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:

        def add(name: str, content: bytes) -> None:
            held.writestr(_member(name), content)
            digests[name] = hashlib.sha256(content).hexdigest()

        add(archive.DESCRIPTION, description)
        for n_done, item in enumerate(facts.items):
            progress(n_done / len(facts.items))
            eeg, video = clips[item.item_id]
            if eeg is not None:
                digests[archive.eeg_name(item.item_id)] = _add_file(held, archive.eeg_name(item.item_id), eeg)
            if video is not None:
                name = archive.video_name(item.item_id)
                digests[name] = _add_file(held, name, video, is_packed=True)
        add(archive.KEYS, encoded(answers, facts.set_id))
        signature = signed(digests, signer, facts.maker, facts.made_utc)
        held.writestr(_member(archive.SIGNATURE), signature_bytes(signature))
    progress(1.0)


def _checked(facts: SetFacts, keys: Sequence[Key]) -> tuple[bytes, bytes]:
    """Return the texts of description and keys; what could not be read again is not written."""
    try:
        description, answers = description_text(facts), keys_text(facts.set_id, keys)
        read_keys(answers, read_description(description))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"The case set cannot be written: what it holds does not fit the format ({error}).",
            "Shorten title and notes, or leave out the items whose notes or marks are unusual.",
        ) from None
    return description, answers


def _add_file(held: zipfile.ZipFile, name: str, source: Path, is_packed: bool = False) -> str:
    member = _member(name)
    if is_packed:
        member.compress_type = zipfile.ZIP_STORED
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        with held.open(member, "w") as out:
            shutil.copyfileobj(file, out, 1 << 20)
    return digest


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
