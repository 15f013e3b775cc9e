"""An opened case set: its items, and one at a time their EEG, video and key."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from eegview.app.report.signing.trusted_keys import known_keys
from eegview.app.training.cases import archive
from eegview.app.training.cases.encoding import decoded
from eegview.app.training.cases.json_shapes import VERSION, format_version, read_description, read_keys
from eegview.app.training.cases.set_facts import SetFacts
from eegview.app.training.cases.set_signature import SetSignature, read_signature
from eegview.exchange.writing import cannot_write
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.training.item import Item
from eegview.model.training.key import Key
from eegview.model.training.question import Question

_SHAPE_ERRORS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class CaseSet:
    """A set of items as a session asks them; use it as a context manager, or call `close`.

    Any thread may ask for a recording or a video: each asks the file anew.
    """

    def __init__(
        self, path: Path, facts: SetFacts, keys: Mapping[str, Key], signature: SetSignature, folder: Path
    ) -> None:
        self.path = path
        self.facts = facts
        self.signature = signature
        self._keys = dict(keys)
        self._items = {item.item_id: item for item in facts.items}
        self._folder = folder

    def __enter__(self) -> CaseSet:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def set_id(self) -> str:
        return self.facts.set_id

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def maker(self) -> str:
        return self.facts.maker

    @property
    def made_utc(self) -> str:
        return self.facts.made_utc

    @property
    def is_simulated(self) -> bool:
        """Whether every item is from the simulator."""
        return self.facts.is_simulated

    @property
    def teaches_layers(self) -> bool:
        """Whether EEG, video and history are shown one after the other."""
        return self.facts.teaches_layers

    @property
    def post_unlock_after(self) -> int:
        return self.facts.post_unlock_after

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.facts.questions

    @property
    def items(self) -> tuple[Item, ...]:
        return self.facts.items

    @property
    def is_signature_valid(self) -> bool:
        """Whether its maker signed it; a set with a signature that does not hold is never opened."""
        return self.signature.is_signed

    @property
    def signature_text(self) -> str:
        """Return who signed the set, and whether this key is known here."""
        if not self.signature.is_signed:
            return "Not signed."
        known = known_keys().get(self.signature.fingerprint)
        whose = f"known here as {known}" if known else "a key that is not among those you know"
        return f"Signed by {self.signature.printed_name}, key {self.signature.fingerprint}: {whose}."

    def item(self, item_id: str) -> Item:
        """Return an item.

        Raises
        ------
        UsageError : the set has no such item
        """
        found = self._items.get(item_id)
        if found is None:
            raise UsageError("This case set has no such item.", "Open the set that the item is of.")
        return found

    def key_of(self, item_id: str) -> Key:
        """Return the experts' answer to an item; ask for it only once the learner has answered."""
        self.item(item_id)
        return self._keys[item_id]

    def recording(self, item_id: str) -> Path | None:
        """Return the EDF file of an item, taken out of the set; None where it is film alone.

        Raises
        ------
        UnreadableFile : the set is gone, damaged, or was altered
        """
        return None if self.item(item_id).is_film else self._taken_out(archive.eeg_name(item_id))

    def video(self, item_id: str) -> Path | None:
        """Return the video of an item, None where it has none; see `recording`."""
        return self._taken_out(archive.video_name(item_id)) if self.item(item_id).has_video else None

    def check(self) -> None:
        """Read every member and compare it with its digest.

        Raises
        ------
        UnreadableFile : one is damaged or was altered
        """
        with archive.opened(self.path) as held:
            for name in self.signature.digests:
                with tempfile.TemporaryFile() as file:
                    self._compare(name, archive.unpack(held, name, file))

    def close(self) -> None:
        """Remove what was taken out of the file."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _taken_out(self, name: str) -> Path:
        out = self._folder / name.replace("/", "_")
        if out.exists():
            return out
        with archive.opened(self.path) as held:
            try:
                handle = tempfile.NamedTemporaryFile(dir=self._folder, delete=False)  # noqa: SIM115 - renamed below
            except OSError as error:
                raise cannot_write(out.name, error) from None
            with handle as file:
                digest = archive.unpack(held, name, file)
        begun = Path(handle.name)
        try:
            self._compare(name, digest)
        except UnreadableFile:
            begun.unlink()
            raise
        return begun.replace(out)

    def _compare(self, name: str, digest: str) -> None:
        if self.signature.digests[name] != digest:
            raise archive.altered(self.path)


def open_case_set(path: Path, folder: Path) -> CaseSet:
    """Open a case set; its description, keys and signature are checked, its clips each when they are taken out.

    folder : where a private folder is made for clips that are taken out; gone once the set is closed

    Raises
    ------
    UnreadableFile : it is missing, foreign, damaged, of a newer program, or was altered after it was made
    CannotWrite : the folder cannot be written
    """
    with archive.opened(path) as held:
        names = set(held.namelist())
        texts = {
            name: archive.read_small(held, name) for name in (archive.DESCRIPTION, archive.KEYS, archive.SIGNATURE)
        }
    try:
        if format_version(texts[archive.DESCRIPTION]) > VERSION:
            raise UnreadableFile(
                f"The case set “{path.name}” was made by a newer version of eegview.", "Update eegview to open it."
            )
        signature = read_signature(texts[archive.SIGNATURE])
        if signature.is_signed and not signature.is_valid:
            raise archive.altered(path)
        for name in (archive.DESCRIPTION, archive.KEYS):
            if signature.digests[name] != hashlib.sha256(texts[name]).hexdigest():
                raise archive.altered(path)
        facts = read_description(texts[archive.DESCRIPTION])
        keys = read_keys(decoded(texts[archive.KEYS], facts.set_id), facts)
    except _SHAPE_ERRORS:
        raise archive.damaged(path) from None
    wanted = {archive.DESCRIPTION, archive.KEYS} | {
        archive.eeg_name(item.item_id) for item in facts.items if not item.is_film
    }
    wanted |= {archive.video_name(item.item_id) for item in facts.items if item.has_video}
    if set(signature.digests) != wanted or names != wanted | {archive.SIGNATURE}:
        raise archive.damaged(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        private = Path(tempfile.mkdtemp(prefix="cases-", dir=folder))
    except OSError as error:
        raise cannot_write(folder.name, error) from None
    return CaseSet(path, facts, keys, signature, private)
