"""The tables of the study library.

`edit` is the truth; `annotation` (marks as they stand) and `head` (where each chain ends) follow from it and are
written in the same transaction. The proposals of detectors (`detector_run`, `detection`, `trend`) stand next to them:
they count for nothing, and the log holds a hash of each run (see `run_digest`).
"""

import uuid

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA_VERSION = 6  # a new one needs a step in `migrations`

metadata = MetaData()

# By code point on every database, as Python sorts.
_Name = Text().with_variant(Text(collation="C"), "postgresql")


def new_library_id() -> str:
    """Return an id that no other library has or will have."""
    return uuid.uuid4().hex


library_schema = Table(
    "library_schema",
    metadata,
    Column("version", Integer, nullable=False),
    Column("library_id", Text, nullable=False, server_default=""),  # made with the library, the same in its copies
)

# What was found wrong with the library itself and set right, such as a guard that was missing.
library_incident = Table(
    "library_incident",
    metadata,
    Column("at_utc", Text, nullable=False),
    Column("what", Text, nullable=False),
)

edit = Table(
    "edit",
    metadata,
    Column("fingerprint", _Name, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at_utc", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("changes", Text, nullable=False),  # canonical JSON, the text that is hashed
    Column("n_changes", BigInteger, nullable=False),  # so that undo can be named without reading them
    Column("reverses", BigInteger),
    Column("reason", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("edit_by_author", "fingerprint", "author", "number"),
)

annotation = Table(
    "annotation",
    metadata,
    Column("fingerprint", _Name, primary_key=True),
    Column("annotation_id", _Name, primary_key=True),
    Column("term_id", Text, nullable=False),
    Column("onset_s", Double, nullable=False),
    Column("duration_s", Double, nullable=False),
    Column("channels", Text, nullable=False),  # JSON list
    Column("attributes", Text, nullable=False),  # JSON list of pairs
    Column("text", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Index("annotation_by_time", "fingerprint", "onset_s", "annotation_id"),
    Index(
        "annotation_by_term", "fingerprint", "term_id", "onset_s", "annotation_id"
    ),  # the few records among many marks: signatures, video times
)

# Without it the last edits of a chain could be cut off and what is left would still be a whole chain.
head = Table(
    "head",
    metadata,
    Column("fingerprint", _Name, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

detector_run = Table(
    "detector_run",
    metadata,
    Column("run_id", _Name, primary_key=True),
    Column("fingerprint", _Name, nullable=False),
    Column("detector_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("parameters", Text, nullable=False),  # JSON list of pairs
    Column("start_s", Double, nullable=False),
    Column("stop_s", Double, nullable=False),
    Column("started_utc", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("ended", Text, nullable=False),  # a RunEnd
    Column("message", Text, nullable=False),
    Column("outside", Text, nullable=False),  # JSON list
    Column("reached_s", Double, nullable=False),
    Column("notes", Text, nullable=False),  # JSON list
    Column("beat_s", Double, nullable=False),  # last sign of life, by the database's own clock, seconds of any epoch
    Column("always_listed", Text, nullable=False, server_default="[]"),  # JSON list of terms
    Column("program_version", Text, nullable=False, server_default=""),
    Column("code_hash", Text, nullable=False, server_default=""),
    Index("detector_run_by_recording", "fingerprint", "started_utc"),
    sqlite_with_rowid=False,
)

# Read by run and number, so that the newest can be asked for; kept in that order on the disk.
detection = Table(
    "detection",
    metadata,
    Column("run_id", _Name, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("onset_s", Double, nullable=False),
    Column("duration_s", Double, nullable=False),
    Column("term_id", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("channels", Text, nullable=False),  # JSON list
    Column("terms", Text, nullable=False),  # JSON list of [name, value, unit, points]
    Column("attributes", Text, nullable=False),  # JSON list of pairs
    sqlite_with_rowid=False,
)

# A trend comes in blocks while the detector runs.
trend = Table(
    "trend",
    metadata,
    Column("run_id", _Name, primary_key=True),
    Column("name", _Name, primary_key=True),
    Column("start_s", Double, primary_key=True),
    Column("step_s", Double, nullable=False),
    Column("unit", Text, nullable=False),
    Column("samples", LargeBinary, nullable=False),  # float32, little-endian
    sqlite_with_rowid=False,
)

# Where videos of a study were found. No part of the log: a path may name a patient, and the log goes into bundles.
video_place = Table(
    "video_place",
    metadata,
    Column("fingerprint", _Name, primary_key=True),  # of the recording
    Column("video", _Name, primary_key=True),  # fingerprint of the video
    Column("path", _Name, primary_key=True),  # absolute, on the machine that found it
    Column("relative", Text, nullable=False),  # from the recording's folder, with forward slashes; "" = no such way
    Column("noted_utc", Text, nullable=False),
)

# What recordings are, noted when one is opened. No part of the log, and not needed to read it: a name or a start can
# tell whose recording it is, so both can be removed again (see `recordings`).
recording = Table(
    "recording",
    metadata,
    Column("fingerprint", _Name, primary_key=True),
    Column("name", Text),  # of its file; NULL = not kept
    Column("format", Text, nullable=False),  # "" = not opened since the library keeps this
    Column("duration_s", Double),
    Column("started_at", Text),  # local wall clock, ISO 8601; "" = the file has none, NULL = not kept
    Column("channels", Text, nullable=False),  # JSON list of [name, kind, rate_hz, unit]
    Column("segments", Text, nullable=False),  # JSON list of [start_s, stop_s]
    Column("n_files", BigInteger, nullable=False),
    Column("is_simulated", Integer, nullable=False),
    Column("first_seen_utc", Text, nullable=False),
    Column("last_seen_utc", Text, nullable=False),
    Column(
        "clips", Text, nullable=False, server_default="[]"
    ),  # JSON list of [fingerprint, start_s, stop_s, clock, within_s or null]
)

library_setting = Table(
    "library_setting",
    metadata,
    Column("name", _Name, primary_key=True),
    Column("value", Text, nullable=False),
)
