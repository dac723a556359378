"""Trying a definition and rolling it out, as the studio shows them."""
