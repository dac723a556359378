"""Hungarian dates, with spaces, as Hungarian writes them."""

SHORT_DATE_FORMAT = "Y. m. d."
