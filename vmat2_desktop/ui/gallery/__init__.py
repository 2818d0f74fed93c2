"""The gallery: ready scenarios as pictures, each with a question."""
