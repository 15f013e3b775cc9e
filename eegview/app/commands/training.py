"""Menu Training: cases to answer, what became of the answers, and the keys of a session."""

from collections.abc import Callable
from functools import partial

from eegview.app.commands.command import Command

_of: Callable[..., Command] = partial(Command, menu="Training", needs="training", group=2)

TRAINING = (
    Command("training.start", "Start training…", "Training", "Choose a case set and answer its items.", ""),
    Command("training.progress", "My progress", "Training", "Skill, threshold and calibration so far.", ""),
    Command("training.teacher", "Teacher's view", "Training", "Learners who gave consent, by pseudonym.", ""),
    Command("training.make_set", "Make case set…", "Training", "Make a case set from settled studies.", "", group=1),
    _of("training.go_on", "Show more, commit or next", help="Show the next layer; commit the answer; next item."),
    _of("training.replay", "Show or replay the video", help="Show the video of the item, then play it again."),
    _of("training.field", "Field map", help="Show or hide the field map of the feedback."),
    _of("training.marks", "Experts' marks", help="Show or hide the experts' marks on the page."),
    _of("training.nearest", "Compare with an item you had right", help="Show the nearest item answered right."),
    _of("training.disagree", "I disagree…", help="Write why the key seems wrong; the words are kept."),
    _of("training.pause", "Pause", help="Hide the item and stop its clock, or show it again."),
    _of("training.close", "Leave the session", help="Close the training window; every answer is kept.", group=3),
)
