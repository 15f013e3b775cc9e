"""The list of scales as text: those that can be used, with what is to be confirmed, then the drafts."""

from collections.abc import Iterable

from eegview.app.scoring.scales import Scale
from eegview.app.scoring.second.draft_scales import DraftScale
from eegview.model.scoring.parameters import ScaleParameters

USABLE = "can be used"
FOOT = "A score is a severity on its scale, not a diagnosis."


def scales_text(scales: Iterable[Scale], drafts: Iterable[DraftScale]) -> str:
    """Return the list in Markdown."""
    parts = [*(_usable(scale) for scale in scales if scale.parameters is not None), *map(_draft, drafts), FOOT]
    return "\n\n".join(parts) + "\n"


def _usable(scale: Scale) -> str:
    p = scale.parameters
    assert p is not None
    confirm = f"; confirm {p.confirm}" if p.confirm else ""
    lines = [
        f"## {scale.label}",
        f"**{USABLE}** · parameter set {p.parameters_id}{confirm}",
        scale.help,
        _numbers(p),
        *(["Not sure:"] if scale.unsure else []),
    ]
    return "\n\n".join(lines) + "".join(f"\n- {one}" for one in ("", *scale.unsure) if one)


def _numbers(p: ScaleParameters) -> str:
    return (
        f"Epoch {p.length_s / 60:g} min in {p.n_pages} pages of {p.page_s:g} s with {p.n_bins} bins of {p.bin_s:g} s; "
        f"at least {p.bins_of_page} bins on {p.pages} pages; {p.n_foci} foci; {p.limit_uv:g} µV, posterior rows "
        f"{p.posterior_limit_uv:g} µV; {p.filters_text}; {p.sensitivity_uv_per_mm:g} µV/mm."
    )


def _draft(draft: DraftScale) -> str:
    known = "".join(f"\n- {fact.text} ({fact.certainty})" for fact in draft.known)
    missing = "".join(f"\n- {one}" for one in draft.missing)
    return (
        f"## {draft.label}\n\n**{draft.state_text}**\n\nSource: {draft.source}. It computes nothing."
        f"\n\nKnown:\n{known}\n\nMissing:\n{missing}"
    )
