"""A change made from what was on the screen, carried over to the mark as it is now."""

from dataclasses import fields, replace

from eegview.model.annotation import Annotation


def rebased(before: Annotation, after: Annotation, now: Annotation) -> Annotation:
    """Return `now` with what changed from `before` to `after`; attributes are taken one by one."""
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
