"""Names of customers: which look alike, and what people decided on them."""
