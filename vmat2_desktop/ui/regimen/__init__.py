"""The regimen editor: a timeline, a table that says the same, and what is done at the marked day."""
