"""How sure the list is: chances, whose weights put whom first, and what flips an account."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlib import results
from kamlib.analysis.identification.drawn import drawn
from kamlib.analysis.identification.listing import choice
from kamlib.analysis.identification.scores import weighing
from kamlib.identification import flips as flipped
from kamlib.identification import scoring
from kamlib.study import Study

ASKED = 200  # accounts nearest to the end of the list, at most, whose flips are worked out


def doubt(study: Study) -> pd.DataFrame:
    """Result table `doubt`: every account's chances and ranks, best first."""
    return results.arrange(choice(study).doubt, "doubt")


def central_weights(study: Study) -> pd.DataFrame:
    """Result table `central_weights`: the mean weights under which an account is first or listed.

    event: first, for every account that is first in a draw; listed and not listed, for those
    that are contested. Over the draws of weights alone.
    """
    return study.cached("central_weights", lambda: _central_weights(study))


def _central_weights(study: Study) -> pd.DataFrame:
    of, table = drawn(study), choice(study).key_accounts
    at = pd.Series(np.arange(len(of.account_id)), index=of.account_id)
    contested = table.loc[table["status"] == "contested", "account_id"]
    w, frames = of.weights, [results.empty("central_weights")]
    for event, weights, share, asked in (
        ("first", w.central_first, w.first, table["account_id"]),
        ("listed", w.central_listed, w.p_key, contested),
        ("not listed", w.central_unlisted, 1 - w.p_key, contested),
    ):
        rows = at[asked].to_numpy()
        rows = rows[share[rows] > 1e-9]
        frames += [
            pd.DataFrame(
                {
                    "account_id": of.account_id.iloc[rows].to_numpy(),
                    "event": event,
                    "criterion": name,
                    "weight": weights[rows, k],
                    "draws": share[rows] * w.draws,
                    "all_draws": w.mean[k],
                }
            )
            for k, name in enumerate(of.criteria)
        ]
    found = pd.concat([frame for frame in frames if len(frame)] or frames)
    found["account_name"] = found["account_id"].map(_names(table))
    order = {account: i for i, account in enumerate(table["account_id"])}
    events = {"first": 0, "listed": 1, "not listed": 2}
    keys = [found["event"].map(events), found["account_id"].map(order)]
    found = found.iloc[np.lexsort([keys[1], keys[0]])] if len(found) else found
    return results.arrange(found, "central_weights")


def _names(table: pd.DataFrame) -> pd.Series:
    return table.set_index("account_id")["account_name"]


def flips(study: Study) -> pd.DataFrame:
    """Result table `flips`: what each criterion would have to weigh to move an account.

    Of the accounts on the computed list and the contested ones, at most 200, those nearest to
    the end of the list.
    """
    return study.cached("flips", lambda: _flips(study))


def _flips(study: Study) -> pd.DataFrame:
    chosen, parts = choice(study), weighing(study)
    table = chosen.key_accounts
    asked = table[chosen.computed | (table["status"] == "contested")]
    near = (asked["rank"] - chosen.places).abs().sort_values(kind="stable").index[:ASKED]
    asked = asked.loc[near].sort_values(["rank", "account_id"])
    scaled = scoring.wide(parts, "scaled")
    weights = parts.drop_duplicates("criterion")["weight"].to_numpy("float64")
    found = flipped.flips(
        scaled.to_numpy(),
        weights,
        chosen.places,
        of=scaled.index.get_indexer(asked["account_id"]),
    )
    found["change"] = flipped.smallest(found)
    found["decides"] = flipped.nearest(found)
    found["account_id"] = scaled.index.to_numpy()[found["account"].to_numpy("int64")]
    found["account_name"] = found["account_id"].map(_names(table))
    found["criterion"] = scaled.columns.to_numpy()[found["criterion"].to_numpy("int64")]
    kinds = {"account_id": "str", "account_name": "str", "criterion": "str", "listed": "bool"}
    found = found.astype(kinds | {"without": "bool", "decides": "bool"})
    return results.arrange(found.drop(columns="account"), "flips")
