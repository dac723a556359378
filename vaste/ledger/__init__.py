"""
What happened, kept for good: the audit trail and the outbox.

Owns ledger_event (append-only facts, each with its explanation) and ledger_outbox (one row a
transaction, until the relay has told whoever listens).
"""
