"""What is said of a file that ends before its end, or does not say where that is."""

from eegview.model.issue import Issue
from eegview.model.time.clock import elapsed_text


def truncated(n_there: int, n_declared: int, rate_hz: float, name: str = "The file") -> Issue:
    """Return the issue of a file that holds fewer samples of each channel than it declares."""
    for decimals in (0, 3):
        there, declared = (elapsed_text(n / rate_hz, decimals) for n in (n_there, n_declared))
        if there != declared:
            return Issue("file_truncated", f"{name} is truncated: {there} of {declared} are present.")
    return Issue("file_truncated", f"{name} is truncated: {n_there:,} of {n_declared:,} samples are present.")


def truncated_inside_sample(name: str = "The file") -> Issue:
    """Return the issue of a file whose last sample is incomplete."""
    return Issue("file_truncated", f"{name} is truncated inside a sample; all whole samples are shown.")


def length_not_declared(where: str = "The header does") -> Issue:
    """Return the issue of a file that declares no length; `where`: what should declare it, with its verb."""
    return Issue("sample_count_missing", f"{where} not say how long the recording is; all that is present was read.")


def events_missing(n_lost: int) -> Issue:
    """Return the issue of a table of events that ends before its end."""
    what = "1 event is" if n_lost == 1 else f"{n_lost} events are"
    sentence = f"The table of events is truncated: {what} missing; signals are not affected."
    return Issue("annotations_damaged", sentence)
