"""Who the visitor is, read from small dialogues as people write them."""

from collections.abc import Sequence

import pytest

from lib.contacts import email_identity, extract, phone_identity
from lib.domain import Contact, Found, Message, Role, Visitor

ROLES = {"V": Role.VISITOR, "A": Role.ASSISTANT, "H": Role.AGENT}
NOBODY = Visitor()


def dialogue(*lines: str) -> list[Message]:
    """Messages from "V: …", "A: …" (assistant) and "H: …" (a human agent)."""
    return [Message(ROLES[line[0]], line[3:]) for line in lines]


def found(*lines: str, region: str = "US", visitor: Visitor = NOBODY) -> dict[str, str]:
    contact = extract(dialogue(*lines), visitor, region=region)
    kinds = ("name", "email", "phone", "company")
    return {kind: value.value for kind in kinds if (value := getattr(contact, kind))}


def asked(question: str, answer: str) -> Sequence[str]:
    return (f"A: {question}", f"V: {answer}")


NAMES = [
    (("V: I'm Maria",), "Maria"),
    (("V: Hi, i'm maria",), "Maria"),
    (("V: hi im tom, quick question",), "Tom"),
    (("V: I am Priya Nair and we need a chatbot",), "Priya Nair"),
    (("V: My name is maria lopez and i want a demo",), "Maria Lopez"),
    (("V: my name is MARIA LOPEZ",), "Maria Lopez"),
    (("V: name's bob",), "Bob"),
    (("V: Hello, the name is Oluwaseun Adeyemi.",), "Oluwaseun Adeyemi"),
    (("V: My name's Sean o'brien",), "Sean O'Brien"),
    (("V: my name is ronan mcdonald",), "Ronan McDonald"),
    (("V: my name is ana de la cruz",), "Ana de la Cruz"),
    (("V: My name is Jean-Luc Picard, hello",), "Jean-Luc Picard"),
    (("V: my name is anne-marie smith-jones",), "Anne-Marie Smith-Jones"),
    (("V: My name is DeShawn McAllister",), "DeShawn McAllister"),
    (("V: My name is Ludwig van Beethoven",), "Ludwig van Beethoven"),
    (("V: My name is John F. Doe.",), "John F. Doe"),
    (("V: This is Bob from Globex",), "Bob"),
    (("V: this is bob from Globex, about the invoice",), "Bob"),
    (("V: it's Maria from Globex",), "Maria"),
    (("V: Hi, it's oluwaseun from Globex",), "Oluwaseun"),
    (("V: Hi! Maria from Globex here.",), "Maria"),
    (("V: hi, tom here",), "Tom"),
    (("V: You can call me Bob",), "Bob"),
    (("V: I'm Will",), "Will"),
    (("V: Guten Tag, mein Name ist Jürgen Müller und ich habe eine Frage",), "Jürgen Müller"),
    (("V: ich heiße katrin",), "Katrin"),
    (("V: Hola, me llamo lucía y quiero una demo",), "Lucía"),
    (("V: Bonjour, je m'appelle Élodie Martin.",), "Élodie Martin"),
    (("V: меня зовут Иван Петров",), "Иван Петров"),
    (("V: 我叫王伟\uff0c想了解价格",), "王伟"),
    (("V: My name is प्रिया शर्मा",), "प्रिया शर्मा"),
    (("V: I'm Maria\u2019s colleague, my name is Tom",), "Tom"),
    (asked("May I have your name?", "priya"), "Priya"),
    (asked("May I have your name?", "it's priya nair"), "Priya Nair"),
    (asked("Who am I speaking with?", "Bob, thanks"), "Bob"),
    (asked("What should I call you?", "just tom"), "Tom"),
    (asked("Can I get your full name please?", "sure, Xiomara Zelaya"), "Xiomara Zelaya"),
    (asked("Could you tell me your first name", "ok. will"), "Will"),
    (asked("And your name?", "priya from globex"), "Priya"),
    (asked("Under what name should I put it?", "Okonkwo"), "Okonkwo"),
    (asked("Name?", "Dr. Lopez"), "Lopez"),
    (("A: Your name, please?", "V: one sec", "V: tom hale"), "Tom Hale"),
    (asked("May I have your name and email?", "tom hale tom@globex.com"), "Tom Hale"),
    (asked("Your name, email and company?", "tom@globex.com, Tom Hale, Globex"), "Tom Hale"),
    (asked("Please share your name, phone and e-mail.", "yes: Priya / 4155550134"), "Priya"),
    (("V: Maria Lopez, maria@globex.com, +49 30 901820",), "Maria Lopez"),
    (("V: Maria Lopez\nmaria@globex.com\nGlobex GmbH",), "Maria Lopez"),
    (("V: Name: Xiomara Zelaya\nEmail: x@globex.com",), "Xiomara Zelaya"),
    (("V: Send me a quote.\n\nBest,\nMaria Lopez",), "Maria Lopez"),
    (("V: Send me a quote.\nKind regards, Tom Hale",), "Tom Hale"),
    (
        ("V: Bitte um ein Angebot.\nMit freundlichen Grüßen\nJürgen Brandt\nGlobex GmbH",),
        "Jürgen Brandt",
    ),
    (("V: Please call back\n-- Tom",), "Tom"),
    (("V: I'm Maria", "V: Maria Lopez, maria@globex.com"), "Maria Lopez"),
    (("A: Hi, I'm Ava, your assistant.", "V: Hi Ava, I'm Tom"), "Tom"),
    (("V: Hi this is Oluwafemi.",), "Oluwafemi"),
    (("V: That settles it. Diego here by the way",), "Diego"),
    (("V: +49 30 901820, ask for Lars",), "Lars"),
    (("V: Perfect, thank you! Klara Holm",), "Klara Holm"),
    (("V: I expect an answer.\n\nKlara Holm",), "Klara Holm"),
    (asked("Which name should I put on the reservation?", "Burak Özkan"), "Burak Özkan"),
    (asked("Auf welchen Namen darf ich buchen?", "Katrin Lindner, Globex"), "Katrin Lindner"),
    (asked("Names, an e-mail and a phone number, please.", "Tom Hale"), "Tom Hale"),
    (("V: Hello again, Niamh here, one more thing",), "Niamh"),
    (("V: Emi Ueda, +1 510 555 0155",), "Emi Ueda"),
    (asked("May I have your name?", "Tom. And yours?"), "Tom"),
    (asked("May I have your name?", "Ms. Hale"), "Hale"),
    (("A: Your name?", "V: why?", "A: So that I can address you.", "V: Tom"), "Tom"),
]


@pytest.mark.parametrize(("lines", "name"), NAMES)
def test_a_name_is_found(lines: Sequence[str], name: str) -> None:
    assert found(*lines).get("name") == name


NO_NAMES = [
    ("V: I'm looking for a CRM",),
    ("V: I'm Looking for a CRM",),
    ("V: I AM LOOKING FOR A CRM",),
    ("V: I'm interested",),
    ("V: I am a student",),
    ("V: I'm from Berlin",),
    ("V: I'm in London",),
    ("V: I'm London based",),
    ("V: this is urgent",),
    ("V: This is Great",),
    ("V: It's Monday",),
    ("V: it's broken",),
    ("V: it's Paris or Rome",),
    ("V: I'm good thanks",),
    ("V: im vegan",),
    ("V: I'm not sure",),
    ("V: I'm German",),
    ("V: I'm CEO at Globex",),
    ("V: call me back tomorrow",),
    ("V: Call me Monday",),
    ("V: call me asap",),
    ("V: anyone here?",),
    ("V: new here",),
    ("V: my name is not important",),
    ("V: the name of the product is Zephyr",),
    ("V: our company name is Globex",),
    ("V: Thanks, Ava!",),
    ("V: Thanks\nthat was all",),
    ("A: I'm Ava. What's your name?", "V: hi ava"),
    ("A: I'm Ava, how can I help?", "V: Send a quote.\nThanks,\nAva"),
    asked("May I have your name?", "why do you need that?"),
    asked("May I have your name?", "Priya?"),
    asked("May I have your name?", "no"),
    asked("May I have your name?", "rather not say"),
    asked("May I have your name?", "skip"),
    asked("May I have your name?", "I'd prefer to stay anonymous"),
    asked("May I have your name?", "just browsing"),
    asked("May I have your name?", "maria@globex.com"),
    asked("May I have your name?", "4155550134"),
    asked("May I have your name?", "do you ship to Canada"),
    asked("What is your company name?", "Initech"),
    asked("I have put your name on the list.", "perfect"),
    asked("Can I have a name for the event?", "Summer Fair"),
    ("A: What is your name?", "A: Sorry, which colour do you want?", "V: blue please"),
    ("A: My name is Ava", "H: This is Tom from Support", "V: hello"),
    ("V: Hello Ana, a quick word from office@globex.com",),
    ("V: it works now, thank you, Ben. office@globex.com",),
    ("V: Bluepost Logistics, office@bluepost.com",),
    ("V: Hallgrund Bau GmbH, office@globex.com",),
    ("V: Wir brauchen es im April",),
    ("V: I'm Vietnamese",),
    ("V: That was quick. Thanks Ava",),
    ("V: Can I ask for a refund",),
    asked("May I have your name?", "Berlin"),
]


@pytest.mark.parametrize("lines", NO_NAMES)
def test_what_is_no_name_is_left_alone(lines: Sequence[str]) -> None:
    assert "name" not in found(*lines)


EMAILS = [
    (("V: maria@globex.com",), "maria@globex.com"),
    (("V: Mail me at Maria.Lopez@GLOBEX.com.",), "Maria.Lopez@globex.com"),
    (("V: (maria@globex.com)",), "maria@globex.com"),
    (("V: <maria@globex.com>, thanks",), "maria@globex.com"),
    (("V: mailto:maria@globex.com",), "maria@globex.com"),
    (("V: 'maria@globex.com'",), "maria@globex.com"),
    (("V: email=maria+chat@mail.globex.co.uk!",), "maria+chat@mail.globex.co.uk"),
    (("V: o'brien@globex.com",), "o'brien@globex.com"),
    (("V: my email:maria@globex.com",), "maria@globex.com"),
    (("V: maria＠globex．com",), "maria@globex.com"),  # noqa: RUF001
    (("V: 我的邮箱是wei@globex.cn谢谢",), "wei@globex.cn"),
    (("V: \u200bmar\u200bia@globex.com\u202c",), "maria@globex.com"),
    (("V: info@müller.de",), "info@xn--mller-kva.de"),
    (("V: info@xn--mller-kva.de",), "info@xn--mller-kva.de"),
    (("V: a@\u0430pple.com",), "a@xn--pple-43d.com"),
    (("V: john at acme dot com",), "john@acme.com"),
    (("V: john dot smith at acme dot co dot uk",), "john.smith@acme.co.uk"),
    (("V: john (at) acme.com",), "john@acme.com"),
    (("V: john[at]acme[dot]com",), "john@acme.com"),
    (asked("What's your email?", "john at acme.com"), "john@acme.com"),
    (asked("What's your email?", "john @ acme.com"), "john@acme.com"),
    (("V: my email is john at acme.com",), "john@acme.com"),
    (("V: jon@acme.com", "V: sorry, it's john@acme.com"), "john@acme.com"),
    (("V: jon@acme.com", "V: *john@acme.com"), "john@acme.com"),
    (("V: jon@acme.com, sorry, john@acme.com",), "john@acme.com"),
    (("V: jon@acme.com", "V: use john@acme.com instead"), "john@acme.com"),
    (("V: jon@acme.com", "V: sorry, .co.uk not .com"), "jon@acme.co.uk"),
    (("V: jon@acme.com", "V: oops, it's .de"), "jon@acme.de"),
    (("V: jon@gmial.com", "V: gmail not gmial"), "jon@gmail.com"),
    (("V: jon@acme.com", "V: not jon but john"), "john@acme.com"),
    (("V: jon@acme.com", "V: also ann@globex.com"), "jon@acme.com"),
    (("V: john@acme.com not jon@acme.com",), "john@acme.com"),
    (("V: please cc my boss anna@globex.com, mine is tom@globex.com",), "tom@globex.com"),
    (("V: maria@globex.com", "A: I will write to maria@globex.com"), "maria@globex.com"),
    (("A: Write to help@shop.com", "V: ok. I'm at maria@globex.com"), "maria@globex.com"),
    (("V: jon@acme.com", "V: oh no wait, typo", "V: john@acme.com"), "john@acme.com"),
    (("V: reach me at ana dot lee at acme dot com",), "ana.lee@acme.com"),
    (("V: the address on your site, hi@shop.com, right? Mine is ann@acme.com",), "ann@acme.com"),
]


@pytest.mark.parametrize(("lines", "email"), EMAILS)
def test_an_email_is_found(lines: Sequence[str], email: str) -> None:
    assert found(*lines).get("email") == email


NO_EMAILS = [
    ("V: a@b",),
    ("V: a@localhost",),
    ("V: a@printer.local",),
    ("V: a@shop.test",),
    ("V: @",),
    ("V: a@@b.c",),
    ("V: a@@globex.com",),
    ('V: "x y"@z.de',),
    ("V: a@b@globex.com",),
    ("V: follow @globex.com",),
    ("V: " + "x" * 3000 + "@globex.com",),
    ("V: see logo@2x.png",),
    ("V: https://user:secret@host.com/x",),
    ("V: git@github.com:globex/app",),
    ("V: your mail came from no-reply@shop.com",),
    ("V: meet me at acme.com",),
    ("V: look at acme dot com",),
    ("V: I was looking at your site. Com on",),
    ("V: is this your email hello@shop.com",),
    ("V: I wrote to hello@shop.com last week",),
    ("A: Write to help@shop.com", "V: so help@shop.com is right?"),
    ("H: I'm at Tom@Shop.com", "V: ok, tom@shop.com"),
    ("A: maria@globex.com",),
]


@pytest.mark.parametrize("lines", NO_EMAILS)
def test_what_is_no_email_of_the_visitor_is_left_alone(lines: Sequence[str]) -> None:
    assert "email" not in found(*lines)


PHONES = [
    (("V: +49 30 901820",), "US", "+4930901820"),
    (("V: +49 (0)30 901820",), "US", "+4930901820"),
    (("V: 0049 30 901820",), "US", "+4930901820"),
    (("V: call me on 030 901820",), "DE", "+4930901820"),
    (("V: (415) 555-0134",), "US", "+14155550134"),
    (("V: 415.555.0134",), "US", "+14155550134"),
    (("V: +1 (415) 555-0134 ext 22",), "US", "+14155550134"),
    (("V: 415-555-0134 x22",), "US", "+14155550134"),
    (("V: tel:4155550134",), "US", "+14155550134"),
    (("V: Phone: 07911 123456",), "GB", "+447911123456"),
    (("V: whatsapp 612 345 678",), "ES", "+34612345678"),
    (("V: ruf mich an unter +٤٩ ٣٠ ٩٠١٨٢٠",), "US", "+4930901820"),
    (("V: call 415\u2011555\u20110134",), "US", "+14155550134"),
    (("V: my order 12345678 is late, call me at 4155550134",), "US", "+14155550134"),
    (("V: call me about the order at 415-555-0134",), "US", "+14155550134"),
    (("V: In case you need it: 415-555-0134",), "US", "+14155550134"),
    (asked("What's the best number?", "4155550134 thx"), "US", "+14155550134"),
    (asked("Which number can we reach you at?", "612345678"), "ES", "+34612345678"),
    (asked("Your phone?", "415 555 0134 94105"), "US", "+14155550134"),
    (("V: 415 555 0134", "V: sorry, it's 415 555 0143"), "US", "+14155550143"),
    (("V: 415 555 0134", "V: my colleague has 415 555 0143"), "US", "+14155550134"),
    (("V: 415 555 0134", "A: So that is +1 415-555-0134?"), "US", "+14155550134"),
    (("A: Our desk: 415 555 0100", "V: mine is 415 555 0134"), "US", "+14155550134"),
    (("V: Maria, maria@globex.com, 612 345 678",), "ES", "+34612345678"),
]


@pytest.mark.parametrize(("lines", "region", "phone"), PHONES)
def test_a_phone_is_found(lines: Sequence[str], region: str, phone: str) -> None:
    assert found(*lines, region=region).get("phone") == phone


NO_PHONES = [
    ("V: my order 4155550134 is late",),
    ("V: order number: 4155550134",),
    ("V: order #4155550134",),
    ("V: tracking 4155550134",),
    ("V: invoice no. 415-555-0134",),
    ("V: card 4111 1111 1111 1111",),
    ("V: IBAN DE89 3704 0044 0532 0130 00",),
    ("V: DE89370400440532013000",),
    ("V: on 2024-05-06 14:30",),
    ("V: on 12.05.2024 or 13.05.2024",),
    ("V: from 2019-2020 2021",),
    ("V: 192.168.100.200",),
    ("V: it cost $4155550134",),
    ("V: 4155550134 USD",),
    ("V: we have 4155550134 visitors",),
    ("V: 1.250.000 rows",),
    ("V: timestamp 1561719148780935",),
    ("V: zip 94105-1234",),
    ("V: 1234567",),
    ("V: 1 2 3 4 5 6 7 8 9 0",),
    ("V: version 4155550134",),
    ("V: v4155550134abc",),
    ("V: Is your number 415 555 0134?",),
    ("A: Call us at 415 555 0134", "V: ok I will call 415-555-0134"),
    ("A: Call us at 415 555 0134",),
    ("V: my number is 123-456-7890",),
]


@pytest.mark.parametrize("lines", NO_PHONES)
def test_what_is_no_phone_of_the_visitor_is_left_alone(lines: Sequence[str]) -> None:
    assert "phone" not in found(*lines)


COMPANIES = [
    (("V: I'm Maria from Globex",), "Globex"),
    (("V: hi, i'm maria from globex",), "Globex"),
    (("V: This is Bob with Stark Industries, hello",), "Stark Industries"),
    (("V: Maria Lopez, CTO at Initech",), "Initech"),
    (("V: I work for Bank of Springfield",), "Bank of Springfield"),
    (("V: i work at globex",), "Globex"),
    (("V: i work for ibm",), "IBM"),
    (("V: we at Globex need a chatbot",), "Globex"),
    (("V: our company, Foo GmbH, needs a demo",), "Foo GmbH"),
    (("V: our company is called umbrella",), "Umbrella"),
    (("V: My startup Hooli is growing",), "Hooli"),
    (("V: I'm from Foo Bar Ltd.",), "Foo Bar Ltd."),
    (("V: We are Globex, Inc. and want a quote",), "Globex, Inc."),
    (("V: I'm head of sales at Globex",), "Globex"),
    (("V: founder of Pied Piper here",), "Pied Piper"),
    (("V: writing on behalf of Marks & Spencer",), "Marks & Spencer"),
    (("V: Company: Globex S.A.",), "Globex S.A."),
    (("V: Quote please.\nBest,\nMaria Lopez\nGlobex B.V.",), "Globex B.V."),
    (asked("And which company are you with?", "globex"), "Globex"),
    (asked("Which company are you with?", "globex gmbh"), "Globex GmbH"),
    (asked("What's the name of your company?", "it's called 3M"), "3M"),
    (asked("Who do you work for?", "The Home Depot"), "The Home Depot"),
    (asked("What company?", "Best Buy"), "Best Buy"),
    (asked("Your name and company?", "Priya, initech labs"), "Initech Labs"),
    (asked("Your company, please?", "We're with Globex"), "Globex"),
    (("V: maria@globex.com",), "Globex"),
    (("V: maria@mail.my-company.co.uk",), "My Company"),
    (("V: maria@ibm.com",), "IBM"),
    (("V: info@müller.de",), "Müller"),
    (("V: I'm Maria from Globex, maria@initech.com",), "Globex"),
    (("V: We are Harbour Lights, eleven people",), "Harbour Lights"),
    (("V: Harbour Lights, ann@harbourlights.com",), "Harbour Lights"),
]


@pytest.mark.parametrize(("lines", "company"), COMPANIES)
def test_a_company_is_found(lines: Sequence[str], company: str) -> None:
    assert found(*lines).get("company") == company


NO_COMPANIES = [
    ("V: I'm from Berlin",),
    ("V: I'm from Wuppertal",),
    ("V: I'm Maria from Berlin",),
    ("V: I'm Maria from New York",),
    ("V: hi, i'm maria from berlin",),
    ("V: i work for myself",),
    ("V: i work at home",),
    ("V: we're from the UK",),
    ("V: our company is growing",),
    ("V: our company is small",),
    ("V: at least call me",),
    ("V: do you integrate with Salesforce?",),
    ("V: I'm a manager for life",),
    ("V: maria@gmail.com",),
    ("V: maria@yahoo.co.uk",),
    ("V: maria@gmx.de",),
    ("V: maria@mailinator.com",),
    ("V: maria@gmial.com",),
    ("V: maria@163.com",),
    ("V: maria@quill-mail.net",),
    ("V: We are Happy",),
    ("V: we're with Initech until May, why switch?",),
    ("V: I work with Python",),
    asked("Which company are you with?", "why?"),
    asked("Which company are you with?", "none, just me"),
    asked("Which company are you with?", "rather not say"),
    asked("How big is your company?", "fifty"),
    asked("What does your company do?", "shoes"),
    ("A: Welcome to Globex, what is your company?", "V: globex"),
    ("A: I'm Ava from Globex",),
]


@pytest.mark.parametrize("lines", NO_COMPANIES)
def test_what_is_no_company_of_the_visitor_is_left_alone(lines: Sequence[str]) -> None:
    assert "company" not in found(*lines)


def test_one_line_may_give_everything() -> None:
    assert found(
        "A: Could you share your name, email, phone and company?",
        "V: sure! priya nair, priya@initech.io, 415-555-0134, Initech Labs",
    ) == {
        "name": "Priya Nair",
        "email": "priya@initech.io",
        "phone": "+14155550134",
        "company": "Initech Labs",
    }


def test_a_detail_says_where_it_was_said() -> None:
    contact = extract(dialogue("A: hi", "V: \u200bI'm Maria, maria@globex.com"), NOBODY)
    assert contact == Contact(
        name=Found("Maria", 1, 5, 10),
        email=Found("maria@globex.com", 1, 12, 28),
        company=Found("Globex", 1, 12, 28),
    )


def test_a_correction_says_where_it_was_made() -> None:
    contact = extract(dialogue("V: jon@acme.com", "V: sorry, .co.uk not .com"), NOBODY)
    assert contact.email == Found("jon@acme.co.uk", 1, 7, 13)


def test_what_the_source_knew_has_no_place_in_the_chat() -> None:
    known = Visitor("Maria Lopez", "Maria@Globex.com", "(415) 555-0134", "Globex Corp")
    assert extract([], known) == Contact(
        Found("Maria Lopez"), Found("Maria@globex.com"), Found("+14155550134"), Found("Globex Corp")
    )


def test_what_the_visitor_says_wins_over_what_the_source_knew() -> None:
    known = Visitor("Someone Else", "old@globex.com", "415 555 0100", "Oldco")
    assert found("V: I'm Maria from Initech, new@initech.com, 415 555 0134", visitor=known) == {
        "name": "Maria",
        "email": "new@initech.com",
        "phone": "+14155550134",
        "company": "Initech",
    }


def test_the_fuller_name_of_the_source_stays() -> None:
    assert found("V: hi, i'm maria", visitor=Visitor("maria lopez"))["name"] == "Maria Lopez"


def test_a_company_of_the_source_is_surer_than_a_mail_domain() -> None:
    known = Visitor(company="Globex Holding")
    assert found("V: maria@gbx.com", visitor=known)["company"] == "Globex Holding"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "little-haze-776",
            "V1561719148780935",
            "Visitor 123",
            "Anonymous",
            "guest",
            "#4711",
            " ",
        ),
        *("purple-otter", "website visitor", "maria@globex.com", "{{name}}", "N/A", "user_9"),
    ],
)
def test_a_name_made_up_by_the_source_is_no_name(name: str) -> None:
    assert found("V: hello", visitor=Visitor(name)) == {}


@pytest.mark.parametrize("name", ["Maria", "anna-lena", "Jürgen O'Brien", "王伟"])
def test_a_real_name_of_the_source_stays(name: str) -> None:
    assert found("V: hello", visitor=Visitor(name))["name"].casefold() == name.casefold()


def test_unusable_details_of_the_source_are_dropped() -> None:
    assert found("V: hello", visitor=Visitor("x1", "nonsense", "12", "n/a")) == {}


def test_twenty_addresses_of_a_message_are_read_and_no_more() -> None:
    theirs = " ".join(f"a{i}@shop.com" for i in range(20))
    many = f"{theirs} late@globex.com"
    assert "email" not in found(f"A: {theirs}", f"V: {many}")
    assert found(f"A: {theirs}", "V: late@globex.com") != {}


def test_only_the_beginning_of_a_very_long_message_is_read() -> None:
    assert found("V: " + "a " * 10_000 + "maria@globex.com") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria@Globex.com", "maria@GLOBEX.COM"),
        ("maria+chat@globex.com", "maria@globex.com"),
        (" maria@globex.com ", "maria@globex.com"),
        ("info@müller.de", "info@xn--mller-kva.de"),
        ("Nonsense ", "nonsense"),
    ],
)
def test_two_spellings_of_a_mailbox_are_one(one: str, other: str) -> None:
    assert email_identity(one) == email_identity(other)


def test_two_mailboxes_are_two() -> None:
    assert email_identity("+tag@globex.com") != email_identity("+other@globex.com")


@pytest.mark.parametrize(
    ("value", "region", "identity"),
    [
        ("(415) 555-0134 ext. 5", "US", "+14155550134"),
        ("030 901820", "DE", "+4930901820"),
        ("٠٣٠ ٩٠١٨٢٠", "DE", "+4930901820"),
        ("12", "US", None),
        ("call me", "US", None),
        ("\ud800\x00", "US", None),
    ],
)
def test_a_number_has_one_form(value: str, region: str, identity: str | None) -> None:
    assert phone_identity(value, region) == identity
