"""MathML, laid out as MathML Core and the MATH table of a font say, and drawn with the font's glyphs."""
