"""
Adapters without business words: tenancy, due work, live notices, set-based SQL.

Owns infra_due (what is owed, with a lease) and infra_wake (when to look at which workspace).
"""
