"""Which key does what, as one person wants it: changed on top of a key map, without two commands on one key."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from eegview.app.commands import term_command_id
from eegview.app.key_names import key_name
from eegview.app.shortcuts import Keys, ShortcutMap

WINDOW = "keys"  # the scope of what works everywhere; the others are the contexts of the key maps
SCOPE_LABELS = {
    WINDOW: "Whole window",
    "mark_edges": "While editing edges",
    "triage": "Triage",
    "triage_edges": "Triage, editing edges",
    "miss_audit": "Miss audit",
    "staging": "Sleep staging",
    "stages": "Sleep staging, from 2 months on",
    "stages_young": "Sleep staging, below 2 months",
    "trends": "Trends of the whole study",
    "statistics": "Statistics of spasms",
    "score": "BASED workbench",
    "report": "Report",
    "response": "Before and after",
    "comparing": "Compare readers",
    "comparing_merge": "Compare readers, merging",
}
_AT_ONCE = {  # scopes that are on at the same time, so that a key has one meaning in them all
    "staging": ("stages", "stages_young"),
    "stages": ("staging",),
    "stages_young": ("staging",),
    "score": (),
    "report": (),
}
_TERM = term_command_id("")
_NEEDS_MODIFIER = frozenset({"mark.delete", "study.close", "study.quit"})
_FOCUS_KEYS = frozenset({"Tab", "Shift+Tab", "Backtab", "Shift+Backtab"})


@dataclass(frozen=True, slots=True)
class SuggestedKey:
    """A key that a detector proposes for a command; it counts for nothing until a person takes it."""

    command_id: str
    key: str
    by: str


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of one map and where they differ from the standard.

    map : as they are now
    standard : as they came with the program
    from_files : keys that montages and terms bring along, by command id
    """

    map: ShortcutMap
    standard: ShortcutMap
    from_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def scope_of(self, command_id: str) -> str:
        """Return where a command's keys work: in the whole window, or while the context of this name is on."""
        for name, keys in self.standard.contexts:
            if command_id in dict(keys):
                return name
        return WINDOW

    def keys_of(self, command_id: str) -> tuple[str, ...]:
        return self._of(self.map, command_id)

    def standard_of(self, command_id: str) -> tuple[str, ...]:
        return self._of(self.standard, command_id)

    def is_changed(self, command_id: str) -> bool:
        return self.keys_of(command_id) != self.standard_of(command_id)

    def is_fixed(self, command_id: str, key: str) -> bool:
        """Whether a key cannot be taken from a command: the digit of a term."""
        return command_id.startswith(_TERM) and key in self.from_files.get(command_id, ())

    def owner(self, key: str, scope: str) -> str:
        """Return the command that has a key in a scope, or in one that is on with it; "" where it is free."""
        for name in (scope, *_AT_ONCE.get(scope, ())):
            for command_id, keys in self._all(name).items():
                if key.casefold() in (one.casefold() for one in keys):
                    return command_id
        return ""

    def elsewhere(self, key: str, scope: str) -> tuple[tuple[str, str], ...]:
        """Return (scope, command) of what the same key does in other scopes; there it means that and nothing else."""
        scopes = [WINDOW, *(name for name, _keys in self.map.contexts)]
        others = (name for name in scopes if name != scope and name not in _AT_ONCE.get(scope, ()))
        found = ((name, self.owner(key, name)) for name in others)
        return tuple((name, command_id) for name, command_id in found if command_id)

    def refusal(self, command_id: str, key: str) -> str:
        """Return in a sentence why a command cannot have a key; "" where it can."""
        name = key_name(key)
        if name is None:
            return "This key cannot be used."
        if self.is_fixed(command_id, name):
            return ""
        if len(name) == 1 and name in "123456789" and self.scope_of(command_id) not in _AT_ONCE:
            return f"{name} marks a term and answers questions. The vocabulary says which term."
        if name == "Esc" and self.scope_of(command_id) == WINDOW and "Esc" not in self.keys_of(command_id):
            return "Esc clears the selection and closes what is open; it stays with that."
        if name in _FOCUS_KEYS and self.scope_of(command_id) == WINDOW:
            return f"{name} moves the keyboard from one control to the next; it stays with that."
        if command_id in _NEEDS_MODIFIER and len(name) == 1:
            return "A single letter would do this too easily. Use it with Ctrl or Alt."
        return ""

    # changes

    def with_key(self, command_id: str, key: str, instead: bool = False) -> "KeyTable":
        """Return the table in which a command has this key too, or `instead` of its others; who had it loses it.

        Raises
        ------
        ValueError : the command cannot have it, see `refusal`
        """
        reason, name = self.refusal(command_id, key), key_name(key)
        if reason or name is None:
            raise ValueError(reason)
        kept = tuple(one for one in self.keys_of(command_id) if not instead or self.is_fixed(command_id, one))
        return self._freed((name,), command_id).replaced(command_id, tuple(dict.fromkeys((*kept, name))))

    def without_key(self, command_id: str, key: str) -> "KeyTable":
        """Return the table in which a command has this key no more; the digit of a term stays."""
        if self.is_fixed(command_id, key):
            return self
        return self.replaced(command_id, tuple(one for one in self.keys_of(command_id) if one != key))

    def reset(self, command_id: str) -> "KeyTable":
        """Return the table in which a command has its standard keys; who has one of them now loses it."""
        keys = self.standard_of(command_id)
        return self._freed(keys, command_id).replaced(command_id, keys)

    def reset_all(self) -> "KeyTable":
        return replace(self, map=self.standard)

    def losers(self, other: "KeyTable", command_id: str) -> tuple[str, ...]:
        """Return the other commands that have fewer keys in table `other`, which came of a change to `command_id`."""
        scope = self.scope_of(command_id)
        ids = [i for name in (scope, *_AT_ONCE.get(scope, ())) for i in self._all(name)]
        return tuple(i for i in ids if i != command_id and not set(self.keys_of(i)) <= set(other.keys_of(i)))

    def _of(self, one: ShortcutMap, command_id: str) -> tuple[str, ...]:
        scope = self.scope_of(command_id)
        table = dict(one.keys if scope == WINDOW else one.within(scope))
        return table.get(command_id, self.from_files.get(command_id, ()))

    def _all(self, scope: str) -> dict[str, tuple[str, ...]]:
        if scope != WINDOW:
            return dict(self.map.within(scope))
        return {**self.from_files, **dict(self.map.keys)}

    def _freed(self, keys: tuple[str, ...], command_id: str) -> "KeyTable":
        table = self
        scope = table.scope_of(command_id)
        for key in keys:
            table = table.replaced(command_id, tuple(one for one in table.keys_of(command_id) if one != key))
            while owner := table.owner(key, scope):  # in scopes that are on at once it may have several
                left = tuple(one for one in table.keys_of(owner) if one.casefold() != key.casefold())
                table = table.replaced(owner, left)
        return table

    def replaced(self, command_id: str, keys: tuple[str, ...]) -> "KeyTable":
        """Return the table in which a command has these keys, whoever else has them."""
        scope, one = self.scope_of(command_id), self.map
        if scope == WINDOW:
            changed = replace(
                one, keys=_keys_replaced(one.keys, command_id, keys, self._needs_no_line(command_id, keys))
            )
        else:
            contexts = tuple(
                (name, _keys_replaced(held, command_id, keys, False) if name == scope else held)
                for name, held in one.contexts
            )
            changed = replace(one, contexts=contexts)
        return replace(self, map=changed)

    def _needs_no_line(self, command_id: str, keys: tuple[str, ...]) -> bool:
        """Whether a montage's or term's own file says the same, and the standard map nothing else."""
        return keys == self.from_files.get(command_id, ()) and command_id not in dict(self.standard.keys)


def _keys_replaced(held: Keys, command_id: str, keys: tuple[str, ...], drops: bool) -> Keys:
    table = dict(held)
    if drops:
        table.pop(command_id, None)
    else:
        table[command_id] = keys
    return tuple(table.items())
