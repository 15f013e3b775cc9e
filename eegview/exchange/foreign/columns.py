"""The columns of other programs' tables: which of them hold times, texts and channels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.exchange.row_report import shown
from eegview.model.errors import UnreadableFile

ELAPSED = (
    *("onset", "elapsed", "elapsed time", "time from start", "relative time", "seconds", "sec", "recording time"),
    *("start s", "time s", "begin s"),
)
CLOCK = (
    *("start time", "clock time", "real time", "time of day", "starttime", "start", "begin", "time", "event time"),
    *("date time", "datetime", "date/time", "timestamp", "begin time", "onset time"),
    *("zeit", "uhrzeit", "beginn", "startzeit", "début", "debut", "heure", "inicio", "hora", "inizio", "ora", "tijd"),
    *(
        "heure de début",
        "heure debut",
        "hora de inicio",
        "hora inicio",
        "ora inizio",
        "begintijd",
        "starttijd",
        "anfang",
    ),
    *("início", "início do evento", "começo", "początek", "czas", "start czas", "začátek", "čas", "kezdet", "idő"),
    *("начало", "время", "время начала", "başlangıç", "zaman", "alku", "aika", "tid", "starttid"),
    *(
        "开始时间",
        "开始",
        "起始时间",
        "时间",
        "時間",
        "開始時間",
        "開始時刻",
        "開始",
        "時刻",
        "시작",
        "시작 시간",
        "시간",
    ),
)
DURATION = (
    *("duration", "length", "dur", "dauer", "länge", "durée", "duree", "duración", "duracion", "durata", "duur"),
    *("duração", "czas trwania", "trvání", "délka", "időtartam", "длительность", "продолжительность", "süre", "kesto"),
    *("varighet", "varaktighet", "varighed", "持续时间", "时长", "持続時間", "長さ", "지속 시간", "지속시간"),
)
END = (
    "end time",
    "end",
    "stop",
    "stop time",
    "endtime",
    "stoptime",
    "offset",
    "ende",
    "endzeit",
    "fin",
    "fine",
    "einde",
    *("heure de fin", "heure fin", "hora de fin", "ora fine", "eindtijd", "stoptijd", "fim", "término", "koniec"),
    *("konec", "vége", "конец", "время окончания", "bitiş", "loppu", "slut", "sluttid", "slutt"),
    *("结束时间", "结束", "终止时间", "終了時間", "終了時刻", "終了", "종료", "종료 시간"),
)
TEXT = (
    *("trial type", "eventtype", "event type", "behavior", "behaviour", "description", "annotation", "annotations"),
    *("label", "event", "event name", "title", "type", "value", "stage", "sleep stage", "comment", "comments", "text"),
    *("note", "notes", "ereignis", "beschreibung", "kommentar", "bezeichnung", "événement", "evenement"),
    *("commentaire", "evento", "comentario", "descripción", "descripcion", "commento", "descrizione", "gebeurtenis"),
    *(
        "typ",
        "art",
        "tipo",
        "kategorie",
        "catégorie",
        "categoría",
        "categoria",
        "category",
        "code",
        "marker",
        "event label",
    ),
    *("descrição", "observação", "zdarzenie", "opis", "událost", "popis", "esemény", "leírás", "событие", "описание"),
    *("olay", "açıklama", "tapahtuma", "kuvaus", "händelse", "hendelse", "hændelse", "beskrivning", "beskrivelse"),
    *("beschrijving", "omschrijving", "opmerking", "anmerkung", "bemerkung", "notiz", "state", "status"),
    *(
        "事件",
        "描述",
        "备注",
        "注释",
        "标注",
        "类型",
        "イベント",
        "注釈",
        "コメント",
        "備考",
        "種類",
        "이벤트",
        "설명",
        "메모",
    ),
)
COMMENT = (
    *("comment", "comments", "text", "note", "notes", "remark", "remarks", "comment start", "comment stop"),
    *("modifiers", "modifier", "kommentar", "commentaire", "comentario"),
)
MODIFIER = re.compile(r"modifier #?\d+")
STAGE = ("stage", "sleep stage")
CHANNELS = (
    *("channels", "channel", "ch names", "electrodes", "electrode", "linked channel", "kanal", "kanäle", "canal"),
    *("canaux", "canales", "canale", "canali"),
)
DATE = ("date", "datum", "fecha", "data")

_UNITS: dict[str, float | None] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunden"), 1.0),
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
    **dict.fromkeys(("us", "µs", "μs", "microseconds"), 1e-6),
    **dict.fromkeys(("samples", "sample", "smp", "points", "data points", "frames", "frame"), None),
    **dict.fromkeys(("ticks", "index", "epochs", "epoch", "pages"), None),
}
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]")
_AFTER_LINE = re.compile(
    r"(.+)[_ ](s|secs?|seconds?|ms|msecs?|milliseconds?|us|µs|min|mins|minutes|samples?|smp|frames?|ticks)"
)
_FORM = re.compile(r"\s+-\s+(?:ss\.msec|hh:mm:ss(?:\.m+s*)?)$")  # what a column of ELAN says of its form
SAMPLES = ("sample", "samples", "sample number", "sample index", "frame", "frames", "frame number", "image index")
_MOST_NAMED = 30  # columns that a sentence lists
_N_SHOWN = 5  # rows that a question shows


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a person says about a table's columns; each by its name or its number from 1, "" = found by name.

    is_text_needed : False = rows count although no column says what they are
    """

    onset: str = ""
    duration: str = ""
    text: str = ""
    is_text_needed: bool = True


BY_NAME = ColumnChoice()


class ColumnsUnknown(UnreadableFile):
    """A table has times, and which of its columns says what the rows are is not known: a person has to say.

    columns : names, or numbers where the table has no line of names
    rows : the first rows
    onset : the column of times among them, "" where it is not known either
    has_names : the table has a line with the names of its columns
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        onset: str = "",
        has_names: bool = True,
    ) -> None:
        self.columns, self.onset, self.has_names = tuple(columns), onset, has_names
        self.rows = tuple(tuple(row) for row in rows[:_N_SHOWN])
        listed = ", ".join(map(shown, self.columns[:_MOST_NAMED])) + (" …" if len(columns) > _MOST_NAMED else "")
        super().__init__(
            f"“{name}” is a table with times, but {self.lacks}; its columns are {listed}.",
            "Name them: --text-column NAME" + ("." if onset else ", and the times: --time-column NAME."),
        )

    @property
    def lacks(self) -> str:
        """What is missing, as a clause."""
        if self.onset:
            return "no column has a name that is known for texts"
        return "the names of its columns are not known" if self.has_names else "no line names its columns"


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its header.

    name : lower case, without unit and quotes, words between blanks
    factor : seconds in a unit of its numbers, None where they are in a unit that is no time (samples, frames)
    has_unit : the header states the unit
    """

    title: str
    name: str
    factor: float | None = 1.0
    has_unit: bool = False


def column_of(title: str) -> Column:
    """Return a column by its header cell: `Start (s)`, `stop_time`, `onset_ms`."""
    plain = title.strip().strip('"').strip().rstrip(":").casefold()
    plain = _FORM.sub("", plain)
    match = _IN_BRACKETS.fullmatch(plain) or _AFTER_LINE.fullmatch(plain)
    name, unit = (match[1], match[2]) if match else (plain, "")
    name = " ".join(re.split(r"[\s_-]+", name.strip("#\ufeff ")))
    if unit not in _UNITS:
        return Column(title, name)  # none, or what says no unit: the form of a clock, a time zone
    return Column(title, name, _UNITS[unit], True)


@dataclass(frozen=True, slots=True)
class Roles:
    """What each column of a table is for, by number; `texts` in the order in which they are looked at."""

    columns: tuple[Column, ...]
    elapsed: int | None
    clock: int | None
    date: int | None
    duration: int | None
    end: int | None
    texts: tuple[int, ...]
    comments: tuple[int, ...]
    channels: int | None

    @property
    def onset(self) -> int | None:
        return self.elapsed if self.elapsed is not None else self.clock

    @property
    def used(self) -> frozenset[int]:
        single = (self.elapsed, self.clock, self.date, self.duration, self.end, self.channels)
        return frozenset(n for n in (*single, *self.texts[:1], *self.comments) if n is not None)


def roles_of(titles: Sequence[str], choice: ColumnChoice = BY_NAME) -> Roles:
    """Return what the columns of a table are for: as chosen, else by their names.

    Raises
    ------
    UnreadableFile : a column that was chosen is not there
    """
    columns = tuple(map(column_of, titles))

    def first(names: Sequence[str], is_time: bool = False) -> int | None:
        numbered = [(n, c) for n, c in enumerate(columns) if not is_time or c.factor is not None]
        if is_time:  # of a date and a number of seconds the number is the exact one
            numbered.sort(key=lambda pair: not pair[1].has_unit)
        return next((n for name in names for n, column in numbered if column.name == name), None)

    chosen_onset = _chosen(columns, choice.onset)
    elapsed, clock = first(ELAPSED, True), first(CLOCK, True)
    if clock is not None and elapsed is None and columns[clock].has_unit:
        elapsed, clock = clock, None
    if chosen_onset is not None:
        elapsed, clock = (chosen_onset, None) if columns[chosen_onset].has_unit else (None, chosen_onset)
    chosen_text, chosen_duration = _chosen(columns, choice.text), _chosen(columns, choice.duration)
    times = {elapsed, clock}
    texts = [n for name in TEXT for n, column in enumerate(columns) if column.name == name and n not in times]
    if chosen_text is not None:
        texts = [chosen_text]
    return Roles(
        columns,
        elapsed,
        clock,
        first(DATE),
        chosen_duration if chosen_duration is not None else first(DURATION, True),
        first(END, True),
        tuple(texts),
        tuple(n for n in range(len(columns)) if _is_comment(columns[n]) and n != chosen_text),
        first(CHANNELS),
    )


def _is_comment(column: Column) -> bool:
    return column.name in COMMENT or MODIFIER.fullmatch(column.name) is not None


def _chosen(columns: Sequence[Column], wanted: str) -> int | None:
    if not wanted:
        return None
    plain = wanted.strip().casefold()
    for n, column in enumerate(columns):
        if plain in (column.title.strip().strip('"').casefold(), column.name):
            return n
    if plain.isdecimal() and 1 <= int(plain) <= len(columns):
        return int(plain) - 1
    listed = ", ".join(shown(column.title) for column in columns[:_MOST_NAMED])
    raise UnreadableFile(f"The table has no column {shown(wanted)}.", f"Its columns are {listed}.")
