"""The places on a head that electrodes are named after, in the spellings that files use."""

import unicodedata

# The 10-10 positions, ears, mastoids, anterior temporal, nasopharyngeal and sphenoidal electrodes, spelt as usual.
_POSITIONS = (
    "Nz Fpz Fp1 Fp2 AFz Fz FCz Cz CPz Pz POz Oz Iz O1 O2 I1 I2 O9 O10 "
    + " ".join(f"AF{n}" for n in range(1, 11))
    + " "
    + " ".join(f"{row}{n}" for row in ("F", "FC", "C", "CP", "P", "PO") for n in range(1, 11))
    + " FT7 FT8 FT9 FT10 T7 T8 T9 T10 TP7 TP8 TP9 TP10 F11 F12 FT11 FT12 TP11 TP12 P11 P12"
    + " A1 A2 M1 M2 T1 T2 Pg1 Pg2 Sp1 Sp2 Cb1 Cb2"
)
_OLD_NAMES = {"T3": "T7", "T4": "T8", "T5": "P7", "T6": "P8"}
_ELECTRODES = {name.upper(): name for name in _POSITIONS.split()} | _OLD_NAMES
DECORATION = "$.'*#!?+~^`´’‘“”\"\x00 "  # signs that programs and people set around an electrode's name
# Letters of a Cyrillic keyboard that look like those of an electrode.
_LOOKALIKES = str.maketrans("АВСЕМОПРТФавсемопрт", "ABCEMOPPTFabcemoppt")

EARS = frozenset(("A1", "A2", "M1", "M2", "TP9", "TP10"))  # where references are worn
_SAME_PLACE = (frozenset(("M1", "A1")), frozenset(("M2", "A2")))  # of which a recording has only one


def electrode_name(text: str) -> str | None:
    """Return the modern name of a scalp electrode ("fp1" → "Fp1", "T3" → "T7"), None if `text` is not one."""
    found = _ELECTRODES.get(text.strip().strip("$.'").upper())
    if found or text.isascii():
        return found or _ELECTRODES.get(text.strip(DECORATION).upper())
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    return _ELECTRODES.get(plain.strip(DECORATION).upper())


def joined_electrodes(text: str) -> tuple[str, str] | None:
    """Return the two electrodes of a label that has nothing between them ("C3A2"), None if it is not one."""
    for cut in range(2, len(text) - 1):
        first, second = text[:cut], text[cut:]
        if not (first[-1].isdigit() or first[-1] in "zZ") or not second[0].isalpha():
            continue
        names = electrode_name(first), electrode_name(second)
        if names[0] and names[1] and names[0] not in EARS:
            return names[0], names[1]
    return None


def are_one_place(first: str, second: str) -> bool:
    """Whether two modern names stand for one place, as an ear and the mastoid behind it do where one cap names both."""
    return first == second or frozenset((first, second)) in _SAME_PLACE
