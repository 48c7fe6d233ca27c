"""The weights of the criteria: as written, from judges, and what the data spread, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kamlib import results
from kamlib.analysis.findings import listed
from kamlib.analysis.identification import criteria
from kamlib.analysis.identification.words import criterion
from kamlib.engagement import FILE
from kamlib.faults import Fault, InputError
from kamlib.identification import ahp, scoring
from kamlib.identification import weights as spread
from kamlib.settings import weight_statements
from kamlib.settings.weighting import used as shares_of
from kamlib.study import Study
from kamlib.worksheets import judgements, words

#: Method and variant, in the order a reader needs them; the first variant of a method counts.
WAYS = (
    ("direct", "as written"),
    ("ahp", "geometric mean"),
    ("entropy", "min-max"),
    ("entropy", "share"),
    ("critic", "sample deviation"),
)
_FORMS = {"min-max": "minmax", "share": "share"}


@dataclass(frozen=True)
class Weighed:
    """Weights by every method, over the criteria that have data and a weight.

    by
        (method, variant) to its weights by criterion, summing to 1.
    lacking
        (method, variant) to why it gives no weights: a code of `weights.Undefined`, or
        not_compared.
    used
        The weights of the score, summing to 1.
    """

    by: dict[tuple[str, str], pd.Series]
    lacking: dict[tuple[str, str], spread.Undefined | str]
    used: pd.Series


def weighed(study: Study) -> Weighed:
    """The weights of the study by every method, and those the score uses.

    Raises
    ------
    InputError
        Where no criterion has data; judges' comparisons are asked for and make no matrix; a
        method of the mixture gives no weights; or the mixture breaks what is stated.
    """
    return study.cached("weighed", lambda: _weighed(study))


def faults(study: Study) -> list[Fault]:
    """What keeps the decisions from being weights: see `weighed`."""
    try:
        weighed(study)
    except InputError as error:
        return error.faults
    return []


def _weighed(study: Study) -> Weighed:
    s = study.engagement.identification
    values, _ = criteria.values(study, s.criteria)
    direct = {name: c.weight for name, c in s.criteria.items()}
    names = scoring.with_data(values, direct)
    if not names:
        _refuse(study, Fault("criteria_without_data", FILE, column="identification.criteria"))
    by, lacking = {}, {}
    for way in WAYS:
        try:
            found = _by(study, way, values[names], {name: direct[name] for name in names})
        except spread.Undefined as undefined:
            lacking[way] = undefined
            continue
        if found is None:
            lacking[way] = "not_compared"
        else:
            by[way] = found
    mixed = _mixed(study, by, lacking)
    _keep_statements(study, mixed)
    return Weighed(by, lacking, mixed)


def _by(
    study: Study, way: tuple[str, str], values: pd.DataFrame, direct: Mapping[str, float]
) -> pd.Series | None:
    s, (method, variant) = study.engagement.identification, way
    if method == "direct":
        return pd.Series(scoring.shares(direct), dtype="float64")
    if method == "ahp":
        return _of_judges(study, list(direct))
    # An unknown value takes the median, as in the score.
    full = values.fillna(values.median())
    directions = {name: s.criteria[name].direction for name in direct}
    if method == "critic":
        found = spread.critic(full, directions)
    else:
        found = spread.entropy(full, directions, form=_FORMS[variant])
    return found.set_index("criterion")["weight"]


def _of_judges(study: Study, names: list[str]) -> pd.Series | None:
    given = matrices(study)
    if not given:
        return None
    s = study.engagement.identification
    found = ahp.weigh(ahp.together(list(given.values())), s.random_index).weights
    kept = pd.Series(found, index=s.compared)[names]
    return kept / kept.sum()


def matrices(study: Study) -> dict[str, pd.DataFrame]:
    """The matrix of each judge, over the criteria that weigh; none where nobody compared.

    Raises
    ------
    InputError
        Naming judge and pair of whatever keeps the comparisons from being matrices.
    """
    rows = study.sheets.get("comparisons")
    numbered = [] if rows is None else list(enumerate(rows.to_dict("records"), start=2))
    place = {"sheet": words.title("comparisons", study.language)}
    wrong = judgements.wanted(study.engagement, numbered, place)
    wrong += judgements.faults(study.engagement, numbered, place)
    _refuse(study, *wrong)
    if not numbered:
        return {}
    return ahp.matrices(judgements.as_figures(rows), study.engagement.identification.compared)


def _mixed(study: Study, by: Mapping, lacking: Mapping) -> pd.Series:
    shares = shares_of(study.engagement.identification.weighting)
    first = {method: (method, variant) for method, variant in reversed(WAYS)}
    _refuse(
        study,
        *(
            Fault(
                f"weights_undefined_{lacking[first[method]].code}",
                FILE,
                column="identification.weighting",
                value=method,
            )
            for method in shares
            if first[method] in lacking
        ),
    )
    if len(shares) == 1:
        (method,) = shares
        return by[first[method]]
    return spread.mixture({method: by[first[method]] for method in shares}, shares)


def _keep_statements(study: Study, mixed: pd.Series) -> None:
    """Weights from judges and data are held to what is stated, as written ones are.

    What is stated of a criterion without data cannot be tried; and where one is left out the
    others grow, which no upper bound forbids.
    """
    s = study.engagement.identification
    if set(shares_of(s.weighting)) == {"direct"}:
        return  # the settings hold them
    low, high = s.bounds
    whole = set(s.compared) == set(mixed.index)
    order = [
        f"{above} >= {below}"
        for statement in s.order
        for above, below in weight_statements.pairs(statement)
        if {above, below} <= set(mixed.index)
    ]
    wrong = weight_statements.broken(
        mixed.to_dict(), order, low, high if whole else dict.fromkeys(high, 1.0)
    )
    _refuse(
        study,
        *(
            Fault(
                "weights_break_statement",
                FILE,
                column=".".join(("identification", *field)),
                values={"said": said},
            )
            for field, said in wrong
        ),
    )


def _refuse(study: Study, *wrong: Fault) -> None:
    if wrong:
        raise InputError(wrong, study.language)


def used(study: Study) -> dict[str, float]:
    """The weight of every criterion in the score: 0 where it has no data or none is given."""
    found = weighed(study).used
    return {name: float(found.get(name, 0.0)) for name in study.engagement.identification.criteria}


def weights(study: Study) -> pd.DataFrame:
    """Result table `weights`: what each method would have each criterion weigh.

    The last rows, method score, are the weights the score uses.
    """
    return study.cached("weights", lambda: _table(study))


def _table(study: Study) -> pd.DataFrame:
    of = weighed(study)
    counted = shares_of(study.engagement.identification.weighting)
    first = {method: variant for method, variant in reversed(WAYS)}
    ways = [(*way, by, way[0] in counted and first[way[0]] == way[1]) for way, by in of.by.items()]
    ways.append(("score", "mixture" if len(counted) > 1 else "one method", of.used, True))
    rows = [
        {"criterion": name, "method": method, "variant": variant, "weight": by[name], "counted": on}
        for method, variant, by, on in ways
        for name in by.index
    ]
    table = pd.DataFrame(rows).astype({"criterion": "str", "method": "str", "variant": "str"})
    return results.arrange(table, "weights")


def judges(study: Study) -> pd.DataFrame:
    """Result table `judges`: how consistent each judge is; the last row, judge "", is all together.

    Empty where nobody compared.
    """
    return study.cached("judges", lambda: _judges(study))


def _judges(study: Study) -> pd.DataFrame:
    given = matrices(study)
    if not given:
        return results.empty("judges")
    s = study.engagement.identification
    names = dict(enumerate(s.compared))
    found = ahp.judged(given, s.random_index)
    triads = found[["triad_1", "triad_2", "triad_3"]].to_numpy()
    found["triad"] = [
        listed(study, [criterion(names[i], study.language) for i in triad if i >= 0])
        for triad in triads
    ]
    for column in ("first", "second"):
        found[column] = [names.get(place, "") for place in found[column]]
    found = found.rename(columns={"better": "mended"})
    found = found.astype({"triad": "str", "first": "str", "second": "str", "accepted": "bool"})
    return results.arrange(found[results.RESULTS["judges"].names], "judges")
