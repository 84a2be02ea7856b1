"""Files: a report's bytes, and the folder beside it."""
