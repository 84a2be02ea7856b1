"""Our own words in the languages that we speak: what is translated, and how it is looked up."""
