"""What a sentence of a page says, for tests: in words, and by its labels."""


def told(of, sentence):
    """The words of one sentence, or of several, about a study."""
    return [of.say(f.key, **f.values) for f in _as_list(sentence(of))]


def keys(of, sentence):
    """Their labels."""
    return [f.key for f in _as_list(sentence(of))]


def _as_list(found):
    return found if isinstance(found, list) else [found]
