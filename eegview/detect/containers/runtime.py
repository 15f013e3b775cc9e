"""The program that runs containers on this computer."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.model.errors import UsageError

DOCKER, PODMAN, APPTAINER, SINGULARITY = "docker", "podman", "apptainer", "singularity"
RUNTIMES = (DOCKER, PODMAN, APPTAINER, SINGULARITY)  # in the order in which they are looked for
IMAGE_FILE = ".sif"


@dataclass(frozen=True, slots=True)
class Runtime:
    """A program that runs containers.

    name : one of `RUNTIMES`
    """

    name: str
    program: str

    @property
    def runs_files(self) -> bool:
        """Whether its images are files, not the content of a store that a service keeps."""
        return self.name in (APPTAINER, SINGULARITY)

    def asked(self, words: Sequence[str], within_s: float) -> subprocess.CompletedProcess[bytes] | None:
        """Return how the program answered, None where it did not within a time."""
        try:
            return subprocess.run(
                [self.program, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=within_s,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None


def runtimes_here() -> tuple[Runtime, ...]:
    """Return the programs for containers that are installed, the preferred one first."""
    found = ((name, shutil.which(name)) for name in RUNTIMES)
    return tuple(Runtime(name, program) for name, program in found if program)


def runtime_for(reference: str, wanted: str = "") -> Runtime:
    """Return the program that is to run an image.

    reference : name of an image, or an image file
    wanted : its name, "" = the first that can run it

    Raises
    ------
    UsageError : there is none, or it cannot run images of this kind
    """
    here = runtimes_here()
    is_file = reference.endswith(IMAGE_FILE)
    if wanted and wanted not in RUNTIMES:
        raise UsageError(f"“{wanted}” is not a program for containers that is known here.", f"Use {_LISTED}.")
    if wanted:
        here = tuple(one for one in here if one.name == wanted)
    if not here:
        missing = f"{wanted} is not installed" if wanted else "No docker, podman or apptainer is installed"
        raise UsageError(
            f"{missing}, so a container cannot run here.",
            "Install one of them; or run the container elsewhere and read its table with “eegview events import” or "
            "“eegview compare”.",
        )
    fitting = next((one for one in here if one.runs_files is is_file), None)
    if fitting is not None:
        return fitting
    if is_file:
        raise UsageError("An image file (.sif) needs apptainer, which is not here.", "Give the name of the image.")
    file = f"{reference.rpartition('/')[2].replace(':', '_').partition('@')[0]}{IMAGE_FILE}"
    raise UsageError(
        f"{here[0].name} runs image files, and “{reference}” is the name of an image.",
        f"Make the file with “{here[0].name} pull {file} docker://{reference}”, and give {file}.",
    )


_LISTED = "docker, podman, apptainer or singularity"
