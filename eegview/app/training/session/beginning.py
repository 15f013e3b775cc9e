"""The beginning of a sitting: whether it may be, and what is kept of it."""

from __future__ import annotations

import secrets
from datetime import datetime

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.records import Begun
from eegview.app.training.session.asked_set import AskedSet
from eegview.app.training.session.locked_test import test_state
from eegview.app.training.session.plan import SessionPlan
from eegview.model.errors import UsageError
from eegview.model.training.answer import POST_TEST, PRE_TEST


def new_sitting(case_set: AskedSet, file: AnswersFile, plan: SessionPlan, now: datetime) -> Begun:
    """Return the record of a sitting that begins now; nothing is written yet.

    Raises
    ------
    UsageError : the test is locked, or was done before and it was not said that this is a repeat; no item is wanted
    """
    attempt, n_items = 1, plan.n_items
    if plan.mode in (PRE_TEST, POST_TEST):
        state = test_state(case_set, file, plan.mode, now)
        if not (state.may_begin or (state.may_repeat and plan.is_repeat_said)):
            advice = "Say that it is a repeat to do it again." if state.may_repeat else "Learn with the set."
            raise UsageError(state.text, advice)
        attempt, n_items = state.n_attempts + 1, state.n_items
    if n_items < 1:
        raise UsageError("A session has one item at least.", "Give a number of items.")
    return Begun(
        session_id=secrets.token_hex(8),
        begun_utc=now.isoformat(timespec="microseconds"),
        set_id=case_set.set_id,
        mode=plan.mode,
        n_items=n_items,
        seed=plan.seed,
        has_layers=case_set.teaches_layers if plan.has_layers is None else plan.has_layers,
        attempt=attempt,
        is_simulated=getattr(case_set, "is_simulated", None),
    )
