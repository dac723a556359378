"""English dates, British: day before month."""

SHORT_DATE_FORMAT = "d/m/Y"
