"""
The rule editor: a rule as fields of a form, and back.

A rule is edited as plain data, so that a condition which is not finished yet is kept as far as it
goes. Each node has a path: "when" is the root, "when.0" its first child; `not` is a count on the
node it denies. The fields of a node are named path:slot, as in "when.0:op".
"""
