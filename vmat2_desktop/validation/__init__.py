"""The model against published observations, row by row. No verdict is written down; each is computed."""
