"""The stories that cross rooms: receiving, working, importing, defining. A reader begins here."""
