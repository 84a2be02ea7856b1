"""Two states of a report, or two reports: what differs, and how it is told."""
