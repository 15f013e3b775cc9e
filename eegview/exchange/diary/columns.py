"""Which column of a table says what, by its title, or as a person says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Field(StrEnum):
    """What a column can say."""

    DAY = "day"
    TIME = "time"
    STOP = "end"
    DURATION = "duration"
    KIND = "kind"
    COUNT = "spasms"
    WAKING = "after_waking"
    SEEN_BY = "seen_by"
    CERTAINTY = "certainty"
    NOTE = "note"
    ZONE = "zone"
    OFFSET = "utc_offset_min"
    NONE = "none_seen"
    UNWATCHED = "not_watched"
    TOTAL = "all_of_day"
    CLUSTERS = "clusters"


_START_UTC = "utctime"
# Titles without case, signs and units. The first that fits is the column's meaning.
_TITLES: dict[Field, tuple[str, ...]] = {
    Field.DAY: (
        "date", "datum", "day", "tag", "jour", "journée", "jourdelacrise", "datedelacrise", "start",
        "starttime", "startdate", "datetime", "dateandtime", "timestamp", "startedat", "occurredat",
        "eventdate", "onset", "datetimestart", "zeitpunkt", "beginn", "début", _START_UTC, "startutc",
        "from", "von", "when", "wann",
    ),
    Field.TIME: (
        "time", "uhrzeit", "zeit", "heure", "heurededébut", "beganat", "timeitbegan", "beginn", "begin",
        "starttime", "timeofday", "eventtime", "clocktime", "from", "von", "de",
    ),
    Field.STOP: (
        "end", "stop", "endtime", "stoptime", "ende", "endedat", "enddate", "fin", "heuredefin", "to", "until", "till",
        "bis", "à", "jusque",
    ),
    Field.DURATION: ("duration", "length", "dauer", "lasted", "durée", "durationseconds", "durationminutes"),
    Field.KIND: (
        "kind", "type", "seizuretype", "eventtype", "event", "action", "typ", "art", "category",
        "anfallstyp", "anfallsart", "typedecrise", "what", "was", "whatwasseen", "quoi",
    ),
    Field.COUNT: (
        "spasms", "count", "numberofspasms", "nspasms", "spasmcount", "seizures", "howmany", "wieviele",
        "anzahl", "anzahlspasmen", "anzahlderspasmen", "nombre", "nombredespasmes", "nombredecrises",
        "spasmes", "spasmen", "numberofseizures", "witnessed",
    ),
    Field.WAKING: (
        "afterwaking", "waking", "onwaking", "afterwakingup", "afterawakening", "afterwakeup",
        "nachdemaufwachen", "aufwachen", "auréveil", "aprèsleréveil", "réveil",
    ),
    Field.SEEN_BY: (
        "seenby", "witness", "witnessedby", "observer", "whosaw", "gesehenvon", "beobachter", "wersahes",
        "whosawit", "vupar", "témoin", "beobachtetvon", "beobachtet", "beobachtetdurch", "observedby",
    ),
    Field.CERTAINTY: ("certainty", "sure", "howsure", "confidence", "sicher", "sicherheit", "certitude", "sûr"),
    Field.NOTE: (
        "note", "notes", "comment", "comments", "remarks", "description", "notiz", "notizen", "bemerkung",
        "bemerkungen", "remarque", "remarques", "commentaire", "commentaires",
    ),
    Field.ZONE: ("timezone", "zone", "tz", "zeitzone", "fuseauhoraire"),
    Field.OFFSET: ("utcoffset", "utcoffsetmin", "offsetmin"),
    Field.NONE: ("noneseen", "keinegesehen", "aucunvu"),
    Field.UNWATCHED: ("couldnotwatch", "nichtaufgepasst", "nonsurveillé"),
    Field.TOTAL: ("allspasmsoftheday", "allspasmendestages", "allespasmendestages", "allofday"),
    Field.CLUSTERS: (
        "clusters", "cluster", "nclusters", "numberofclusters", "clustersoftheday", "series", "numberofseries",
        "serien", "anzahlcluster", "anzahldercluster", "anzahlserien", "anzahlderserien", "salves", "nombredesalves",
    ),
}  # fmt: skip
_NUMBER = ("number", "zahl", "nombre", "amount", "quantity")  # of spasms only behind the kind; elsewhere of the line
_UNITS = {"s", "sec", "seconds", "min", "minutes", "minuten", "sekunden", "hours", "h", "std", "secondes"}


def fields_of(titles: Sequence[str], said: Mapping[str, str]) -> dict[Field, str]:
    """Return the column of each field.

    Parameters
    ----------
    titles : of the columns
    said : title by the name of a field, as a person says; "" = no column has it

    Raises
    ------
    KeyError : a field or a column that is not there; its argument names it
    """
    by_plain = {_plain(title): title for title in reversed(titles)}
    known = {title.strip().casefold(): title for title in titles}
    found: dict[Field, str] = {}
    for name, title in said.items():
        if name not in set(Field):
            raise KeyError(name)
        if title and title.strip().casefold() not in known:
            raise KeyError(title)
        found[Field(name)] = known[title.strip().casefold()] if title else ""
    taken = {title for title in found.values() if title}
    for field, names in _TITLES.items():
        if field in found:
            continue
        title = next((by_plain[name] for name in names if name in by_plain and by_plain[name] not in taken), None)
        if title is not None:
            found[field] = title
            taken.add(title)
    if Field.COUNT not in found and found.get(Field.KIND):
        behind = titles[list(titles).index(found[Field.KIND]) + 1 :]
        number = next((title for title in behind if _plain(title) in _NUMBER and title not in taken), "")
        found[Field.COUNT] = number
    return {field: title for field, title in found.items() if title}


def is_utc_title(title: str) -> bool:
    """Whether a column's title says that its times are in UTC."""
    return "utc" in _words(title)


def _words(title: str) -> list[str]:
    spaced = re.sub(r"(?<=[^\W\d_A-ZÄÖÜ])(?=[A-ZÄÖÜ])", " ", title)
    return [word for word in re.split(r"[\W\d_]+", unicodedata.normalize("NFC", spaced).casefold()) if word]


def _plain(title: str) -> str:
    words = _words(title)
    kept = [word for word in words if word not in _UNITS] if len(words) > 1 else words
    return "".join(kept or words)
