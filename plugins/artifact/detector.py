"""Propose artifacts of the raw channels: finders mark moments, those of one kind are joined to events and scored."""

from belt import along_the_belt
from joining import Joiner
from mains import mains
from pops import pops
from repeats import clipped, flat
from rhythms import chewing, frames_in, rocking

from eegview.plugin import NOT_FINAL

CORE_S = 240.0
MARGIN_S = 12.0


def detect(recording, parameters, report):
    """Report artifacts, each as soon as it is over."""
    span = recording.span
    joiner = Joiner(span, recording.segments)
    wanted_hz = {"both": (50.0, 60.0), "50": (50.0,), "60": (60.0,), "no": ()}[parameters["mains"]]
    for stretch in recording.stretches(length_s=CORE_S, before_s=MARGIN_S, after_s=MARGIN_S, kinds=("respiration",)):
        clips = clipped(stretch)
        joiner.add(clips)
        joiner.add(flat(stretch, clips))
        joiner.add(pops(stretch, clips))
        joiner.add(mains(stretch, wanted_hz))
        if parameters["rhythms"]:
            frames = frames_in(stretch)
            joiner.add(chewing(stretch, frames))
            # where there is a belt, the EEG alone has nothing to add: slow rhythms of the brain look the same
            joiner.add(along_the_belt(stretch, frames) if stretch.extra else rocking(stretch, frames))
        reached_s = stretch.span.stop_s if stretch.span.stop_s < span.stop_s else float("inf")
        send(joiner.over_before(reached_s), span.stop_s, parameters, report)
        report.progress((stretch.span.stop_s - span.start_s) / max(span.duration_s, 1e-9))
    send(joiner.over_before(float("inf")), span.stop_s, parameters, report)


def send(events, stop_s, parameters, report):
    """Report the events whose score is high enough; what ends near `stop_s`, the end of the search, may go on."""
    for event in events:
        if event.score >= parameters["minimum_score"]:
            read_s, terms = stop_s - event.stop_s, list(event.terms)
            if read_s < MARGIN_S:
                terms.append((f"{NOT_FINAL}: only {read_s:.0f} s after it were searched", read_s, "s", 0.0))
            duration_s, answer = event.stop_s - event.start_s, event.kind.answer
            attributes = {"kind": answer} if answer else {}
            report.event(event.start_s, duration_s, "artifact", event.score, event.rows, terms, attributes)
