"""One item of a case set as the learner may see it: no answer, no identity."""

from dataclasses import dataclass

EASY, MEDIUM, HARD = "easy", "medium", "hard"
DIFFICULTIES = (EASY, MEDIUM, HARD)


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """What is learned and repeated: a class of events at one difficulty.

    question_id : see `Question`
    class_id : what the experts called it (`spasm`, `startle`, `hypsarrhythmia_classic`, `n2` …)
    difficulty : `easy`, `medium`, `hard`, by the experts' vote share or the simulator's settings
    """

    question_id: str
    class_id: str
    difficulty: str


@dataclass(frozen=True, slots=True)
class FilmRow:
    """What was measured in a film, picture by picture or block by block of its sound.

    name : `movement` (a.u., see `MovementTrace`) or `sound` (level, dBFS, see `SoundLevel`)
    start_s : of the first value, seconds from the stretch's start
    values : None where nothing could be measured
    """

    name: str
    rate_hz: float
    start_s: float
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of a recording and its question.

    item_id : unique in its set, says nothing about the answer
    question_id : see `Question`
    duration_s : length of the stretch; its times run from 0
    ask_s : the instant or the middle of what is asked about, seconds from the stretch's start; None = all of it
    rate_hz : of the EEG; 0 of film alone
    has_video : a clip goes with it
    video_offset_s : stretch time = video_offset_s + video time
    history : what is told last: age, what was seen, no identity; "" for none
    infant_id : pseudonym of the infant within the set, for drawing without look-alikes and for intervals over patients
    group_id : items that look alike share one; one of each group is asked in a session
    part : `train`, `pre` or `post`; locked tests use items of their own
    is_film : there is no EEG, the video is all there is
    rows : of film alone, what was measured in it before its sound was left out
    """

    item_id: str
    question_id: str
    duration_s: float
    ask_s: float | None
    rate_hz: float
    has_video: bool = False
    video_offset_s: float = 0.0
    history: str = ""
    infant_id: str = ""
    group_id: str = ""
    part: str = "train"
    is_film: bool = False
    rows: tuple[FilmRow, ...] = ()
