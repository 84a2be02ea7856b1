"""Publishing: what is made of one report, proved, and written."""
