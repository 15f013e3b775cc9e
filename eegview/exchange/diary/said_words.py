"""Words of a diary for what was seen: kinds, yes and no, how sure, and none. English, German and French."""

from __future__ import annotations

import re
import unicodedata

from eegview.model.infant.diary_event import Certainty, WitnessedKind
from eegview.model.treatment.diary import MOST_SPASMS, Witnessed

WHOLE_DAY = "day"  # kind of a line that says something of a whole day
_SPASM = {"spasm", "spasms", "spasmen", "spasmus", "epilepticspasm", "epilepticspasms", "infantilespasm", "singlespasm",
          "infantilespasms", "einzelspasmus", "bnsanfall", "blitznickensalaamanfall", "spasme", "spasmes",
          "spasmeisolé", "spasmeinfantile", "spasmeépileptique"}  # fmt: skip
_CLUSTER = {"cluster", "clusters", "series", "serie", "clusterofspasms", "spasmcluster", "spasmsincluster",
            "clusterofinfantilespasms", "spasmseries", "seriesofspasms", "seriespasmen", "bnsserie",
            "spasmenserie", "salve", "salvedespasmes", "série", "sériedespasmes"}  # fmt: skip
_DAY_WORDS = {"day", "wholeday", "tag", "nachtundtag", "jour", "journée", "journéeentière"}
_YES, _NO = {"yes", "y", "true", "1", "ja", "oui", "x", "✓", "☒", "☑"}, {"no", "n", "false", "0", "nein", "non", "☐"}
_NOT_SAID = {"", "-", "–", "?", "n/a", "unknown", "not said", "not known", "unbekannt", "inconnu"}
_NONE = {"none", "no", "noneseen", "nospasms", "nospasm", "nospasmsseen", "nil", "zero", "keine", "kein",
         "keinegesehen", "aucun", "aucune", "aucunspasme", "aucunvu", "non"}  # fmt: skip
_SOME = {"some", "yes", "seen", "einige", "ja", "somenotcounted", "oui", "quelquesuns"}
_UNKNOWN = {
    "unknown",
    "notknown",
    "unbekannt",
    "unklar",
    "?",
    "notwatched",
    "inconnu",
    "couldnotwatch",
    "nichtaufgepasst",
}
_CERTAIN = {
    Certainty.SURE: {"sure", "certain", "definite", "yes", "ja", "oui", "sicher", "sûr", "sûre", "certaine", "high"},
    Certainty.PROBABLE: {"probable", "probably", "likely", "wahrscheinlich", "medium"},
    Certainty.UNSURE: {"unsure", "uncertain", "notsure", "maybe", "possible", "possibly", "unsicher", "vielleicht",
                       "incertain", "pasûr", "passûr",
                       "no", "nein", "non",
                       "low"},
}  # fmt: skip

_DOUBT = re.compile(r"[?¿？؟]")
_SAID_PLAINLY = re.compile(r"[^\W\d_]+(?:[\s_.’'-]+[^\W\d_]+)*\.?")  # words, and nothing that may put them in doubt


def kind_said(text: str) -> WitnessedKind | str | None:
    """Return the kind that a text says: a spasm, a cluster, or `WHOLE_DAY`; None where it is none of these."""
    plain = _plain(text)
    if plain in _DAY_WORDS:
        return WHOLE_DAY
    if plain in _CLUSTER:
        return WitnessedKind.CLUSTER
    return WitnessedKind.SPASM if plain in _SPASM else None


def is_readable_answer(text: str) -> bool:
    """Whether a text says yes, no, or that it is not said."""
    return text.strip().casefold() in _YES | _NO | _NOT_SAID


def yes_or_no(text: str) -> bool | None:
    """Return what a text says, None where it says neither."""
    plain = text.strip().casefold()
    return True if plain in _YES else False if plain in _NO else None


def certainty_said(text: str) -> Certainty | None:
    """Return how sure it was; None where the text is neither empty nor a known word, as a number or a percentage."""
    if text.strip().casefold() in {"", "-", "–", "not said"}:
        return Certainty.NOT_SAID
    if any(letter.isdigit() for letter in text):
        return None
    plain = _plain(text)
    return next((certainty for certainty, words in _CERTAIN.items() if plain in words), None)


def number_said(text: str) -> int | Witnessed | None:
    """Return a number of spasms, or that there were none, some, or that it is not known; None where it says none."""
    text = text.strip()
    # 5.0 as tables of numbers write it; 1.000 is a thousand to some
    if found := re.fullmatch(r"(\d{1,6})(?:\.0{1,2})?", text, re.ASCII):
        return int(found[1]) if int(found[1]) <= MOST_SPASMS else None
    if any(letter.isdigit() for letter in text):
        return None
    if text not in _UNKNOWN and not _SAID_PLAINLY.fullmatch(text):  # “none?” and “(none)” are no “none”
        return None
    plain = text if text in _UNKNOWN else _plain(text)
    for said, words in ((Witnessed.NONE, _NONE), (Witnessed.SOME, _SOME), (Witnessed.UNKNOWN, _UNKNOWN)):
        if plain in words:
            return said
    return None


def _plain(text: str) -> str:
    """Return a text without case, signs and digits; "" where a question mark puts it in doubt."""
    if _DOUBT.search(text):
        return ""
    return re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFC", text).casefold())
