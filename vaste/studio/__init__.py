"""
Where a workspace defines itself: categories, scores, routing. Drafted, looked at, published.

A face: what may be written and what it means is decided by the rooms and by flows/drafting.py.
"""
