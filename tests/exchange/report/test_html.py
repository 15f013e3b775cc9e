"""A report as one HTML file."""

import re
from html.parser import HTMLParser

from reports.report_document import line, link, report

from eegview.exchange.report.html import html_text
from eegview.model.report.document import Field, Fields, Section, SignatureLine, Value

VOID = {"meta", "img", "br"}


class Outline(HTMLParser):
    """Check that each element is closed, and gather what stands in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


def outline(text: str) -> Outline:
    parser = Outline()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


def test_a_page_holds_everything_and_fetches_nothing() -> None:
    page = outline(html_text(report()))
    tags = [tag for tag, _ in page.seen]
    assert "script" not in tags
    assert "link" not in tags
    sources = [attrs["src"] or "" for tag, attrs in page.seen if tag == "img"]
    assert len(sources) == 3
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert all(attrs.get("alt") is not None for tag, attrs in page.seen if tag == "img")
    policies = [
        attrs["content"] or "" for _, attrs in page.seen if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies[0].startswith("default-src 'none'")
    assert {attrs["href"] for tag, attrs in page.seen if tag == "a"} == {link().url}
    assert tags.count("h1") == 1
    assert tags.count("h2") == 8
    for word in ("not assessed", "not applicable", "Not a medical device", "Reader A", "not signed", "Cluster rule"):
        assert word in page.said


def test_texts_of_readers_are_never_markup() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=y> \" ' & \x00"
    fields = Fields((Field("f", evil, (line(evil, Value(evil, basis=evil, link=link())),), said_by=evil),))
    signature = SignatureLine(evil, evil, evil, evil, evil, evil)
    odd = report(
        (Section("x", evil, (fields,), remark=evil),),
        title=evil, subtitle=evil, badges=(evil,), footer=(evil,), patient_line=evil, language='en"><script>',
        department=(evil,), signatures=(signature,), addendum_to=evil, words={"page": evil, "summary": evil},
    )  # fmt: skip
    text = html_text(odd)
    page = outline(text)
    assert "script" not in [tag for tag, _ in page.seen]
    assert not any("onerror" in attrs for _, attrs in page.seen)
    assert len([tag for tag, _ in page.seen if tag == "img"]) == 3
    assert "\x00" not in text


def test_a_value_says_its_interval_and_where_it_came_from() -> None:
    rate = Value("4.1 / h", "rate", 4.1, "per_hour", 3.0, 5.5, "exact Poisson", "layer Final", link())
    text = html_text(report((Section("r", "R", (Fields((Field("r", "Rate", (line(rate),)),)),)),)))
    assert re.search(r'title="95\s% CI 3–5.5/h; exact Poisson; layer Final">4.1 / h</a>', text)
