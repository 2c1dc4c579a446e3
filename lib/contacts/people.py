"""Whose a number or an address is: the visitor's own, or somebody's of whom they speak."""

import re

PERSON = (
    r"(?:colleagues?|co-?workers?|boss(?:es)?|managers?|supervisors?|friends?|wif(?:e|es)"
    r"|husbands?|partners?"
    r"|fianc[eé]e?|(?:girl|boy)friends?|spouse|mother|father|mom|mum|mam|dad|mama|papa|parents?"
    r"|(?:step)?(?:brother|sister|son|daughter|mother|father)s?(?:-in-law)?|kids?"
    r"|child(?:ren)?|aunt|uncle"
    r"|cousins?|niece|nephew|grand(?:mother|father|ma|pa|son|daughter)|neighbou?rs?"
    r"|land(?:lord|lady)"
    r"|tenants?|(?:room|flat|house)mates?|secretary|accountant|assistant|bookkeeper|lawyer|attorney"
    r"|solicitor|doctor|dentist|nurse|plumber|electrician|contractor|builder|driver|door(?:man"
    r"|keeper)"
    r"|concierge|janitor|caretaker|receptionist|technician|suppliers?|vendor|customers?"
    r"|clients?|ceo|cfo"
    r"|cto|director|guy|lady|man|woman|person|gentleman|agent|realtor|broker|teacher|coach|trainer"
    r"|sitter|nanny|babysitter|housekeeper|cleaner|gardener|employees?|intern|guests?|owner"
    r"|seller|buyer"
    r"|dealer|mechanic|courier|carpenter|painter|architect|chef|foreman|superintendent|super|guard"
    r"|translator|act(?:or|ress)|singer|author|artist|player|star|host|speaker|stylist"
    r"|counselor|consultant|adviser|advisor|banker|therapist|vet|pastor|priest|captain"
    r"|installer"
    r"|freund(?:in)?|frau|mann|kolleg(?:e|in|en)|chef(?:in)?|nachbar(?:in)?|mutter|vater|sohn"
    r"|tochter|bruder|schwester"
    r"|esposa|esposo|marido|mujer|jefe|jefa|amigo|amiga|madre|padre|hijo|hija|hermano|hermana"
    r"|femme|mari|coll[eè]gue|ami|amie|m[eè]re|p[eè]re|fils|fille|fr[eè]re|s[oœ]ur|voisin|voisine)"
)
_OTHERS = re.compile(
    rf"\b(?:my|our|the|an?|his|her|their|your|this|that|some|another|meine?[rnms]?"
    rf"|unsere?[rnms]?|mi|su|mon|ma|notre)"
    rf" (?:[\w-]{{1,15}} ){{0,2}}?{PERSON}\b(?:'?s\b)?"
    r"|\b(?:he|she|they|him|his|her|their|theirs|ihm|ihr|sein|seine)\b(?:'s)?"
    r"|\b(?:tag|sign|card|sticker|label|leaflet|flyer|website|site|page|invoice|letter"
    r"|voicemail|collar|listing|ad|poster|screen)"
    r"(?: \w{1,15}){0,3} (?:says|said|reads|shows?|has|gives|lists)\b"
    r"|\bthe [\w-]{2,20}'s (?:number|phone|line|e-?mail|address|cell|mobile)\b"
    r"|\b(?:got|received|had|getting|get|keep getting) (?:an? |the |this |some |lots of "
    r"|weird )?(?:texts?|calls?|messages?|sms|voicemails?) from\b"
    r"|\b(?!(?:it|that|here|there|what|name|let|who|today|company|business|hotel|he"
    r"|she)'s)[\w-]{2,20}'s (?:\w{1,12} )?(?:number|phone|line|e-?mail|address|cell|mobile"
    r"|office|desk|inbox|depot|warehouse|branch|hotline|switchboard|store|shop|garage)\b"
    rf"|\b{PERSON}'s (?:is|number|phone|cell|mobile|e-?mail|address|line)\b"
    r"|\bthe (?:store|shop|branch|dealer(?:ship)?|school|hotel|restaurant|clinic|hospital|bank"
    r"|embassy) (?:in|near|down)\b"
    r"|\b(?:someone|somebody|scammers?|caller)\b|\busers?:",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:my|our) (?:(?:own|new|old|other|best|direct|work|home|office|private|personal"
    r"|business|cell|mobile|main|current|actual|correct|right|shop|second|uk|us|german"
    r"|local) ){0,3}"
    r"(?:cell|mobile|number|numbers|phone|line|landline|no|nr|tel|telephone|e-?mail|mail"
    r"|address|inbox|office|fax|whatsapp|handy|contact|details)\b(?!'s)"
    r"|\bmine\b|\b(?:needs?|wants?) (?:me|us)\b"
    r"|\b(?:call|reach|text|ring|write|writing|e-?mail|mail|contact|whatsapp|ping"
    r"|phone|get|message|sms|send|forward|dm|drop|buzz|cll|cal) (?:it |them |this )?(?:to "
    r"|back )?(?:me|us)\b"
    r"|\b(?:to|for|through|via|with) (?:me|us|myself)\b|^(?:me|us)\b|\bme[,:]|\bmyself\b"
    r"|\bi'?m (?:at|on|reachable|available)\b|\bi am (?:at|on|reachable|available)\b"
    r"|\bask for me\b|\bthat's me\b|\bmeine (?:nummer|e-?mail)\b|\bmi (?:n[uú]mero|correo"
    r"|m[oó]vil|tel[eé]fono|celular|e-?mail)\b|\bmon (?:num[eé]ro|mail|e-?mail|portable)\b",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[!?\n;]|(?<!\b[a-z])\.(?=\s)", re.IGNORECASE)
_BELONGS = re.compile(
    rf"[ ,]{{0,2}}(?:\(|-{{1,2}} ?)?(?:(?:is|that's|thats|that is|it's|its|this is|belongs to"
    rf"|which is|was) )?"
    rf"(?:my|our|his|her|their|the|your) (?:[\w-]{{1,15}} ){{0,1}}?{PERSON}(?:'?s)?"
    r"(?: (?:number|phone|cell|mobile|line|e-?mail|address|inbox))?[ ]?(?:[).,!?\n]|$)"
    r"|[ ,]{0,2}(?:is |really |this |that |still |actually |the |one ){0,3}(?:of )?(?:yours?\b"
    r"|your (?:\w{1,12} )?(?:number|phone|line|e-?mail|address|hotline))"
    r"|[ ,]{0,2}(?:that's|thats|is|it's|belongs to) (?:not mine|his|hers|theirs)\b",
    re.IGNORECASE,
)
_BEFORE = 140  # characters before a value that may tell whose it is


def is_anothers(text: str, start: int, end: int) -> bool:
    """Whether what stands there is told of another person; the nearest word about it decides."""
    if _BELONGS.match(text, end):
        return True
    before = text[max(0, start - _BEFORE) : start]
    stops = [stop.end() for stop in _FULL_STOP.finditer(before)]
    sentence = before[stops[-1] :] if stops else before
    if not sentence.strip(" (:-") and len(stops) > 1:  # "his number? 415 555 0134"
        sentence = before[stops[-2] :]
    elif not sentence.strip(" (:-"):
        sentence = before
    other = _last(_OTHERS, sentence)
    return other > -1 and other > _last(_SELF, sentence)


def is_told_of_another(before: str) -> bool:
    """Whether a name that follows directly is somebody else's: "my wife", "our accountant,"."""
    return bool(_TOLD_BEFORE.search(before[-60:]))


_TOLD_BEFORE = re.compile(
    rf"\b(?:my|our|the|an?|his|their|your|some|to|for|about|meine?[rnms]?|unsere?[rnms]?|mi"
    rf"|mon|ma|notre|late) (?:[\w'-]{{1,15}} ){{0,2}}?{PERSON}(?:'s)?"
    r"(?: (?:\w{1,12}))?(?:,? (?:called|named|is|name is|name's|also"
    r"|again))?[,:(]{0,2} ?(?:(?:mr|mrs|ms|dr|miss)\.? )?$",
    re.IGNORECASE,
)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
