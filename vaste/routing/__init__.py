"""
Who gets a lead: teams, absences, capacity, fair turns, claims, credits for bad leads.

Owns routing_team, routing_member (with the credit of its turns), routing_absence, routing_feed (the
calendars that absences are read from), routing_claim and routing_credit. A lead has at most one
open claim and is made good once, by constraint.
"""
