"""Links of a report go to an address and back."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.report.link import EvidenceLink, Place, parse_link
from eegview.model.span import Span

_TIMES = st.floats(0, 1e6, allow_nan=False)


@given(
    st.text("0123456789abcdefXYZ._-", min_size=1, max_size=128),
    _TIMES,
    _TIMES,
    st.sampled_from(Place),
    st.none() | _TIMES,
    st.lists(st.text("0123456789abcdef", min_size=1), max_size=3).map(tuple),
    st.dictionaries(st.text("abc_", min_size=1, max_size=20), st.text(max_size=200), max_size=30),
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
        "eegview:page?recording=a&from=nan&to=2",
        "eegview:page?recording=a&from=0&to=inf",
        "eegview:page?recording=a&from=0&to=1e300",
        "eegview:page?recording=a&from=-3&to=2",
        "eegview:page?recording=a&from=5&to=2",
        "eegview:page?recording=a&from=1&to=2&frame=nan",
        "eegview:page?recording=../../etc/passwd&from=1&to=2",
        "eegview:page?recording=&from=1&to=2",
        "eegview:page?recording=a&recording=b&from=1&to=2",
        "eegview:page?recording=a&from=1&to=2&marks=%3Cscript%3E",
        "eegview:page?recording=a&from=1&to=2&marks=" + ",".join("m" * 1000),
        "eegview:page?recording=a&from=1&to=2&set.montage=" + "x" * 1000,
        "eegview:page?recording=a&from=1&to=2" + "&x=1" * 100,
        "eegview:page?recording=a&from=1&to=2&marks=" + "m" * 40_000,
    ],
)
def test_other_texts_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="not a link"):
        parse_link(text)


@given(st.text())
def test_any_text_after_the_scheme_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UsageError):
        parse_link(f"eegview:page?recording=a&from=1&to=2&{text}")
