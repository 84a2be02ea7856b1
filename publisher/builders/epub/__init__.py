"""``report.epub``: a report as a book."""
