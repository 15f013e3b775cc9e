"""Ids of commands: those of the vocabulary's terms, and those that commands had before."""

# Ids that commands had before; key maps and scripts that name them go on working.
FORMER_IDS = {
    "event.next": "mark.next",
    "event.previous": "mark.previous",
    "event.interval_start": "mark.interval_start",
    "event.interval_end": "mark.interval_end",
    "event.details": "mark.details",
    "event.delete": "mark.delete",
    "event.confirm_video": "mark.confirm_video",
    "event.note": "mark.free_note",
    "event.find": "mark.find",
    "event.file_notes": "mark.file_notes",
    "event.list": "mark.list",
}
_TERM_PREFIX, _FORMER_TERM_PREFIX = "mark.term.", "event.mark."


def term_command_id(term_id: str) -> str:
    """Return the id of the command that marks a term of the vocabulary."""
    return f"{_TERM_PREFIX}{term_id}"


def current_id(command_id: str) -> str:
    """Return the id a command has now, given that one or one it had before."""
    if command_id.startswith(_FORMER_TERM_PREFIX):
        return term_command_id(command_id.removeprefix(_FORMER_TERM_PREFIX))
    return FORMER_IDS.get(command_id, command_id)
