"""``report.txt``: a report in columns of a terminal."""
