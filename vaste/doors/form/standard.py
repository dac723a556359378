"""The form a new door begins with, in four languages; a door's settings replace any part of it."""

from __future__ import annotations

from typing import Any

TITLE = {"en": "How can we help?", "fi": "Miten voimme auttaa?", "sv": "Hur kan vi hjälpa till?", "hu": "Miben segíthetünk?"}  # fmt: skip
INTRO = {
    "en": "Tell us what you need. A person reads every message.",
    "fi": "Kerro, mitä tarvitset. Jokaisen viestin lukee ihminen.",
    "sv": "Berätta vad du behöver. Varje meddelande läses av en människa.",
    "hu": "Írja meg, mire van szüksége. Minden üzenetet ember olvas el.",
}
SUBMIT = {"en": "Send", "fi": "Lähetä", "sv": "Skicka", "hu": "Küldés"}
REQUIRED = {
    "en": "Please fill this in.",
    "fi": "Täytä tämä kohta.",
    "sv": "Fyll i det här fältet.",
    "hu": "Kérjük, töltse ki ezt a mezőt.",
}
ONE_NUMBER = {
    "en": "Please write one number, such as 12.",
    "fi": "Kirjoita yksi luku, esimerkiksi 12.",
    "sv": "Skriv ett tal, till exempel 12.",
    "hu": "Kérjük, egy számot írjon, például 12.",
}
A_DATE = {
    "en": "Please write a date, such as 31.5.2026.",
    "fi": "Kirjoita päivämäärä, esimerkiksi 31.5.2026.",
    "sv": "Skriv ett datum, till exempel 31.5.2026.",
    "hu": "Kérjük, dátumot írjon, például 2026. 5. 31.",
}
ONE_OF_THESE = {
    "en": "Please choose from the answers.",
    "fi": "Valitse jokin vastauksista.",
    "sv": "Välj bland svaren.",
    "hu": "Kérjük, a válaszok közül válasszon.",
}
SEVERAL = {
    "en": "Several, with commas between them.",
    "fi": "Useita, pilkuilla erotettuina.",
    "sv": "Flera, med kommatecken emellan.",
    "hu": "Többet is, vesszővel elválasztva.",
}
YES = {"en": "Yes", "fi": "Kyllä", "sv": "Ja", "hu": "Igen"}
NO = {"en": "No", "fi": "Ei", "sv": "Nej", "hu": "Nem"}
CHOOSE = {"en": "Choose…", "fi": "Valitse…", "sv": "Välj…", "hu": "Válasszon…"}

FIELDS: list[dict[str, Any]] = [
    {"name": "full_name", "kind": "text", "autocomplete": "name", "required": True, "half": True,
     "labels": {"en": "Your name", "fi": "Nimesi", "sv": "Ditt namn", "hu": "Az Ön neve"}},
    {"name": "company_name", "kind": "text", "autocomplete": "organization", "half": True,
     "labels": {"en": "Company", "fi": "Yritys", "sv": "Företag", "hu": "Cég"}},
    {"name": "email", "kind": "email", "autocomplete": "email", "required": True, "half": True,
     "labels": {"en": "E-mail", "fi": "Sähköposti", "sv": "E-post", "hu": "E-mail"}},
    {"name": "phone", "kind": "tel", "autocomplete": "tel", "half": True,
     "labels": {"en": "Phone", "fi": "Puhelin", "sv": "Telefon", "hu": "Telefon"}},
    {"name": "request_type", "kind": "select", "half": True,
     "labels": {"en": "What would you like?", "fi": "Mitä haluaisit?", "sv": "Vad önskar du?", "hu": "Mit szeretne?"},
     "options": [
         {"key": "offer", "labels": {"en": "An offer", "fi": "Tarjouksen", "sv": "En offert", "hu": "Ajánlatot"}},
         {"key": "information", "labels": {"en": "More information", "fi": "Lisätietoja", "sv": "Mer information", "hu": "Több információt"}},
         {"key": "visit", "labels": {"en": "A meeting or a demonstration", "fi": "Tapaamisen tai esittelyn", "sv": "Ett möte eller en demonstration", "hu": "Találkozót vagy bemutatót"}},
         {"key": "download", "labels": {"en": "Material to read", "fi": "Luettavaa materiaalia", "sv": "Material att läsa", "hu": "Olvasnivalót"}},
         {"key": "other", "labels": {"en": "Something else", "fi": "Jotain muuta", "sv": "Något annat", "hu": "Egyebet"}},
     ]},
    {"name": "needed_within_days", "kind": "select", "half": True,
     "labels": {"en": "When do you need it?", "fi": "Milloin tarvitset sen?", "sv": "När behöver du det?", "hu": "Mikorra van rá szüksége?"},
     "options": [
         {"key": "30", "labels": {"en": "Within a month", "fi": "Kuukauden sisällä", "sv": "Inom en månad", "hu": "Egy hónapon belül"}},
         {"key": "90", "labels": {"en": "Within three months", "fi": "Kolmen kuukauden sisällä", "sv": "Inom tre månader", "hu": "Három hónapon belül"}},
         {"key": "180", "labels": {"en": "Within six months", "fi": "Puolen vuoden sisällä", "sv": "Inom ett halvår", "hu": "Fél éven belül"}},
         {"key": "365", "labels": {"en": "Later", "fi": "Myöhemmin", "sv": "Senare", "hu": "Később"}},
     ]},
    {"name": "value_band", "kind": "select", "half": True,
     "labels": {"en": "Size of the project", "fi": "Hankkeen koko", "sv": "Projektets storlek", "hu": "A projekt mérete"},
     "options": [
         {"key": "small", "labels": {"en": "Small", "fi": "Pieni", "sv": "Litet", "hu": "Kicsi"}},
         {"key": "medium", "labels": {"en": "Medium", "fi": "Keskisuuri", "sv": "Medelstort", "hu": "Közepes"}},
         {"key": "large", "labels": {"en": "Large", "fi": "Suuri", "sv": "Stort", "hu": "Nagy"}},
     ]},
    {"name": "message", "kind": "textarea", "required": True, "max_length": 5000,
     "labels": {"en": "Message", "fi": "Viesti", "sv": "Meddelande", "hu": "Üzenet"}},
]  # fmt: skip
