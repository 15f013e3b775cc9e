"""The names of keys in key maps, as Qt reads them."""

_MODIFIERS = ("meta", "ctrl", "alt", "shift")
_NAMED = (
    "Space Esc Tab Backtab Backspace Return Enter Ins Del Pause Print SysReq Home End Left Up Right Down "
    "PgUp PgDown CapsLock NumLock ScrollLock Menu Help"
)
_NAMES = {name.lower(): name for name in (*_NAMED.split(), *(f"F{number}" for number in range(1, 36)))}
_SYNONYMS = {"escape": "Esc", "insert": "Ins", "delete": "Del", "page up": "PgUp", "page down": "PgDown"}


def key_name(text: str) -> str | None:
    """Return a key as "Ctrl+Shift+PgDown", however it was written; None where there is no such key.

    Several keys one after the other are separated by a comma and a space: "Ctrl+K, C".
    """
    parts = text.split(", ")
    names = [_one(part.strip()) for part in parts]
    if not 1 <= len(names) <= 4 or None in names:
        return None
    return ", ".join(name for name in names if name)


def _one(text: str) -> str | None:
    if text.endswith("+"):  # the plus itself
        held, key = text[:-1], "+"
        if held and not held.endswith("+"):
            return None
        modifiers = held[:-1].split("+") if held else []
    else:
        *modifiers, key = text.split("+")
    wanted = {modifier.strip().lower() for modifier in modifiers}
    if not wanted <= set(_MODIFIERS):
        return None
    if len(key) == 1 and key.isprintable() and not key.isspace():
        name = key.upper() if len(key.upper()) == 1 else key
    else:
        name = _NAMES.get(key.lower()) or _SYNONYMS.get(key.lower())
    if name is None:
        return None
    return "+".join([*(modifier.capitalize() for modifier in _MODIFIERS if modifier in wanted), name])
