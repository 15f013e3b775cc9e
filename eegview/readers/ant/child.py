"""Unpack the samples of one ANT CNT file for another process; run as a script, with the file's path.

The C library that reads the format trusts its bytes: damaged ones make it loop for ever or end the process it runs in.
So it runs in this one, which may end. Nothing of the program is imported here, and nothing of the patient is read.

Written to stdout: a length (8 bytes, little-endian) and a JSON object about the file. Then for each request (two
numbers of 8 bytes: first sample, and the one after the last) a length and as many bytes of float32, samples of all
channels side by side; length -1 says that they cannot be unpacked.
"""

import json
import os
import struct
import sys
from contextlib import suppress
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
            [int(onset), int(length), str(text)] for onset, length, text in zip(onsets, durations, texts, strict=True)
        ]
        is_lost = False
    except (RuntimeError, ValueError, AttributeError, TypeError):  # UnicodeDecodeError is a ValueError
        triggers, pauses, is_lost = [], {"start": [], "stop": []}, True
    return {
        "labels": labels,
        "units": units,
        "references": references,
        "rate_hz": cnt.get_sample_frequency(),
        "n_samples": cnt.get_sample_count(),
        "triggers": triggers,
        "disconnected": [int(sample) for sample in pauses["start"]],
        "reconnected": [int(sample) for sample in pauses["stop"]],
        "triggers_lost": is_lost,
    }


if __name__ == "__main__":
    main()
