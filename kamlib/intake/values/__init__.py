"""What cells mean: text, numbers and dates, each column in one convention, or a fault."""
