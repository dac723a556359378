"""
Judging stored leads: fit, interest, quadrant, category, MQL and team, by one statement.

The one evaluator of a definition over leads that are stored: publishing, fading interest, what
is touched, the simulator and the back-test all build on `statement.judging`.
"""

from vaste.flows.judging.statement import ARRIVAL, NOW, Judging, judging

__all__ = ["ARRIVAL", "NOW", "Judging", "judging"]
