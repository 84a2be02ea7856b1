"""The archive: a report as one JSON file that holds all of it."""
