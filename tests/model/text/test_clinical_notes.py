"""Notes as they are written in clinics, one by one, in the code pages of their languages."""

import pytest

from eegview.model.text.decoding import decoded

NOTES = {
    "cp1252": (
        "wach, Augen auf, ruhig|schläfrig|quengelt, strampelt|Hyperventilation beendet, müde|"
        "BNS-Anfälle in Serie|Blickdeviation nach rechts, Arme gestreckt für 2 s|"
        "trinkt an der Brust, schmatzt, döst ein|Schreckreaktion auf lautes Geräusch|größerer Anfall|"
        "Ärztin prüft Reaktion|Übererregbar|Elektrode T4 lose – nachgeklebt|öffnet Augen spontan|"
        "Zäpfchen verabreicht|kein Anfall, nur Schütteln|Säugling unruhig, Lagewechsel|bébé pleure, agité|"
        "spasmes en série à l'endormissement|la mère parle à l'enfant|sédaté|électrode déplacée|"
        "réveil spontané, yeux ouverts|mâchonnement, hypersalivation|succion|état de mal|crise généralisée|"
        "absence évidente|fermeture des paupières|regard fixe, hébété|éternue|hoquet répété|"
        "arrêt respiratoire|flexion de la tête|niño despierto|ojos cerrados, señal limpia|"
        "succión del chupete|mueve la cabeza, daño|criança acordada, chorando à mãe|convulsão tônica|"
        "olhos fechados, mãe presente|bambino sveglio, più agitato|è agitato|crisi perché|"
        "barnet græder, øjne lukkede|sover, rolig åndedræt|spädbarnet gråter|trött, gäspar|"
        "lapsi itkee, väsynyt|naïef"
    ),
    "cp1250": (
        "dziecko śpi|płacz, niespokojne|ssie smoczek, cisza|mruganie powiek, wzdrygnięcie|"
        "seria zgięć, głowa w dół|napad toniczny, sztywność kończyn|spojrzenie w lewo, brak reakcji|"
        "odgięcie głowy do tyłu|matka bierze na ręce|wybudzenie, oczy otwarte|uśmiecha się do mamy|"
        "przełykanie, mlaskanie|bodziec dźwiękowy|źrenice szerokie|wyładowania uogólnione|"
        "fotostymulacja początek|odłączona elektroda|skurcz mięśni|prężenie się|czkawka, kaszel|sen płytki|"
        "dítě bdí, neklidné|usíná, zívá|série křečí do flexe|pláče, zvedá ruce|stáčení očí vpravo|"
        "odpojená elektroda T5|škubnutí pravé paže|žmoulá prsty|řve, otáčí hlavu|kojení, polykání|"
        "konec záchvatu, spí|strnulý pohled, nereaguje|lekla se|sténá|hluboký spánek|víčka zavřená|"
        "dieťa plače, nepokojné|kŕčové záškuby, hlava dozadu|anya karján, nyugodt|sír, fejét hátraveti|"
        "görcsös roham, tónusos|szemek csukva, ébredés|felébredt, nyűgös|alszik, egyenletes légzés|"
        "copilul plânge, agitat|ochi închişi|beba plače, nemirna|trzaj desne ruke, oči otvorene"
    ),
    "cp1251": (
        "ребенок спит|плач|открыл глаза|серия спазмов|приступ с кивками|беспокоен, ест|соска|вздрагивание|"
        "зрачки широкие|мама взяла на руки|электрод отклеился|ГВ начало|фотостимуляция 10 Гц|конец приступа|"
        "сонный|кашель, икота|дитина плаче, неспокійна|спить|судоми кінцівок|бебето плаче"
    ),
    "cp932": (
        "啼泣|入眠|覚醒時、開眼|シリーズ形成性スパズム|右上肢ピクつき|授乳中|母が抱っこ|眼球偏位、反応なし|"
        "電極T4外れ、貼り直し|光刺激開始|過呼吸終了|頭部前屈|四肢を伸展|顔をしかめる|あくび、眠そう|"
        "くしゃみ|ぐずり|呼びかけに反応あり|チアノーゼ|ジアゼパム坐薬"
    ),
    "gb18030": (
        "患儿清醒|哭闹不安|入睡|成串痉挛发作|点头样动作|双上肢外展|吸吮安抚奶嘴|母亲怀抱|眼球凝视，无反应|"
        "左上肢抽动|电极T4松动，重新固定|闪光刺激开始|过度换气结束|打喷嚏|面部发绀|清醒闭目|肌电伪差|"
        "睡眠二期|呼之不应|喂奶中"
    ),
    "cp949": (
        "환아 깨어있음|보챔|수면 들어감|연축 반복됨|고개 끄덕임|양팔 뻗음|공갈젖꼭지 빰|엄마가 안음|"
        "눈동자 한쪽으로 쏠림|왼팔 떨림|전극 떨어짐 재부착|광자극 시작|과호흡 종료|재채기|청색증|수유중|"
        "울음 그침|반응 없음|얼굴 찡그림|딸꾹질"
    ),
}
EACH = [(page, note) for page, notes in NOTES.items() for note in notes.split("|") if not note.isascii()]


@pytest.mark.parametrize(("page", "note"), EACH)
def test_a_note_comes_back(page: str, note: str) -> None:
    assert decoded(note.encode(page))[0] == note
