"""Work that is owed: rows with a due time and a lease, and the worker that pops them."""
