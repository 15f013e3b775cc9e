"""How often letters stand beside each other in languages that are written in old code pages.

Words of notes and everyday words are the sample from which neighbours are counted; the frequent signs of Chinese,
Japanese and Korean stand in lists.
"""

LATIN_WORDS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        # German
        """müde Mädchen Säugling Frühgeborenes Krämpfe Anfälle Anfall für über öffnen geöffnet schließt schließen
        Augenöffnen Lidschläge Zuckung gähnt gähnen Größe groß außen weiß Füße Fuß Händen hält lächelt läuft schläft
        Schläfrigkeit schläfrig während später früh früher Übelkeit unruhig Geräusch Stöhnen stöhnt hört hören
        Störung gestört Bewegungsunruhe zurück Rücken drückt Mutter füttern Flasche natürlich ähnlich ändert
        Änderung geändert Veränderung verändert Ärztin Arzt können möglich möchte würde würgt würgen Schlückchen
        Schluckauf rötlich gerötet Kälte kühl tönt Öl Übung übt Überwachung überwacht fällt Fäuste Gefühl kräftig
        häufig auffällig unauffällig gleichmäßig regelmäßig unregelmäßig mäßig heiß dreißig Straße Maß müssen muß
        muss süß trägt Verstärker verstärkt Wärme Unterkörper Oberkörper Körper körperlich Höhe höher löst ausgelöst
        Auslöser tränen Träne Geräte Gerät Schüttelfrost schüttelt zählt Zähne Prüfung geprüft Rötung Böse nötig
        schön völlig plötzlich Blödsinn wölbt zögert Vögel Zwölf fünf fünfzehn Übergang hängt Schnüren Kabel lösen
        lose schüchtern Würfel grün rührt berührt Berührung bläst blaß blass spät verspätet Wächter wäscht Säure
        öfter öffnet Köpfchen klärt erklärt kürzer kürzt gekürzt Stürzt stürzen Sturz tüchtig lächeln ängstlich
        Angst Bäuchlein Päckchen säubern gesäubert Löcher Tücher Bücher lässt läßt äußert außer bloß Spaß Schoß
        stoßen stößt grüßt begrüßt""",
        # French
        """éveillé fenêtre fenêtres réveil réveillé yeux fermés ouverts fermé fermée bébé crise début évidente présence
        côté à gauche mère père pleure tête bras élevé étiré être même arrêt arrête prêt fièvre légère légèrement
        très après près accès excès progrès élève lumière paupière paupières crème mètre derrière première deuxième
        troisième entière là déjà voilà où çà ça garçon reçu façon commençant déplacé électrode électrodes
        déconnectée détachée répétition répété sédation médicament épilepsie épileptique décharge décharges
        généralisée généralisé région régulière irrégulière fréquence fréquent pâle bâille bâillement mâche
        mâchonnement âge gâté tâche câble plâtre grâce théâtre île boîte naître connaît reconnaît maîtrise hôpital
        rôle côte tôt aussitôt drôle contrôle sûr goût août brûle dû coûte bûche naïf maïs haïr Noël cœur sœur nœud
        œil œdème vœu manœuvre ambiguë né née âgé nées l'arrêt été état étude écran écoute école équipe éteint
        préparé précoce sévère zèbre règle hyperpnée photique stimulé hypotonie asymétrie spasme sursaut inquiète
        colère caché géré éclair réagit réaction réponse réduit hésite téléphone vérifié détendu débranché mécanique
        général droite élément problème système deçà leçon français perçoit enfance résumé intérêt forêt rêve rêver
        bête fête vêtement empêche dépêche pêche extrême suprême êtes succès décès procès exprès modèle fidèle siège
        piège collège bactérie artère""",
        # Spanish, Portuguese, Catalan
        """niño niña sueño señal pequeño año mañana baño uña ojos abiertos cerrados aquí allí ahí así según también
        después está estás cámara médico médica diagnóstico crisis comisión posición sesión reacción estimulación
        respiración contracción duración cabeza atrás máximo mínimo número rápido rápida lágrima tónico clónica
        clónico mioclónica eléctrico brazo pie más qué cómo cuándo dónde corazón presión inglés español tamaño
        leñoso sí él tú público teléfono electroencefalográfico párpado párpados pérdida días fría caída oído ruído
        mamá papá bebé ingestión convulsión medicación fin no pestañeo muñeca cariño caña piñón gruñe señora daño
        ñandú não mão mãe irmão atenção convulsão sessão posição reação respiração contração olhos fechados então
        coração estão são pão padrão padrões vê lê dê você ipê bebê gêmeos freqüência questão razão verão botão
        cartão televisão criança braço cabeça força começo começa início três português mês pés até também avô avó
        chão põe põem ações convulsões lições reações ões cães mães manhã amanhã irmã lã sã pálpebra sensação
        ligação medicação agitação direção à às relatório único último saída aí dói herói elétrodos electrónico
        braços tremor lágrimas difícil fácil possível língua línguas água sonolência vigília""",
        # Italian, Dutch
        """più c'è C'è l'è dov'è cos'è perché così già è può sarà attività età papà mamma realtà metà qualità capacità
        difficoltà velocità città lì là giù sì però poi né ciò cioè caffè tè sé occhi chiusi aperti dormirà piangerà
        inizierà farà verrà agitazione crisi comincerà lunedì martedì mercoledì giovedì venerdì ambiguità ostilità
        asimmetrìa coördinatie geïrriteerd patiënt patiënte reünie geüpload één vóór ruïne zeeën knieën ideeën
        beïnvloed egoïst geëvalueerd tweeëntwintig categorieën epilepsieën officiële essentiële naïef""",
        # Danish, Norwegian, Swedish, Finnish
        """øje øjne øyne øjenlåg søvn søvnig føler følger først børn barn grædt græder gråter åben åbner åbne åpne
        lukket højre høyre venstre på så også når både må få går står små blå hånd hænder hender fødder føtter lår
        år måned måneder smæk bevægelse bevægelser bevegelse rykning rykninger anfald anfall før efter blødt rød
        grøn trækker trække svært kæbe næse nær være været lære ægte æble læge lægen sygepleje køber kører gør gjør
        hører støtte støtter støttet uændret ændring ændret ændres ændre tælle tælling hjælp hjælper fuldstændig
        bjælke nøgle nøkkel nøklene økt økning undersøkelse undersøgelse prøve prøver sætte sætter kræve kræver
        værdi værelse vægt fælles brændt længe længde stærk næste næsten indstilling lukkede gøre gøres høj lav
        størst størrelse førte bør slør løs løsne løst mørkt mørk klø hoved hælder væske bælte kæmper træt trætte
        trøtt søster spæd spædbarn barnets kølig født fødsel ønske høre høyt støy støj stød ørsk ører øre øvelse
        åndedræt dårlig tårer krøller tørst blæk spørger spørsmål dør ögon öppna öppnar öppnade sömn sömnig trött
        trötthet huvud vänster höger ben fötter händer rörelse rörelser ryckning ryckningar kräks barnet hör
        störning ändrar spädbarn läkare sköterska är här där när får måste också då äter dricker kläder hjärta
        hjärna mäter väcker väckt sätter lägger ligger månader två före börja börjar börjat örat över tänker säng
        vänder känner lätt lång många språk åter åtta hår tår silmät kiinni pää päässä yö päivä äiti isä nykäys
        nykäyksiä käsi jälkeen hyvä vähän tähän että sekä myös""",
    ),
    "cp1250": (
        # Polish
        """dziecko śpi liczbę nazwę pracę osobę próbę nogę stronę zmianę śpiący śpiąca spać płacz płacze płakać oczy
        zamknięte otwarte zamknął zamknęła otworzył otworzyła głowa głowę głowy ręka rękę ręce noga nóg mięśnie
        mięśni napięcie drżenie drży drgawki drgawek wyładowania wyładowanie początek koniec kończy kończyna
        kończyny kończyn dłoń dłonie dzień dźwięk dźwięki hałas światło światła błysk ćwiczenie ćma źle źrenice
        źrenica żyła żółty żuje żucie życie że już może można też żeby także każdy duży duża odłączona elektroda
        odłączono podłączono przyłożono ruch ruchów ruchy niepokój niepokoju pobudzenie wybudzenie wybudził obudził
        się obudziła zasnął zasnęła zasypia uśmiech uśmiecha ziewa ziewnięcie połyka połknięcie kaszel kaszlnięcie
        kichnięcie ssanie ślinotok ślina śmieje śmiech stęka stękanie jęczy jęk mówi mówił była był było były
        przerwał zapis zapisów artefakt mięśniowy mięśniowe mrugnięcie mruganie hiperwentylację hiperwentylacja
        fotostymulacją stymulację położono położenie obrót obróciła lewą lewa prawą prawa stroną matką matkę mamą
        karmienie piersią butelką łóżko łóżku ciągłe ciągły ciąg wstrząs napad napadów napadowe zgięcie zgięciowy
        skłon skłony wyprost wyprężenie prężenie pręży gałek gałki powieką powieki zwrócone w górę gorączka gorączkę
        pięć sześć dziewięć dziesięć raz są będzie być chwilę minutę później północ trzęsie trząść czynność
        czynności czoło środek świadomość świadomości zażył zażyła różne również przód tył wymiotował ból bólu bóle
        żadnych żaden wziął wzięła zdjęła zdjęto założono założył opór łzy łez miał miała wewnętrzne pętla tekście
        zostań usuń badań wewnętrzny zewnętrzny uniknąć stań koń tydzień wstań dopasowanie niż znaleźć nieść wieść
        pośladki ścięgno przejście ujście błąd błędny błędy dużą dużo głęboki głębokie głęboko przegląd przegląda
        wygląda bezpieczeństwo państwo lękiem więcej tęczówka część częste kręci mąż książka dają wątroba żołądek
        gąbka bąk sąsiad ząb mają robią trwają pięść błona główka głód długi długo słabo słaby słyszy stół łokieć
        kłucie połowa około włosy włączono wyłączono zmęczony gęsty wstęp chłodny brązowy rączka rączki nóżka nóżki
        nóżkami główkę boląca śniadanie prośba właśnie chłopiec dziewczynka chłopca niemowlę noworodek wcześniak""",
        # Czech, Slovak
        """dítě spí oči zavřené otevřené zavřel zavřela otevřel otevřela křeč křeče křečí záchvat záchvaty začátek
        záškuby záškub pláč pláče brečí dýchání dýchá hlava hlavou ruka ruky noha levá pravá vlevo vpravo vzhůru
        bdělost spánek usíná usnul usnula probudil probuzení probouzí neklid neklidný pohyb pohyby pohybů končetin
        končetiny končetina víčka víčky víčko mrkání mrká žvýkání žvýká polykání polyká kašel kašle zívá zívání
        směje úsměv světlo tma křičí křik třes třese třesem svaly svalů svalový svalové elektroda odpojená odpojena
        přerušeno připojena napětí hyperventilace fotostimulace konec ještě již už není měl měla mě tě vyšetření
        vyšetřen lékař lékařka sestra matka matkou kojení kojí lahvička lůžko postýlka ležící leží sedí stojí klidně
        klid čtyři čtvrtý tři třetí pět devět šest příznak příznaky před při přes přišla přišel řekla řekl říká
        dveře večeře večer ráno čas často nejčastější střední středně malý velký velká dobrý špatný špatně štítek
        šumí výboj výboje výbojů ťuká ťuknutí teď loď síť děti dětský dívka chlapec díky ďas hoď buď ňadro kůň
        plíseň bolest zvýšená teplota horečka děkuji úzkost úlek ústa úst ušima můj může můžeme kůže průběh průběhu
        průběžně růst adresář paní kařte kašlání nadbytek zbytočné sadě vadě lékaře pořád pořádek době ději někdy
        někde kdě Části části část člověk čelo čeká zvětšuje běžně běží dům stůl sůl zůstává zůstal zvuk zvuků dieťa
        plač plače kŕče kŕč spánok žiak ľavá ľavý ľahký ľudia mäso päť smútok môže kôň stôl ťažký ťahá vŕba mŕtvy
        hĺbka stĺp chlapček dievča zatvorené otvorené príznak šťastný vlhký môj vôľa voľba voľný cieľ cieľov kľúč
        kľud veľký veľa veľkosť rozdeľuje tabuľka nôž škôlka niečo""",
        # Hungarian
        """nő csukott szemű szem nyitva csukva roham rohamok kezdete vége alvás alszik ébred ébren ébrenlét ásít sír
        nyugtalan mozgás mozog fej fejét kéz kezét láb jobb bal oldali görcs görcsök rángás rángatózás légzés légzik
        fő idő idős erős erősebb először később előtt mögött felső alsó bő bőr bőrön előre hátra tő tüdő tűz tű
        hűvös hőmérséklet láz gyűrű fűt nevű betű egyenletű működik működés műszer műtermék műtét küzd szülő szülők
        szőke őt őket ő ősz felül körül kérdő csecsemő fiú lány anya anyja apa izom izmok jelű hosszú rövid hullám
        tüske hullámok ütés ütem következő lélegző ötödik öt hét tíz szűk szűnik megszűnt megszűnik gyűjt nyűgös
        sűrű""",
        # Croatian, Slovene, Romanian
        """dijete spava oči zatvorene otvorene plač plače grč grčevi početak napadaj trzaj trzaji disanje kašalj mišić
        mišići glava ruka noga lijeva desna svjetlo žvače žmiri smiješi đak rođen rođena između također dođe mlađi
        ćelija noć već kuća kućni ručna može više još duša uši otrok spi kašlja krči začetek budnost diše copilul
        doarme ochii închişi deschişi plânge criză început sfârşit mişcare mişcări mână mâna stângă dreaptă piciorul
        braţ braţul faţă faţa ţipă ţine şi aşa puţin după până când fără către bătăi gură gura căscat respiraţie
        contracţie spasme tuşeşte înghite înainte veghe somn ameţeală ţigară aţipit clipeşte linişte agitaţie puţină""",
    ),
}
CYRILLIC_SHARES = (  # in 1000 letters of Russian, Ukrainian and Bulgarian
    "о105 е82 а82 и76 н67 т62 с54 р47 в45 л43 к36 м32 д30 п29 у25 я20 ы15 ь15 г17 з17 б16 ч14 й11 х9 ж9 ш7 ю6 ц5 щ4 э3"
    " ф3 ъ2 ё2 і12 ї3 є3 ґ1 ў1 ђ1 ј2 љ1 њ1 ћ1 џ1"
)
HANZI = (  # the most frequent ones, then what notes of the clinic are made of
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已"
    "工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才"
    "结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像"
    "难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "睁闭癫痫作发脑电图波棘慢尖快节律异常正醒睡眠困哭闹动抽搐搐肢左右侧额颞枕顶极脱落伪迹干扰婴儿患护士母亲父抱喂奶吃药停止"
    "始束呼吸深换过度刺激闪光咳嗽打哈欠吞咽咀嚼眨转抬臂腿脚躁烦安静清测试校准检查医生疑似痉挛肌阵强直失神丢双单仰卧坐站体翻"
    "身摇晃笑叫唤名字无应答反持续秒分钟反复频繁偶见高低幅背景弥漫局灶全面泛化背早产足吐体温热烧血氧饱心跳率缓增快减慢掉松贴拔"
    "音夜午早晨晚病床房间灯关妈爸孩宝录像视线头皮纸布膏胶洗擦汗手术麻醉镇静氯醛苯巴比妥钠丙戊酸状态容系统忽略底端匹配输插图标签项键存默认未找较符串组列编辑称注册窗器"
)
KANJI = (
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立"
    "開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成"
    "期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得"
    "解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特"
    "情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常"
    "校料沢裁状工建語球営空職証土与急止送援供可役構木割聴身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展"
    "態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追"
    "審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳種美岡"
    "閉眼瞬目開覚醒睡眠傾入眠発作痙攣脳波棘徐鋭異常正体動泣哺乳嚥下咳嗽欠伸呼吸過換気光刺激賦活筋電図心拍肢左右側頭前後中極"
    "外装着混入乱基律動背群焦点全般部分意識障害硬直間代強直弛緩欠神鎮静薬投与抱母父看護師医声掛反応拳上下顔口唾液眠笑叫起床"
    "乳児新生未熟月齢検査開始終了再開中断休憩記録校正抵抗暗室消灯点滴酸素飽和熱吐"
)
SYLLABLES = (
    "이다는의에가고을로하지사한를기은도시인대서나자아리어그정수스라상제해여전일부있구소장주원과보년동마만으우공국성비조관니게오"
    "신문유적드화연생경진모선들무방중물미트요계개세안당교위회학었것거단차적간식면러실용없양분영월재산때명내발바영반할와민호치"
    "최현입금행업법포야말김강데였음결란타매출히되된했던많후두불려점역약루달체터건통질감집합심속임작설백돈별씨며같지않못노초"
    "력등도크형저르목운천배복남북손날울왕파토카코더본프평난종근레티테즈하게네습본운디활번망외변술각표늘까께큰또살길버밖엄"
    "처준층참책담독권품청판느론락청잠글특히머몸눈뜬뜸감은깨자고울음울고경련발작뇌파깨어수면각성호흡과환기광자극움직임좌우측전"
    "극떨어짐잡신아기엄마아빠젖먹이수유기침하품딸꾹질놀람팔다리머리얼굴입술침흘림떨림근육긴장이상정상간호사의사검사시작종료중"
    "지재개산소맥박열구토졸림반응없음있음왼쪽오른쪽양쪽할옵션만든취소꺼낼삽역칙법규칙값줄밀낮높켜꺼켬끔벌림찡긋옹알웃음웃는먹는자는깊얕빠른느린눕앉안김빨고빪"
)
