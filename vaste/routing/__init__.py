"""
Who gets a lead: teams, capacity, fair turns, claims.

Owns routing_team, routing_member (with the credit of its turns) and routing_claim. A lead has at
most one open claim, by constraint.
"""
