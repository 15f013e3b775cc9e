"""Find names in texts however they are written: inside longer words, in any case, with and without diacritics.

Both names and texts are folded: decomposed, without marks, in lower case, ß as ss, ø as o. A vowel that German and the
Nordic languages also write with an e after it is found in either form.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

SHORTEST_INSIDE = 3  # letters; a shorter name is found only where it stands alone
_SPECIAL = dict(zip("łøđðħıŋĸŧ", "loddhinkt", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
_TWO_LETTERS = {"a": "a[ae]?", "o": "oe?", "u": "ue?"}
# Words of the trade that may hold a name by chance; removing the name from them would tell nothing and blank findings.
_TRADE_WORDS = """
abnormal activity alert alpha amplifier amplitude anfall annotation annotations arousal artefact artefacts artifact
artifacts asleep average awake awakening background baseline beta bipolar bradycardia burst bursts calibration
camera central channel channels cleaned closed closure cluster clusters cursor delta desaturation detector device
discharge discharges drowsy edf electrode electrodes electrodecrement end ended epileptic episode event events eyes
filter flexor extensor focal frequency frontal generalised generalized hyperventilation hypsarrhythmia impedance
impedances interval jerk jerks left limb limbs machine marker markers maximal maximum medication midline minimum
montage movement movements moving multifocal normal nurse nursing occipital onset opened parietal patient pattern
periodic photic please polyspike position prefilter recorder recording reference response resting right routine
sampling saturation seizure seizures sensor sharp signal sleep sleeping sleeps slow spasm spasms spike spikes
spindle spindles stage standard start startdate started startle stimulation stimulus study suppression symptom
symptoms tachycardia temporal theta tonic trace transducer trigger vertex video wave waves
"""
_TRADE = frozenset(_TRADE_WORDS.split())


class NamePattern:
    """Names to be found in texts; used like a compiled pattern.

    words : names, phrases and numbers; a blank in a phrase stands for anything but letters and digits, or nothing
    """

    def __init__(self, words: Iterable[str]) -> None:
        inside, alone = set[str](), set[str]()
        for word in words:
            parts = re.findall(r"[^\W_]+", folded(word)[0])
            joined = "".join(parts)
            has_digits = any(character.isdigit() for character in joined)  # a date or number counts as a whole only
            for pieces in [parts] if has_digits else [parts, *([part] for part in parts)]:
                letters = "".join(pieces)
                pattern = r"[\W_]*".join(map(_spellings, pieces))
                if letters.isdigit() and len(letters) > 1:
                    alone.add(rf"(?<!\d){pattern}(?!\d)")
                elif len(letters) >= SHORTEST_INSIDE:
                    inside.add(pattern)
                elif len(letters) == SHORTEST_INSIDE - 1:
                    alone.add(rf"(?<![^\W_]){pattern}(?![^\W_])")
        patterns = [pattern for some in (inside, alone) for pattern in sorted(some, key=_longest_first)]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open ranges of `text` that hold a name."""
        if self._pattern is None:
            return []
        plain, origin = folded(text)
        found, at = [], 0
        while (match := self._pattern.search(plain, at)) is not None:
            if _is_in_word_of_trade(plain, match.start(), match.end()):
                at = match.start() + 1
                continue
            at = match.end()
            last = origin[match.end() - 1]
            after = origin[match.end()] if match.end() < len(origin) else len(text)
            found.append((origin[match.start()], max(after, last + 1)))
        return found

    def search(self, text: str) -> bool:
        """Whether a name is in `text`."""
        return bool(self.spans(text))

    def subn(self, replacement: str, text: str) -> tuple[str, int]:
        """Return the text with `replacement` in place of each name, and their number."""
        parts, at, n = [], 0, 0
        for start, stop in self.spans(text):
            if start >= at:
                parts += [text[at:start], replacement]
                n += 1
            at = max(at, stop)
        return "".join([*parts, text[at:]]), n


def folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as names are compared, and for each of its letters the index in `text` it comes from.

    Marks and signs that take no room are left out.
    """
    if text.isascii():
        return text.lower(), range(len(text))
    letters, origin = [], []
    for index, character in enumerate(text):
        if character.isascii():  # most of them
            letters.append(character.lower())
            origin.append(index)
            continue
        for part in unicodedata.normalize("NFKD", character).casefold():
            plain = unicodedata.normalize("NFKD", _SPECIAL.get(part, part))
            for one in plain:
                if unicodedata.category(one) not in ("Mn", "Me", "Cf"):
                    letters.append(one)
                    origin.append(index)
    return "".join(letters), origin


def _longest_first(pattern: str) -> tuple[int, str]:
    return -len(pattern), pattern


def _spellings(word: str) -> str:
    """Return a pattern for a folded word, in which ä, ö, ü and å may be written as one letter or as two."""
    plain = re.sub("ae|aa", "a", re.sub("oe", "o", re.sub("ue", "u", word)))
    return "".join(_TWO_LETTERS.get(letter, letter) for letter in re.escape(plain))


def _is_in_word_of_trade(text: str, start: int, stop: int) -> bool:
    """Whether a name lies within a longer word that means something else."""
    first, last = start, stop
    while first > 0 and text[first - 1].isalpha():
        first -= 1
    while last < len(text) and text[last].isalpha():
        last += 1
    return (first, last) != (start, stop) and text[first:last] in _TRADE
