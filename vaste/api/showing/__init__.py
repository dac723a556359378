"""
Rows turned into the API's bodies, with a number of statements that does not grow with the rows.
"""
