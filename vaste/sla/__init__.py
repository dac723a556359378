"""
Promised times and what happens when they pass.

Owns sla_clock (one running promise on one lead; itself the due row that the worker pops),
sla_firing (each warning and breach, once, by constraint) and sla_retiming (each change of a team's
hours, and how far its clocks have come).
"""
