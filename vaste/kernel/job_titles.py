"""How senior a job title is, in English, Finnish, Swedish and Hungarian. Pure."""

from __future__ import annotations

from typing import Final

from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold

#: From the one who decides alone to the one who decides nothing.
LEVELS: Final = ("owner", "c_level", "director", "manager", "specialist", "staff", "student")

# Each line: the level, and what shows it in a title without case and accents. A space stands for
# the edge of a word: " ceo " is a word of its own, "johtaja " ends one, " omistaj" begins one.
# The first line that is found decides, so exceptions stand before what they are exceptions to.
_SIGNS: Final = (
    ("student", " student| opiskelij|opiskelija | studerande | praktikant| harjoittelij"
     "| hallgato |hallgato | diak | gyakornok | intern | interns | trainee | apprentice "
     "| doktorand | phd stud"),
    ("staff", " assistant to | executive assistant| personal assistant| assistant of | sihteeri"
     "|sihteeri | assistentti|assistentti | assistent |assistent | asszisztens|asszisztens "
     "| titkarno| titkar | secretary | receptionist | clerk "),
    ("manager", " assistant manager | assistant director | deputy manager | chief of staff "
     "| chief engineer| chief accountant| chief editor| chief designer "),
    ("specialist", " product owner| process owner| data owner| scrum master "),
    ("director", " vice president| vp | svp | evp | avp | varajohtaj| aluejohtaj| alelnok "),
    ("owner", " owner | owners | co owner | founder| cofounder| entrepreneur| proprietor "
     "| self employed | freelancer | omistaj|omistaja | yrittaj|yrittaja | perustaja| agare |agare "
     "| medagare | grundare | egenforetagare | foretagare |tulajdonos | tulajdonos| alapito "
     "| vallalkozo |vallalkozo "),
    ("c_level", " ceo | cfo | cto | coo | cio | cmo | cso | cro | cpo | chro | cdo | ciso | chief "
     "| managing director| president | chairman | chairwoman | chairperson | board member "
     "| toimitusjohtaj|toimitusjohtaja | hallituksen | tj | verkstallande dir| vd | vice vd "
     "| styrelseordf| styrelseled| koncernchef | ugyvezet|ugyvezeto | vezerigazgato "
     "|vezerigazgato | elnok | cegvezeto | partner "),
    ("director", " director| head of | head | rektor | principal | dean |johtaja | johtaja "
     "|direktor | direktor |igazgato | igazgato | divisionschef | omradeschef "),
    ("manager", " manager| team lead| teamlead| lead | leader | supervisor | foreman "
     "| coordinator |paallikko | paallikko |esimies | esihenkilo| tiiminvetaj|vetaja |chef | chef "
     "| ledare |ledare | arbetsledare | forman |vezeto | vezeto |menedzser | menedzser "
     "| csoportvez| koordinator|koordinaattori |koordinator |mestari "),
    ("specialist", " engineer| consultant| specialist| analyst| developer| designer| architect"
     "| expert| advisor| adviser| researcher| scientist| buyer | purchaser| planner| technician"
     "| accountant| lawyer| nurse | teacher | doctor | professor| sales rep| account exec"
     "|insinoori |konsultti |asiantuntija |suunnittelija |kehittaja |ostaja |analyytikko |tutkija "
     "|opettaja |neuvoja | asiantunt|arkkitehti |ingenjor |konsult |specialist |utvecklare "
     "|inkopare |analytiker |radgivare |arkitekt |saljare |tekniker |larare |mernok |tanacsado "
     "|szakerto |fejleszto |elemzo |beszerzo |tervezo |szakember |kutato |tanar | munkatars"
     "|munkatars |myyja |edustaja "),
    ("staff", " assistant| worker | employee | operator | driver | administrator | agent "
     "| associate |tyontekija |hoitaja |virkailija |avustaja |asentaja |medarbetare |handlaggare "
     "|montor |ugyintezo |adminisztrator |dolgozo |szerelo "),
)  # fmt: skip
_TABLE: Final = tuple(
    (level, tuple(sign for sign in signs.split("|") if sign.strip())) for level, signs in _SIGNS
)


@remember_short(longest=120, most=16_384)
def seniority_of(title: str) -> str:
    """Return the level of a job title, one of LEVELS; "" for none and for one that says nothing."""
    text = f" {fold(title)} "
    return next((level for level, signs in _TABLE if any(sign in text for sign in signs)), "")
