"""The detector that a command names: by its id, as a folder that is being written, or as a container's image."""

from pathlib import Path

from eegview.cli.detection.develop import plugin_in_development
from eegview.detect.discovery import FoundPlugin, plugin_by_id
from eegview.model.errors import UsageError

_DEVELOP = ", --develop FOLDER"


def chosen_detector(
    detector: str = "",
    develop: Path | None = None,
    is_agreed: bool = False,
    szcore: str = "",
    pull: bool = False,
    runtime: str = "",
    option: str = "--szcore",
) -> FoundPlugin:
    """Return the detector of an id or a folder, the one in a folder that is being written, or that of an image.

    Parameters
    ----------
    is_agreed : run what is being written without asking
    szcore : name of the image of a SzCORE container, or an image file
    option : how the image is named in the command
    pull, runtime : fetch the image where it is not here; the program that runs it, "" = the first that can

    Raises
    ------
    UsageError : none or several are named, or there is no such detector or image
    """
    n_named = bool(detector) + (develop is not None) + bool(szcore)
    if n_named != 1:
        raise UsageError(
            "Several detectors are named." if n_named else "No detector is named.",
            f"Give one of --detector ID (see “eegview detectors”){_DEVELOP if option == '--szcore' else ''}, and "
            f"{option} IMAGE.",
        )
    if (pull or runtime) and not szcore:
        raise UsageError("--pull and --runtime are about a container's image.", "Give them with --szcore IMAGE.")
    if develop is not None:
        return plugin_in_development(develop, is_agreed)
    if not szcore:
        return plugin_by_id(detector)
    from eegview.app.detectors.szcore_container import szcore_detector

    return szcore_detector(szcore, pull, runtime)
