"""
The rule language: read a rule, hold it against a vocabulary, write it back.

    all:                                   # or any: (at least one), not: (one condition)
      - {field: lead.request_type, is: offer}
      - {field: lead.needed_within, at_most: 3 months}
      - {happened: download, at_least: 2, within: 14 days}
      - not: {field: lead.message, contains: "student"}

Comparisons, one to a condition:
    text        is, is_not, in, not_in, contains, not_contains, contains_any, starts_with, ends_with
    number      is, is_not, more_than, at_least, less_than, at_most, between [low, high]
    money       as number, with the currency: at_least: 10000 EUR
    duration    as number, with the unit: at_most: 3 months
    date        as number, and before, after, within_last, within_next: at_least: 2026-03-05
    instant     as date; a time has its offset: before: 2026-03-05T10:00:00+02:00
    choice      is, is_not, in, not_in
    yes_no      is: true, is: false
    list        contains, contains_any, contains_all
    every kind  missing: true, missing: false
    happened    at_least (1 when not said) or at_most times, within a length of time or ever; at a
                path: {is: …}, {starts_with: …} or {contains: …} where what happened has one

What they mean:
- Text is compared without case and accents (`fold` says how); the items of a list without
  choices too. Choices and their lists are compared by code, exactly.
- A missing value meets no comparison, `is_not`, `not_in` and `not_contains` included; only
  `missing: true` and a `not:` around it do. Empty text and an empty list are missing.
- `between` includes both ends. Amounts in another currency than the rule's meet nothing.
- A minute is 60 seconds, a day 24 hours, a month 31 days and a year 366, so that "3 months"
  covers any three calendar months.
- `within_last: 30 days` means from 30 days ago until now, both included; `within_next` from now
  on. For a date, now is today in the zone that the rule is compiled for.
- An instant held against a date is compared by its day in that zone: `after: 2026-03-05` begins
  with the 6th.
- `happened` counts a contact's rows up to now; what a machine did more likely than a person is
  left out where the table tells it. Paths are compared to the letter, in small letters, without
  host, query and slash at the end; a custom event's path is its name.
"""

from vaste.rules.checking import check
from vaste.rules.nodes import All, Any, Compare, Happened, Node, Not, dump, walk
from vaste.rules.operators import OPERATORS, SHAPES, Kind
from vaste.rules.parsing import parse
from vaste.rules.problems import Problem, RuleRefused

__all__ = [
    "OPERATORS",
    "SHAPES",
    "All",
    "Any",
    "Compare",
    "Happened",
    "Kind",
    "Node",
    "Not",
    "Problem",
    "RuleRefused",
    "check",
    "dump",
    "parse",
    "walk",
]
