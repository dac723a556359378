from django.db import migrations, models


class Migration(migrations.Migration):
    reviewed = (
        "One row a member: rewritten in a moment. What the previous release counted in parts of its"
        " own is next to nothing in the new ones, so everybody begins at the average."
    )

    dependencies = [
        ("routing", "0003_calendar_feeds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="credit",
            field=models.BigIntegerField(default=0),
        ),
    ]
