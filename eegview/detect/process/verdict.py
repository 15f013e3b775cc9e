"""Make the sentences that a person reads when a detector did not come to its end."""

import signal

from eegview.detect.manifest import Limits, Manifest
from eegview.detect.toml_table import shortened

_SIGNALS = {
    "SIGSEGV": "invalid memory access",
    "SIGABRT": "it aborted",
    "SIGKILL": "killed from outside, possibly for lack of memory",
    "SIGTERM": "ended from outside",
    "SIGFPE": "arithmetic error",
    "SIGILL": "illegal instruction",
    "SIGBUS": "bus error",
}


def crashed(code: int | None) -> str:
    """Return the sentence for a process that ended, or closed its line (`code` None), without its last message."""
    if code is None:
        return "The detector closed its connection to the program but kept running, so it was stopped."
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        why = f" ({_SIGNALS[name]})" if name in _SIGNALS else ""
        return f"The detector's process crashed with {name}{why}."
    return f"The detector's process ended with code {code} before it reported that it was done."


def stopped_with(was_killed: bool = False) -> str:
    """Return the sentence for a run that a person stopped."""
    return "Stopped; it did not stop on request and was ended." if was_killed else "Stopped."


def over_time(longest_s: float) -> str:
    """Return the sentence for a run that took longer than `longest_s`."""
    return f"It took longer than {_minutes(longest_s)} and was stopped; its manifest sets that limit."


def silent(silence_s: float) -> str:
    """Return the sentence for a run without a message for `silence_s`."""
    return f"The detector did not respond for {_seconds(silence_s)} and was stopped."


def over_memory(limits: Limits, held_mib: float | None) -> str:
    """Return the sentence for too much memory; `held_mib` None where an allocation was refused at once."""
    limit = f"{limits.memory_mib:.0f} MiB"
    if held_mib is None:
        return f"The detector asked for far more memory than its limit of {limit}."
    return f"The detector held {held_mib:.0f} MiB of memory, more than its limit of {limit}, and was ended."


def unable_to_start(manifest: Manifest, error: OSError) -> str:
    """Return the sentence for a process that could not be started."""
    what = f"the interpreter “{shortened(manifest.interpreter)}”" if manifest.interpreter else "its process"
    return f"The detector could not be started: {what}: {(error.strerror or 'refused').lower()}."


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else _seconds(seconds)


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:g} s"
