"""
The lead: one enquiry of one contact, from its arrival until it is closed.

Owns the arrivals ledger, leads, touches, activities and tasks, and the reading of whatever
comes through a door into an `Enquiry`. Promises that an arrival is kept as it came.
"""
