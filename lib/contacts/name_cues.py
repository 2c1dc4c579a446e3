"""The words with which people introduce themselves."""

import re

from lib.contacts.people import PERSON

# Without one of these, NAMED cannot match; so for the others.
NAMED_QUICK = (
    *("name", "call me", "called", "heiß", "heiss", "llamo", "nombre es", "appelle", "nom est"),
    *(
        "chiamo",
        "chamo-me",
        "me chamo",
        "meu nome",
        "naam is",
        "heet",
        "nazywam",
        "imię",
        "heter",
        "hedder",
        "navn er",
    ),
    *(
        "ad\u0131m",
        "ismim",
        "зовут",
        "звати",
        "我叫",
        "我姓",
        "most people",
        "everyone",
        "everybody",
        "people say",
        "名字",
        "nom c'est",
        "numesc",
        "nimeni on",
        "zovem se",
        "jmenuji",
    ),
    *(
        "spell me",
        "me (",
        "speaking with",
        "speaking to",
        "talking to",
        "attn",
        "attention",
        "volám sa",
        "اسمي",
        "नाम है",
        "με λένε",
    ),
)
# After these a name follows, in whatever case.
NAMED = re.compile(
    r"(?<![\w'])(?:my (?:full |first |last |real |own |given )?name(?:'s|s| is| would be|:)"
    r"|full name[:=]?|(?:sur|last |first |contact )name[:=]"
    r"|^(?:the )?name(?:'s|s| is|:| -|=| )|(?<=[.!,;\n(] )(?:the )?name(?:'s|s| is|:| -|=|)"
    r"|(?:under|in|on) the name(?: of)?|the name (?:will|should|would) be"
    r"|(?:people|friends|they|everyone|everybody|u can|just|please|pls|[.!] )? ?call me"
    r"|(?:most people|people|everyone|everybody|friends|folks|they) (?:just )?(?:calls?|says?"
    r"|knows?)(?: me)?(?: as)?|i(?:'m| am) called|they call me|i go by|goes by"
    r"|mein name (?:ist|lautet)|spell me|\bme,? \("
    r"|you(?:'re| are) (?:speaking|talking|chatting) (?:with|to)"
    r"|(?:attn|attention|fao|c/o)\b[.:]?|signed[,:]"
    r"|ich hei(?:ß|ss)e|me llamo|mi nombre es|je m'appelle|mon nom (?:est|c'est)|mi chiamo"
    r"|il mio nome è"
    r"|meu nome é|o meu nome é|me chamo|chamo-me|mijn naam is|ik heet|nazywam się|mam na imię"
    r"|jag heter|jeg heter|jeg hedder|mit navn er|mitt navn er"
    r"|mitt namn är|nimeni on|mă numesc|ma numesc|jmenuji se|volám sa|zovem se"
    r"|benim ad\u0131m|ad\u0131m|ismim|меня зовут|мене звати|моё имя|мое имя"
    r"|我叫|我姓|我的名字是|我是"
    r"|اسمي|με λένε)[ \t:]{0,3}(?:is |s )?",
    re.IGNORECASE | re.MULTILINE,
)
# After these a name may follow; its case or the list of first names decides.
PERHAPS_QUICK = (
    *(
        "i am ",
        "i'm ",
        "im ",
        "call me ",
        "soy ",
        "ich bin ",
        "je suis ",
        "ik ben ",
        "sono ",
        "under ",
    ),
    *(
        "jag är ",
        "jeg er ",
        "sou ",
        "aqui é ",
        "fala é ",
        "jestem ",
        "sunt ",
        "olen ",
        "i am, ",
        "me is ",
        "i is ",
    ),
    *(
        "put me down as ",
        "moi c'est ",
        "moi, c'est ",
        "это ",
        "booked for ",
        "spoke ",
        "tell ",
        "say it",
        "det er ",
        "det är ",
        "tu ",
        "z tej",
        "for me, ",
        "iam ",
    ),
)
PERHAPS = re.compile(
    r"(?<![\w'])(?:i am|i'm|im|iam|(?:you can )?call me|soy(?: el| la)?"
    r"|ich bin(?: die| der)?|je suis|ik ben"
    r"|(?:io )?sono|jag är|jeg er"
    r"|(?:eu )?sou(?: o| a)?|aqui (?:quem fala )?é(?: o| a)?|quem fala é(?: o| a)?|jestem|sunt"
    r"|olen|moi,? c'est"
    r"|tell (?:him|her|them|[a-z]{2,12}(?=,? (?:that )?it))"
    r"(?:,? (?:that )?(?:it's|it is|it was|its))?"
    r"|say (?:it's|it is|it was|its)(?: for)?"
    r"|det er|det är|tu|z tej strony"
    r"|put me down as|(?:hold|book|reserve|put|keep|file|filed|booked"
    r"|reserved)[\w ,]{1,20} under|это|je suis)[ \t]{1,3}",
    re.IGNORECASE,
)
ASK_FOR = re.compile(
    r"(?:^|[.!?,;:\n-] ?|\b(?:just|please|and|then|pls) )ask for[ \t]{1,3}", re.IGNORECASE
)
ITS_QUICK = (
    "this is ",
    "it's ",
    "its ",
    "it is ",
    "hier ist ",
    "hier spricht ",
    "aquí ",
    "c'est ",
    "ici ",
    "hier ",
    "met ",
    "tis ",
)
ITS = re.compile(
    r"(?:^|(?<=[.!?,;\n] )|(?<=\n)|(?<=hey )|(?<=yo )|(?<=moin )|(?<=bonjour )|(?<=hallo )"
    r"|(?<=hi )|(?<=hello )|(?<=and )|(?<=oh ))(?P<greeting>(?:(?:hi|hello"
    r"|hey)(?: there)?[ ,!]{1,2})?)"
    r"(?:this is|it's|its|it is|hier ist|hier spricht|hier|met|ici|aquí|c'est|tis)[ \t]{1,3}",
    re.IGNORECASE,
)
LINK = re.compile(
    r"[ \t]{0,2},?[ \t]{0,2}(?:here[ ,]{0,2}|again[ ,]{0,2})?(?:from|at|with|of|over at|von|bei|@"
    r"|van|de|da|do|dal|della|di|chez|fra|från|z firmy|aus|din)"
    r"(?: the| la)?[ \t]{1,3}(?:(?:accounts?|sales|support|hr"
    r"|it|finance|marketing|purchasing|procurement|reception|operations|logistics)"
    r" (?:team |department |dept )?(?:at|of|in|for) (?:the )?)?(?P<next>\S)",
    re.IGNORECASE,
)
HERE = re.compile(
    r"[ \t]{0,2},?[ \t]{1,2}(?:here|speaking|writing|again|calling)\b(?! to be)", re.IGNORECASE
)
# "I'm her sister Hilary": whoever is what they are to another gives their own name.
RELATED = re.compile(
    rf"(?<![\w'])(?:i'm|i am|im|this is|it's) (?:his|her|their|the"
    rf"|[\w']{{2,20}}'s) (?:[\w-]{{1,15}} ){{0,2}}?{PERSON},? {{0,2}}",
    re.IGNORECASE,
)
