"""What an import could not read as an outcome, so that its page can say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0005_leads_of_a_company")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="unread_outcomes",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
