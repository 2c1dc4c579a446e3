"""The words in which the other side asks for a name, an address, a number or a company."""

import re

from lib.contacts.words import either

# Without one of these the pattern of that detail below cannot match.
QUICK = {
    "name": either(
        "name|and you|who|you are|speaking|talking|texting|chatting|pleasure|call you|address you",
        "called|introduce|details|yours|dealing|heißen|heissen|heißt|wer |wem |nombre|llama",
        "quién|apellido|nom |nom?|nom,|nom:|prénom|appel|qui |parlo|chiam|nome|con chi|quem",
        "hoe heet|naam|met wie|wie |ad\u0131n|isim|ismi|kiminle|jak si|imię|nazw|z kim|jmenuj",
        "jméno|ako sa|hogy h|neve|név|heter|hedder|vem |navn|nimi|nimes|nimen|nume|zove|зовут",
        "звати|имя|ім|обращ|фамили|名前|称呼|稱呼|姓名|名字|贵姓|이름|성함|اسم|نام|नाम|όνομα|λένε",
    ),
    "email": either(
        "mail|address|send|write|where|reach|details|correo|courriel|posta|posti|epost|e-post",
        "почт|メール|邮箱|邮件|郵件|이메일|بريد|ایمیل|إيميل|ईमेल|ηλεκτρον",
    ),
    "phone": either(
        "phone|mobil|cell|number|details|contact|reach|call|ring|text|gsm|ph?|contact no",
        "whatsapp|sms|get |tel|tél|handy|nummer|rufnum|numer|num|núm|celul|cep|puhelin",
        "телефон|номер|电话|電話|手机|전화|رقم|هاتف|جوال|شماره|फ़ोन|फोन|नंबर|मोबाइल|τηλέφω",
    ),
    "company": either(
        "you're at|you're with|you are at|you are with",
        "compan|organi|business|firm|employer|agency|practice|called|named|name|work|who|shop",
        "store|team|home|arbeiten|empresa|negocio|compañ|soci|entreprise|azienda|ditta",
        "bedrijf|şirket|företag|virksomhed|bedrift|yrity|unternehmen|компан|фирм|会社|公司|御社|貴社",
        "회사|شرك|कंपनी|εταιρ|school|clinic|studio|office|salon|hotel|restaurant|caf|bakery|bar",
        "gym|farm|club|charity|start|brand|church|hospital|university|institute",
    ),
}
REQUEST = re.compile(
    r"[?\uff1f؟;]|\b(?:may|can|could|please|pls|what|whats|which|who|whom|whose|how|where|tell"
    r"|share|provide|give"
    r"|leave|enter|type|send|drop|need|kindly|fill|complete|add|state|spell|missing|catch"
    r"|let (?:me|us) (?:know|have)"
    r"|confirm|put|bitte|por favor|s'il vous|per favore|alstublieft|proszę|prosim|prosím|lütfen"
    r"|tack|vennligst)\b|请|願|ください|пожал|будь лас",
    re.IGNORECASE,
)
_OF_COMPANY = r"(?:compan(?:y|ies)|organi[sz]ation|business|firm|employer|agency|practice)"
_PLACE_OF_WORK = (
    r"(?:shop|store|restaurant|school|clinic|studio|home|café|cafe|bakery|salon|hotel|bar|gym"
    r"|farm|club"
    r"|charity|office|startup|start-up|team|brand|church|hospital|university|institute)"
)
ABOUT_COMPANY = re.compile(
    r"\bhow (?:big|many|large|old|long|much|does|is|do|did)\b"
    r"|\b(?:what|where|when|why|how) (?:does|is|do|did) (?:your|the) "
    r"(?:company|business|firm|organi[sz]ation) (?:do|does|based|located|make|sell|need|use|sit)\b"
    r"|\b(?:what|which) (?:kind|type|sort|size|line|industry|sector)\b",
    re.IGNORECASE,
)
ABOUT_OTHERS = re.compile(
    r"\b(?:his|her|their|its|the (?:dog|cat|child|baby|kid|pet|guest|driver|patient|product|event"
    r"|group|pet|animal)(?:'s)?|(?:dog|cat|child|son|daughter|baby|pet|wife|husband|boss|colleague"
    r"|mother|father|patient|guest)(?:'s|s)?) (?:full |first |last )?(?:name|number|phone|e-?mail)"
    r"|\bwho(?:'s| is) your (?:manager|boss|supervisor|partner|husband|wife|colleague|accountant"
    r"|lawyer|assistant)\b"
    r"|\bwho (?:else|will (?:attend|come|join|be)|is (?:coming|attending|joining"
    r"|the (?!point|boss|owner|contact|main|primary|best|right|lead)\w{1,15})"
    r"|are the"
    r"|was|did|told|sent|gave|recommended|referred|signed|helped|served)\b"
    r"|\b(?:what|which) (?:is|was|are) (?:he|she|they|it|the \w{1,15}) called\b"
    r"|\bname for (?:the|your|this|our) (?:event|product|team|project|company|dog|cat|file"
    r"|account|show|band|boat|page|site)\b|\bnames? of (?:the|your|all) (?:guests?|attendees"
    r"|participants|children|people|others?"
    r"|team|users?|staff|product|model|street|hotel|city|place|event)",
    re.IGNORECASE,
)
_NO_OTHER_NAME = (
    r"(?<!company"
    r" )(?<!business )(?<!brand )(?<!product )(?<!domain )(?<!file )(?<!user ) (?<!firm )"
).replace(" (", "(")
_ASKS_NAME = re.compile(
    r"\b(?:your|ur|yr|first|last|full|family|given|good|maiden|real|own|complete) "
    r"(?:(?:full|first|last|good|own|preferred|given|family|real|complete|christian)"
    r"(?:,? (?:and|or|&) (?:last|family|first|second) )? ?){0,2}(?:sur)?names?\b"
    r"(?! (?:of|for) (?:the|your|this|that)\b)|\bsurname\b"
    r"|^(?:\W{0,3}(?:and|ok|okay|great|thanks|thank you|perfect|also|so|now|then|sure|but"
    r"|of course)\b)?"
    r"\W{0,4}(?:and )?(?:your |a |the |what |which |whose |under what |under which "
    r"|under whose |in what )?"
    rf"{_NO_OTHER_NAME}names?\b(?! of\b)"
    rf"|\b{_NO_OTHER_NAME}names?\b(?= ?(?:[?.!:]|,? ?(?:please|pls)\b|,|/|&|\)| and | or "
    rf"| for the | on the | on it| under))"
    rf"(?<!that"
    rf" name)(?<!this name)(?<!'s name)(?<!its name)(?<!y name)(?<!firm name)(?<!business name)"
    r"|\b(?:which|what|whose) name\b|\bname n number"
    r"|\bwho(?:m|s|'s)? (?:am i|are we|i'm|i am|do i have|do we have|shall i|should i"
    r"|should we|shall we"
    r"|may i|can i|must i|will i|could i|have i|is this|is it|is that|is there|this is|dis"
    r"|it is|is asking"
    r"|asking|is calling|calling|is writing|writing|is speaking|speaking|is booking|booking"
    r"|is ordering"
    r"|is on the|it for|is it for|picks up|will pick up|answers|is talking|that is|is buying)\b"
    r"(?! (?:call|contact|phone|ring|bill|invoice|charge|send|text|e-?mail|write|reach|thank)\b)"
    r"|\bwho(?:s| is|'s) (?:this|that|it|there)\b|\bwho is the [\w ]{1,25} for\b"
    r"|\bwhose [\w ]{1,25} is (?:this|it)\b"
    r"|\bwho are you\b(?= ?(?:[?.!,]|and\b|again|please|$))|\b(?:and|but) you are\b"
    r"|^\W{0,3}you are\?"
    r"|\bwho (?:should|shall|can|may|do|will) (?:the|our|they|he"
    r"|she) (?:[\w ]{1,20} )?(?:ask for|speak to|look for|talk to)\b|\bwho(?:s|'s| is) (?:the"
    r"|your|our) (?:\w{1,10} ){0,3}(?:boss|owner|contact|person"
    r"|manager|one|parent|buyer|customer|caller|applicant)\b|\b(?:parent|guardian|customer"
    r"|owner|caller|holder|cardholder|contact|client|organi[sz]er|buyer|tenant|applicant"
    r"|member|student)(?:'s)? name\b|\bwhom (?:should|shall|may|can|do) (?:i|we) (?:address"
    r"|make|put|thank)\b|\d[.)] ?name\b"
    r"|\bwho (?:do|did) (?:i|we) (?:ask|speak|talk|make|address)\b|\bwho (?:to|should we"
    r"|do we) ask for"
    r"|\b(?:am i|are we|whom am i|whom are we|pleasure of|pleasure) (?:speaking|chatting"
    r"|talking|texting|dealing|writing)"
    r"|\b(?:am i|are we) (?:talking|speaking|texting|chatting) (?:to|with)|\bhave the pleasure"
    r"|\bwith whom\b"
    r"|\b(?:how|what) (?:may|should|can|shall|do|must|could|would) (?:i|we|you like to be"
    r"|you want to be|people)"
    r" (?:call|address|called|addressed|name)(?: you)?\b(?! (?:on|at|back|about))"
    r"|\bhow (?:would|should|do) you (?:like|want) (?:me |us )?to (?:be )?(?:call|address)"
    r"|\bintroduce yourself|\btell (?:me|us) (?:a bit )?(?:about yourself|who you are)"
    r"|\b(?:your|contact|personal) details\b|\bwho you are\b|\bdetails, please"
    r"|\bwhom? (?:do|does|should|shall|can|may|will|would|must) (?:i|we|they|he|she|the \w{1,12})"
    r" (?:ask for|say|expect|look for|announce|hand it to|make it out to|put)\b"
    r"|\bwho(?:'s| is) (?:ordering|coming|paying|collecting|picking up|calling|booking|asking)\b"
    r"|\bwho(?:'s| is) (?:the |your |our )?contact\b(?! (?:number|e-?mail))"
    r"|\bwho (?:should|will|can|may|shall|is going to) (?:sign|collect|receive|accept|i say|we say)"
    r"|\b(?:i'm|i am|my name is|this is) \w{2,20}\b.{0,40}\band (?:you|yours|yourself) ?\?"
    r"|\band (?:yours|yourself),? (?:please|pls)|\ba nome di\b"
    r"|\bauf welchen namen|\bwie hei(?:ß|ss)(?:en|t|t du)\b(?! (?:ihre?|deine?|die|das|der"
    r"|euer|eure) )|\b(?:ihr|ihre|ihren|dein|deinen) (?:vor-?|nach-?"
    r"|familien)?(?:und \w{1,12})?namen?\b"
    r"|\bwer (?:sind sie|spricht|bist du|schreibt|ist da)|\bmit wem\b|\b(?:vor|nach"
    r"|familien)namen?\b"
    r"|\ba nombre de|\bcómo (?:se|te) llama|\bcomo (?:se|te) llama|\b(?:su|tu"
    r"|el) nombre(?! de (?:su|la|tu|el))|\bcon quién"
    r"|\bnombre\b(?= ?[?,:/.])|\bapellidos?\b"
    r"|\bà quel nom|\b(?:votre|ton|quel) (?:prénom|nom)\b|^\W{0,3}(?:prénom"
    r"|nom)\b(?! de (?:votre|la|l'))"
    r"|\bcomment (?:vous |t')appel|\bqui (?:êtes|es-tu|est à|dois-je|puis-je)|\bà qui ai-je"
    r"|\bvous appelez-vous"
    r"|\bcon chi (?:parlo|ho|sto)|\bcome (?:si|ti) chiam|\b(?:il (?:suo|tuo) )nome\b"
    r"|^\W{0,3}nome\b(?! del)"
    r"|\b(?:seu|teu|qual o|o) nome\b(?! d[ao] )|\bcom quem\b|\bcomo (?:se|te|você se) chama"
    r"|\bhoe heet|\b(?:uw|je|jouw) (?:voor|achter)?naam\b|^\W{0,3}naam\b|\bmet wie\b"
    r"|\bwie (?:bent u|ben je|spreek)"
    r"|\bad\u0131n\u0131z|\badin\u0131z|\bad\u0131n\b|\bismini|\bisminiz|\bisim\b|\bkiminle"
    r"|\bjak (?:się|sie|ma pan|ma pani) ?(?:pan|pani|nazyw|na imi)|\bimię|\bnazwisko|\bz kim\b"
    r"|\bjak se jmenuj|\bvaše jméno|\bjméno\b|\bako sa vol|\bhogy hívj|\bneve?\b(?= ?\?)|\ba neve\b"
    r"|\bvad heter du|\bditt namn|\bnamn\b|\bvem (?:är|talar|pratar)|\bhvad hedder|\bhva heter"
    r"|\bdit navn|\bditt navn|\bnavn\b"
    r"|\bnimesi|\bnimenne|\bnimi\b|\bcum (?:vă|va|te) numeș?|\bnumele\b|\b(?:kako"
    r"|ime)\b.{0,10}\bzove"
    r"|зовут|звати|ваше имя|имя\b|ім['\u2019]я|к вам обращ|фамили"
    r"|名前|称呼|稱呼|姓名|名字|贵姓|이름|성함|اسمك|الاسم|اسم|نام|शुभ नाम|नाम|όνομα|σας λένε",
    re.IGNORECASE,
)
_NUMBERED = (
    "order invoice customer account reference tracking serial policy card ticket booking meter vat"
    " tax reservation licence license registration member membership case id flight room house"
    " part model contract client parcel batch"
)
_NO_OTHER_NUMBER = "".join(f"(?<!{word} )" for word in _NUMBERED.split())
_ASKS_EMAIL = re.compile(
    r"\be-?mails?\b|\bmail\b|\bmail-?(?:adres|address|box|id)|\baddress (?:can|should|may"
    r"|shall|do|did|will)"
    r"|\b(?:which|what|your) (?:\w{1,10} )?address\b(?! is the)|\bwhere (?:can|should|may"
    r"|shall|do|could|to) (?:i|we|they|our \w{1,20})? ?(?:send|write|confirm|mail|reply)"
    r"|\bwhere (?:shall|should|does|will) (?:the|it|that|this)\b|\b(?:how|where) (?:do|can|may"
    r"|could|shall|should) (?:i|we|our [\w ]{1,20}|the \w{1,12}) (?:best )?reach\b"
    r"|\b(?:can|may|shall|should) (?:i|we) (?:write|mail|send)\b|\bwho (?:should|shall|can|do"
    r"|may) (?:i|we) write\b|\bcontact details|\byour details"
    r"|\bcorreo|\bcourriel|\be-?posta|\bposta elettronica|\bsähköposti|\bepost|\be-post"
    r"|почт|メール|邮箱|邮件|郵件|이메일|بريد|ایمیل|إيميل|ईमेल|ηλεκτρον",
    re.IGNORECASE,
)
_ASKS_PHONE = re.compile(
    r"\b(?:tele)?phones?\b|\bmobile\b|\bcell(?:phone)?\b|\bcontact (?:number|details)"
    rf"|\byour details|{_NO_OTHER_NUMBER}\bnumber\b(?! of\b)"
    r"|\b(?:reach|call|ring|phone|text|contact|whatsapp|sms)(?:ing)? (?:you|back)\b"
    r"|\bcall you back|\bwho(?:m)? (?:can|should|shall|may|do) (?:i|we) (?:call|ring|phone"
    r"|text)"
    r"|\b(?:how|where) (?:do|can|may|could|shall|should) (?:i|we|our [\w ]{1,20}"
    r"|the \w{1,12}) (?:best )?(?:reach|call|contact|get)\b|\bmay we call|\bcan we call"
    r"|\btelefon|\btéléphone|\bteléfono|\btelefone|\btelefón|\btél\b|\btel\b|\bph\b"
    r"|\btelem[oó]vel|\bpuhelin|мобильн"
    r"|\bcontact no\b|\bgsm|\bmobiele?\b|\bmobil(?:e|nummer)?\b|\bhandy|\brufnummer|\bnummer\b"
    r"|\bnumm?er|\bnuméro|\bnúmero|\bnumero|\bnumer|\bnumara|\bcelular|\bcellulare|\bcep\b"
    r"|\bpuhelin"
    r"|телефон|номер|电话|電話|手机|전화|رقم|هاتف|جوال|شماره|फ़ोन|फोन|नंबर|मोबाइल|τηλέφω",
    re.IGNORECASE,
)
_ASKS_COMPANY = re.compile(
    r"\b(?:and )?(?:you're|you are|youre) (?:at|with|from) ?\?|"
    rf"\b{_OF_COMPANY}(?:'s)? names?\b|\bname of (?:your|the|that) (?:{_OF_COMPANY}"
    rf"|{_PLACE_OF_WORK})"
    rf"|\b(?:what|which|whose) {_OF_COMPANY}\b(?! (?:size|type|email|e-mail|address|phone"
    rf"|website))|\bwhich (?:{_OF_COMPANY})'s\b"
    rf"|\bwhat(?:'s|s| is) (?:your|the) {_OF_COMPANY}(?= ?(?:[?.!,]|called|and\b|$))"
    rf"|\b(?:your|the|that) (?:\w{{1,12}} ){{0,2}}(?:{_OF_COMPANY}"
    rf"|{_PLACE_OF_WORK}) (?:is )?(?:called|named)\b"
    rf"|\b(?:your|that) (?:{_OF_COMPANY}|{_PLACE_OF_WORK})(?: again)?\?$|^\W{{0,3}}(?:(?:and"
    rf"|ok|so)\b,? ?){{0,2}}the (?:{_OF_COMPANY}|{_PLACE_OF_WORK})\?$|\bits name\b"
    rf"|\bwhat is it called"
    rf"|\b(?:names?|e-?mail|phone|number|role|details|mobile|tel|telephone|contact)(?: address"
    rf"| number)?\W{{0,4}}(?:[,/&]|and|\d\)|\bor\b){{1,2}} {{0,2}}"
    rf"(?:and )?(?:your |the )?{_OF_COMPANY}(?! ?(?:size|e-?mail|phone|address|website))"
    rf"|\b(?:share|give|tell|provide|enter|leave|type|have|get|need|state|confirm)(?: me"
    rf"| us)? (?:your|the) {_OF_COMPANY}"
    rf"(?= ?(?:[?.!,]|and\b|$))"
    rf"|^\W{{0,3}}(?:(?:and|ok|okay|thanks|thank you|great"
    rf"|perfect)\b,?\W{{0,3}})?(?:and )?(?:your |the |for which |from which "
    rf"|which )?{_OF_COMPANY}\b(?= ?(?:[,(]|please|[?:.]|/|$))"
    r"|\byou work (?:at|for|with)\b|\byou(?:'re| are) (?:with|from|calling from|writing from"
    r"|representing)\b|\bwho(?:m)? do you work\b|\bwhere (?:do|are) you work|\bwho (?:are you"
    r"|do you) (?:with|represent|working for)\b|\bwho is the [\w ]{1,25} for\b|\bwho(?:'s|s"
    r"| is) it for\b"
    r"|\bwo arbeiten sie|\bnombre de (?:su|tu|la) empresa|\bempresa\b|\bcompañía\b|\bnegocio\b"
    r"|\bsociété|\bentreprise|\bazienda|\bditta\b|\bsocietà|\bbedrijf|\bfirma\b|\bfirmy\b"
    r"|\bfirmę|\bfirman\u0131z|\bşirket|\bföretag|\bvirksomhed|\bbedrift|\byritys|\bunternehmen"
    r"|компан|фирм|会社|公司|御社|貴社|회사|شركة|شرکت|कंपनी|εταιρ",
    re.IGNORECASE,
)
ASKS = {
    "name": _ASKS_NAME,
    "email": _ASKS_EMAIL,
    "phone": _ASKS_PHONE,
    "company": _ASKS_COMPANY,
}
