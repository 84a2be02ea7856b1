"""Bags: an archive with all that was made of a report, and digests of every file (BagIt)."""
