"""An engagement's book and decisions put to the functions of the wings; a module or room per wing.

Every function takes a `Study`, caches what is slow, and returns plain frames. Notebooks call
these; the wings below know neither files nor engagements.
"""
