"""What the header of a session says."""

from collections.abc import Sequence

from eegview.app.training.cases.case_set import CaseSet
from eegview.app.training.session.locked_test import LOCKED, NONE, TestState
from eegview.app.training.session.plan import EEG, FEEDBACK, HISTORY, VIDEO, layers_of
from eegview.model.channel import ChannelKind
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST, Answer
from eegview.model.training.item import Category, Item

MODE_TEXTS = {
    LEARN: tr("Learn, with feedback"),
    EXAM: tr("Exam, result at the end"),
    PRE_TEST: tr("Pre-test, no feedback"),
    POST_TEST: tr("Post-test, no feedback"),
}
_STEP_TEXTS = {EEG: tr("EEG alone"), VIDEO: tr("with video"), HISTORY: tr("what is told")}


def set_text(case_set: CaseSet) -> str:
    """Return how large a set is and whose answers it has: `60 items · 12 experts`."""
    n_experts = len(case_set.facts.experts)
    whose = "simulated" if case_set.is_simulated else f"{n_experts} expert readers" if n_experts else "experts' answers"
    return tr("{n_items} items · {whose}", n_items=len(case_set.items), whose=whose)


def today_text(n_done: int, n_items: int, given: Sequence[Answer]) -> str:
    """Return how far the session is and how long was looked at items: `34 of 60 · 17 min`."""
    minutes = sum(one.took_s for one in given) / 60
    return tr("{n_done} of {n_items} · {minutes:.0f} min", n_done=n_done, n_items=n_items, minutes=minutes)


def filters_text(view: ViewState) -> str:
    """Return the filters of EEG rows: `0.5–70 Hz`, `off`; the notch where one is on."""
    spec = view.filters.for_kind(ChannelKind.EEG)
    if spec.is_off:
        return "off"
    low, high = spec.low_cut_hz, spec.high_cut_hz
    band = f"{low:g}–{high:g} Hz" if low and high else f"from {low:g} Hz" if low else f"up to {high:g} Hz"
    if not low and not high:
        band = "all"
    return tr("{band}, notch {notch_hz:g} Hz", band=band, notch_hz=spec.notch_hz) if spec.notch_hz else band


def test_text(state: TestState) -> str:
    """Return where the post-test stands, in few words; the whole sentence is its tip."""
    if state.state == NONE:
        return tr("none in this set")
    if state.state == LOCKED:
        return state.text.removeprefix("The post-test is ").partition(";")[0]
    return state.state


def step_texts(item: Item, has_layers: bool, has_feedback: bool) -> tuple[str, ...]:
    """Return the steps of an item as they are written."""
    layers = layers_of(item)
    texts = {**_STEP_TEXTS, VIDEO: tr("film alone")} if item.is_film else _STEP_TEXTS
    shown = [texts[layer] for layer in layers] if has_layers else ["look"]
    return (*shown, "commit", *(["feedback"] if has_feedback else []))


def step_index(item: Item, has_layers: bool, step: str, is_complete: bool) -> int:
    """Return which of these steps is on; `is_complete` : the answer can be committed."""
    layers = layers_of(item)
    n_layers = len(layers) if has_layers else 1
    if step == FEEDBACK:
        return n_layers + 1
    if is_complete:
        return n_layers
    return layers.index(step) if has_layers and step in layers else n_layers - 1


def category_text(category: Category, label: str) -> str:
    """Return what a category is called: `Spasm, hard`."""
    return f"{label}, {category.difficulty}"
