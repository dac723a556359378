"""Where a workspace works, so that who chose no zone sees its times."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]
    reviewed = "the zone of users changes only its default in Python: no statement is run"

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="zone",
            field=models.CharField(
                db_default="Europe/Helsinki", default="Europe/Helsinki", max_length=60
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="zone",
            field=models.CharField(default="", max_length=60),
        ),
    ]
