"""Seniority out of job titles, in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.job_titles import LEVELS, seniority_of

TITLES = {
    "owner": "Owner|Co-owner|Founder & CEO|Co-Founder|Entrepreneur|Omistaja|Yrittäjä|Perustaja"
    "|Maatalousyrittäjä|Ägare|Medägare|Egenföretagare|Företagare|Tulajdonos|Egyéni vállalkozó"
    "|Résztulajdonos, alapító",
    "c_level": "CEO|Chief Executive Officer|CFO|Chief Financial Officer|CTO / Architect|President"
    "|Managing Director|Toimitusjohtaja|Varatoimitusjohtaja|Hallituksen puheenjohtaja|VD|Vice VD"
    "|Verkställande direktör|Styrelseordförande|Ügyvezető|Ügyvezető igazgató|Vezérigazgató"
    "|Elnök",
    "director": "Sales Director|Director of Sales|Head of Marketing|VP Sales|Vice President"
    "|Johtaja|Myyntijohtaja|Talousjohtaja|Direktör|Försäljningsdirektör|Igazgató|Marketingigazgató"
    "|Rektor",
    "manager": "Manager|Sales Manager|Team Lead|Supervisor|Project Coordinator|Assistant Manager"
    "|Päällikkö|Myyntipäällikkö|Esimies|Projektikoordinaattori|Chef|Försäljningschef|Arbetsledare"
    "|Csoportvezető|Értékesítési vezető|Menedzser|Chief of Staff",
    "specialist": "Software Engineer|Consultant|Product Owner|Data Analyst|Buyer|Insinööri"
    "|Pääsuunnittelija|Asiantuntija|Myyjä|Ingenjör|Säljare|Utvecklare|Mérnök|Szoftverfejlesztő"
    "|Tanácsadó|Beszerző|Munkatárs",
    "staff": "Secretary|Executive Assistant|Assistant to the CEO|Receptionist|Sihteeri"
    "|Toimitusjohtajan assistentti|Johdon assistentti|Assistent|Handläggare|Titkárnő|Asszisztens"
    "|Ügyintéző|Sales Assistant",
    "student": "Student|PhD student|Opiskelija|Kauppatieteiden opiskelija|Harjoittelija|Trainee"
    "|Studerande|Praktikant|Hallgató|Egyetemi hallgató|Diák|Gyakornok|Summer intern",
    "": "|-|Mr|Pumppu Oy|x|Helsinki|Ministry of Ownership Affairs",
}  # fmt: skip


class TestSeniorityOf:
    @pytest.mark.parametrize(
        ("title", "level"),
        [(title, level) for level, titles in TITLES.items() for title in titles.split("|")],
    )
    def test_reads_the_titles_of_four_languages(self, title: str, level: str) -> None:
        assert seniority_of(title) == level
        assert seniority_of(title.upper()) == level

    @given(st.text(max_size=200))
    def test_takes_any_text(self, title: str) -> None:
        assert seniority_of(title) in (*LEVELS, "")
