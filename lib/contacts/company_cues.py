"""The words after which a company is named, and how surely it is the visitor's own."""

import re
from dataclasses import dataclass
from enum import IntEnum

from lib.contacts.words import either


class Sure(IntEnum):
    """What a cue asks of what follows.

    ANY: nothing. CAPITAL: a capital, or a trade at its end. TITLE: capitals or a trade, and the end
    of the clause. TRADE: capitals and a trade or legal form. LEGAL_FORM: a legal form.
    """

    ANY = 0
    CAPITAL = 1
    TITLE = 2
    TRADE = 3
    LEGAL_FORM = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """`quick` are words without which the pattern cannot match."""

    sure: Sure
    quick: tuple[str, ...]
    pattern: re.Pattern[str]


_BUSINESS = (
    r"(?:company|start-?up|business|firm|agency|organi[sz]ation|employer|shop|store|studio"
    r"|bakery|caf[eé]|restaurant|salon|brand|label|practice"
    r"|clinic|school|non-?profit|charity|ngo|bar|pub|hotel|gym|farm|winery|brewery|club"
    r"|platform|consultancy|outfit|garage|workshop|gallery"
    r"|boutique|theat(?:er|re)|foundation|institute|hostel|spa|church|nursery|kennel|surgery"
    r"|office|project|venture|chain|team)s?"
)
_OWN = rf"(?:my|our) (?:\w{{1,12}} )?{_BUSINESS}"
ROLE = (
    r"\b(?:manager|director|head|ceo|cto|coo|cfo|cmo|cio|founder|co-?founder|owner|engineer"
    r"|lead|leader|consultant|analyst|buyer|developer|president|vp|assistant|partner"
    r"|officer|marketer|coordinator|specialist|intern|trainee|designer|recruiter|architect"
    r"|accountant|geschäftsführer(?:in)?|nurse|teacher|professor|principal|chef|cook|baker"
    r"|clerk|secretary|receptionist|admin|administrator|supervisor|foreman|technician|planner"
    r"|scientist|researcher|editor|producer|librarian|pharmacist|dentist|doctor|vet"
    r"|procurement|purchasing|accounts|accounting|sales|marketing|(?-i:HR|IT)|finance"
    r"|operations|ops|support|reception|facilities|logistics|legal|compliance|quality"
    r"|production|warehouse"
    r"|department|dept|desk|office|team|staff|crew|representative|rep|agent|executive"
    r"|associate|controller|treasurer|bookkeeper|kitchen|maintenance|security|communications"
    r"|pr)\b"
)
CUES = (
    Cue(
        Sure.ANY,
        either(
            "work|employed|compan| called| named|behalf|arbeite|trabajo|travaille",
            "trade as|trading as|business as|dba|lavoro|trabalho|pracuj|firma ",
        ),
        re.compile(
            r"(?<![\w'])(?:i work (?:for|at)|(?:i'm|i am|im) (?:working|employed) (?:for|at|by"
            r"|with)"
            rf"|{_OWN} (?:is (?:called|named)|name is)|{_OWN}(?:'s name is|'s called| called"
            rf"|, called"
            rf"| named)|\b(?:i|we|we've|i've)\b[^.!?\n]{{0,40}} {_BUSINESS},? (?:called|named"
            rf"|by the name of)"
            r"|(?:company|firm|business) name is|(?:the |my |our )?(?:company|firm"
            r"|business) is called|name of (?:my|our|the) (?:company|firm|business) is"
            r"|^company(?: name)?[ \t]?[:=]"
            r"|trade as|trading as|(?:doing )?business as|\bdba|(?:we are|we're) called"
            r"|on behalf of|ich arbeite (?:für|bei)|trabajo (?:en|para)|je travaille (?:pour"
            r"|chez)|lavoro (?:per|da|presso)|trabalho (?:na|no|para))"
            r"[ \t]{1,3}(?:the |la |der |die |dem |el )?",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        either(
            "we at |here at |us at |over at |represent|own |founded|run |manage |opened",
            "from |wir |my |our |started|empresa|firma|société|ditta|chez |azienda",
            "z firmy|vi er|vi är|nous sommes|hier ist",
        ),
        re.compile(
            rf"(?<![\w'])(?:(?:i|we) (?:own|run|have|manage) (?:a|an|the|two|three|several"
            rf"|\d) (?:\w{{1,12}} ){{0,2}}{_BUSINESS},"
            rf"|\bwork for an? (?:\w{{1,12}} ){{0,2}}{_BUSINESS},|"
            r"we at|here at|us at|over at|i (?:represent|own|founded|run|manage|opened|started"
            r"|co-founded)|we (?:represent|own|run|operate|manage)|co-?owner of"
            r"|representing|(?:reaching out|getting in touch|in touch|messaging(?: you)?"
            r"|contacting you|chatting|coming to you) from|(?:we're|we are|were|i'm calling"
            r"|i'm writing|calling|writing) from|wir sind von(?: der)?"
            r"|wir (?:von der|vom|von|bei|bei der)|(?:für|von|bei) (?:die |der )?firma"
            r"|z firmy|firma on|vi er|vi är"
            r"|nous sommes|hier ist(?: die| der)?|greetings from|(?:de "
            r"|da )?(?:la )?empresa|(?:pour|de) (?:la )?société|(?:per |della )?(?:la )?ditta"
            rf"|{_OWN}(?: is|,|:)?)[ \t]{{1,3}}(?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        either(" at | for | with | bei | of | @ "),
        re.compile(
            rf"{ROLE}(?:,? of)?(?: (?!at |for |with |of )[\w&-]{{1,20}}){{0,3}}? (?:at|for"
            rf"|with|bei|@|here at|over at) (?:the )?"
            r"|\b(?:ceo|cto|coo|cfo|cmo|cio|vp|manager|chair|founder|co-?founder|owner"
            r"|president|director|principal|head|(?:it|hr"
            r"|sales|finance|legal|marketing|purchasing|accounts) (?:department|team|desk"
            r"|dept)|front desk|reception|back office) of (?:the )?"
            r"|\b(?:team|group|crew|staff|company) of (?:\w{1,12} )(?:at|from) (?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        either(" at | for "),
        re.compile(
            r"(?<![\w'])i (?:also |mainly )?(?:teach|manage|handle|run|lead|coordinate|oversee"
            r"|cook|design|organi[sz]e|do|head|volunteer|intern|work)"
            r" (?:[\w&-]{1,20} ){0,3}(?:at|for) (?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        either(
            "jef|direct|gerente|encargad|respons|gérant|leiter|inhaber|einkäufer",
            "titolare|dueñ|sóci|propriet|patron",
        ),
        re.compile(
            r"\b(?:jef[ea]|director[a]?|gerente|encargad[oa]|responsable|responsabile"
            r"|respons[áa]vel|directeur|directrice|gérante?|leiter(?:in)?|inhaber(?:in)?"
            r"|einkäufer(?:in)?"
            r"|titolare|sóci[oa]|propriet[áa]ri[oa]|propietari[oa]|dueñ[oa]"
            r"|patronne?)(?: (?:de|des|du|der|del|di|für|do|da) [\w-]{2,20})?"
            r" (?:de|da|do|del|della|di|der|von|bei|chez|d')(?: la| der| die| l')? ",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.TITLE,
        either("hello from|hi from|hey from|greetings from|hallo von|hola de|here from"),
        re.compile(
            r"\b(?:hello|hi|hey|greetings|hallo|hola)(?: there)? (?:from|von|de) (?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.TITLE,
        either("we are |we're |we r |were |wir sind |somos |nous sommes |siamo "),
        re.compile(
            r"\b(?:we are|we're|we r|wir sind(?: die)?|somos(?: la)?|nous sommes(?: la)?"
            r"|siamo(?: la)?)[ \t]{1,3}(?:the )?|(?:^|[.,!?;\n] )were (?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.TRADE,
        either(
            "i'm|i am|im |we're|we are|calling|writing|reaching|contact|call |touch",
            "wir sind|this is|it's|its |con |here|ring ",
        ),
        re.compile(
            r"(?<![\w'])(?:i'm|i am|im|we're|we are|calling|writing|reaching out"
            r"|contacting you|(?:speaking|acting|calling|asking|ordering|buying|inquiring"
            r"|enquiring|shopping) for"
            r"|get(?:ting)? in touch|wir sind|con)(?: (?:here|you))?(?: (?:from|at|with|of|für"
            r"|von|bei"
            r"|die|la))?(?: the)?"
            r"[ \t]{1,3}|^(?:(?:hi|hello|hey|good \w{1,9}"
            r"|yo)(?: there)?[ ,!.]{1,3})?(?:this is|it's|its|here is) (?:the )?|(?:^"
            r"|[.!?\n] )(?=[A-Z][^.!?\n,]{3,60} here\b)|\b(?:call|ring|phone"
            r"|reach) (?=[A-Z][\w&' -]{3,60} (?:at|on) [(+]?\d)",
            re.IGNORECASE,
        ),
    ),
)
# As in Turkish, where the company comes before the cue.
CUES_BEHIND = re.compile(
    r"(?:^|[,.!?:;\n] ?)(?P<name>[^,.!?:;\n]{2,60}?) (?:ad\u0131na|namens|is (?:our"
    r"|my) (?:shop|company|firm|business|store|brand|agency|studio|restaurant))\b",
    re.IGNORECASE,
)
