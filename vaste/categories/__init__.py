"""
The category contract: what puts a lead into hot, warm or cold, and what follows from being there.

Owns no table: contracts are part of a workspace's published definition, and each decision is an
event of the lead with the definition's version.
"""
