"""Dates where Django would write them unlike the desk does; the other languages agree."""
