"""Client files into canonical tables, with every row and cent accounted for."""
