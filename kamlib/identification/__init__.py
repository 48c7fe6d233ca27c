"""Which accounts are key: concentration, rule lists, scores, the list, and how sure it is."""
