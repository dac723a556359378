"""What a definition is made of: its words, what is wrong with it, and its compiled form."""
