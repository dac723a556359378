"""Let `python -m vaste` be the same program as `vaste`."""

from vaste.config.cli import main

main()
