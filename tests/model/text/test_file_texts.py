"""Texts of a file with their encoding, and the bytes that people can judge it by."""

import pytest

from eegview.model.text.file_texts import fields_beyond_ascii, read_markup, read_text_file, read_texts

RUSSIAN = "Судорожный приступ"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("encoding", ["cp1251", "cp932", "gb18030", "cp949", "big5", "euc_jp", "utf-8"])
def test_fields_are_cut_only_between_letters(encoding: str, ending: bytes) -> None:
    text = {"cp1251": RUSSIAN, "cp949": "간질 발작", "big5": "強直陣攣發作", "gb18030": "强直阵挛发作𠮷"}.get(
        encoding, "発作ソ表予"
    )
    raw = text.encode(encoding)
    lines = ending.join([b"Mk1=New Segment,,1", b"Mk2=Comment," + raw + b",5,1,0", b"Mk3=" + raw, b"a\t" + raw])
    assert fields_beyond_ascii(lines) == (raw,)
    assert read_text_file(lines, encoding).contents == (raw,)


def test_texts_that_stand_alone_are_judged_together() -> None:
    read = read_texts([b"eyes open", RUSSIAN.encode("cp1251")])
    assert (read.texts, read.encoding) == (("eyes open", RUSSIAN), "cp1251")
    assert read.contents == (RUSSIAN.encode("cp1251"),)
    assert len(read.sentences) == 1
    assert read_texts([]).texts == ()
    assert read_texts([b"a"]).sentences == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_texts_are_certain_so_nothing_is_to_be_judged(encoding: str) -> None:
    read = read_text_file(f"Mk1=Comment,{RUSSIAN},5\n".encode(encoding))
    assert read.texts == (f"Mk1=Comment,{RUSSIAN},5\n",)
    assert read.contents == ()
    assert read.sentences == ()


def test_only_the_part_that_may_be_shown_is() -> None:
    content = f"Last={RUSSIAN}\n1,{RUSSIAN[:5]}\n".encode("cp1251")
    assert read_text_file(content, shown=content.splitlines()[1]).contents == (RUSSIAN[:5].encode("cp1251"),)


def test_markup_is_judged_by_what_it_says() -> None:
    content = b'<?xml version="1.0" encoding="UTF-8"?><a><b>' + "Глаз".encode("cp1251") + b"</b></a>"
    assert read_markup(content).texts == ("<a><b>Глаз</b></a>",)
    assert read_markup(content).contents == ("Глаз".encode("cp1251"),)
    assert read_markup(content, "koi8-r").texts == (f"<a><b>{'Глаз'.encode('cp1251').decode('koi8-r')}</b></a>",)
