"""How fast the metrics are, beside plain SQL, a bare scan and pandas; `make bench` runs it."""
