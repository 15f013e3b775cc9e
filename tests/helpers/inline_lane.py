"""A lane without a thread: `from inline_lane import Inline`."""

from eegview.app.lanes import Lane
from eegview.model.errors import EegViewError


class Inline(Lane):
    """A lane that works at once, so that a test reads from top to bottom."""

    def __init__(self) -> None:
        super().__init__("test", lambda f: f())

    def submit(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]
        try:
            result = work()
        except EegViewError as error:
            failed(error)
        else:
            done(result)
