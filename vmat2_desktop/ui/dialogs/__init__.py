"""Windows to read in: keys, how to read the picture, about; and what such windows share."""
