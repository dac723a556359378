"""What the lead's forms send, read and checked; the panels show the same fields again."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.calendars.calendar import Calendar
from vaste.definitions.endings import ENDING_WORDS
from vaste.desk import formats
from vaste.desk.build import actions, chips, labels
from vaste.desk.build.asked import Planned
from vaste.desk.panels import FormState
from vaste.kernel import text
from vaste.kernel.errors import Unread
from vaste.kernel.numbers import read_number

LONGEST_NOTE = 20_000
FIRST_YEAR, LAST_YEAR = 1970, 2990  # of dates that people write
LOCAL_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # what a datetime-local input sends


class DeskForm(forms.Form):
    """A form whose state the panels can show; every form carries the version it was drawn from."""

    version = forms.IntegerField(required=False)

    @property
    def state(self) -> FormState:
        """Return what was typed and the first complaint about each field."""
        values = {name: str(self.data.get(name, "")) for name in self.fields}
        errors = {
            name: str(problems[0]) for name, problems in self.errors.items() if name in self.fields
        }
        return FormState(values=values, errors=errors)


def _choice(words: labels.Words, message: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=list(words.items()),
        error_messages={"required": message, "invalid_choice": message},
    )


class NoteField(forms.CharField):
    """A text of a person's own: optional, made safe to store."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST_NOTE, strip=False)

    def to_python(self, value: Any) -> str:
        """Return the text without what can't be stored."""
        return text.clean(str(value or ""), LONGEST_NOTE + 1)


class ClockField(forms.TimeField):
    """A time of day by the reader's wall clock; may be left out."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            input_formats=["%H:%M", "%H:%M:%S"],
            error_messages={"invalid": gettext_lazy("Write the time of day as in 22:00.")},
        )


class MomentField(forms.DateTimeField):
    """A date and time by the reader's wall clock."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            input_formats=LOCAL_MOMENT,
            error_messages={"invalid": gettext_lazy("Write a date and a time.")},
        )


class AbsenceForm(DeskForm):
    """
    Days on which somebody is away, by the reader's calendar, both ends included; with times, from
    the one on the first day until the other on the last.
    """

    user = forms.UUIDField(
        error_messages={
            "required": gettext_lazy("Choose a person."),
            "invalid": gettext_lazy("Choose a person."),
        }
    )
    first_day = forms.DateField(
        error_messages={
            "required": gettext_lazy("Write the first day."),
            "invalid": gettext_lazy("Write the first day."),
        },
        input_formats=["%Y-%m-%d"],
    )
    last_day = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the last day, or leave it empty.")},
        input_formats=["%Y-%m-%d"],
    )
    first_time = ClockField()
    last_time = ClockField()
    reason = NoteField()

    def clean_first_day(self) -> datetime.date:
        """Refuse a day that no zone has."""
        day: datetime.date = self.cleaned_data["first_day"]
        if not FIRST_YEAR < day.year < LAST_YEAR:
            raise forms.ValidationError(_("Write the first day."))
        return day

    def clean_last_day(self) -> datetime.date | None:
        """Refuse a day that no zone has."""
        day: datetime.date | None = self.cleaned_data["last_day"]
        if day is not None and not FIRST_YEAR < day.year < LAST_YEAR:
            raise forms.ValidationError(_("Write the last day, or leave it empty."))
        return day

    def span(self) -> tuple[datetime.datetime, datetime.datetime | None]:
        """
        Return when the absence begins and ends, None for no end.

        A time of its end without a last day is of the first.
        """
        told = self.cleaned_data
        begins = formats.instant_of(told["first_day"], told["first_time"] or datetime.time())
        last, until = told["last_day"], told["last_time"]
        if until is not None:
            return begins, formats.instant_of(last or told["first_day"], until)
        return begins, formats.midnight(last + datetime.timedelta(days=1)) if last else None


class ContactLog(DeskForm):
    """One contact or attempt, and what comes next."""

    channel = _choice(labels.CHANNELS, gettext_lazy("Choose how you were in touch."))
    direction = _choice(actions.DIRECTIONS, gettext_lazy("Say who reached out."))
    outcome = _choice(
        {key: words[0] for key, words in actions.END_WORDS.items()},
        gettext_lazy("Choose how it went."),
    )
    note = NoteField()
    next_step = _choice(
        {chip.key: chip.label for chip in chips.NEXT_STEPS},
        gettext_lazy("Choose what comes next, or close the lead with a reason."),
    )
    next_step_at = MomentField()

    def __init__(self, *args: Any, reminder: Planned | None = None, **told: Any) -> None:
        super().__init__(*args, **told)
        self.reminder = reminder
        if reminder is not None:
            own = (chips.REMINDER, reminder.step)
            field = cast(forms.ChoiceField, self.fields["next_step"])
            field.choices = [own, *((chip.key, chip.label) for chip in chips.NEXT_STEPS)]

    def clean(self) -> dict[str, Any]:
        """Hold the fields against each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        channel, end = cleaned.get("channel"), cleaned.get("outcome")
        if channel and end and channel not in actions.ENDS[end]:
            self.add_error("outcome", _("This does not fit the way you were in touch."))
        _need_moment(self, "next_step", "next_step_at")
        return cleaned

    def outcome_code(self) -> str:
        """Return how it went as the rooms call it, for the channel chosen."""
        return actions.ENDS[self.cleaned_data["outcome"]][self.cleaned_data["channel"]]

    def plan(self, calendar: Calendar, *, now: datetime.datetime) -> tuple[str, datetime.datetime]:
        """Return what comes next, and when (aware UTC)."""
        if self.reminder is not None and self.cleaned_data["next_step"] == chips.REMINDER:
            return self.reminder
        chip = next(one for one in chips.NEXT_STEPS if one.key == self.cleaned_data["next_step"])
        if chip.when == chips.CUSTOM:
            return chip.step, self.cleaned_data["next_step_at"]
        return chip.step, chips.moment(chip.when, calendar, now=now)


class Snooze(DeskForm):
    """Until when a lead is put away, and why."""

    until = _choice(
        {chip.key: chip.label for chip in chips.SNOOZES},
        gettext_lazy("Choose when the lead comes back."),
    )
    until_at = MomentField()
    note = NoteField()

    def clean(self) -> dict[str, Any]:
        """Ask for a date when the time is one's own."""
        cleaned: dict[str, Any] = super().clean() or {}
        _need_moment(self, "until", "until_at")
        return cleaned

    def moment(self, calendar: Calendar, *, now: datetime.datetime) -> datetime.datetime:
        """Return when the lead comes back (aware UTC)."""
        when: str = self.cleaned_data["until"]
        if when == chips.CUSTOM:
            own: datetime.datetime = self.cleaned_data["until_at"]
            return own
        return chips.moment(when, calendar, now=now)


class Pausing(Snooze):
    """Why a lead's clocks stand still, and until when."""

    reason = _choice(labels.PAUSES, gettext_lazy("Choose why it waits."))


class Closing(DeskForm):
    """How a lead ended, and why."""

    outcome = _choice(ENDING_WORDS, gettext_lazy("Choose won, lost or not a fit."))
    reason = forms.CharField(required=False, max_length=60)
    won_value = forms.CharField(required=False, max_length=60)
    note = NoteField()

    def clean_won_value(self) -> Decimal | None:
        """Read the amount as the reader writes numbers; nothing written is no value."""
        written = self.cleaned_data["won_value"]
        if not written:
            return None
        found = read_number(written)
        if not isinstance(found, Unread) and found.ambiguous:
            found = read_number(written, decimal=formats.locale().number_symbols["latn"]["decimal"])
        if isinstance(found, Unread) or found.value < 0:
            raise forms.ValidationError(_("Write an amount, such as 1234.50 or 1 234,50."))
        return found.value

    def clean(self) -> dict[str, Any]:
        """Ask for a reason unless the lead was won."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") not in (None, "won") and not cleaned.get("reason"):
            self.add_error("reason", _("Choose a reason."))
        return cleaned


def _need_moment(form: DeskForm, choice: str, moment: str) -> None:
    is_own = form.cleaned_data.get(choice) == chips.CUSTOM
    if is_own and not form.cleaned_data.get(moment) and moment not in form.errors:
        form.add_error(moment, _("Write a date and a time."))
