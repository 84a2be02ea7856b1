"""Formulas: LaTeX, as GitHub shows it, to MathML, and MathML to a line of signs."""
