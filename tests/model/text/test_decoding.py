"""The text in bytes of an encoding that nobody states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.text.code_pages import CODE_PAGES
from eegview.model.text.decoding import (
    OFFERED_ENCODINGS,
    decoded,
    decoded_texts,
    encoding_title,
    judged,
    plausible_encodings,
    shown_texts,
    texts_to_show,
)

HEAD = "onset,duration,description\n"
NOTES = {
    "German": (
        "cp1252",
        "müde|öffnet die Augen|Mädchen weint|zuckt kräftig|Schläft|schläfrig|gähnt|Lächeln|Füße kühl|"
        "Schnuller läuft weg|drückt rechts|Anfall – müde “Anfall”|wird gefüttert|große Unruhe|"
        "ÜBERWACHUNG",
    ),
    "French": (
        "cp1252",
        "bébé éveillé|yeux fermés|tête à gauche|pleure très fort|bâille|début de la crise|paupières|"
        "spasme évident|électrode détachée|mère présente|œil droit|réveil|hypsarythmie confirmée|s’étire",
    ),
    "Polish": (
        "cp1250",
        "śpi|płacze głośno|oczy zamknięte|drżenie kończyn|ziewnięcie|mruży oczy|gorączka|źle się czuje|"
        "napad zgięciowy po przebudzeniu się|łzawi|ręka w górze|kąpiel|pobudzony, wyprężony",
    ),
    "Czech": (
        "cp1250",
        "křeč|oči zavřené|dítě pláče|záškuby levé ruky|žvýká|usnul|dýchá nepravidelně|třes končetin|"
        "matka přišla|elektroda odpadla, přilepena|otevřel oči|krátký záchvat",
    ),
    "Russian": (
        "cp1251",
        "сон|глаза закрыты|плачет|приступ слева|зевает|моргает|мать подошла|ПРИСТУП|спазм|жуёт|вздрогнул|"
        "поворот головы вправо|электрод отошёл",
    ),
    "Japanese": (
        "cp932",
        "閉眼|開眼|てんかん発作|あくび|スパズム|体動あり|泣いている|覚醒|睡眠|ミルクを飲む|"
        "左上肢のぴくつき|シリーズ形成|ﾍｲｶﾞﾝ|電極外れ",
    ),
    "Chinese": (
        "gb18030",
        "睁眼|闭眼|发作|哭闹|睡眠|眨眼|咳嗽|打哈欠|左侧肢体抽动|痉挛发作成串|妈妈抱起|吃奶|电极脱落",
    ),
    "Korean": (
        "cp949",
        "눈감음|눈뜸|발작|울음|하품|경련|수면 시작|왼쪽 팔 움직임|아기가 깨어남|기침|전극 떨어짐|젖 먹음",
    ),
}
EACH = [(language, page, note) for language, (page, notes) in NOTES.items() for note in notes.split("|")]


@pytest.mark.parametrize(("language", "page", "note"), EACH)
def test_one_short_note_comes_back(language: str, page: str, note: str):
    text, sentences = decoded(note.encode(page))
    assert text == note
    if not note.isascii():
        assert "--encoding" in sentences[0]


@given(st.sampled_from(list(NOTES)), st.data())
def test_notes_of_one_language_come_back(language: str, data: st.DataObject):
    page, all_notes = NOTES[language]
    few = st.lists(st.sampled_from([*all_notes.split("|"), "Fp1-F7", "spasm", "12:30", "100 Hz"]), min_size=1)
    notes = data.draw(few)
    texts, _ = decoded_texts([note.encode(page) for note in notes])
    assert texts == notes
    assert decoded("\n".join(notes).encode(page))[0] == "\n".join(notes)


@given(st.sampled_from(list(NOTES)), st.data())
def test_utf8_is_never_taken_for_a_code_page(language: str, data: st.DataObject):
    notes = data.draw(st.lists(st.sampled_from(NOTES[language][1].split("|")), min_size=1))
    assert decoded_texts([note.encode() for note in notes]) == (notes, ())


def test_the_page_is_named_and_a_short_text_is_read_as_its_neighbours():
    texts, sentences = decoded_texts(["é".encode("cp1250"), "křeče a záškuby".encode("cp1250")])
    assert texts == ["é", "křeče a záškuby"]
    assert sentences == (
        "The text is not in UTF-8; it was read as Windows-1250 (Central European). "
        "If letters are wrong, choose another with “Text encoding…” or --encoding.",
    )


def test_a_cut_letter_leaves_the_rest_in_utf8():
    texts, sentences = decoded_texts(["Anfälle, müde, größer, öfter".encode(), "Anfä".encode()[:-1]])
    assert texts == ["Anfälle, müde, größer, öfter", "Anf\ufffd"]
    assert sentences == ("Letters that are not valid UTF-8: 1; shown as “\ufffd”.",)


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
        ("발작 시작", "cp949", "CP949"),
        ("drgawki: śpiący", "cp1250", "Windows-1250"),
    ],
)
def test_an_encoding_is_found_out_and_told(text: str, encoding: str, said: str):
    found, sentences = decoded((HEAD + text).encode(encoding))
    assert found == HEAD + text
    assert said in sentences[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [HEAD + "1,0,Anfälle – 闭眼", "müde", "глаза закрыты", "1\t睁眼\n2\t闭眼\n"])
def test_unicode_is_read_without_a_word(encoding: str, text: str):
    assert decoded(text.encode(encoding)) == (text, ())


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(content: bytes):
    text, sentences = decoded(content)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert isinstance(text, str)


@given(st.lists(st.binary(max_size=40), max_size=8), st.sampled_from(["", *OFFERED_ENCODINGS]))
def test_any_bytes_are_some_text_in_each_encoding_that_is_offered(contents: list[bytes], encoding: str):
    assert len(decoded_texts(contents, encoding)[0]) == len(contents)


@pytest.mark.parametrize("name", OFFERED_ENCODINGS)
def test_what_is_offered_has_a_title(name: str):
    assert encoding_title(name) != name


@pytest.mark.parametrize("name", ["cp-none", "hex", "zip", "\0", "x" * 500, "undefined"])
def test_a_name_that_is_no_encoding_is_refused(name: str):
    with pytest.raises(UsageError):
        decoded(b"a", name)


def test_a_named_encoding_is_not_doubted():
    assert decoded("křeč".encode("cp1250"), "cp1252") == ("køeè", ())
    assert judged(["křeč".encode("cp1250")], "cp1252").name == "cp1252"


def test_letters_that_a_named_encoding_lacks_are_counted():
    assert decoded(b"a\xff\xfe", "ascii") == ("a��", ("Letters that are not in the encoding ascii: 2.",))


def test_ascii_is_utf8():
    assert judged([b"spasm", b""]).is_guess is False
    assert set(CODE_PAGES) < set(OFFERED_ENCODINGS)


def test_plausible_encodings_begin_with_the_likeliest_and_have_all_signs():
    contents = ["křeč levé ruky".encode("cp1250"), "žvýká".encode("cp1250"), b"ascii"]
    found = plausible_encodings(contents)
    assert found[0] == "cp1250"
    assert {"cp1252", "cp1251"} <= set(found)
    assert not {"utf-8", "gb18030", "iso8859-2"} & set(found)  # signs that are not there, or that nobody writes
    assert shown_texts(contents[:1], "cp1252") == ("køeè levé ruky",)
    assert texts_to_show([*contents, *contents]) == tuple(contents[:2])
    assert plausible_encodings(["Anfälle".encode()])[0] == "utf-8"


def test_a_written_replacement_sign_is_no_fault():
    assert decoded("a\ufffdb".encode()) == ("a\ufffdb", ())


@pytest.mark.parametrize("page", ["cp1252", "cp1250", "cp1251", "cp932", "gb18030", "cp949"])
def test_a_text_in_utf8_among_others_in_a_code_page_stays_utf8(page: str):
    others = {
        "cp1252": "Anfall links, Müdigkeit, Augen geöffnet",
        "cp1250": "otevřené oči, záchvat, křeče",
        "cp1251": "глаза закрыты, приступ",
        "cp932": "開眼 閉眼 けいれん発作",
        "gb18030": "睁眼 闭眼 发作",
        "cp949": "눈 뜨기 발작 눈 감기",
    }
    texts = [others[page], "Augen geöffnet – groß"]
    found, said = decoded_texts([texts[0].encode(page), texts[1].encode()])
    assert found == texts
    assert len(said) == 1


def test_one_letter_of_utf8_among_a_western_page_is_enough():
    texts, _ = decoded_texts(["Müde".encode(), "Müdigkeit links".encode("cp1252"), "geöffnet".encode("cp1252")])
    assert texts == ["Müde", "Müdigkeit links", "geöffnet"]
