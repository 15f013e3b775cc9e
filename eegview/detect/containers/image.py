"""The image of a container: whether it is on this computer, and which content it has."""

import hashlib
import hmac
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.detect.containers.runtime import Runtime
from eegview.model.errors import Cancelled, DetectorFailed, UsageError

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}")
ABSENT = ("no such", "not found", "not known", "failed to find image")
_ANSWER_WITHIN_S = 30.0
_READ_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """An image that is on this computer.

    reference : as it was asked for; of a file its name
    run_as : what the runtime is given, which can mean this content only
    pinned : reference with the digest, by which others find the same content: `someone/seizures@sha256:…`
    digest : hex SHA-256
    """

    reference: str
    run_as: str
    pinned: str
    digest: str

    @property
    def tag(self) -> str:
        """The tag in the reference, "" where it has none."""
        name = self.reference.partition("@")[0].rpartition("/")[2]
        return name.partition(":")[2]


class ImageAbsent(UsageError):
    """The image is not on this computer, and nothing is fetched unasked."""


def image_here(reference: str, runtime: Runtime) -> ContainerImage:
    """Return an image that is on this computer, with its digest; nothing is fetched.

    Raises
    ------
    ImageAbsent : it is not here; the advice says how to get it
    UsageError : the name cannot be one of an image
    DetectorFailed : the runtime does not answer
    """
    if runtime.runs_files:
        return _file_image(Path(reference))
    if not _REFERENCE.fullmatch(reference):
        raise UsageError("This is not the name of an image.", "Give one like ghcr.io/someone/seizures:1.2.")
    told = runtime.asked(["image", "inspect", reference], _ANSWER_WITHIN_S)
    if told is None:
        raise _no_answer(runtime)
    if told.returncode:
        words = told.stderr.decode(errors="replace").casefold()
        if any(absent in words for absent in ABSENT):
            raise ImageAbsent(
                f"The image “{reference}” is not on this computer.",
                f"Get it with “{runtime.name} pull {reference}”, or give --pull; nothing is fetched unasked.",
            )
        raise _no_answer(runtime)
    try:
        (found,) = json.loads(told.stdout)
        return _stored_image(reference, found)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _no_answer(runtime) from None


def check_file(path: Path, pinned: str, on_read: Callable[[], None] = lambda: None) -> None:
    """Check that an image file still has the content that was approved, which nothing but this says.

    Parameters
    ----------
    pinned : `seizures.sif@sha256:…`
    on_read : called after each part; what it raises is raised here

    Raises
    ------
    DetectorFailed : it has another content, is gone, or cannot be read
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while part := file.read(_READ_AT_ONCE):
                digest.update(part)
                on_read()
    except OSError as error:
        why = (error.strerror or "the disk could not be accessed").lower()
        raise DetectorFailed(f"The image {path.name} cannot be read: {why}.", "Name the image again.") from None
    if not hmac.compare_digest(digest.hexdigest(), pinned.rpartition("@sha256:")[2]):
        raise DetectorFailed(
            f"The image {path.name} has another content than the one that was approved, so it was not run.",
            "If you changed it yourself, name it again with “eegview detect --szcore FILE.sif”.",
        )


def pull(reference: str, runtime: Runtime) -> None:
    """Fetch an image from its registry; the runtime reports its progress on stderr.

    Raises
    ------
    UsageError : the name cannot be one of an image
    DetectorFailed : it could not be fetched
    Cancelled : the person stopped it
    """
    if runtime.runs_files or not _REFERENCE.fullmatch(reference):
        raise UsageError("This cannot be fetched.", "Give the name of an image, like ghcr.io/someone/seizures:1.2.")
    try:
        code = subprocess.run([runtime.program, "pull", reference], stdin=subprocess.DEVNULL, stdout=2).returncode
    except OSError:
        raise _no_answer(runtime) from None
    except KeyboardInterrupt:
        raise Cancelled from None
    if code:
        raise DetectorFailed(
            f"{runtime.name} could not fetch “{reference}”.", "Its messages are above; check the name and the network."
        )


def _stored_image(reference: str, found: Any) -> ContainerImage:
    """Return the image that a runtime described; where a registry knows it, by the registry's digest."""
    run_as = str(found["Id"])
    name = reference.partition("@")[0]
    slash = name.rfind("/")
    name = name[: name.find(":", slash + 1)] if ":" in name[slash + 1 :] else name
    known = [str(one) for one in found.get("RepoDigests") or ()]
    pinned = next((one for one in known if one.partition("@")[0].endswith(name)), known[0] if known else run_as)
    digest = pinned.rpartition("sha256:")[2]
    if not re.fullmatch(r"[0-9a-f]{64}", digest) or not re.fullmatch(r"(sha256:)?[0-9a-f]{64}", run_as):
        raise ValueError(pinned)
    return ContainerImage(reference, run_as, pinned, digest)


def _file_image(path: Path) -> ContainerImage:
    if not path.is_file():
        raise ImageAbsent(
            f"There is no image file {path.name}.", "Make it with “apptainer pull FILE.sif docker://IMAGE”."
        )
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        why = (error.strerror or "the disk could not be accessed").lower()
        raise DetectorFailed(f"{path.name} cannot be read: {why}.", "Check that you may read it.") from None
    return ContainerImage(path.name, str(path.resolve()), f"{path.name}@sha256:{digest}", digest)


def _no_answer(runtime: Runtime) -> DetectorFailed:
    return DetectorFailed(
        f"{runtime.name} is installed but does not respond.",
        f"Start its service, or get the right to use it; “{runtime.name} info” says more.",
    )
