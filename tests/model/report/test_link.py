"""Links of a report go to an address and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.report.link import EvidenceLink, Place, parse_link
from eegview.model.span import Span

_TIMES = st.floats(0, 1e6, allow_nan=False)


@given(
    st.text(min_size=1),
    _TIMES,
    _TIMES,
    st.sampled_from(Place),
    st.none() | _TIMES,
    st.lists(st.text("0123456789abcdef", min_size=1), max_size=3).map(tuple),
    st.dictionaries(st.text("abc_", min_size=1), st.text()),
)
def test_a_link_survives_the_way_to_an_address_and_back(
    fingerprint: str,
    one_s: float,
    other_s: float,
    place: Place,
    frame_s: float | None,
    marks: tuple[str, ...],
    settings: dict[str, str],
) -> None:
    span = Span(*sorted((one_s, other_s)))
    link = EvidenceLink(fingerprint, span, place, frame_s, marks, settings)
    assert parse_link(link.url) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "page",
        "eegview:",
        "eegview:nowhere?from=1&to=2&recording=a",
        "eegview:page?from=1",
        "eegview:page?recording=a&from=x&to=2",
        "https://x/page?from=1&to=2",
    ],
)
def test_other_texts_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="not a link"):
        parse_link(text)
