"""What each column of the tables holds, for whoever gets the files alone."""

from collections.abc import Mapping

from eegview.app.library_tables.columns import (
    ANY,
    COUNT,
    FLAG,
    FLOAT,
    INSTANT,
    LOCAL_TIME,
    MAYBE_COUNT,
    MAYBE_FLAG,
    TEXT,
    Columns,
)

_TYPES = {
    FLOAT: "number",
    COUNT: "whole number",
    MAYBE_COUNT: "whole number, empty where not known",
    FLAG: "true or false",
    MAYBE_FLAG: "true or false, empty where not known",
    TEXT: "text",
    ANY: "JSON",
    INSTANT: "instant in UTC, ISO 8601",
    LOCAL_TIME: "local time as in the file, ISO 8601 without a zone",
}
_UNITS = {"_s": "s", "_hz": "Hz", "_uv": "µV"}
_DESCRIPTIONS = {
    "fingerprint": "Identity of the recording's content; the same after renaming and moving.",
    "name": "Name of the recording's file; empty where the library does not keep names.",
    "format": "Format of the file; empty where it was not opened since the library keeps this.",
    "started_at": "Start of the recording; empty where the file has none or the library does not keep it.",
    "n_files": "Files that the recording was opened from.",
    "is_simulated": "Made by the simulator; no patient.",
    "recorded_s": "Seconds with samples, gaps left out.",
    "channels": "Of a recording: its channels with kind, rate and unit. Of a mark: those it is about, empty for all.",
    "n_marks": "Marks that the reader of this export may see.",
    "n_runs": "Runs of detectors; empty where the reader reads blind.",
    "n_scores": "Committed score sheets.",
    "n_edits": "Edits in the log.",
    "readers": "Who has marks or committed scores.",
    "signed": "Who signed; “changed since” where the signed layer was changed after.",
    "authors": "Who made edits.",
    "first_seen_utc": "When the recording was first opened with this library, since the library keeps that.",
    "last_seen_utc": "When it was opened last; empty = not since the library keeps that.",
    "is_hidden": "Whether something is left out that the reader may not see yet.",
    "onset_s": "Onset from the start of the recording, gaps included.",
    "duration_s": "Duration, gaps included; of a mark 0 for a point in time.",
    "start_s": "Start of the stretch, from the start of the recording.",
    "stop_s": "End of the stretch, which is not part of it.",
    "reached_s": "How far the detector had read when it ended.",
    "term": "Id of the term in the vocabulary.",
    "layer": "Whose mark it is; “final” is the agreed layer.",
    "answers": "Answers to the questions of the term, by their names.",
    "end": "How the run ended.",
    "is_partial": "The run did not come to its end.",
    "parameters": "The detector's parameters, by their names.",
    "outside": "Where the recording is not what the detector was made for.",
    "content_hash": "Hash of the detector's files.",
    "code_hash": "Hash of the program's code that the detector used.",
    "verdict": "What a person decided about a suggestion: accept, reject or unsure.",
    "is_seen": "Whether the page was on the screen when it was decided.",
    "number": "Number of the suggestion in its run.",
    "accepted_id": "The mark that was made of the suggestion.",
    "score": "Of a suggestion: its score from 0 to 1. Of an epoch: its score by the scale; empty while open or hidden.",
    "possible": "Scores that are still possible with the evidence so far.",
    "severity": "Severity on the scale; no diagnosis.",
    "is_committed": "The reader said that the sheet is finished.",
    "parameters_id": "The scale's parameter set that the epoch was scored by.",
    "stage": "Sleep stage: W wake, N1, N2, N3, R REM, A active, Q quiet, I indeterminate, S asleep, ? not scorable.",
}


def column_descriptions(columns: Columns, told: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return type, unit and description of each column.

    told : descriptions that go before those of the tables of recordings
    """
    return {name: _entry(name, kind, told.get(name) or _DESCRIPTIONS.get(name, "")) for name, kind in columns.items()}


def _entry(name: str, kind: str, description: str) -> dict[str, str]:
    entry = {"Type": _TYPES[kind]}
    unit = next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), "")
    if unit and kind == FLOAT:
        entry["Units"] = unit
    if description:
        entry["Description"] = description
    return entry
