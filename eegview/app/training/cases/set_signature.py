"""Who made a case set: digests of all its members, and the maker's Ed25519 signature over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from eegview.app.report.signing.keys import is_signed_by
from eegview.app.training.cases.json_shapes import json_bytes, loaded
from eegview.model.report.signature import fingerprint_of

if TYPE_CHECKING:
    from eegview.app.report.signing.keys import Signer

_DOMAIN = b"eegview case set 1\n"  # so that a key's signature can never pass for one of a report
_HASH, _SIGNED = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class SetSignature:
    """The digests of a set, and who vouches for them.

    digests : hex SHA-256 by member, all but the signature itself
    printed_name : of who signed, or a pseudonym; "" where nobody did
    public_key, signature : hex; "" where nobody signed
    """

    digests: Mapping[str, str]
    printed_name: str = ""
    at_utc: str = ""
    public_key: str = ""
    signature: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed."""
        return bool(self.signature)

    @property
    def is_valid(self) -> bool:
        """Whether somebody signed, and the signature is of these digests."""
        return self.is_signed and is_signed_by(self.public_key, self.signature, self._signed_bytes)

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the maker's key, "" where nobody signed."""
        return fingerprint_of(self.public_key) if self.public_key else ""

    @property
    def _signed_bytes(self) -> bytes:
        return _DOMAIN + signature_bytes(replace(self, signature=""))


def signed(digests: Mapping[str, str], signer: Signer | None, printed_name: str, at_utc: str) -> SetSignature:
    """Return the signature of a set; without a signer only its digests."""
    digests = dict(sorted(digests.items()))
    if signer is None:
        return SetSignature(digests)
    unsigned = SetSignature(digests, printed_name, at_utc, signer.public_key)
    return replace(unsigned, signature=signer.sign(_DOMAIN + signature_bytes(unsigned)))


def signature_bytes(signature: SetSignature) -> bytes:
    """Return a signature as JSON in one fixed form."""
    return json_bytes(
        {
            "digests": dict(signature.digests),
            "printed_name": signature.printed_name,
            "at_utc": signature.at_utc,
            "public_key": signature.public_key,
            "signature": signature.signature,
        }
    )


def read_signature(text: bytes) -> SetSignature:
    """Return the signature that a text holds.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError : it holds none
    """
    held: dict[str, Any] = loaded(text)
    found = SetSignature(
        dict(held["digests"]), *(held[name] for name in ("printed_name", "at_utc", "public_key", "signature"))
    )
    is_sound = all(isinstance(one, str) and _HASH.fullmatch(one) for one in found.digests.values())
    if not is_sound or signature_bytes(found) != text:
        raise ValueError("no signature")
    if found.signature and not (
        _SIGNED.fullmatch(found.signature) and _HASH.fullmatch(found.public_key) and found.printed_name.isprintable()
    ):
        raise ValueError("no signature")
    return found
