"""What is drawn of an infant's timeline, in days and texts; nothing here knows pixels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eegview.app.course.geometry import column_scale
from eegview.app.course.lane_view import LaneView, lane_view
from eegview.app.diary.calendar import MOST_TOLD
from eegview.app.infant.timeline import InfantTimeline, TimelineDay, TimelineStudy
from eegview.app.study.patient import duration_text
from eegview.clinical.response_state import ConsensusRule, ResponseState, ResponseStatus
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.text.dates import iso_time, worded_day
from eegview.model.text.language import tr, tr_n
from eegview.model.text.said import shown
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.diary import Witnessed

TODAY_WITHIN_DAYS = 60  # a course that ended longer ago ends where the last was said of it
_BEFORE_DAYS, _AFTER_DAYS = 3, 4  # of room at either end
_SHORTEST_DAYS = 21


@dataclass(frozen=True)
class CourseView:
    """All that is drawn of a timeline.

    lane : treatments, and the days that the 28-day rule asks for
    as_of : last whole day (ordinal) as of which the timeline is told; up to it a day without an entry is unknown
    shown_until : last day of what is drawn; a course of which the last was said long ago ends there
    today : the day of who looks, None where it is not on the axis; it is not over yet
    opened : fingerprint of the study in the window, "" for none
    """

    timeline: InfantTimeline
    lane: LaneView
    as_of: int
    shown_until: int
    today: int | None = None
    opened: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.timeline.is_empty

    @cached_property
    def ends(self) -> tuple[int, int]:
        """Return the first and the last day of the whole axis."""
        days = [self.shown_until, *([self.today] if self.today is not None else [])]
        days += [one.toordinal() for one in (self.timeline.first_on, self.timeline.last_on) if one is not None]
        lane = self.lane
        ends = [min(days) - _BEFORE_DAYS, max(days) + _AFTER_DAYS]
        if lane.rows or lane.diary or lane.free_run is not None:  # else the lane has an axis of its own
            ends += [lane.first_day, lane.last_day]
        return min(ends), max(max(ends), min(ends) + _SHORTEST_DAYS)

    @property
    def eegs(self) -> tuple[TimelineStudy, ...]:
        """Return the EEG studies that have a day, by day."""
        return tuple(one for one in self.timeline.placed if one.is_eeg)

    @property
    def clips(self) -> tuple[TimelineStudy, ...]:
        """Return the clips that have a day, by day."""
        return tuple(one for one in self.timeline.placed if one.is_clip)

    @property
    def undated(self) -> tuple[TimelineStudy, ...]:
        """Return the studies whose day is not known."""
        return tuple(one for one in self.timeline.studies if one.on is None)

    def day(self, day: int) -> TimelineDay:
        """Return a day of the diary by its ordinal."""
        return self.timeline.day(date.fromordinal(day))

    @cached_property
    def most_spasms(self) -> int:
        """Return the highest count of a day of the diary, 0 where none was counted."""
        return max((one.count or 0 for one in self.timeline.days), default=0)

    @cached_property
    def scale_spasms(self) -> int:
        """Return the count of a day that fills the room of the columns, see `column_scale`."""
        return column_scale(one.count or 0 for one in self.timeline.days)

    @property
    def has_diary(self) -> bool:
        """Whether anything is entered in the diary."""
        return any(one.is_entered for one in self.timeline.days)

    @property
    def clinical(self) -> ResponseState | None:
        """Return the clinical part of the response."""
        return self.timeline.response.clinical if self.timeline.response is not None else None

    @property
    def clinical_texts(self) -> tuple[str, ...]:
        """Return how far the days without witnessed spasms have come, the longest text first; none where none count."""
        state, run = self.clinical, self.lane.free_run
        if state is None or run is None or state.n_needed_days is None:
            return ()
        on = worded_day(state.earliest_date) if state.earliest_date is not None else self.lane.day_text(run.last_day)
        if state.status is ResponseStatus.MET:
            met = tr("{n} days without witnessed spasms, complete on {on}", n=state.n_needed_days, on=on)
            if not state.relapse_text:
                return (met,)
            relapse = shown(state.relapse_text)
            return f"{met} · {relapse}", relapse
        n_free = state.n_free_days or 0
        known = tr("{n_free} of {n} days known in a row to be without", n_free=n_free, n=state.n_needed_days)
        first = run.first_day + n_free  # of which it is not known
        is_gap = first <= min(run.last_day, self.as_of) and self.day(first).witnessed is Witnessed.UNKNOWN
        gap = tr("{day} not known", day=worded_day(date.fromordinal(first))) if is_gap else ""
        end = tr("would end on {on}", on=on)
        forms = ((known, gap, end), (known, gap or end), (known,))
        short = tr("{n_free} of {n} days known", n_free=n_free, n=state.n_needed_days)
        return *(" · ".join(filter(None, form)) for form in forms), short

    @property
    def summary(self) -> str:
        """Return what the course holds: `2 EEG studies · 3 clips · diary of 42 days · 1 drug`."""
        timeline = self.timeline
        n_days = sum(one.is_entered for one in timeline.days)
        parts = (
            tr_n("{n} EEG study", "{n} EEG studies", len(timeline.eegs)),
            tr_n("{n} clip", "{n} clips", len(timeline.clips)),
            tr_n("diary: {n} day entered", "diary: {n} days entered", n_days),
            tr_n("{n} drug", "{n} drugs", len(timeline.lanes)),
            tr_n("{n} milestone note", "{n} milestone notes", len(timeline.milestones)),
        )
        return " · ".join(parts)

    # texts of single things

    def day_told(self, day: int) -> str:
        """Return a day with its ages: `day 9 (12 Mar 2020), age 24 weeks + 3 days`."""
        age = self.timeline.age_on(date.fromordinal(day)).full_text
        return shown(self.lane.day_text(day)) + (tr(", age {age}", age=shown(age)) if age else "")

    def diary_told(self, day: int) -> str:
        """Return what the diary says of a day, with its events; a day without an entry is not known, never none."""
        held = self.day(day)
        if not held.is_entered:
            said = tr("not yet") if day > self.as_of else tr("no entry: whether spasms were seen is not known")
        else:
            said = shown(held.text)
        lines = [self.day_told(day), tr("Diary: {said}", said=said)]
        for event in held.events[:MOST_TOLD]:
            at = event.at.isoformat("minutes") if event.at is not None else tr("time not known")
            count = str(event.count) if event.count is not None else tr("not counted")
            by = tr("seen by {who}", who=event.seen_by) if event.seen_by else ""
            sure = event.certainty.value
            lines.append(" · ".join(filter(None, (at, f"{event.kind.value}: {count}", by, sure))))
        if (n_more := len(held.events) - MOST_TOLD) > 0:
            lines.append(tr_n("and {n} more event", "and {n} more events", n_more))
        if held.entry is not None and held.entry.author:
            lines.append(tr("entered by {author}", author=held.entry.author))
        return "\n".join(lines)

    def study_told(self, one: TimelineStudy) -> str:
        """Return all of a study: its name, day, age, length, counts by layer, scores by reader."""
        on = self.day_told(one.on.toordinal()) if one.on is not None else tr("day not known")
        at = iso_time(one.at, has_seconds=False) if one.at is not None else ""
        at = f"{at} ({shown(one.clock.text)})".strip() if one.clock.text else at
        length = duration_text(one.duration_s) if one.duration_s is not None else ""
        if length and one.n_clips > 1:
            length = tr("{n} clips, {length}", n=one.n_clips, length=length)
        lines = [one.label, ", ".join(filter(None, (on, at))), length]
        lines += [self.layer_text(one, n) for n in range(len(one.counts))]
        if not one.counts:
            lines.append(tr("hidden while you read blind") if one.is_blind else tr("no spasm marked, not signed"))
        lines += [f"{s.scale}: {s.score} ({s.reader})" for s in one.scores]
        if one.n_hidden_scores:
            lines.append(tr_n("{n} score hidden", "{n} scores hidden", one.n_hidden_scores))
        if not one.paths:
            lines.append(tr("its file is not found on this computer"))
        if one.is_simulated:
            lines.append(tr("SIMULATED"))
        return "\n".join(filter(None, lines))

    @staticmethod
    def layer_text(one: TimelineStudy, number: int) -> str:
        """Return what a layer of a study holds: `ada: 12 spasms, 2 clusters, counted`."""
        held = one.counts[number]
        spasms = tr_n("{n} spasm", "{n} spasms", held.n_spasms)
        clusters = tr_n("{n} cluster", "{n} clusters", held.n_clusters)
        hidden = tr("{n} electrographic only", n=held.n_electrographic_only) if held.n_electrographic_only else ""
        signed = tr("signed") if held.is_signed else tr("not signed")
        counted = tr("counted") if held.is_counted else ""
        return f"{held.layer}: {', '.join(filter(None, (spasms, clusters, hidden, signed, counted)))}"

    @staticmethod
    def milestone_told(one: Milestone) -> str:
        """Return a milestone with who noted it."""
        change = tr("Gained") if one.change is MilestoneChange.GAINED else tr("Lost")
        by = tr("noted by {author}", author=one.author) if one.author else ""
        return "\n".join(filter(None, (f"{change}: {one.text}", worded_day(one.on), by)))


def score_text(one: TimelineStudy) -> str:
    """Return the scores of a study in short: `BASED 2021: 4`, of two readers who differ `BASED 2021: 4 / 3`."""
    if not one.scores:
        return tr("score hidden") if one.n_hidden_scores else tr("not scored")
    best: dict[str, dict[str, int]] = {}
    for score in one.scores:
        held = best.setdefault(score.scale, {})
        held[score.reader] = max(score.score, held.get(score.reader, 0))
    return ", ".join(
        f"{scale}: {' / '.join(str(n) for n in sorted(set(held.values()), reverse=True))}"
        for scale, held in best.items()
    )


def spasms_text(one: TimelineStudy) -> str:
    """Return the counted spasms of a study in short: `12 spasms`; where nobody marked one, that nobody did."""
    if one.is_blind:
        return tr("hidden while blind")
    counted = one.counted
    if counted is None:
        return tr("none marked")
    return tr_n("{n} spasm", "{n} spasms", counted.n_spasms)


def course_view(timeline: InfantTimeline, opened: str = "", rule: ConsensusRule | None = None) -> CourseView:
    """Return what is drawn of a timeline, as of the day as of which it was read.

    That day is on the axis where the last that is known lies not long before it.

    opened : fingerprint of the study in the window
    """
    rule = rule or (timeline.response.rule if timeline.response is not None else ConsensusRule())
    clinical = timeline.response.clinical if timeline.response is not None else None
    course = timeline.course
    nothing = ResponseState(ResponseStatus.NOT_ASSESSED, "")
    lane = lane_view(course, [("", None, False)] * len(course.studies), clinical or nothing, rule)
    known = [one.on.toordinal() for one in timeline.days if one.is_entered]
    known += [one.on.toordinal() for one in timeline.placed if one.on is not None]
    known += [one.on.toordinal() for one in timeline.milestones]
    known += [one.first_day for one in course.given]
    as_of = timeline.as_of or AsOf(max(known, default=0))
    last = max(known, default=as_of.last_whole_day)
    is_near = as_of.day - last <= TODAY_WITHIN_DAYS and last <= as_of.day
    shown_until = max(last, as_of.last_whole_day) if is_near else last
    today = as_of.day if is_near and not as_of.is_over else None
    return CourseView(timeline, lane, as_of.last_whole_day, shown_until, today, opened)
