"""
Flags statements on tenant tables that do not pin `workspace_id` for every tenant table they touch.

A table is pinned by `alias.workspace_id = <parameter>` (or IN), or by equality with the
workspace_id of a pinned alias. Read as an execute wrapper in the tests; it costs nothing in the
program.
"""

from __future__ import annotations

import re

_WORDS = (
    "SET|WHERE|INNER|LEFT|RIGHT|FULL|JOIN|ON|ORDER|GROUP|LIMIT|FOR|CROSS|USING|VALUES|RETURNING"
    "|UNION|HAVING|OFFSET|SELECT|DEFAULT|OVERRIDING"
)
_REFERENCE = re.compile(
    rf'\b(FROM|JOIN|UPDATE|INTO|USING)\s+(?:ONLY\s+)?"?(\w+)"?'
    rf'(?:\s+(?:AS\s+)?"?(?!(?:{_WORDS})\b)([A-Za-z]\w*)"?)?',
    re.IGNORECASE,
)
_COLUMN = r'\(?"?(\w+)"?\."?workspace_id"?\)?'
_VALUE = r"(?:%s|%\(\w+\)s|\$\d+|'[0-9a-f-]{36}'(?:::uuid)?)"
_PIN = re.compile(rf"{_COLUMN}(?:::\w+)?\s*(?:=\s*\(?{_VALUE}|IN\s*\(+{_VALUE})", re.IGNORECASE)
_SAME = re.compile(rf"{_COLUMN}\s*=\s*{_COLUMN}", re.IGNORECASE)
_BARE = re.compile(rf'(?<![\w."])"?workspace_id"?\s*(?:=\s*\(?{_VALUE}|IN\s*\(+{_VALUE})', re.I)


def missing(sql: str, tenant_tables: set[str]) -> list[str]:
    """
    Return what is not pinned, as "KEYWORD table", in the order of the statement; empty when all is
    well.

    `sql` has placeholders or literal ids; `tenant_tables` are bare table names.
    """
    pinned = _pinned(sql)
    found = []
    for match in _REFERENCE.finditer(sql):
        keyword, table, alias = match.group(1).upper(), match.group(2), match.group(3)
        if table in tenant_tables and not _holds(sql, match, keyword, alias or table, pinned):
            found.append(f"{keyword} {table}")
    return found


def _pinned(sql: str) -> set[str]:
    pinned = {match.group(1) for match in _PIN.finditer(sql)}
    equal = [match.groups() for match in _SAME.finditer(sql)]
    grew = True
    while grew:
        grew = False
        for left, right in equal:
            if (left in pinned) != (right in pinned):
                pinned |= {left, right}
                grew = True
    return pinned


def _holds(sql: str, match: re.Match[str], keyword: str, alias: str, pinned: set[str]) -> bool:
    if keyword == "INTO":
        return "workspace_id" in sql[match.end() :].split(")")[0]
    if keyword == "UPDATE":
        where = sql.upper().find(" WHERE ")  # the SET list is no predicate
        tail = sql[where:] if where >= 0 else ""
        named = {found.group(1) for found in _PIN.finditer(tail)}
        return alias in named or bool(_BARE.search(tail))
    only_one = len(_REFERENCE.findall(sql)) == 1
    return alias in pinned or (only_one and bool(_BARE.search(sql)))
