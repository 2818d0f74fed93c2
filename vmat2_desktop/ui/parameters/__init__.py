"""Every number of the model: searched, read whole, and changed within its range."""
