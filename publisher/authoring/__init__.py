"""What teachers and groups do with templates: sign one off, start a report, move to the next version."""
