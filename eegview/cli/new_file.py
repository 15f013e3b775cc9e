"""Whether a command may write a file where one is."""

from pathlib import Path

from eegview.model.errors import UsageError


def check_new(out: Path, is_replacing: bool) -> None:
    """Refuse to replace a file unasked.

    Raises
    ------
    UsageError : it is there already, and --force was not given
    """
    if not is_replacing and out.exists():
        raise UsageError(f"“{out.name}” exists already.", "Give another name, or --force to replace it.")
