"""
Figures of how leads are answered, shared out and closed: read-only, for the reports and the API.

Each question is one statement in sql/ whose header says what its columns mean and in which units.
"""
