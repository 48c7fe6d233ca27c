"""What the segments are like, and what they are called for it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kamlib import labels

TELLING = 0.5  # a feature this many deviations from the book names a segment
FAINT = 0.2  # one this far may still tell two segments of one name apart
MOST_TRAITS = 3


def profile(accounts: pd.DataFrame, values: pd.DataFrame, segment: pd.Series) -> pd.DataFrame:
    """Each segment's features against the book: result table `segment_profiles`.

    accounts: account_id + features; values: `Scaled.values`; segment: index account_id
        -> segment, feature, mean, book, z, shift

    mean and book are over the accounts whose value is known, in the feature's unit, and
    z = (mean - book) / standard deviation of the book; the few largest accounts weigh much
    in all three. shift is the same difference on the scale the segments were formed on.
    """
    known = accounts.set_index("account_id")[list(values.columns)].astype("float64")
    inside = segment[segment != "none"]
    deviation = known.std(ddof=0)
    means = known.reindex(inside.index).groupby(inside).mean()
    shifts = values.reindex(inside.index).groupby(inside).mean()
    shifts = (shifts - values.mean()) / values.std(ddof=0)
    order = sorted(means.index, key=int)
    rows = [
        {
            "segment": name,
            "feature": feature,
            "mean": means.at[name, feature],
            "book": known[feature].mean(),
            "z": (means.at[name, feature] - known[feature].mean()) / deviation[feature],
            "shift": shifts.at[name, feature],
        }
        for name in order
        for feature in values.columns
    ]
    return pd.DataFrame(rows)


def names(profiles: pd.DataFrame, *, language: str, given: Mapping[str, str]) -> dict[str, str]:
    """A name for each segment, made from its profile: "large, frequent, wide range".

    Features at least half a deviation from the book each give a word, at most three: the
    first feature's, by which segments are numbered, and those furthest away, in the order
    of the features. A segment without one is in the middle. Where two would be called
    alike, fainter features are added, then the segment's number. `given` replaces them.
    """
    shifts = profiles.pivot(index="segment", columns="feature", values="shift")
    shifts = shifts[list(profiles["feature"].unique())]
    found = {name: _traits(row, TELLING, MOST_TRAITS, language) for name, row in shifts.iterrows()}
    for name in _alike(found):
        found[name] = _traits(shifts.loc[name], FAINT, shifts.shape[1], language)
    comma = labels.say("segmentation.name_comma", language)
    middle = labels.say("segmentation.name_middle", language)
    said = {name: comma.join(traits) or middle for name, traits in found.items()}
    for name in _alike(said):
        said[name] = labels.say("segmentation.name_again", language, name=said[name], number=name)
    return {name: given.get(name, words) for name, words in said.items()}


def _alike(found: Mapping[str, object]) -> list[str]:
    values = list(found.values())
    return [name for name, value in found.items() if values.count(value) > 1]


def _traits(shifts: pd.Series, least: float, most: int, language: str) -> list[str]:
    far = shifts[shifts.abs() >= least]
    order = far.abs().round(6).sort_values(ascending=False, kind="stable").index
    first = [name for name in far.index[:1] if name == shifts.index[0]]
    chosen = list(dict.fromkeys([*first, *order]))
    words = {name: _trait(name, "high" if far[name] > 0 else "low", language) for name in chosen}
    told = list(dict.fromkeys(words.values()))[:most]
    return [word for word in dict.fromkeys(words[n] for n in far.index) if word in told]


def _trait(feature: str, side: str, language: str) -> str:
    if labels.has(f"segmentation.trait.{feature}.{side}"):
        return labels.say(f"segmentation.trait.{feature}.{side}", language)
    key = f"columns.{feature}"
    name = labels.say(key, language) if labels.has(key) else feature
    return labels.say(f"segmentation.trait_other.{side}", language, name=name)
