"""A label taken apart: what comes before the electrode, the electrode or two, the reference, a running number.

"EEG Fp1-Ref", "EEG_FP1", "Fp1*" and "POL Fp1-0" are one electrode; "Fp1–F7", "C3:A2" and "T8-P8-1" are two.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from eegview.model.labels.electrodes import DECORATION, EARS, are_one_place, electrode_name, joined_electrodes

_TYPES = "EEG|POL|ECG|EKG|EOG|EMG|ERG|RESP|DIG|REF|MISC"
_TYPE = re.compile(rf"^({_TYPES})[\s:]+(?=\S)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\s*[-_/]\s*(REF\d?|LE|AR|AVG|AV|AVE|CAR|AVERAGE|COM|G2|GND|VREF|ORG|A1\s?\+\s?A2|A1A2|M1M2|M1\s?\+\s?M2|LINK\w*)$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^([^-]+?)\s*-\s*([^-]+)$")

_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d~]")
_QUOTES = "\"'“”‘’„«»`´\x00 "
_ANY_SIGN = r"\s\-/:_.,;|=()\[\]{}<>*"
_LETTERS_APART = re.compile(r"(?<![^\W_])([A-Z]{1,3})\s(\d{1,2}|z)(?![^\W_])", re.IGNORECASE)
_SEPARATORS = re.compile(rf"[{_ANY_SIGN}]+")
_PREFIX = re.compile(rf"^({_TYPES}|SEEG|CH|CHAN|CHANNEL)?(\d{{1,3}})?(?:[{_ANY_SIGN}]+|$)", re.IGNORECASE)
_LINKED = re.compile(r"\(?\s*(?:A1\s?\+\s?A2|M1\s?\+\s?M2|TP9\s?\+\s?TP10)\s*\)?(?:\s*/\s*2)?", re.IGNORECASE)
_BOTH_EARS = re.compile(r"\(?\s*(?:A1\s?\+?\s?A2|A2\s?\+?\s?A1|M1\s?\+?\s?M2|M2\s?\+?\s?M1)\s*\)?", re.IGNORECASE)
_REFERENCE_WORD = re.compile(
    r"REF(?:ERENCE)?\d{0,2}|LE|AR|AVG|AV|AVE|CAR|AVERAGE|COM|COMMON|G\d{1,2}|GND|GRD|GROUND|VREF|ORG|A1A2|A2A1|A12|AA|"
    r"M1M2|M2M1|M12|LINK\w*|EARS?|LM|MASTOIDS?|CMS|DRL|EEG|POL|UNI|MONO|RE|RAW|VS|TO|"
    r"[uµμm]V",
    re.IGNORECASE,
)
_RUNNING_NUMBER = re.compile(r"\d{1,3}")
_ALIAS_SIGN = re.compile(r"^[^/(=|]+[/(=|][^/(=|]+$")
_EYE_REFERENCES = EARS | {"Fpz", "Nz"}
_EYE = re.compile(
    r"e[12]|[lr][oe]?oc|[lr]eog|eog[lr]|[lr]io|[lr]so|[lr]ue|[lr]le|[lr]hc|eye[lr]?|ve?og|he?og", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LabelParts:
    """What a label says.

    type : EEG, ECG … that stands before the rest, in capitals; "" where nothing does
    core : the rest, without a reference that is no electrode
    bare : the core without what stands in front of it by another sign ("EEG_DC1" → "DC1")
    first, second : modern names of its electrodes; None where there is none
    is_eye : an electrode beside the eye, alone or against a reference
    """

    type: str
    core: str
    bare: str
    first: str | None = None
    second: str | None = None
    is_eye: bool = False

    @property
    def electrodes(self) -> str | None:
        """Return the name of the electrode, or of both ("Fp1-F7"); None where the label names none."""
        return f"{self.first}-{self.second}" if self.first and self.second else self.first

    @property
    def is_linked_ears(self) -> bool:
        """Whether it is both ears or mastoids, A1A2 or M1+M2."""
        return _BOTH_EARS.fullmatch(self.core) is not None


@lru_cache(maxsize=4096)
def parts_of(label: str) -> LabelParts:
    """Return the parts of one label; the usual spellings go first, so that other signs change none of them."""
    label = " ".join(label.split())
    match = _TYPE.match(label)
    type_prefix, core = (match.group(1).upper(), label[match.end() :]) if match else ("", label)
    core = _REFERENCE.sub("", core) or core
    electrode = electrode_name(core)
    if electrode:
        return LabelParts(type_prefix, core, core, electrode)
    pair = _PAIR.match(core)
    names = (electrode_name(pair.group(1)), electrode_name(pair.group(2))) if pair else (None, None)
    if names[0] and names[1] and names[0] != names[1]:
        return LabelParts(type_prefix, core, core, *names)
    return _by_any_sign(label, type_prefix, core)


def _by_any_sign(label: str, type_prefix: str, core: str) -> LabelParts:
    """Return the parts of a label that is split at other signs, or has more in it than an electrode and a reference."""
    text = _LETTERS_APART.sub(_as_one, _DASHES.sub("-", label).strip(_QUOTES))
    found_type, text = _without_prefixes(text)
    bare = _REFERENCE.sub("", text) or text
    rest = _LINKED.sub(" REF ", text) if not _LINKED.fullmatch(text) else text
    words = [word for word in (part.strip(DECORATION) for part in _SEPARATORS.split(rest)) if word]
    shown_type = type_prefix or found_type
    names = _electrodes_in(words, is_alias=_ALIAS_SIGN.match(rest) is not None)
    if names is not None:
        return LabelParts(shown_type, core, bare, *names)
    is_eye = any(map(_EYE.fullmatch, words)) and all(
        _EYE.fullmatch(word) or electrode_name(word) in _EYE_REFERENCES or _is_no_electrode(word) for word in words
    )
    return LabelParts(shown_type, core, bare, is_eye=is_eye)


def _as_one(match: re.Match[str]) -> str:
    """Return "F 3" as "F3" where that is an electrode."""
    joined = match[1] + match[2]
    return joined if electrode_name(joined) else match[0]


def _without_prefixes(text: str) -> tuple[str, str]:
    """Return the type that stands in front ("EEG_Fp1", "POL:3-Fp1", "CH 12 Fp1") in capitals, and what follows."""
    found = ""
    for _ in range(3):
        match = _PREFIX.match(text)
        if match is None or not (match.group(1) or match.group(2)) or not text[match.end() :].strip():
            break
        kind = (match.group(1) or "").upper()
        if kind == "REF":  # a reference is not left out where it may be what was recorded
            break
        found = found or {"SEEG": "EEG", "CH": "", "CHAN": "", "CHANNEL": ""}.get(kind, kind)
        text = text[match.end() :]
    glued = re.fullmatch(r"EEG(?=\D)(.+)", text, re.IGNORECASE)
    if glued and electrode_name(glued.group(1)):
        return "EEG", glued.group(1)
    return found, text


def _electrodes_in(words: list[str], is_alias: bool) -> tuple[str, str | None] | None:
    """Return the one or two electrodes that words name, None where a word is neither that nor beside the point."""
    if not words:
        return None
    found: list[str] = []
    for number, word in enumerate(words):
        name = electrode_name(word)
        joined = None if name or number else joined_electrodes(word)
        if not name and not joined and (not number or not _is_no_electrode(word)):
            return None
        found += [name] if name else joined or ()
    names = [found[0]]
    for name in found[1:]:  # T7/T3 is one electrode, in T7/T3-P7/T5 too
        if not (name == names[-1] or ((is_alias or len(found) > 2) and are_one_place(name, names[-1]))):
            names.append(name)
    if len(names) == 3 and set(names[1:]) <= EARS:
        return names[0], None  # linked ears, written one beside the other
    return (names[0], names[1] if len(names) == 2 else None) if len(names) <= 2 else None


def _is_no_electrode(word: str) -> bool:
    return _REFERENCE_WORD.fullmatch(word) is not None or _RUNNING_NUMBER.fullmatch(word) is not None
