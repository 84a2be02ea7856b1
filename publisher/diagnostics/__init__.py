"""What is found in a report, as data, and what each code means."""
