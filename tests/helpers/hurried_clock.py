"""A clock under which no two files are made in the same second."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from itertools import count
from typing import Self
from unittest import mock

_asked = count()


class HurriedTime(datetime):
    """Time of which each asking is a second later than it is: what holds only within a second fails always."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        later = super().now(tz) + timedelta(seconds=next(_asked))
        return cls.combine(later.date(), later.timetz())


@contextmanager
def hurried_provenance() -> Iterator[None]:
    """Have each file and each figure say another second in which it was made."""
    with mock.patch("eegview.app.provenance.datetime", HurriedTime):
        yield
