"""How often a team's hours have changed, and whether its people moved along when it closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0005_closed_into_another"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="hours_number",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="team",
            name="came_along",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
