"""Keys as bytes that cannot be read by looking into the file.

This hinders and does not prevent: the way back is in the program, which is open, and needs nothing secret. It keeps a
learner who opens the zip from seeing answers by accident; it is no protection against somebody who wants them.
"""

from __future__ import annotations

import hashlib
import zlib

_HEAD = b"eegview keys 1\n"
_LARGEST_BYTES = 64 * 1024 * 1024


def encoded(text: bytes, set_id: str) -> bytes:
    """Return a text packed and mixed with a stream of bytes that is made from the set's id."""
    packed = zlib.compress(text, 9)
    return _HEAD + _mixed(packed, set_id)


def decoded(content: bytes, set_id: str) -> bytes:
    """Return the text that `encoded` was given.

    Raises
    ------
    ValueError : it is not of this set, is damaged, or unpacks to more than any keys need
    """
    if not content.startswith(_HEAD):
        raise ValueError("no keys")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(_mixed(content[len(_HEAD) :], set_id), _LARGEST_BYTES)
    except zlib.error as error:
        raise ValueError("damaged keys") from error
    if not unpacker.eof:
        raise ValueError("keys without an end")
    return text


def _mixed(content: bytes, set_id: str) -> bytes:
    stream = hashlib.shake_256(b"eegview case set keys 1\n" + set_id.encode()).digest(len(content))
    return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(content), "big")
