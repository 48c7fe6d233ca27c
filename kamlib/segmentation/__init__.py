"""Kinds of account: features, groups that hold, value classes, matrices, movement."""
