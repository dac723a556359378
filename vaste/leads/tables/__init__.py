"""Tables that people upload, in any encoding, delimiter or spreadsheet format, row by row."""
