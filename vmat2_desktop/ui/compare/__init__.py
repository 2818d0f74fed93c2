"""Two scenarios side by side: two synapses, traces overlaid, a table of differences. Reads the pair."""
