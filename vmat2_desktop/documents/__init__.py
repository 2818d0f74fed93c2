"""What is read from and written to files: scenario documents, tables. No Qt, no threads."""
