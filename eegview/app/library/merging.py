"""Two changes of one mark brought together: what each changed stands, as long as they changed different things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from eegview.model.annotation import Annotation
from eegview.model.audit import AUDIT_TERM
from eegview.model.edit import Change
from eegview.model.opinion import OPINION_TERM
from eegview.model.scoring.records import merged_bins
from eegview.model.scoring.terms import ANSWER_TERM, BIN_TERM, SHEET_TERM
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.study.records import REPORT_SIGNATURE_TERM
from eegview.model.suggestion.judgement import JUDGEMENT_TERM
from eegview.model.sync import is_clinical

# Decisions of a person about something: one that was given elsewhere meanwhile is never replaced unseen.
_DECISIONS = frozenset({JUDGEMENT_TERM, AUDIT_TERM, OPINION_TERM, SIGNATURE_TERM, REPORT_SIGNATURE_TERM, ANSWER_TERM})
_SPAN = "time"  # onset and duration are set together


def rebased(before: Annotation, after: Annotation, now: Annotation) -> Annotation:
    """Return `now` with what changed from `before` to `after`; attributes of a mark are taken one by one.

    A record is one thing: an offset of one fit and a drift of another would place a video nowhere. Of a scored bin the
    foci named here and there are taken together.
    """
    if after.term_id == now.term_id == BIN_TERM:
        return merged_bins(before, after, now) or after
    if not is_clinical(after):
        return after
    values = {field.name: getattr(after, field.name) for field in fields(after)}
    changed = {name: value for name, value in values.items() if value != getattr(before, name)}
    if "attributes" in changed:
        old, new, attributes = dict(before.attributes), dict(after.attributes), dict(now.attributes)
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                attributes.pop(name, None)
                attributes |= {name: new[name]} if name in new else {}
        changed["attributes"] = tuple(sorted(attributes.items()))
    return replace(now, **changed)


def merged(changes: Iterable[Change], now: Mapping[str, Annotation | None]) -> tuple[Change, ...] | None:
    """Return changes as they can be done on marks as they are now; None where both sides changed the same thing.

    A change that is there already is left out, so that nothing may be left.

    now : the marks that are not as a change expects them, by id; None = it is gone
    """
    done: list[Change] = []
    for change in changes:
        if change.annotation_id not in now:
            done.append(change)
            continue
        held = now[change.annotation_id]
        if held == change.after or _is_begun(change, held):
            continue
        fitted = _fitted(change, held)
        if fitted is None:
            return None
        done.append(fitted)
    return tuple(done)


def _is_begun(change: Change, now: Annotation | None) -> bool:
    """Whether a sheet of a score is to be begun that was begun elsewhere: that one stays, committed or not."""
    is_begun = change.before is None and change.mark.term_id == SHEET_TERM
    return is_begun and now is not None and now.term_id == SHEET_TERM and now.layer == change.mark.layer


def _fitted(change: Change, now: Annotation | None) -> Change | None:
    before, after = change.before, change.after
    if now is None or after is None:
        return None  # deleted here or there
    if after.term_id == now.term_id == BIN_TERM and now.layer == after.layer:
        both = merged_bins(before, after, now)
        return Change(now, both) if both is not None else None
    if before is None:
        is_replaceable = now.term_id not in _DECISIONS and now.term_id == after.term_id and now.layer == after.layer
        return Change(now, after) if is_replaceable and not is_clinical(after) else None
    if clashes(before, after, now):
        return None
    return Change(now, rebased(before, after, now))


def clashes(before: Annotation, after: Annotation, now: Annotation) -> tuple[str, ...]:
    """Return the names of what was changed here and there, and differently."""
    was, mine, theirs = _parts(before), _parts(after), _parts(now)
    names = sorted(was.keys() | mine.keys() | theirs.keys())
    return tuple(
        name
        for name in names
        if was.get(name) != mine.get(name) and was.get(name) != theirs.get(name) and mine.get(name) != theirs.get(name)
    )


def changed_parts(before: Annotation, after: Annotation) -> tuple[str, ...]:
    """Return the names of what differs between two states of a mark."""
    was, mine = _parts(before), _parts(after)
    return tuple(sorted(name for name in was.keys() | mine.keys() if was.get(name) != mine.get(name)))


def _parts(mark: Annotation) -> dict[str, object]:
    """Return what of a mark can be changed by itself, by the name under which it is told."""
    parts: dict[str, object] = {
        _SPAN: (mark.onset_s, mark.duration_s),
        "kind": mark.term_id,
        "channels": mark.channels,
        "note": mark.text,
        "layer": mark.layer,
    }
    if not is_clinical(mark):
        return parts | {"record": mark.attributes}
    return parts | {name.replace("_", " "): value for name, value in mark.attributes}


def forced(changes: Iterable[Change], now: Mapping[str, Annotation | None]) -> tuple[Change, ...]:
    """Return changes as they are done all the same: what they change wins, the rest of each mark is as it is now."""
    done: list[Change] = []
    for change in changes:
        held = now.get(change.annotation_id)
        before, after = change.before, change.after
        if after is None:
            done += [Change(held, None)] if held is not None else []
        elif held is None or before is None:
            done += [Change(held, after)] if held != after else []
        else:
            fitted = Change(held, rebased(before, after, held))
            done += [fitted] if fitted.before != fitted.after else []
    return tuple(done)
