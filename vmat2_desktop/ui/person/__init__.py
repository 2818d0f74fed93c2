"""The person: a spiral drawn by hand as the present movement state draws it."""
