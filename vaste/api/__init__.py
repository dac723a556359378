"""
The public REST API: the verbs of the screens for machines, over the same services.

Owns no table. A token acts as its user, with that user's role and visibility; every operation runs
in one transaction of the token's workspace. Errors are problem documents with a stable `code`.
"""
