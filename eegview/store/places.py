"""Places of videos as rows of the library and back; each function works inside the caller's transaction."""

from sqlalchemy import Connection, and_, delete, insert, select

from eegview.model.study.video import VideoPlace
from eegview.store import schema

MOST_PLACES = 16  # of one video; the oldest is dropped


def insert_place(connection: Connection, fingerprint: str, place: VideoPlace, noted_utc: str) -> None:
    """Insert a place of a video, or note that it was found there again.

    fingerprint : of the recording
    """
    table = schema.video_place
    ours = and_(table.c.fingerprint == fingerprint, table.c.video == place.fingerprint)
    connection.execute(delete(table).where(ours, table.c.path == place.path))
    connection.execute(
        insert(table),
        {
            "fingerprint": fingerprint,
            "video": place.fingerprint,
            "path": place.path,
            "relative": place.relative,
            "noted_utc": noted_utc,
        },
    )
    paths = connection.execute(select(table.c.path).where(ours).order_by(table.c.noted_utc.desc())).scalars().all()
    for path in paths[MOST_PLACES:]:
        connection.execute(delete(table).where(ours, table.c.path == path))


def select_places(connection: Connection, fingerprint: str) -> tuple[VideoPlace, ...]:
    """Return the places of a recording's videos, the newest first."""
    table = schema.video_place
    wanted = select(table.c.video, table.c.path, table.c.relative).where(table.c.fingerprint == fingerprint)
    rows = connection.execute(wanted.order_by(table.c.noted_utc.desc(), table.c.path)).all()
    return tuple(VideoPlace(row.video, row.path, row.relative) for row in rows)
