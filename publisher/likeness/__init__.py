"""Words that answers of several reports share, as evidence for who reads them: texts, words, and runs of words."""
