"""The traits of a key account, measured for every account of the book."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import results
from kamlib.analysis import economics
from kamlib.analysis.identification.listing import key_accounts
from kamlib.analysis.identification.trait_measures import MANAGERS, measures, thresholds, units
from kamlib.identification import traits as wing
from kamlib.study import Study

OTHERS = 20  # accounts off the list that `traits` shows at least
_SAID = {1.0: "yes", 0.0: "no"}


def version(study: Study) -> str:
    """Which checklist is used: ten, or five."""
    return study.engagement.identification.traits


def reached(study: Study) -> pd.DataFrame:
    """By account_id: whether each measure reaches its threshold, see the wing."""
    values = measures(study)
    return wing.reached(values, thresholds(study))


def held(study: Study) -> pd.DataFrame:
    """By account_id: a column a trait of the checklist, 1 yes, 0 no, empty unknown."""
    return study.cached(
        "traits_held", lambda: wing.holds(reached(study), wing.checklist(version(study)))
    )


def trait_counts(study: Study) -> pd.DataFrame:
    """Result table `trait_counts`: every account, most traits first, key accounts before others."""
    return study.cached("trait_counts", lambda: _trait_counts(study))


def _trait_counts(study: Study) -> pd.DataFrame:
    listed = key_accounts(study)[["account_id", "account_name", "is_key"]]
    found = wing.counts(held(study)).rename_axis("account_id").reset_index()
    alone = wing.effort_alone(held(study)).rename("effort_alone")
    found = found.join(alone, on="account_id")
    frame = listed.merge(found, on="account_id", validate="one_to_one")
    frame["standing"] = wing.standing(frame["has"], frame["is_key"])
    order = frame.sort_values(["has", "is_key"], ascending=False, kind="stable")
    return results.arrange(order, "trait_counts")


def shown_ids(study: Study) -> list[str]:
    """Key accounts and then as many others, 20 at least, each with most traits first."""
    counts = trait_counts(study)
    key, off = counts[counts["is_key"]], counts[~counts["is_key"]]
    return [*key["account_id"], *off["account_id"].head(max(OTHERS, len(key)))]


def traits(study: Study) -> pd.DataFrame:
    """Result table `traits`: every measure of the accounts in `shown_ids`, in their order."""
    return study.cached("traits", lambda: _traits(study))


def _traits(study: Study) -> pd.DataFrame:
    ids = shown_ids(study)
    values, reaches = measures(study).loc[ids], reached(study).loc[ids]
    verdicts, cuts = held(study).loc[ids], thresholds(study)
    told, parts = units(study), []
    for trait in verdicts:
        for proxy in wing.PROXIES[trait]:
            value = values[proxy].astype("float64")
            parts.append(
                pd.DataFrame(
                    {
                        "account_id": ids,
                        "trait": trait,
                        "proxy": proxy,
                        "value": value.to_numpy(),
                        "unit": told[proxy],
                        "threshold": float(cuts[proxy]),
                        "reaches": _words(reaches[proxy]),
                        "holds": _words(verdicts[trait]),
                        "source": np.where(value.notna(), _source(proxy), "none"),
                        "place": range(len(ids)),
                    }
                )
            )
    rows = pd.concat(parts).sort_values("place", kind="stable", ignore_index=True)
    texts = dict.fromkeys(["account_id", "trait", "proxy", "unit", "source"], "str")
    rows = economics.named(study, rows.drop(columns="place").astype(texts))
    return results.arrange(rows, "traits")


def _words(said: pd.Series) -> list[str]:
    return [_SAID.get(value, "unknown") for value in said]


def _source(proxy: str) -> str:
    """Where a measure with a value is from."""
    return "managers" if proxy in MANAGERS else "data"


def grid(study: Study) -> pd.DataFrame:
    """For the chart: account_name, is_key, has, a column a trait; key accounts, most traits first.

    Values 1, 0 or empty.
    """
    counts = trait_counts(study)
    key = counts.loc[counts["is_key"], ["account_id", "account_name", "is_key", "has"]]
    found = key.join(held(study), on="account_id").drop(columns="account_id")
    return found.reset_index(drop=True)


def checklist(study: Study) -> pd.DataFrame:
    """Result table `trait_checklist`: each trait over the key accounts, in words."""
    counts, found = trait_counts(study), measures(study)
    key = counts.loc[counts["is_key"], "account_id"]
    verdicts = held(study).loc[key]
    rows = [
        {
            "trait": trait,
            "measured": _measured(study, trait),
            "source": _sources(trait, found.loc[key]),
            "has": float((verdicts[trait] == 1).sum()),
            "has_not": float((verdicts[trait] == 0).sum()),
            "unknown": float(verdicts[trait].isna().sum()),
            "bring": _bring(study, trait, found.loc[key], verdicts[trait]),
        }
        for trait in verdicts
    ]
    kinds = dict.fromkeys(["trait", "measured", "source", "bring"], "str")
    return results.arrange(pd.DataFrame(rows).astype(kinds), "trait_checklist")


def _measured(study: Study, trait: str) -> str:
    cuts = thresholds(study)
    said = []
    for proxy in wing.PROXIES[trait]:
        name = proxy.replace(" ", "_")
        if proxy == "recovery":
            name = f"recovery_{units(study)[proxy]}"
        said.append(study.say(f"traits.measured.{name}", cut=cuts[proxy], least=f"{cuts[proxy]:g}"))
    return study.say(f"traits.{'or' if trait in wing.EITHER else 'and'}").join(said)


def _sources(trait: str, values: pd.DataFrame) -> str:
    known = {_source(p) for p in wing.PROXIES[trait] if values[p].notna().any()}
    return " and ".join(sorted(known)) or "none"


def _bring(study: Study, trait: str, values: pd.DataFrame, said: pd.Series) -> str:
    """What to bring where the trait is unknown for some; empty else."""
    if said.notna().all():
        return ""
    lacks = [p for p in wing.PROXIES[trait] if values[p].isna().any()]
    words = [study.say(f"traits.bring.{p.replace(' ', '_')}") for p in lacks]
    return study.say("traits.and").join(words)
