"""One run of a container: the words that start it and end it, and what says that it may still run.

A service may run the container, so that it is no child of ours. The engine writes down what it started in the run's own
folder, and the host ends what is still written there, however the detector's process ended.
"""

import contextlib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from eegview.detect.containers.runtime import Runtime, runtimes_here

DATA, OUTPUT = "/data", "/output"  # where SzCORE's containers look
_PLACE = "container"
_NAME = re.compile(r"eegview-[0-9a-f]{16}")
_END_WITHIN_S = 5.0
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
        words = [self.runtime.program, "run", "--containall", "--net", "--network", "none"]
        if self.limits.memory_mib:
            words += ["--memory", f"{self.limits.memory_mib}m"]
        if self.limits.cpus:
            words += ["--cpus", str(self.limits.cpus)]
        for name, value in self.variables:
            words += ["--env", f"{name}={value}"]
        words += ["--bind", f"{self.data}:{DATA}:ro", "--bind", f"{self.output}:{OUTPUT}"]
        return [*words, self.image]

    def note_started(self, scratch: Path) -> None:
        """Write down that it may run from now on; a container that is our own child needs no such note."""
        if not self.runtime.runs_files:
            (scratch / _PLACE).write_text(f"{self.runtime.name} {self.name}", encoding="ascii")


def note_ended(scratch: Path) -> None:
    """Write down that the container of this run has ended."""
    (scratch / _PLACE).unlink(missing_ok=True)


def end_left(scratch: Path) -> None:
    """End the container that is still written down in a run's folder, if any; safe where it is gone already."""
    try:
        runtime_name, _, name = (scratch / _PLACE).read_text(encoding="ascii").partition(" ")
    except (OSError, ValueError):
        return
    runtime = next((one for one in runtimes_here() if one.name == runtime_name), None)
    if runtime is not None and _NAME.fullmatch(name):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [runtime.program, "kill", name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_END_WITHIN_S,
                check=False,
            )
    note_ended(scratch)
