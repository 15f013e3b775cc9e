"""What the program is, and what it is built on."""

from importlib.metadata import PackageNotFoundError, version

from eegview import __version__

NOTICE = "For research and education; not a cleared medical device."
LICENCE = "BSD-3-Clause"
LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "numpy", "numba", "edfio", "mne", "av", "SQLAlchemy", "matplotlib")


def library_versions() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of the libraries that are installed."""
    found = []
    for name in LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue  # an optional one
    return tuple(found)


def about_text() -> str:
    """Return the text of the about dialog, as Markdown."""
    libraries = ", ".join(f"{name} {number}" for name, number in library_versions())
    return (
        f"# eegview {__version__}\n\n"
        "A workstation for reading infants' EEG with video: exact pages, the frame of the cursor, marks that are "
        "on disk the moment they are made.\n\n"
        f"**{NOTICE}** It gives no diagnosis. Whoever reads a recording with it decides.\n\n"
        f"Licence: {LICENCE}. You may use, change and share it; it comes without any warranty.\n\n"
        f"Built on {libraries}; each has a licence of its own.\n"
    )
