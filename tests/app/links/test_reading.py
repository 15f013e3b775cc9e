"""An address from outside: known settings are kept, others are named and left aside, nothing else passes."""

import pytest

from eegview.app.links.reading import is_link, read_link
from eegview.model.errors import UsageError

BASE = "eegview:page?recording=abc&from=10.0&to=25.0"


def test_known_settings_are_kept_and_unknown_ones_named() -> None:
    read = read_link(f"{BASE}&set.montage=referential&set.page_s=15&set.shell=rm%20-rf&set.theme=night")
    assert dict(read.link.settings) == {"montage": "referential", "page_s": "15"}
    assert read.ignored == ("shell", "theme")
    assert "shell, theme" in read.remark


@pytest.mark.parametrize(
    ("name", "value"),
    [("page_s", "nan"), ("page_s", "-1"), ("sensitivity_uv_per_mm", "inf"), ("lff_hz", "1e99"), ("phase", "sideways")],
)
def test_a_setting_that_is_no_value_of_its_kind_is_left_aside(name: str, value: str) -> None:
    read = read_link(f"{BASE}&set.{name}={value}")
    assert not read.link.settings
    assert read.ignored == (name,)


def test_names_from_outside_are_cleaned_and_few_are_said() -> None:
    many = "".join(f"&set.x{number}%0A=1" for number in range(9))
    remark = read_link(BASE + many).remark
    assert "\n" not in remark
    assert "and 4 more" in remark


def test_what_is_meant_as_a_link_is_told_from_other_text() -> None:
    assert is_link(f" {BASE.upper()}")
    assert not is_link("https://example.org/eegview:")
    with pytest.raises(UsageError, match="not a link"):
        read_link("eegview:run?cmd=ls")
