"""Import: a file with everything on, against COPY of the same file into a bare table."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import psycopg

from bench import place

COLUMNS = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Company Name", "Job Title",
    "City", "Country", "Lead Source", "Message", "Amount",
)  # fmt: skip


def run(where: place.Place, *, sizes: list[int]) -> list[dict[str, Any]]:
    """
    Return one row a size; the larger one's time for a row against the smallest's shows flatness.
    """
    from vaste.infra import garbage

    garbage.collect_rarely()  # as the worker does, which reads imports in
    rows, first = [], 0.0
    for size in sizes:
        path = file(size)
        limit = size / _copy(where, path)
        reached = size / _import(path, size)
        first = first or reached
        rows.append(
            {
                "row": f"import: {size:,} rows with everything on, against COPY",
                "limit_per_s": round(limit),
                "reached_per_s": round(reached),
                "ratio": round(reached / limit, 4),
                "bar": ">= 0.05, flat",
                "time_a_row_to_smallest": round(first / reached, 2),
            }
        )
        path.unlink()
    return rows


def file(size: int) -> Path:
    """Write a file of so many different leads, and return where it is."""
    path = place.VAR / f"leads-{size}.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for n in range(size):
            writer.writerow(
                [
                    f"B{size}-{n}", "Maija", f"Virtanen {n}",
                    f"maija.{size}.{n}@firm{n // 3}.example",
                    f"+35845{n % 10_000_000:07d}", f"Firm {n // 3}", "Toimitusjohtaja", "Tampere",
                    "Finland", "Google", "We would like to know more about your chairs.", n % 90000,
                ]
            )  # fmt: skip
    return path


def _copy(where: place.Place, path: Path) -> float:
    columns = ", ".join(f"c{n} text" for n in range(len(COLUMNS)))
    with psycopg.connect(
        host=where.socket_folder, user="vaste_owner", dbname="vaste", autocommit=True
    ) as server:
        server.execute("DROP TABLE IF EXISTS bench_copied")
        server.execute(f"CREATE TABLE bench_copied ({columns})")  # type: ignore[call-overload]
        began = time.perf_counter()
        with (
            server.cursor() as cursor,
            cursor.copy("COPY bench_copied FROM STDIN WITH (FORMAT csv, HEADER)") as copy,
            path.open("rb") as opened,
        ):
            while part := opened.read(1 << 20):
                copy.write(part)
        return time.perf_counter() - began


def _import(path: Path, size: int) -> float:
    from django.utils import timezone

    from vaste.flows import found, importing
    from vaste.infra.tenancy.context import inside
    from vaste.leads.tables.mapping import guess_mapping, map_source
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user("import@bench.example", "Bench", password=None)
    office = found.found_workspace("Import", f"import-{size}", admin=admin, at=at)
    with inside(office.workspace.id):
        found.join_team(office.workspace.id, office.team, admin)
    began = time.perf_counter()
    made = importing.take_file(
        office.workspace.id, office.doors["files"].id, path, filename=path.name, by=None, at=at
    )
    table = importing.table_of(made)
    field_map = map_source(guess_mapping(table.columns, table.sample()))
    importing.start(office.workspace.id, made.id, field_map=field_map, run_clocks=True, at=at)
    made = importing.run(office.workspace.id, made.id, clock=timezone.now)
    seconds = time.perf_counter() - began
    if made.counts.get("created") != size:
        raise SystemExit(f"{size} rows were to become leads, but: {made.counts}")
    return seconds
