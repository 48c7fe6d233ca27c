"""What page 01 says of weights, judges, ways to sum, grades and raters."""

from __future__ import annotations

import pandas as pd

from kamlib.analysis.findings import Finding, listed
from kamlib.analysis.identification import methods, raters, weighting
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.scores import weighing
from kamlib.analysis.identification.words import criterion
from kamlib.identification import ahp, fuzzy, scoring
from kamlib.labels import word
from kamlib.settings.weighting import used as shares_of
from kamlib.study import Study


def weights(study: Study) -> Finding:
    """Where the weights of the score come from, and how far the methods lie apart."""
    shares = shares_of(study.engagement.identification.weighting)
    said = [
        study.say("weights.part", method=_value(study, name), share=share)
        for name, share in shares.items()
    ]
    table = weighting.weights(study)
    spans = table.groupby("criterion", sort=False)["weight"].agg(["min", "max"])
    widest = (spans["max"] - spans["min"]).round(12).idxmax()
    values = {
        "methods": listed(study, said),
        "method": _value(study, next(iter(shares))),
        "criterion": criterion(widest, study.language),
        "low": spans.loc[widest, "min"],
        "high": spans.loc[widest, "max"],
    }
    return Finding(f"weights.answer.{'one' if len(shares) == 1 else 'mixture'}", values)


def lacking(study: Study) -> list[Finding]:
    """Methods that give no weights for these accounts, and why."""
    found = []
    for (method, variant), why in weighting.weighed(study).lacking.items():
        code = why if isinstance(why, str) else why.code
        name = "" if isinstance(why, str) or not why.criterion else why.criterion
        values = {
            "method": _value(study, method),
            "variant": _value(study, variant),
            "criterion": criterion(name, study.language) if name else "",
        }
        found.append(Finding(f"weights.lacking.{code}", values))
    return found


def judges(study: Study) -> list[Finding]:
    """How far each judge's comparisons fit together; the triad and the change that mends most."""
    table = weighting.judges(study)
    if table.empty:
        return []
    return [_judge(study, row, len(table) - 1) for row in table.itertuples()]


def _judge(study: Study, row, n: int) -> Finding:
    who = row.judge if row.judge != ahp.GROUP else study.say("weights.group", n=n)
    if pd.isna(row.cr):
        return Finding("weights.judge.few", {"judge": who})
    values = {"judge": who, "cr": _ratio(row.cr), "most": ahp.ACCEPTED}
    if row.accepted:
        return Finding("weights.judge.accepted", values)
    if not row.first:
        return Finding("weights.judge.beyond_mending", values | {"triad": row.triad})
    values |= {
        "triad": row.triad,
        "first": criterion(row.first, study.language),
        "second": criterion(row.second, study.language),
        "was": _judgement(row.was),
        "better": _judgement(row.mended),
        "after": row.cr_after,
    }
    return Finding("weights.judge.refused", values)


def _ratio(cr: float) -> str:
    """With two decimals, with more where it would read as the limit it is above."""
    digits = 2
    while cr > ahp.ACCEPTED and float(f"{cr:.{digits}f}") <= ahp.ACCEPTED and digits < 6:
        digits += 1
    return f"{cr:.{digits}f}"


def _judgement(value: float) -> str:
    """On Saaty's scale: 3, 1/3; of several judges 2.62."""
    under = round(1 / value)
    if value < 1 and abs(value - 1 / under) < 1e-6:
        return f"1/{under}"
    return f"{value:.3g}"


def agreement(study: Study) -> list[Finding]:
    """How far weighted sum, TOPSIS and fuzzy evaluation rank and list alike."""
    found = []
    for row in methods.method_agreement(study).itertuples():
        values = {
            "one": _value(study, row.method),
            "other": _value(study, row.other),
            "spearman": row.spearman,
            "kendall": row.kendall,
            "both": row.both,
            "either": row.either,
        }
        told = "alike" if pd.isna(row.spearman) else "ranks"
        found.append(Finding(f"weights.agreement.{told}", values))
    return found


def reversal(study: Study) -> Finding:
    """Whether TOPSIS turns the order of others round when an account leaves the book."""
    table = methods.reversals(study)
    values = {"n": len(table), "moved": int((table["moved"] > 0).sum())}
    return Finding(f"weights.reversal.{'some' if len(table) else 'none'}", values)


def grades(study: Study) -> Finding:
    """On how many key and contested accounts the fuzzy operators name different grades."""
    table = methods.fuzzy_grades(study)
    if table.empty:
        return Finding("weights.grades.none", {})
    told = fuzzy.verdicts(table)
    values = {
        "n": len(told),
        "differ": int((~told["agree"]).sum()),
        "tied": int(told["tied"].sum()),
    }
    return Finding(f"weights.grades.{'differ' if values['differ'] else 'agree'}", values)


def agreed(study: Study) -> list[Finding]:
    """How far the raters agree on each criterion they score; poor agreement is said as such."""
    table = raters.rater_agreement(study)
    if table.empty:
        return [Finding("weights.raters.nobody", {})]
    found = []
    for row in table.itertuples():
        values = {
            "criterion": criterion(row.criterion, study.language),
            "raters": row.raters,
            "accounts": row.accounts,
            "level": row.icc21,
            "low": row.low,
            "high": row.high,
            "order": row.icc31,
            "verdict": _value(study, row.verdict),
        }
        key = "measured" if not pd.isna(row.icc21) else row.verdict.replace(" ", "_")
        found.append(Finding(f"weights.raters.{key}", values))
    return found


def levels(study: Study) -> list[Finding]:
    """What the list would be with each rater's level taken out, where raters agree poorly."""
    names = raters.poor(study)
    if not names:
        return []
    table = raters.level_corrected(study)
    values = {
        "names": listed(study, [criterion(name, study.language) for name in names]),
        "places": choice(study).places,
        "entering": int((table["change"] == "enters").sum()),
        "leaving": int((table["change"] == "leaves").sum()),
    }
    return [Finding("weights.levels", values)]


def missing(study: Study) -> Finding:
    """How a missing score counts, and how many accounts that touches."""
    parts = weighing(study)
    gaps = parts.loc[parts["value"].isna(), "account_id"]
    values = {"touched": gaps.nunique(), "n": parts["account_id"].nunique()}
    return Finding(f"weights.missing.{'some' if len(gaps) else 'none'}", values)


def formulas(study: Study) -> list[Finding]:
    """The formula and variant of every method on the page."""
    s, used = study.engagement.identification, set(weighting.weights(study)["method"])
    scored = scoring.shares(weighting.used(study))
    found = [
        Finding(f"weights.formula.{name}", {"most": ahp.ACCEPTED, "names": len(scored)})
        for name in ("direct", "ahp", "entropy", "critic")
        if name in used
    ]
    if "ahp" in used:
        found.append(Finding(f"weights.formula.random_index_{s.random_index}", {}))
    if len(shares_of(s.weighting)) > 1:
        found.append(Finding("weights.formula.mixture", {}))
    names = ["topsis", "fuzzy"] + (["raters"] if len(raters.rater_agreement(study)) else [])
    return found + [Finding(f"weights.formula.{name}", {}) for name in names]


def _value(study: Study, name: str) -> str:
    return word("values", name.replace(" ", "_"), study.language)
