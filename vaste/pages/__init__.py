"""
What the faces share that draw pages for members: the request, its guard, its answers, its reader.

Owns no table, no address and no template; it stands below the faces, which do not know each other.
"""
