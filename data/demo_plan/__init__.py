"""How the bundled demo engagement is made: a written plan, a fixed seed, a known truth."""
