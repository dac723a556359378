"""Where workspaces work whose definition was published before their zone was kept beside them."""

from typing import Any

from django.db import migrations

KEEP = """
UPDATE workspaces_workspace AS kept SET zone = newest.zone
FROM (
    SELECT v.content -> 'calendar' ->> 'zone' AS zone FROM definitions_version AS v
    WHERE v.workspace_id = %(workspace)s ORDER BY v.number DESC LIMIT 1
) AS newest
WHERE kept.id = %(workspace)s AND kept.zone <> newest.zone AND newest.zone <> ''
"""


def keep_zones(apps: Any, schema_editor: Any) -> None:
    """
    Give each workspace the zone of its published calendar, one statement each.

    The owner is bound by row-level security too, unless it is a superuser.
    """
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM workspaces_workspace ORDER BY id")
        for (workspace,) in cursor.fetchall():
            cursor.execute(f"SET LOCAL vaste.workspace = '{workspace}'")
            cursor.execute(KEEP, {"workspace": workspace})
        cursor.execute("SET LOCAL vaste.workspace = ''")


class Migration(migrations.Migration):
    dependencies = [
        ("definitions", "0006_backtest"),
        ("workspaces", "0002_zone_of_workspace"),
    ]

    operations = [migrations.RunPython(keep_zones, migrations.RunPython.noop)]
