"""What a person should know or decide of the tables once they are read."""
