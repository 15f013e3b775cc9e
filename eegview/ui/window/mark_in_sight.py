"""Keys act on the selected mark only while it is in sight: else they go there first, and act at the next press."""

from eegview.app.review.mark_texts import act_text
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


def is_on_page(study: OpenStudy, mark: Annotation) -> bool:
    """Check whether a mark shares time with the page."""
    page = study.view.span
    return page.overlaps(mark.span) if mark.duration_s else page.contains(mark.onset_s)


def is_in_sight(study: OpenStudy, mark: Annotation) -> bool:
    """Check whether a mark is on the page, and of a layer that is shown there."""
    return is_on_page(study, mark) and mark.layer not in study.review.layers.hidden


def selected_in_sight(context: Context, study: OpenStudy, to_do: str) -> Annotation | None:
    """Return the selected mark where it is in sight; else go there, say so and return None.

    to_do : what the key does, for the sentence: "delete it"

    A mark outside the recording can never be in sight; it is returned, for the form shows it.
    """
    mark = study.review.selection.mark
    if mark is None or is_in_sight(study, mark) or not _can_be_shown(study, mark):
        return mark
    layers = study.review.layers
    layers.hide(layers.hidden - {mark.layer})
    study.go_to_span(mark.span)
    what = act_text(mark, context.studies.vocabulary, study.session.time_text)
    context.say(
        tr(
            "{upper}{what} was out of view; it is shown now. Press again to {to_do}.",
            upper=what[:1].upper(),
            what=what[1:],
            to_do=to_do,
        )
    )
    return None


def _can_be_shown(study: OpenStudy, mark: Annotation) -> bool:
    whole = study.recording.span
    return whole.overlaps(mark.span) or whole.contains(mark.onset_s)
