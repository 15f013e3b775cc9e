"""Unpack the samples of one ANT CNT file for another process; run as a script, with the file's path.

The C library that reads the format trusts its bytes: damaged ones make it loop for ever or end the process it runs in.
So it runs in this one, which may end. Nothing of the program is imported here, and nothing of the patient is read.

Written to stdout: a length (8 bytes, little-endian) and a JSON object about the file. Then for each request (two
numbers of 8 bytes: first sample, and the one after the last) a length and as many bytes of float32, samples of all
channels side by side; length -1 says that they cannot be unpacked.
"""

import ctypes
import json
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_MEMORY_BYTES = 8 * 2**30  # damaged numbers make the library ask for anything
_COMPUTING_S = 10  # of the processor, to open a file; a sound one needs 0.1


def main() -> None:
    """Answer requests until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the library prints must not stand between the answers
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from antio import read_cnt

    _limit_computing(_COMPUTING_S)
    cnt = read_cnt(sys.argv[1])
    described = _described(cnt)
    _limit_computing(None)
    _answer(answers, json.dumps(described).encode())
    while len(request := sys.stdin.buffer.read(16)) == 16:
        first, stop = struct.unpack("<qq", request)
        _answer(answers, _samples(cnt, first, stop))


def _limit_computing(more_s: int | None) -> None:
    """Have the system end this process after so much more computing; None for no limit."""
    with suppress(ImportError, ValueError, OSError):
        import resource
        import time

        limit_s = resource.RLIM_INFINITY if more_s is None else int(time.process_time()) + more_s
        resource.setrlimit(resource.RLIMIT_CPU, (limit_s, resource.RLIM_INFINITY))


def _answer(answers: BinaryIO, content: bytes | None) -> None:
    answers.write(struct.pack("<q", -1 if content is None else len(content)) + (content or b""))
    answers.flush()


def _samples(cnt: Any, first: int, stop: int) -> bytes | None:
    try:
        return bytes(cnt.get_samples_as_nparray(first, stop).T.tobytes())
    except (RuntimeError, ValueError, MemoryError):
        return None


def _described(cnt: Any) -> dict[str, Any]:
    """Return channels, rate, number of samples and triggers; texts as Latin-1, so that no byte is lost."""
    from antio.parser import read_info, read_triggers

    labels, units, references, _, _ = read_info(cnt, encoding="latin-1")
    try:
        onsets, durations, texts, _, pauses = read_triggers(cnt)
        triggers = [
            [int(onset), int(length), str(text).encode().decode("latin-1")]
            for onset, length, text in zip(onsets, durations, texts, strict=True)
        ]
        is_lost = False
    except UnicodeDecodeError:
        triggers, pauses = _triggers_in_bytes(sys.argv[1])
        is_lost = triggers is None
    except (RuntimeError, ValueError, AttributeError, TypeError):
        triggers, pauses, is_lost = [], {"start": [], "stop": []}, True
    return {
        "labels": labels,
        "units": units,
        "references": references,
        "rate_hz": cnt.get_sample_frequency(),
        "n_samples": cnt.get_sample_count(),
        "triggers": triggers or [],
        "disconnected": [int(sample) for sample in pauses["start"]],
        "reconnected": [int(sample) for sample in pauses["stop"]],
        "triggers_lost": is_lost,
    }


class _Trigger(ctypes.Structure):
    """What the C library tells of one trigger."""

    _fields_ = (
        ("type", ctypes.c_int32),
        ("code", ctypes.c_int32),
        ("duration", ctypes.c_uint64),
        ("condition", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("video", ctypes.c_char_p),
        ("impedances", ctypes.c_char_p),
    )


def _triggers_in_bytes(path: str) -> tuple[list[list[Any]] | None, dict[str, list[int]]]:
    """Return the triggers where the library's Python part gives up over texts that are not in UTF-8.

    None where the C library has another name, or is part of the Python one.
    """
    import antio

    pauses: dict[str, list[int]] = {"start": [], "stop": []}
    try:
        library = ctypes.CDLL(str(Path(antio.__file__).parent / "libeep" / "libEep.so"))
        read, get = library.libeep_read_with_external_triggers, library.libeep_get_trigger_with_extensions
    except (OSError, AttributeError):
        return None, pauses
    read.argtypes = [ctypes.c_char_p]
    get.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(_Trigger)]
    get.restype = ctypes.c_char_p
    library.libeep_init()
    handle = read(os.fsencode(path))
    triggers: list[list[Any]] = []
    for number in range(library.libeep_get_trigger_count(handle) if handle >= 0 else 0):
        sample, found = ctypes.c_uint64(), _Trigger()
        code = get(handle, number, ctypes.byref(sample), ctypes.byref(found)) or b""
        condition, described = found.condition or b"", found.description or b""
        if described.lower() == b"impedance" and found.impedances:
            triggers.append([sample.value, found.duration, "impedance"])
        elif condition.lower() in (b"amplifier disconnected", b"amplifier reconnected"):
            pauses["start" if condition.lower().endswith(b"disconnected") else "stop"].append(sample.value)
        else:
            text = b"/".join(part for part in (code, condition, described) if part)
            triggers.append([sample.value, found.duration, text.decode("latin-1")])
    return triggers, pauses


if __name__ == "__main__":
    main()
