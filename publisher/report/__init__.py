"""A read-only view of a report's tree: what rules and builders ask of it."""
