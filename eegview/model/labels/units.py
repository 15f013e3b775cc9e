"""Units of voltage, in the many spellings that files use."""

import re
import unicodedata

_FACTORS_UV = {"u": 1.0, "m": 1e3, "n": 1e-3, "": 1e6}
_PREFIXES = {  # written out, or in other letters
    "µ": "u",
    "μ": "u",
    "micro": "u",
    "milli": "m",
    "nano": "n",
    "mu": "u",
    "mc": "u",
    "mk": "u",
    "mcr": "u",
    "мк": "u",
    "м": "m",
    "н": "n",
}
_SUFFIX = r"(?:s|[-_.]?[([]?(?:rms|pp|p-p|pk|peak)[)\]]?|/(?:bit|lsb|digit?|coun?t?|cnt|adu|step|code|unit)s?)?"
_KNOWN = re.compile(
    r"(?:(?P<prefix>[umnµμ]|micro|milli|nano|mu|mc|mk|mcr|мк|м|н)[-_.]?)?(?:v|в|volts?|(?<=micro)vol|(?<=milli)vol|вольт)"
    + _SUFFIX
)
_PLAIN = re.compile(r"(?:[umn]?v|microvol(?:ts?)?|millivol(?:ts?)?|volts?|uvolts?|uvs|mvs|nvs)")  # EDF has 8 letters
_ENDS_IN_VOLT = re.compile(r"(?P<sign>.{1,6}?)u?v(?:olt?s?)?" + _SUFFIX)
_MULTIPLE = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)[x*]?(?P<unit>\D.*)")
_OTHER_PREFIXES = frozenset(
    ("p", "f", "k", "g", "t", "c", "d", "h", "da", "pico", "femto", "kilo", "mega", "giga", "e")
)
_BARE_MICRO = frozenset(("u", "µ", "μ"))
# What else may stand in a file as a unit: a channel in one of these measures no voltage.
_OTHER_QUANTITY = re.compile(
    r"%|percent|per ?cent|°.*|deg.*|[kmuµμ]?(?:pa|hz|ohms?|ω|ω|s|a|g|m|l|j|w|t|bar|mol|wb|n|rad|lx)|mm ?hg|cm ?h2o|"
    r"bpm|b/min|/min|1/min|\w+/min|\w+/s|rpm|boolean|bool|\w?v(?:²|2|\^2).*|db|sec(?:onds?)?|min|hours?|beats?.*|"
    r"us|uohm|[ckf]|mmol.*|stage|event|°c|°f|t/m|ft|pt|cm|in|inch|au|adim|ratio|rr"
)


def voltage_factor_uv(unit: str) -> float | None:
    """Return the factor that converts a value in `unit` to µV, None if `unit` is not a voltage.

    A sign that was lost on the way counts as µ where it cannot have been a letter ("�V", "ÂµV").
    """
    text = _cleaned(unit)
    if text in ("MV", "Mv"):
        return 1e3  # megavolts do not occur on a head
    text = re.sub(r"^[^\x20-\x7eа-яА-Яµμ]{1,3}[µμu]?(?=[vV]$)", "u", text)
    match = _KNOWN.fullmatch(text.casefold())
    if match is None or text.casefold() == "vs":  # a volt times a second
        return None
    prefix = match["prefix"] or ""
    return _FACTORS_UV[_PREFIXES.get(prefix, prefix)]


def is_plain(unit: str) -> bool:
    """Whether a unit is a voltage in its usual spelling, so that nothing has to be said about it."""
    text = re.sub("[µμ]", "u", unit.strip().strip("[]()").replace(" ", "").replace("Âµ", "u").replace("Î¼", "u"))
    return _PLAIN.fullmatch(text.casefold()) is not None


def guessed_factor_uv(unit: str) -> float | None:
    """Return the factor to µV of an electrode's unit that names no voltage as it stands, but hardly anything else.

    "?V", "_V" and "#V" had a sign for µ once; "u" had its V; "0.1uV" counts tenths. None where nothing speaks for a
    voltage.
    """
    text = _cleaned(unit).casefold()
    if text in _BARE_MICRO:
        return 1.0
    if multiple := _MULTIPLE.fullmatch(text):
        number, factor = float(multiple["number"].replace(",", ".")), voltage_factor_uv(multiple["unit"])
        return number * factor if factor and number else None
    match = _ENDS_IN_VOLT.fullmatch(text)
    if match is None or match["sign"] in _OTHER_PREFIXES or "/" in match["sign"]:
        return None
    return 1.0


def is_other_quantity(unit: str) -> bool:
    """Whether a unit measures something that is no voltage, such as %, °C, Hz or mmHg."""
    return _OTHER_QUANTITY.fullmatch(" ".join(unit.split()).strip("[]() ").casefold()) is not None


def _cleaned(unit: str) -> str:
    """Return a unit without brackets, quotes and blanks, each sign in one spelling (㎶, ｕＶ and μV alike)."""
    text = unit.strip().strip("[]()'\"\x00.,;: ").replace(" ", "")
    return text if text.isascii() else unicodedata.normalize("NFKC", text.replace("Âµ", "µ").replace("Î¼", "µ"))
