"""Charts: one module per notebook. A plot takes a frame, computes nothing new, returns Axes."""
