"""Windows to read in: keys, how to read the picture, parameters and sources, about."""
