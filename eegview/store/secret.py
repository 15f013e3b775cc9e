"""A secret of this account on this computer: random bytes in a file that only it may read, made once."""

import os
import secrets
from pathlib import Path

_BYTES = 32
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other ends of lines


def secret_in(file: Path) -> tuple[bytes, bool]:
    """Return the secret in a file, and whether it had to be made.

    Raises
    ------
    OSError : it can neither be read nor be made
    """
    if file.is_file():
        secret = file.read_bytes()
        if len(secret) == _BYTES:
            return secret, False
        file.replace(file.with_name(f"{file.name}-damaged-{secrets.token_hex(4)}"))
    secret = secrets.token_bytes(_BYTES)
    begun = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        os.write(handle, secret)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(begun, file)  # whole or not at all, and never over another program's
    except FileExistsError:
        return secret_in(file)[0], False
    except OSError:  # a disk that knows no links
        begun.replace(file)
        return secret, True
    finally:
        begun.unlink(missing_ok=True)
    return secret, True
