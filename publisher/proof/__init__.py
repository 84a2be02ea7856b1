"""The proof that nothing was lost, from the source to every file that was written.

Two steps: ``source`` reads the Markdown by itself, sharing no code with the parser, and ``tree``
must hold what it found; then ``written`` and ``pdf`` read the finished files again.
"""
