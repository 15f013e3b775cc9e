"""Whether a reader reads a study blind, from its records alone.

A study can ask for it: then a reader sees no other layer, no suggestion of a detector and no note of the file until
their own layer is signed. Whoever looks earlier says why, is recorded, and sees all from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.signature import SIGNATURE_TERM, Signature, latest_signatures, valid_signatures
from eegview.model.study.blind_reading import BLIND_TERMS, BlindSetting, EarlyLook, blind_settings, early_looks

# All that decides it: an edit of another term changes nobody's sight.
SIGHT_TERMS = BLIND_TERMS | {SIGNATURE_TERM}


@dataclass(frozen=True, slots=True)
class Blindness:
    """How one reader stands to the blind reading of a study.

    viewer : the reader, "" where nobody is named, who has signed nothing
    settings : how it was set and lifted, oldest first; empty = never
    signed_utc : when the reader's own layer was signed last, ISO 8601; "" = it is not signed
    look : the reader's early look, None for none
    others_signed : names of the other layers that are signed
    first_signed_utc : when it was signed first: from then on its reader saw everything
    is_changed_since : what was signed last is not what was signed first
    """

    viewer: str
    settings: tuple[BlindSetting, ...] = ()
    signed_utc: str = ""
    look: EarlyLook | None = None
    others_signed: tuple[str, ...] = ()
    first_signed_utc: str = ""
    is_changed_since: bool = False

    @property
    def setting(self) -> BlindSetting | None:
        """Return the setting that holds now, None where it was never set."""
        return self.settings[-1] if self.settings else None

    @property
    def first_asked_utc(self) -> str:
        """Return when blind reading was asked for first, ISO 8601; "" = never."""
        return next((setting.at_utc for setting in self.settings if setting.is_asked), "")

    @property
    def is_asked(self) -> bool:
        """Whether the study asks for blind reading now."""
        return self.setting is not None and self.setting.is_asked

    @property
    def is_blind(self) -> bool:
        """Whether the reader may see nothing of others now."""
        return self.is_asked and not self.signed_utc and self.look is None


NOT_BLIND = Blindness("")


def blindness_of(records: Iterable[Annotation], viewer: str | None) -> Blindness:
    """Return how a reader stands to the blind reading of a study.

    Parameters
    ----------
    records : everybody's, those of `SIGHT_TERMS` among them
    viewer : None = nobody is named: such a one has signed nothing
    """
    held = tuple(record for record in records if record.term_id in SIGHT_TERMS)
    settings = blind_settings(held)
    if not settings:  # of most studies: nothing else is looked at
        return Blindness(viewer or "")
    signatures = latest_signatures(held)
    is_reader = viewer not in (FINAL_LAYER, FILE_LAYER, "", None)
    own: tuple[Signature, ...] = ()
    if is_reader:
        own = tuple(signature for signature in valid_signatures(held) if signature.layer == viewer)
    others = tuple(sorted(layer for layer in signatures if layer != viewer))
    look = early_looks(held).get(viewer) if viewer else None
    if not own:
        return Blindness(viewer or "", settings, "", look, others)
    is_changed = own[0].marks_hash != own[-1].marks_hash
    return Blindness(viewer or "", settings, own[-1].at_utc, look, others, own[0].at_utc, is_changed)


def is_blind(records: Iterable[Annotation], viewer: str | None) -> bool:
    """Whether a reader may see nothing of others now; see `blindness_of`."""
    return blindness_of(records, viewer).is_blind
