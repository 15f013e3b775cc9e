"""The reader's key that signs reports: made on first use, in the settings folder, for its owner's eyes only.

The private half never leaves this file but inside a `Signer`, which shows nothing of it; it is in no log, bundle or
report of a fault.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.resources import user_folder
from eegview.exchange.writing import cannot_write
from eegview.model.errors import UsageError
from eegview.model.report.signature import fingerprint_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER, NAME = "keys", "report_signing_key.pem"
SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 8, 200
_MAX_BYTES = 1 << 16
_FILE = re.compile(
    r"eegview report key ([0-9a-f]{64}) (open|locked)\n"
    r"(-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END (?:ENCRYPTED )?PRIVATE KEY-----\n)"
)


class KeyRefused(UsageError):
    """A key cannot be used: damaged, open to others, or the passphrase is another."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The reader's key, as far as anybody may know it.

    public_key : raw Ed25519 key, hex
    is_locked : a passphrase is asked for each time
    """

    public_key: str
    is_locked: bool
    path: Path

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public_key)


class Signer:
    """A key that can sign, while somebody signs."""

    __slots__ = ("_key", "public_key")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw().hex()

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the public key."""
        return fingerprint_of(self.public_key)

    def sign(self, content: bytes) -> str:
        """Return the Ed25519 signature of some bytes, hex."""
        return self._key.sign(content).hex()

    def file_text(self, passphrase: str) -> str:
        """Return the key's file.

        passphrase : locks it; "" = open

        Raises
        ------
        KeyRefused : the passphrase is too short or too long
        """
        from cryptography.hazmat.primitives.serialization import (
            BestAvailableEncryption,
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        if passphrase and not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
            raise KeyRefused(
                "The passphrase is too short or too long.",
                f"Give {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} characters.",
            )
        try:
            lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        except UnicodeEncodeError:
            raise KeyRefused("The passphrase contains a character that cannot be stored.", "Choose another.") from None
        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock).decode("ascii")
        return f"eegview report key {self.public_key} {'locked' if passphrase else 'open'}\n{pem}"

    def __reduce__(self) -> str:
        raise TypeError("a key is never copied out")


def key_path() -> Path:
    """Return where the reader's key lies."""
    return user_folder(FOLDER) / NAME


def own_key(path: Path | None = None) -> OwnKey | None:
    """Return the reader's key, None where none was made yet; no passphrase is needed.

    Raises
    ------
    KeyRefused : the file is damaged, or others may read it
    """
    path = path or key_path()
    found = _read(path)
    return None if found is None else OwnKey(found[0], found[1], path)


def ensure_key(passphrase: str = "", path: Path | None = None) -> OwnKey:
    """Return the reader's key, which is made where there is none.

    passphrase : locks a key that is made now; "" = none

    Raises
    ------
    KeyRefused : the file is damaged, or others may read it; the passphrase is too short
    CannotWrite : the settings folder cannot be written
    """
    path = path or key_path()
    if (found := own_key(path)) is not None:
        return found
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    _write(path, Signer(Ed25519PrivateKey.generate()).file_text(passphrase), is_new=True)
    made = own_key(path)
    assert made is not None
    return made


def unlocked(passphrase: str = "", path: Path | None = None) -> Signer:
    """Return the reader's key, ready to sign.

    Raises
    ------
    KeyRefused : there is none, it is damaged, or the passphrase is another
    """
    path = path or key_path()
    found = _read(path)
    if found is None:
        raise KeyRefused(
            "There is no key for signing yet.", "Make one with “eegview keys make”, or sign in the window."
        )
    return _loaded(found, passphrase)


def set_passphrase(old: str, new: str, path: Path | None = None) -> OwnKey:
    """Lock the key with another passphrase; "" unlocks it for good.

    Raises
    ------
    KeyRefused : the old passphrase is another, or the new one is too short
    """
    path = path or key_path()
    signer = unlocked(old, path)
    _write(path, signer.file_text(new), is_new=False)
    return OwnKey(signer.public_key, bool(new), path)


def export_key(out: Path, passphrase: str, new: str, path: Path | None = None) -> OwnKey:
    """Write the key, locked, to a file that another machine of the same reader can take.

    passphrase : of the key here
    new : of the file, at least 8 characters; an open key never leaves the settings folder

    Raises
    ------
    KeyRefused : a passphrase is another, or too short
    CannotWrite : there is such a file, or the folder cannot be written
    """
    if not new:
        raise KeyRefused("A key is exported only with a passphrase.", "Give one of at least 8 characters.")
    signer = unlocked(passphrase, path)
    if out.exists():
        raise UsageError(f"“{out.name}” already exists.", "Give the name of a new file.")
    _write(out, signer.file_text(new), is_new=True)
    return OwnKey(signer.public_key, True, out)


def import_key(source: Path, passphrase: str, new: str = "", path: Path | None = None) -> OwnKey:
    """Import a key that `export_key` wrote; one that is here already is never replaced.

    new : locks the key here; "" = none

    Raises
    ------
    KeyRefused : it is no key, the passphrase is another, or there is a key here already
    """
    path = path or key_path()
    found = _read(source, is_private=False)
    if found is None:
        raise KeyRefused(f"“{source.name}” is missing.", "Export the key on the other machine first.")
    signer = _loaded(found, passphrase)
    here = own_key(path)
    if here is not None and here.public_key != signer.public_key:
        raise KeyRefused(
            "There is a key here already, and reports may be signed with it.",
            f"Move “{path.name}” out of the folder “{path.parent.name}” of your settings first, and keep it.",
        )
    if here is None:
        _write(path, signer.file_text(new), is_new=True)
    return OwnKey(signer.public_key, bool(new) if here is None else here.is_locked, path)


def is_signed_by(public_key: str, signature: str, content: bytes) -> bool:
    """Whether a signature of some bytes was made with the private half of a public key; both are hex."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _loaded(found: tuple[str, bool, str], passphrase: str) -> Signer:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    public_key, is_locked, text = found
    if is_locked and not passphrase:
        raise KeyRefused("The key that signs reports is locked.", "Enter its passphrase.")
    try:
        key = load_pem_private_key(text.encode("ascii"), passphrase.encode() if is_locked else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if is_locked:
            raise KeyRefused("The passphrase does not open the key.", "Enter it again.") from None
        raise _damaged() from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _damaged()
    signer = Signer(key)
    if signer.public_key != public_key:
        raise _damaged()
    return signer


def _read(path: Path, is_private: bool = True) -> tuple[str, bool, str] | None:
    """Return public key, whether locked, and the PEM text of a key's file; None where there is none."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyRefused(f"The key for signing cannot be read: {error.strerror}.", "Check its file.") from None
    found = _FILE.fullmatch(content.decode("ascii", "replace").replace("\r\n", "\n"))
    if found is None or (found[2] == "locked") != ("ENCRYPTED" in found[3]):
        raise _damaged()
    if is_private and os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(
            "Others on this computer may read the key that signs your reports, so it is not used.",
            f"Allow only yourself to read “{path.name}” in the folder “{FOLDER}” of your settings (chmod 600).",
        )
    return found[1], found[2] == "locked", found[3]


def _write(path: Path, text: str, is_new: bool) -> None:
    """Write a key's file with mode 0600 in one step; an existing one is replaced only where `is_new` is False."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".eegview-", dir=path.parent)  # mode 0600 from the first byte on
        temporary = Path(name)
        with open(handle, "w", encoding="ascii", newline="\n") as file:  # noqa: PTH123 - a handle has no path
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if not is_new:
            temporary.replace(path)
        else:
            with contextlib.suppress(FileExistsError):  # another window made one meanwhile: that one holds
                os.link(temporary, path)
    except OSError as error:
        raise cannot_write(path.name, error) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _damaged() -> KeyRefused:
    return KeyRefused(
        "The file of the key that signs reports is damaged, or is not a key of eegview.",
        "Restore it from a backup, or import the key from another machine.",
    )
