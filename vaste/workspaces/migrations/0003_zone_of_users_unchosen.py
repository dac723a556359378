"""
Users made while every zone was Helsinki, and none could be chosen, see times of the workspace.

Nobody could choose before 0002, so what stands there is nobody's choice.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0002_zone_of_workspace")]

    operations = [
        migrations.RunSQL(
            "UPDATE workspaces_user SET zone = '' WHERE zone = 'Europe/Helsinki'",
            migrations.RunSQL.noop,
        )
    ]
