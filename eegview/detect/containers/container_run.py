"""One run of a container: the words that start it and end it, and what says that it may still run.

A service may run the container, so that it is no child of ours. The engine writes down what it started in the run's own
folder, and the host ends what is still written there, however the detector's process ended.
"""

import re
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eegview.detect.containers.image import ABSENT
from eegview.detect.containers.runtime import Runtime, runtimes_here

DATA, OUTPUT = "/data", "/output"  # where SzCORE's containers look
_PLACE = "container"
_NAME = re.compile(r"eegview-[0-9a-f]{16}")
_END_WITHIN_S = 5.0
_TRIES, _BETWEEN_TRIES_S = 3, 0.5  # a service may still be starting what its killed client asked for
_WIDENING = ("APPTAINER", "SINGULARITY")  # as APPTAINER_BIND and SINGULARITYENV_X: more folders, more variables
_KEPT = re.compile(r"(APPTAINER|SINGULARITY)_\w*(CACHEDIR|TMPDIR)")
_MOST_PROCESSES = 1024


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """The most that a container may use; 0 = no limit of its own."""

    memory_mib: int = 8000
    cpus: int = 2


@dataclass(frozen=True, slots=True)
class ContainerRun:
    """A container over two folders: one to read, one to write.

    name : what the runtime calls it, `eegview-` and 16 hexadecimal digits
    variables : (name, value) in its environment
    """

    runtime: Runtime
    image: str
    name: str
    data: Path
    output: Path
    variables: tuple[tuple[str, str], ...] = ()
    limits: ContainerLimits = ContainerLimits()

    def words(self) -> list[str]:
        """Return the command that runs it: no network, the data read-only, no image fetched, gone afterwards."""
        return self._file_words() if self.runtime.runs_files else self._stored_words()

    def _stored_words(self) -> list[str]:
        words = [self.runtime.program, "run", "--rm", "--name", self.name, "--pull", "never", "--network", "none"]
        words += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "label=disable"]
        words += ["--pids-limit", str(_MOST_PROCESSES)]
        if self.limits.memory_mib:
            words += ["--memory", f"{self.limits.memory_mib}m", "--memory-swap", f"{self.limits.memory_mib}m"]
        if self.limits.cpus:
            words += ["--cpus", str(self.limits.cpus)]
        for name, value in self.variables:
            words += ["-e", f"{name}={value}"]
        words += ["--mount", f"type=bind,source={self.data},target={DATA},readonly"]
        words += ["--mount", f"type=bind,source={self.output},target={OUTPUT}"]
        return [*words, self.image]

    def _file_words(self) -> list[str]:
        words = [self.runtime.program, "run", "--containall", "--no-privs", "--net", "--network", "none"]
        if self.limits.memory_mib:
            words += ["--memory", f"{self.limits.memory_mib}m"]
        if self.limits.cpus:
            words += ["--cpus", str(self.limits.cpus)]
        for name, value in self.variables:
            words += ["--env", f"{name}={value}"]
        words += ["--bind", f"{self.data}:{DATA}:ro", "--bind", f"{self.output}:{OUTPUT}"]
        return [*words, self.image]

    def environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the variables that the runtime itself is given: none that would widen what the container may do."""
        if not self.runtime.runs_files:
            return dict(environment)
        return {
            name: value
            for name, value in environment.items()
            if not name.startswith(_WIDENING) or _KEPT.fullmatch(name)
        }

    def note_started(self, scratch: Path) -> None:
        """Write down that it may run from now on; a container that is our own child needs no such note."""
        if not self.runtime.runs_files:
            (scratch / _PLACE).write_text(f"{self.runtime.name} {self.name}", encoding="ascii")


def note_ended(scratch: Path) -> None:
    """Write down that the container of this run has ended."""
    (scratch / _PLACE).unlink(missing_ok=True)


def kill_left(scratch: Path) -> None:
    """Kill the container that is written down in a run's folder, if any; it stays there unless it was killed."""
    runtime, name = _left(scratch)
    if runtime is not None:
        killed = runtime.asked(["kill", name], _END_WITHIN_S)
        if killed is not None and killed.returncode == 0:
            note_ended(scratch)


def end_left(scratch: Path, pause: Callable[[float], None] = time.sleep) -> str:
    """End the container that is still written down in a run's folder, once the runtime's client is dead.

    Parameters
    ----------
    pause : waits between tries (s)

    Returns
    -------
    sentence that it may still run and how to end it, "" where it is gone
    """
    runtime, name = _left(scratch)
    if runtime is None:
        return ""
    is_gone = False
    for number in range(_TRIES):
        if number:
            pause(_BETWEEN_TRIES_S)
        removed = runtime.asked(["rm", "-f", name], _END_WITHIN_S)
        is_gone = _is_gone(runtime.asked(["container", "inspect", name], _END_WITHIN_S))
        if is_gone and removed is not None and name.encode() in removed.stdout:
            break
    if not is_gone:
        return f"Its container may still be running: end it with “{runtime.name} rm -f {name}”."
    note_ended(scratch)
    return ""


def _left(scratch: Path) -> tuple[Runtime | None, str]:
    """Return the runtime and the name of the container that is still written down, (None, "") for none."""
    try:
        runtime_name, _, name = (scratch / _PLACE).read_text(encoding="ascii").partition(" ")
    except (OSError, ValueError):
        return None, ""
    runtime = next((one for one in runtimes_here() if one.name == runtime_name), None)
    return (runtime, name) if _NAME.fullmatch(name) else (None, "")


def _is_gone(inspected: subprocess.CompletedProcess[bytes] | None) -> bool:
    if inspected is None or inspected.returncode == 0:
        return False
    words = inspected.stderr.decode(errors="replace").casefold()
    return any(absent in words for absent in ABSENT)
