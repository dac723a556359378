"""Benchmarks: each figure beside its own limit, measured in the same run on the same server."""
