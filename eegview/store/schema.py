"""The tables of the study library.

`edit` is the truth; `annotation` (marks as they stand) and `head` (where each chain ends) follow from it and are
written in the same transaction.
"""

from sqlalchemy import BigInteger, Column, Double, Index, Integer, MetaData, Table, Text

SCHEMA_VERSION = 2  # a new one needs a step in `migrations`

metadata = MetaData()

# By code point on every database, as Python sorts.
_Name = Text().with_variant(Text(collation="C"), "postgresql")

library_schema = Table("library_schema", metadata, Column("version", Integer, nullable=False))

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
