"""Legal forms of companies as they stand in names: folded, without points, strokes as spaces."""

from typing import Final

#: Before the name, as in "Oy Esimerkki Ab", "AB Exempel" or "PT Contoh".
LEADING: Final = frozenset({"oy", "ab", "as", "ao", "ooo", "pt", "the"})

_FINNISH = "oy oyj ab abp ry rf tmi ky kb osk ltd osakeyhtio toiminimi kommandiittiyhtio osuuskunta"
_SWEDISH = "ab hb kb ek publ aktiebolag aktiebolaget handelsbolag"
_OTHER_NORDIC = "as asa aps is ans nuf ehf hf sf"
_BALTIC = "ou as mtu sia uab"
_HUNGARIAN = "kft zrt nyrt rt bt kkt ev kht szovetkezet"
_GERMAN = "gmbh ag kg ohg gbr ug mbh gesmbh kgaa se ev eg aktiengesellschaft"
_ENGLISH = "ltd limited plc llp lp llc inc incorporated corp corporation co company pty pte"
_ROMANCE = "sa sas sarl eurl srl spa sl slu lda nv bv bvba sprl vof cv ltda"
_EASTERN = "sro as doo dd ad eood ood spzoo sc jsc ooo oao zao pao"

_MANY_WORDS: Final = frozenset(
    {
        "a s",
        "k s",
        "i s",
        "s r o",
        "sp zoo",
        "sp z oo",
        "spolka z oo",
        "julkinen osakeyhtio",
        "gmbh co kg",
        "gmbh u co kg",
        "ag co kg",
        "public limited company",
        "limited liability company",
        "pvt ltd",
        "nonprofit kft",
    }
)

#: After the name, as in "Esimerkki Oy", "Példa Kft." or "Muster GmbH & Co. KG".
TRAILING: Final = _MANY_WORDS.union(
    _FINNISH.split(),
    _SWEDISH.split(),
    _OTHER_NORDIC.split(),
    _BALTIC.split(),
    _HUNGARIAN.split(),
    _GERMAN.split(),
    _ENGLISH.split(),
    _ROMANCE.split(),
    _EASTERN.split(),
)
