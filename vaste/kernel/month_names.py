"""Names of months as they stand in dates: English, Finnish, Swedish, Hungarian and German."""

from typing import Final

_NAMES: Final = (
    "january jan tammikuu tammikuuta tammi januari január",
    "february feb helmikuu helmikuuta helmi februari február",
    "march mar maaliskuu maaliskuuta maalis mars március márc märz",
    "april apr huhtikuu huhtikuuta huhti április ápr",
    "may toukokuu toukokuuta touko maj május máj mai",
    "june jun kesäkuu kesäkuuta kesä juni június jún",
    "july jul heinäkuu heinäkuuta heinä juli július júl",
    "august aug elokuu elokuuta elo augusti augusztus",
    "september sep sept syyskuu syyskuuta syys szeptember szept",
    "october oct lokakuu lokakuuta loka oktober okt október",
    "november nov marraskuu marraskuuta marras",
    "december dec joulukuu joulukuuta joulu december dec dezember dez",
)

#: Case-folded name, whole or short, to the month's number.
MONTHS: Final = {
    name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()
}
