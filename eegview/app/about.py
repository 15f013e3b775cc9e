"""What the program is, what it is built on, and under which licences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eegview import __version__

if TYPE_CHECKING:
    from eegview.app.licences import Library

NOTICE = "For research and education; not a cleared medical device."
LICENCE = "BSD-3-Clause"
_INSIDE = {"av": "with FFmpeg, x264 and x265 inside: GPL-3.0"}  # where the package's own licence is not the whole story


def about_text() -> str:
    """Return the text of the about dialog, as Markdown."""
    from eegview.app.licences import libraries  # late: it loads what parses names of packages

    found = libraries()
    return (
        f"# eegview {__version__}\n\n"
        "A workstation for reading infants' EEG with video: exact pages, the video frame at the cursor, and marks "
        "that are on disk as soon as they are made.\n\n"
        f"**{NOTICE}** It is not for diagnosis. The reader decides.\n\n"
        f"Licence: {LICENCE}. You may use, change and share it; it comes without any warranty. "
        "The libraries below keep their own licences.\n\n"
        "## If you pass the program on\n\n"
        "The source of eegview contains none of these libraries. A copy that does (an installer, an image, a folder "
        "with its environment) must keep to their licences. Most require only their notice. Three require more:\n\n"
        "- **Video (av).** The package holds FFmpeg (LGPL-3.0-or-later), linked with x264 and x265 "
        "(GPL-2.0-or-later). A copy with this package in it is distributed under the GPL, version 3, as a whole.\n"
        "- **The window (PySide6), PostgreSQL (psycopg), ANT files (antio)** are under the LGPL, version 3: it must be "
        "possible to replace them in a copy.\n"
        "- **certifi and tqdm** are under the MPL-2.0: changes to their files must be published.\n\n"
        "`THIRD_PARTY_LICENSES.md` beside the source has the details.\n\n"
        "## Libraries it uses\n\n"
        f"{_table(one for one in found if one.is_direct)}\n"
        "## Their dependencies\n\n"
        f"{_table(one for one in found if not one.is_direct)}"
    )


def _table(shown: Iterable[Library]) -> str:
    """Return a Markdown table of libraries, their versions and licences."""
    rows = []
    for one in shown:
        licence = "; ".join(filter(None, (one.licence or "see the package", _INSIDE.get(one.name))))
        rows.append(f"| {one.name} | {one.version} | {licence} |\n")
    return "".join(["| Library | Version | Licence |\n", "|---|---|---|\n", *rows])
