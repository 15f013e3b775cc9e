"""What the maker of case sets chose last on this computer; never that video goes into a set."""

from __future__ import annotations

from eegview.app.training.cases.make_settings import MakeSettings
from eegview.ui.window.settings import Settings

_KEY = "case_maker/{}"
MOST_ITEMS, MOST_POST_AFTER = 500, 10_000


def remembered_settings(settings: Settings) -> MakeSettings:
    """Return the choices of the last set, with video and free texts left out."""
    usual = MakeSettings()
    questions = tuple(name for name in settings.text(_KEY.format("questions")).split(",") if name)
    negatives = settings.number(_KEY.format("negatives"), usual.negatives, 0.0, 0.9)
    mimics = settings.number(_KEY.format("mimics"), usual.mimics, 0.0, 0.9)
    if negatives + mimics >= 1:
        negatives, mimics = usual.negatives, usual.mimics
    return MakeSettings(
        maker=settings.text(_KEY.format("maker")),
        questions=questions,
        n_items=round(settings.number(_KEY.format("n_items"), usual.n_items, 1, MOST_ITEMS)),
        negatives=negatives,
        mimics=mimics,
        test_share=settings.number(_KEY.format("test_share"), usual.test_share, 0.0, 0.4),
        post_unlock_after=round(
            settings.number(_KEY.format("post_after"), usual.post_unlock_after, 0, MOST_POST_AFTER)
        ),
        has_history=settings.text(_KEY.format("history")) == "yes",
    )


def remember(settings: Settings, chosen: MakeSettings) -> None:
    """Keep the choices for the next set."""
    settings.put(_KEY.format("maker"), chosen.maker)
    settings.put(_KEY.format("questions"), ",".join(chosen.questions))
    settings.put(_KEY.format("n_items"), chosen.n_items)
    settings.put(_KEY.format("negatives"), chosen.negatives)
    settings.put(_KEY.format("mimics"), chosen.mimics)
    settings.put(_KEY.format("test_share"), chosen.test_share)
    settings.put(_KEY.format("post_after"), chosen.post_unlock_after)
    settings.put(_KEY.format("history"), "yes" if chosen.has_history else "no")
