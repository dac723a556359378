"""
The one rule language: conditions on a lead, its contact and company, for every room that decides.

A rule is a tree of all / any / not over comparisons of fields and counts of what happened. It
is read and checked (`language`), against the fields that the rooms above register
(`vocabulary`), compiled to one SQL expression (`compile`), and said in words (`words`).

Owns no tables. Promises:
- SQL is the only evaluator: one lead and a million run the same expression, never NULL.
- Values reach the database as bound parameters, names only from the vocabulary; a rule is data
  that can neither run as SQL nor read another workspace.
- A rule that `check` passes compiles and runs, whatever is stored in the rows.
- What is refused is refused at once, with the place and the remedy.
"""
