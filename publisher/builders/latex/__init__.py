"""``report-latex/``: a report as TeX, and what Sphinx's LaTeX shares with it."""
