"""What is said of blind reading: what is hidden, what a look costs, how blind a layer was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from eegview.app.blind_reading.blindness import Blindness, blindness_of
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.text.dates import worded_moment

CHIP = "Blind until you sign"
WHAT_IS_HIDDEN = "Other readers' layers, detectors' suggestions and the file's own annotations"
NOT_COMPARED = "You are reading blind: the report is not compared with the study until you have signed your marks."
CONSEQUENCE = (
    "You then see everything, and your layer is called “not blind” from this moment, for good, in comparisons, "
    "agreement and reports."
)


def time_text(at_utc: str) -> str:
    """Return an instant as people read it on this computer, `30 Nov 2026 01:40`; as it is where it cannot be read."""
    try:
        moment = datetime.fromisoformat(at_utc)
    except ValueError:
        return at_utc
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return worded_moment(moment.astimezone())


def hidden_sentence(found: Blindness) -> str:
    """Return why little of a study is shown, for a command that shows it."""
    if not found.viewer:
        return (
            "This study is read blind. Say who you are with --reviewer; until you have signed, only your own marks are "
            "shown."
        )
    return (
        f"This study is read blind: other readers' marks, detectors' suggestions and the file's notes are hidden from "
        f"{found.viewer} until their marks are signed."
    )


def setting_text(found: Blindness) -> str:
    """Return who set or lifted blind reading last, and when."""
    setting = found.setting
    if setting is None:
        return "Blind reading is off."
    what = "asked for" if setting.is_asked else "lifted"
    return f"Blind reading was {what} by {setting.author} on {time_text(setting.at_utc)}."


def signed_text(found: Blindness) -> str:
    """Return which other layers are signed, by name; "" where none is."""
    names = [("the final layer" if name == FINAL_LAYER else name) for name in found.others_signed]
    return f"Signed already: {', '.join(names)}." if names else ""


def state_text(found: Blindness) -> str:
    """Return how a reader stands to it, one sentence."""
    if not found.is_asked:
        return "All readers see everything."
    if found.look is not None:
        return f"You looked early on {time_text(found.look.at_utc)}: “{found.look.reason}”. Everything is shown."
    if found.signed_utc:
        return f"You signed on {time_text(found.signed_utc)}. Everything is shown."
    return f"{WHAT_IS_HIDDEN} are hidden until you sign."


def layer_blindness(records: Iterable[Annotation], layer: str) -> str:
    """Return how blind a reader's layer was read, as comparisons, agreement and reports print it; "" = not asked.

    Returns
    -------
    `blind from 29 Nov 2026 09:00 until signed 30 Nov 2026 01:40`, `not blind since 30 Nov 2026 01:40`, or
    `blind, not signed`. What was marked before blind reading was asked for was not marked blind, so it says from when.
    Whoever signs again has seen the others' work: it says so where the marks are other ones.

    Parameters
    ----------
    records : everybody's, unsealed
    """
    if layer in (FILE_LAYER, FINAL_LAYER):
        return ""
    found = blindness_of(records, layer)
    if not found.settings:
        return ""
    since = not_blind_since(found)
    if since:
        return f"not blind since {time_text(since)}"
    if not found.first_signed_utc:
        return "blind, not signed"
    asked, signed = time_text(found.first_asked_utc), time_text(found.first_signed_utc)
    again = f"; changed since, signed again {time_text(found.signed_utc)}" if found.is_changed_since else ""
    return f"blind from {asked} until signed {signed}{again}"


def not_blind_since(found: Blindness) -> str:
    """Return when a reader came to see others' work before they had signed, ISO 8601; "" = never.

    That is by an early look, or because blind reading was lifted; a layer that was signed before it was ever asked for
    was not read blind at all, and counts from its signature. The first signature decides: all is seen from then on,
    whatever is signed again later.
    """
    moments = [found.look.at_utc] if found.look is not None else []
    signed, asked = found.first_signed_utc, found.first_asked_utc
    if signed and (not asked or _to_second(signed) < _to_second(asked)):
        moments.append(signed)
    for number, setting in enumerate(found.settings):
        was_asked = any(before.is_asked for before in found.settings[:number])
        if not setting.is_asked and was_asked and not _is_signed_by(found, setting.at_utc):
            moments.append(setting.at_utc)
    return min(moments, default="")


def _is_signed_by(found: Blindness, at_utc: str) -> bool:
    return bool(found.first_signed_utc) and _to_second(found.first_signed_utc) <= _to_second(at_utc)


def _to_second(at_utc: str) -> str:
    """Return an instant without fractions: signatures are kept to the second, and all instants in UTC."""
    return at_utc[:19]
