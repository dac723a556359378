"""What the page shows on which columns get their fields: guesses, choices and the preview."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.endings import ENDING_WORDS
from vaste.definitions.fields import CustomField
from vaste.desk.build import labels
from vaste.desk.panels import (
    Choice,
    ColumnGuess,
    EndGuess,
    FieldGroup,
    FormState,
    MappingPage,
    PreviewCell,
    PreviewRow,
)
from vaste.flows import importing, matching
from vaste.flows.matching import RowAsRead
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Import
from vaste.leads.reading.field_map import CUSTOM
from vaste.pages.reader import language
from vaste.rules.vocabulary import label

LEFT_OUT, OUTCOME = "-", "outcome"


def mapping_page(
    made: Import,
    columns: Sequence[matching.Column],
    *,
    field_map: Mapping[str, Any],
    run_clocks: bool,
    at: datetime.datetime,
    own: Sequence[CustomField] = (),
    problem: str = "",
) -> MappingPage:
    """
    Return the mapping form: what each column is taken for and why, and the first rows as read.
    """
    table = importing.table_of(made)
    chosen: Mapping[str, Any] = field_map.get("columns", {})
    headers, preview = _preview(made, field_map, own, at=at)
    return MappingPage(
        import_id=str(made.id),
        file_name=made.filename,
        rows=table.total_rows_hint,
        encoding=table.encoding or _("spreadsheet"),
        delimiter=_delimiter(table.delimiter),
        columns=tuple(
            _column(index, one, chosen.get(one.guess.column, ""))
            for index, one in enumerate(columns)
        ),
        field_groups=field_groups(own),
        ends=tuple(
            Choice(key=key, label=str(name))
            for key, name in (("open", _("Open")), *ENDING_WORDS.items())
        ),
        preview_headers=headers,
        preview=preview,
        problem_count=sum(bool(cell.problem) for row in preview for cell in row.cells),
        run_clocks=run_clocks,
        state=FormState(problem=problem),
    )


def _column(index: int, column: matching.Column, told: Any) -> ColumnGuess:
    guess, field = column.guess, _field(told)
    return ColumnGuess(
        index=index,
        header=guess.column,
        field_key=LEFT_OUT if field == "ignore" else field,
        why=_why("synonym" if field.startswith(CUSTOM) else guess.why),
        confidence=round(guess.confidence * 100),
        samples=guess.samples,
        filled=column.filled,
        ends=_ends(column, told) if field == OUTCOME else (),
    )


def _ends(column: matching.Column, told: Any) -> tuple[EndGuess, ...]:
    said = told["values"] if isinstance(told, Mapping) else {}
    return tuple(
        EndGuess(
            index=index,
            value=one.value,
            count=one.count,
            outcome=said.get(one.value, one.outcome),
        )
        for index, one in enumerate(column.words)
    )


def _field(told: Any) -> str:
    return str(told.get("field", "") if isinstance(told, Mapping) else told)


def _why(code: str) -> str:
    return {
        "autocomplete": _("A standard field name"),
        "synonym": _("Its name says so"),
        "unsure_synonym": _("Its name may say so"),
        "content": _("What stands in it looks so"),
        "taken": _("Another column is surer of this field"),
        "unknown": _("Not recognized"),
    }.get(code, "")


def _delimiter(sign: str) -> str:
    names = {
        ",": _("separated by commas"),
        ";": _("separated by semicolons"),
        "\t": _("separated by tabs"),
        "|": _("separated by bars"),
        "": _("one table"),
    }
    return names.get(sign, sign)


def field_groups(own: Sequence[CustomField] = ()) -> tuple[FieldGroup, ...]:
    """Return the fields that a column can become, in groups, the workspace's `own` among them."""
    groups = [
        (_("Person"), [
            ("full_name", _("Name")), ("given_name", _("Given name")),
            ("family_name", _("Family name")), ("email", _("E-mail")), ("phone", _("Phone")),
            ("job_title", _("Position")), ("language", _("Language")), ("city", _("City")),
            ("country", _("Country")), ("do_not_email", _("Do not e-mail")),
            ("do_not_call", _("Do not call")),
        ]),
        (_("Company"), [
            ("company_name", _("Company")), ("website", _("Website")),
            ("business_id", _("Business id")), ("industry", _("Industry")),
            ("nace", _("NACE code")),
            ("employees", _("Employees")), ("revenue", _("Revenue")),
        ]),
        (_("What they want"), [
            ("subject", _("Subject")), ("message", _("Message")),
            ("request_type", _("Request type")), ("needed_by", _("Needed by")),
            ("needed_within_days", _("Needed within (days)")), ("value", _("Value")),
            ("currency", _("Currency")), ("value_band", _("Size of the project")),
        ]),
        (_("Whence"), [
            ("source", _("Source")), ("medium", _("Medium")), ("campaign", _("Campaign")),
            ("referrer", _("Referrer")), ("landing_page", _("Landing page")),
            ("occurred_at", _("Received at")), ("external_id", _("Id in the other system")),
        ]),
        (_("What became of it"), [
            ("owner", _("Owner")), ("outcome", _("Outcome (won, lost, open)")),
            ("closed_at", _("Closed at")), ("won_value", _("Won value")),
            ("close_reason", _("Reason")), ("first_contact_at", _("First contact at")),
        ]),
    ]  # fmt: skip
    if own:
        named = [(f"{CUSTOM}{one.name}", say_label(one.labels, one.key)) for one in own]
        groups.append((_("Your own fields"), named))
    return tuple(
        FieldGroup(label=title, fields=tuple(Choice(key=key, label=name) for key, name in fields))
        for title, fields in groups
    )


def say_label(words: Mapping[str, str], otherwise: str) -> str:
    """Return what the definition calls something, in the reader's language."""
    return label(words, language(), otherwise=otherwise)


def _preview(
    made: Import, field_map: Mapping[str, Any], own: Sequence[CustomField], *, at: datetime.datetime
) -> tuple[tuple[str, ...], tuple[PreviewRow, ...]]:
    used = {_field(told) for told in field_map.get("columns", {}).values()}
    names = {choice.key: choice.label for group in field_groups(own) for choice in group.fields}
    shown = [field for field in names if field in used]
    rows = matching.read_first(made, field_map, most=matching.PREVIEWED, at=at)
    return (
        tuple(names[field] for field in shown),
        tuple(_preview_row(one, shown, own) for one in rows),
    )


def _preview_row(read: RowAsRead, shown: Sequence[str], own: Sequence[CustomField]) -> PreviewRow:
    enquiry = read.enquiry
    values = {f"{CUSTOM}{one.name}": _own_value(read.own, one) for one in own}
    wrong = {problem.field: problem for problem in read.problems}
    wrong = {
        f"{CUSTOM}{name}" if f"{CUSTOM}{name}" in values else name: problem
        for name, problem in wrong.items()
    }
    cells = tuple(
        PreviewCell(
            value=(values[field] if field in values else _cell(enquiry, field))
            or (wrong[field].value if field in wrong else ""),
            problem=_(wrong[field].message) if field in wrong else "",
        )
        for field in shown
    )
    others = tuple(
        f"{field.removeprefix(CUSTOM)}: {_(problem.message)}"
        for field, problem in wrong.items()
        if field not in shown
    )
    if read.says_nothing:
        others = (*others, _("This row names nobody and says nothing: it would be a bad row."))
    return PreviewRow(number=read.row.number, cells=cells, problems=others)


def _own_value(told: Mapping[str, Any], one: CustomField) -> str:
    value = told.get(one.name)
    return "" if value is None else labels.custom_value(one, value)


def _cell(enquiry: Enquiry, field: str) -> str:
    value = getattr(enquiry, field)
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
