"""
Fit, interest and the quadrant they make.

Owns scoring_interest: one fading sum per contact and signal (docs/decisions/0005). Score lines are
data, kept in the events of a lead; words for them stand in scoring/words.py.
"""
