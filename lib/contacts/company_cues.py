"""The words after which a company is named, and how surely it is the visitor's own."""

import re
from dataclasses import dataclass
from enum import IntEnum


class Sure(IntEnum):
    """What a cue asks of what follows: nothing, a capital, several of them, a legal form."""

    ANY = 0
    CAPITAL = 1
    TITLE = 2
    LEGAL_FORM = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """`quick` are words without which the pattern cannot match."""

    sure: Sure
    quick: tuple[str, ...]
    pattern: re.Pattern[str]


_OWN = (
    r"(?:my|our) (?:company|start-?up|business|firm|agency|organi[sz]ation|employer|shop|store"
    r"|studio)"
)
CUES = (
    Cue(
        Sure.ANY,
        (
            "work",
            "employed",
            "compan",
            " called",
            " named",
            "behalf",
            "arbeite",
            "trabajo",
            "travaille",
        ),
        re.compile(
            r"(?<![\w'])(?:i work (?:for|at)|(?:i'm|i am) (?:working|employed) (?:for|at|by)"
            rf"|{_OWN} (?:is (?:called|named)|name is)|{_OWN}(?:'s name is|'s called| called"
            rf"| named)"
            r"|company name is|name of (?:my|our|the) company is|^company(?: name)?[ \t]?[:=]"
            r"|on behalf of|ich arbeite (?:für|bei)|trabajo (?:en|para)|je travaille (?:pour|chez))"
            r"[ \t]{1,3}(?:the )?",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        (
            *("we at ", "here at ", "us at ", "represent", "i own", "founded"),
            *("from ", "wir ", "my ", "our "),
        ),
        re.compile(
            r"(?<![\w'])(?:we at|here at|us at|i (?:represent|own|founded"
            r"|co-founded)"
            r"|representing|(?:we're|we are) from|wir sind von"
            r"|wir bei"
            rf"|{_OWN}(?: is|,|:)?)[ \t]{{1,3}}(?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.CAPITAL,
        (" at ", " for ", " with ", " bei ", " of "),
        re.compile(
            r"\b(?:manager|director|head|ceo|cto|coo|cfo|cmo|founder|owner|engineer|lead|consultant"
            r"|analyst|buyer|developer|president|vp|assistant|partner|officer|marketer|coordinator"
            r"|specialist|intern|designer|recruiter|architect|accountant|geschäftsführer(?:in)?)\b"
            r"(?: of)?(?: [\w&-]{1,20}){0,3}? (?:at|for|with|bei) (?:the )?"
            r"|\b(?:ceo|founder|co-founder|owner|president) of (?:the )?",
            re.IGNORECASE,
        ),
    ),
    Cue(
        Sure.TITLE,
        ("we are ", "we're ", "wir sind "),
        re.compile(r"\b(?:we are|we're|wir sind) (?:the )?", re.IGNORECASE),
    ),
    Cue(
        Sure.LEGAL_FORM,
        (
            *("i'm", "i am", "im ", "we're", "we are", "calling", "writing", "reaching", "contact"),
            *("touch", "wir sind"),
        ),
        re.compile(
            r"(?<![\w'])(?:i'm|i am|im|we're|we are|calling|writing|reaching out|contacting you"
            r"|get(?:ting)? in touch|wir sind)(?: (?:here|you))?(?: (?:from|at|with|of|für|von|bei"
            r"|die))?"
            r"[ \t]{1,3}",
            re.IGNORECASE,
        ),
    ),
)
