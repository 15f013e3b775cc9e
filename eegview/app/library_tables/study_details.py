"""What is known of one study of the library, in a few sentences."""

from eegview.app.library_tables.list_texts import counted, duration_text
from eegview.app.library_tables.study_list import NOT_SEEN, StudyLine
from eegview.model.text.dates import instant_day_text
from eegview.model.text.listing import listed

_MOST_CHANNELS = 8


def details_text(line: StudyLine) -> str:
    """Return identity, channels, edits and openings of a study; no name is in it."""
    known = line.known
    parts = [f"Fingerprint {known.fingerprint[:16]}…"]
    if known.is_seen:
        parts.append(f"{known.format}, {duration_text(line)}")
        rates = sorted({one.rate_hz for one in known.channels})
        at = f" at {', '.join(f'{rate:g}' for rate in rates)} Hz" if rates else ""
        named = listed([one.name for one in known.channels], _MOST_CHANNELS)
        parts.append(f"{counted(len(known.channels), 'channel')}{at}: {named}" if named else "no channels")
        parts.append(counted(known.n_files, "file"))
        parts.append(f"first opened {instant_day_text(known.first_seen_utc)}")
    else:
        parts.append(NOT_SEEN)
    if line.n_edits:
        last = instant_day_text(line.last_edit_utc)
        parts.append(f"{counted(line.n_edits, 'edit')} by {listed(line.authors)}, the last on {last}")
    if line.is_hidden:
        parts.append("what you may not see yet is left out")
    return f"{' · '.join(parts)}."
