"""Vaste: an inbound lead desk."""

__version__ = "0.1.0"
