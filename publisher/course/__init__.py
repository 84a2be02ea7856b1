"""A course's settings: its file, who takes it, dates, and how a report is put on paper."""
