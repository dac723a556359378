"""Plain Python that every room may use: errors, ids, text, numbers; imports nothing of ours."""
