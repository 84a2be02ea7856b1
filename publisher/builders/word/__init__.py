"""``report.docx``: a report for those who comment in Word."""
