"""The text in bytes of an encoding that nobody states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.foreign.decoding import decoded
from eegview.model.errors import UsageError

HEAD = "onset,duration,description\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("闭眼", "gbk", "GBK"),
        ("发作 开始，左侧", "gb18030", "GBK"),
        ("Krämpfe – müde", "cp1252", "Windows-1252"),
        ("Größe, Anfälle, gähnt", "latin-1", "Windows-1252"),
        ("« crise » évidente, à gauche", "cp1252", "Windows-1252"),
        ("приступ слева", "cp1251", "Windows-1251"),
        ("てんかん発作", "cp932", "Shift-JIS"),
    ],
)
def test_an_encoding_is_found_out_and_told(text: str, encoding: str, said: str):
    found, sentences = decoded((HEAD + text).encode(encoding))
    assert found == HEAD + text
    assert said in sentences[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_without_a_word(encoding: str):
    text = HEAD + "1,0,Anfälle – 闭眼"
    assert decoded(text.encode(encoding)) == (text, ())


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(content: bytes):
    text, sentences = decoded(content)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert isinstance(text, str)


@pytest.mark.parametrize("name", ["cp-none", "hex", "zip", "\0", "x" * 500])
def test_a_name_that_is_no_encoding_is_refused(name: str):
    with pytest.raises(UsageError):
        decoded(b"a", name)


def test_letters_that_a_named_encoding_lacks_are_counted():
    assert decoded(b"a\xff\xfe", "ascii") == ("a��", ("Letters that are not in the encoding ascii: 2.",))
