"""A copy of an archive for publication: people by pseudonyms, figures without metadata."""
