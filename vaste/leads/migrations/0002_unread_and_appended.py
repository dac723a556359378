"""Partial indexes: a lead's appended arrivals, a user's unread notices."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("leads", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "arrival",
            models.Index(
                models.F("workspace"),
                models.F("lead_id"),
                models.F("received_at"),
                condition=models.Q(("state", "appended")),
                name="leads_arrival_appended",
            ),
        ),
        AddIndexConcurrently(
            "notice",
            models.Index(
                models.F("workspace"),
                models.F("user_id"),
                condition=models.Q(("read_at", None)),
                name="leads_notice_unread",
            ),
        ),
    ]
