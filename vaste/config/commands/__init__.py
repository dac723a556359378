"""The commands of the program `vaste`, one module a group; cli.py collects them."""
