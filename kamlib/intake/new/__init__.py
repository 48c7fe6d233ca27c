"""`kam new`: from a client's files to a first engagement, with its questions."""
