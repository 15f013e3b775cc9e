"""What a run says of the marks that its detector was given: of each term how many, and their fingerprint.

It stands among the run's settings, under names that no setting has. As with `model.marked_times`, who must read blind
shares the library with the reader, so the times themselves are not there; the fingerprint is made with a secret of the
one who ran it.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence

from eegview.model.annotation import marks_text
from eegview.model.marked_times import Settings

_PREFIX = "marks."  # a setting's name has no dot
_DIGITS = 16
GivenMark = tuple[str, float, float, dict[str, str]]  # term, onset_s, duration_s, answers


def as_settings(terms: Sequence[str], marks: Sequence[GivenMark], secret: bytes) -> Settings:
    """Return (name, text) for each term of which marks were asked for: the same marks have the same text."""
    return tuple((f"{_PREFIX}{term}", _text([m for m in marks if m[0] == term], secret)) for term in sorted(terms))


def read_marks(settings: Settings) -> Settings:
    """Return (term, `12 marks (fingerprint …)`) of the marks that a run read."""
    return tuple((name.removeprefix(_PREFIX), value) for name, value in settings if name.startswith(_PREFIX))


def without_read_marks(settings: Settings) -> Settings:
    """Return a run's own settings, without what it says of marks."""
    return tuple((name, value) for name, value in settings if not name.startswith(_PREFIX))


def _text(marks: Sequence[GivenMark], secret: bytes) -> str:
    rows = sorted([onset_s, duration_s, sorted(answers.items())] for _term, onset_s, duration_s, answers in marks)
    digest = hmac.new(secret, json.dumps(rows).encode(), hashlib.sha256).hexdigest()
    return f"{marks_text(len(marks))} (fingerprint {digest[:_DIGITS]})" if marks else marks_text(0)
