"""What needs EEG says so where a study is film alone."""

from eegview.model.errors import UsageError
from eegview.model.recording import Recording


def refuse_film(recording: Recording, what: str) -> None:
    """Refuse a study that is film alone.

    what : cannot be had without EEG, as the subject of a sentence: "Trends"

    Raises
    ------
    UsageError : there is no EEG in it
    """
    if recording.is_film:
        raise UsageError(
            f"{what} need EEG; this recording is film alone.",
            "Mark what is seen in it: “eegview events add”, or open it in the window.",
        )
