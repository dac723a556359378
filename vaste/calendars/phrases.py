"""
The words of working time in the four languages: whole sentences, and tables of the forms in them.

English, Finnish, Swedish and Hungarian put a weekday or a date into a sentence in ways that
no joining of parts gets right (maanantaina, på måndag, hétfőn), so each form stands in a table.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Phrases:
    """
    One language.

    `weekdays` are short and stand alone, `on_weekdays` are the form inside a sentence; both begin
    with Monday. `months` are the form a date has. `{time}` is written by `clock`.
    """

    clock: str
    weekdays: tuple[str, ...]
    on_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    short_date: str
    moment: str
    dated_moment: str
    today: str
    tomorrow: str
    this_week: str
    later: str
    another_year: str
    of_zone: str
    hours_minutes: str
    hours: str
    minutes: str
    seconds: str
    due: str
    due_at_once: str
    skipped: str
    closure: str
    half_day: str
    opening: str
    off_day: str
    holiday: str
    closed_days: str
    counted: str
    half_day_counted: str
    opening_counted: str


ENGLISH = Phrases(
    clock="{hour}:{minute:02}",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    on_weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    short_date="{weekday} {day} {month}",
    moment="{weekday} {time}",
    dated_moment="{date} {time}",
    today="today at {time}",
    tomorrow="tomorrow at {time}",
    this_week="on {weekday} at {time}",
    later="on {weekday} {day} {month} at {time}",
    another_year="on {weekday} {day} {month} {year} at {time}",
    of_zone="{said} ({city} time)",
    hours_minutes="{hours} h {minutes} min",
    hours="{hours} h",
    minutes="{minutes} min",
    seconds="{seconds} s",
    due="{due} = {amount} of working time after {start}",
    due_at_once="{due} = the first opening after {start}",
    skipped="{names} skipped",
    closure="closed days {days}",
    half_day="half day {days}",
    opening="open {days}",
    off_day="{days}: not a working day",
    holiday="{days}: {name}",
    closed_days="{days}: closed",
    counted="{moment}–{time}: {amount}",
    half_day_counted="{moment}–{time}: {amount} (half day)",
    opening_counted="{moment}–{time}: {amount} (extra opening)",
)

FINNISH = Phrases(
    clock="{hour}.{minute:02}",
    weekdays=("ma", "ti", "ke", "to", "pe", "la", "su"),
    on_weekdays=(
        *("maanantaina", "tiistaina", "keskiviikkona", "torstaina"),
        *("perjantaina", "lauantaina", "sunnuntaina"),
    ),
    months=(
        *("tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta"),
        *("heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"),
    ),
    short_months=tuple(f"{month}." for month in range(1, 13)),
    short_date="{weekday} {day}.{month}",
    moment="{weekday} klo {time}",
    dated_moment="{date} klo {time}",
    today="tänään klo {time}",
    tomorrow="huomenna klo {time}",
    this_week="{weekday} klo {time}",
    later="{weekday} {day}. {month} klo {time}",
    another_year="{weekday} {day}. {month} {year} klo {time}",
    of_zone="{said} (aikavyöhyke: {city})",
    hours_minutes="{hours} t {minutes} min",
    hours="{hours} t",
    minutes="{minutes} min",
    seconds="{seconds} s",
    due="{due} = {amount} työaikaa {start} jälkeen",
    due_at_once="{due} = ensimmäinen aukeaminen {start} jälkeen",
    skipped="ohitettu: {names}",
    closure="kiinni {days}",
    half_day="lyhyt päivä {days}",
    opening="auki {days}",
    off_day="{days}: ei työpäivä",
    holiday="{days}: {name}",
    closed_days="{days}: kiinni",
    counted="{moment}–{time}: {amount}",
    half_day_counted="{moment}–{time}: {amount} (lyhyt päivä)",
    opening_counted="{moment}–{time}: {amount} (ylimääräinen aukiolo)",
)

SWEDISH = Phrases(
    clock="{hour:02}:{minute:02}",
    weekdays=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    on_weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    months=(
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    short_months=(
        *("jan.", "feb.", "mars", "apr.", "maj", "juni"),
        *("juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    ),
    short_date="{weekday} {day} {month}",
    moment="{weekday} {time}",
    dated_moment="{date} {time}",
    today="i dag kl. {time}",
    tomorrow="i morgon kl. {time}",
    this_week="på {weekday} kl. {time}",
    later="{weekday}en den {day} {month} kl. {time}",
    another_year="{weekday}en den {day} {month} {year} kl. {time}",
    of_zone="{said} (tidszon: {city})",
    hours_minutes="{hours} tim {minutes} min",
    hours="{hours} tim",
    minutes="{minutes} min",
    seconds="{seconds} s",
    due="{due} = {amount} arbetstid efter {start}",
    due_at_once="{due} = första öppning efter {start}",
    skipped="överhoppat: {names}",
    closure="stängt {days}",
    half_day="kort dag {days}",
    opening="öppet {days}",
    off_day="{days}: ingen arbetsdag",
    holiday="{days}: {name}",
    closed_days="{days}: stängt",
    counted="{moment}–{time}: {amount}",
    half_day_counted="{moment}–{time}: {amount} (kort dag)",
    opening_counted="{moment}–{time}: {amount} (extra öppet)",
)

HUNGARIAN = Phrases(
    clock="{hour}:{minute:02}",
    weekdays=("hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap"),
    on_weekdays=(
        *("hétfőn", "kedden", "szerdán", "csütörtökön"),
        *("pénteken", "szombaton", "vasárnap"),
    ),
    months=(
        *("január", "február", "március", "április", "május", "június"),
        *("július", "augusztus", "szeptember", "október", "november", "december"),
    ),
    short_months=(
        *("jan.", "febr.", "márc.", "ápr.", "máj.", "jún."),
        *("júl.", "aug.", "szept.", "okt.", "nov.", "dec."),
    ),
    short_date="{month} {day}., {weekday}",
    moment="{weekday} {time}",
    dated_moment="{date} {time}",
    today="ma {time}-kor",
    tomorrow="holnap {time}-kor",
    this_week="{weekday} {time}-kor",
    later="{month} {day}-{on}, {weekday} {time}-kor",
    another_year="{year}. {month} {day}-{on}, {weekday} {time}-kor",
    of_zone="{said} (időzóna: {city})",
    hours_minutes="{hours} óra {minutes} perc",
    hours="{hours} óra",
    minutes="{minutes} perc",
    seconds="{seconds} mp",
    due="{due} = {start} után {amount} munkaidő",
    due_at_once="{due} = {start} után az első nyitás",
    skipped="kihagyva: {names}",
    closure="zárva {days}",
    half_day="rövid nap: {days}",
    opening="nyitva: {days}",
    off_day="{days}: nem munkanap",
    holiday="{days}: {name}",
    closed_days="{days}: zárva",
    counted="{moment}–{time}: {amount}",
    half_day_counted="{moment}–{time}: {amount} (rövid nap)",
    opening_counted="{moment}–{time}: {amount} (rendkívüli nyitvatartás)",
)

_SPOKEN = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH, "hu": HUNGARIAN}


def primary(language: str) -> str:
    """Return which of the four languages a tag such as "sv-FI" means; English for any other."""
    tag = language.replace("_", "-").split("-")[0].lower()
    return tag if tag in _SPOKEN else "en"


def phrases(language: str) -> Phrases:
    """Return the words of a language; English for one that is not spoken here."""
    return _SPOKEN[primary(language)]


def say_time(moment: datetime, words: Phrases) -> str:
    """Return the time of day: "8:40", "8.40", "08:40"."""
    return words.clock.format(hour=moment.hour, minute=moment.minute)


def say_date(day: date, words: Phrases) -> str:
    """Return a short date with its weekday: "Mon 6 Apr", "ma 6.4."."""
    return words.short_date.format(
        weekday=words.weekdays[day.weekday()],
        day=day.day,
        month=words.short_months[day.month - 1],
    )


def say_days(first: date, last: date, words: Phrases) -> str:
    """Return a day, or a span of days with both its ends."""
    if first == last:
        return say_date(first, words)
    return f"{say_date(first, words)} – {say_date(last, words)}"


def hungarian_day_ending(day: int) -> str:
    """
    Return the ending that makes a day of the month "on the": 30 is 30-án, 1 is 1-jén, 12 is 12-én.

    Source: vowel harmony of the ordinal as it is read (elsején, másodikán, tizenkettedikén).
    """
    if day == 1:
        return "jén"
    return "án" if day in {2, 3, 6, 8, 13, 16, 18, 20, 23, 26, 28, 30} else "én"
