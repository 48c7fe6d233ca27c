"""Sources into the engine as they stand: files found, read and laid out, every cell as text."""
