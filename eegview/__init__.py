"""eegview: a workstation for reading infants' EEG. For research and education; not a medical device.

In Python, `docs/python.md` tells what there is. Nothing is loaded before it is asked for: `__init__.pyi` says to type
checkers what the names are.
"""

__version__ = "0.2.0"

_FOUND_IN = {
    "EegViewError": "eegview.model.errors",
    "EventComparison": "eegview.api.event_comparison",
    "Library": "eegview.api.library",
    "Study": "eegview.api.study",
    "StudyEdit": "eegview.api.editing",
    "compare": "eegview.api.comparing",
    "open_study": "eegview.api.study",
    "read_library": "eegview.api.library",
}


def __getattr__(name: str) -> object:
    """Load what is asked for by name."""
    if name not in _FOUND_IN:
        raise AttributeError(f"module “eegview” has no attribute “{name}”")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_FOUND_IN[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_FOUND_IN})
