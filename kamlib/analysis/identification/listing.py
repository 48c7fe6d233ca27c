"""The key list: computed, changed by people, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlib import ranking, results
from kamlib.analysis.accounts import accounts
from kamlib.analysis.identification import capacity, drawn, words
from kamlib.analysis.identification.scores import score_parts
from kamlib.identification import concentration as concentrated
from kamlib.identification import scoring, selection
from kamlib.study import Study


@dataclass(frozen=True)
class Choice:
    """The computed list with everything it rests on.

    key_accounts
        Result table, best first, without the reasons in words.
    doubt
        Result table, best first: chances by weights, by months and by both, and ranks.
    places
        Capacity K: accounts the list has room for.
    draws, rank_draws
        Weightings behind p_key, and draws behind the rank intervals.
    """

    key_accounts: pd.DataFrame
    doubt: pd.DataFrame
    places: int
    draws: int
    rank_draws: int

    @property
    def computed(self) -> pd.Series:
        """True for accounts on the computed list, before people changed it."""
        return selection.listed(self.key_accounts["score"], self.places)

    @property
    def over(self) -> int:
        """Accounts by which the computed list exceeds K, because they tie with the last."""
        return int(self.computed.sum()) - self.places

    def changes(self, score: pd.Series, places: int | None = None) -> pd.Series:
        """Who stays, enters and leaves if another score made the list; "" for whoever is on none.

        score: in the order of `key_accounts`. places: room on the list; None as computed.
        """
        now = selection.listed(score, self.places if places is None else places)
        before = self.computed
        moves = [now & before, now & ~before, before & ~now]
        found = np.select(moves, ["stays", "enters", "leaves"], "")
        return pd.Series(found, score.index).astype("str")


def choice(study: Study) -> Choice:
    """The key list, computed and with the changes people made, and how sure it is."""
    return study.cached("choice", lambda: _choice(study))


def _choice(study: Study) -> Choice:
    s, found, parts = study.engagement.identification, accounts(study), score_parts(study)
    places = capacity.places(study)
    chosen = found[["account_id", "account_name", "revenue"]].copy()
    chosen["score"] = chosen["account_id"].map(scoring.scores(parts))
    chosen["rank"] = ranking.ranks(chosen["score"])
    chosen["tier"] = selection.tiers(chosen["revenue"], study.engagement.segmentation.abc_cuts)
    chosen = chosen.merge(drawn.shares(study), on="account_id", validate="one_to_one")
    lows, highs = ["rank_low", "weights_low"], ["rank_high", "weights_high"]
    for column in lows:
        chosen[column] = np.minimum(chosen[column], chosen["rank"])
    for column in highs:
        chosen[column] = np.maximum(chosen[column], chosen["rank"])
    chosen = chosen.astype(dict.fromkeys(["rank", *lows, *highs], "int64"))
    chosen["status"] = selection.status(chosen["p_key"], chosen["p_both"], core=s.core, out=s.out)
    computed = selection.listed(chosen["score"], places)
    add, remove = picks(study, "add"), picks(study, "remove")
    by_hand = selection.by_hand(computed, chosen["account_id"], add=set(add), remove=set(remove))
    chosen = chosen.join(by_hand)
    chosen = chosen.sort_values(["rank", "account_id"], ignore_index=True)
    doubt = results.arrange(chosen, "doubt")[results.RESULTS["doubt"].names]
    chosen = chosen.drop(columns=["p_months", "p_both", "weights_low", "weights_high"])
    draws = drawn.drawn(study)
    return Choice(
        chosen,
        doubt,
        places,
        draws.weights.draws,
        (draws.months or draws.weights).rank_draws,
    )


def picks(study: Study, change: str) -> dict[str, str]:
    """What people decided about the list: account_id and the reason; change: add, remove.

    From the engagement file and from the workbook's sheet of list changes.
    """
    s, sheet = study.engagement.identification, study.sheets["picks"]
    said = sheet[sheet["change"] == change]
    decided = {p.account_id: p.reason for p in (s.additions if change == "add" else s.removals)}
    return decided | dict(zip(said["account_id"], said["reason"], strict=True))


def key_accounts(study: Study) -> pd.DataFrame:
    """Result table `key_accounts`: every account, best first, and why it is on the list or not."""
    return study.cached("key_accounts", lambda: _key_accounts(study))


def _key_accounts(study: Study) -> pd.DataFrame:
    chosen = choice(study).key_accounts
    reasons = words.reasons(
        chosen,
        score_parts(study),
        language=study.language,
        add=picks(study, "add"),
        remove=picks(study, "remove"),
    )
    return results.arrange(chosen.assign(reason=reasons), "key_accounts")


def key_ids(study: Study) -> list[str]:
    """account_id of the accounts on the printed list, best first."""
    found = key_accounts(study)
    return found.loc[found["is_key"], "account_id"].tolist()


def curve(study: Study) -> pd.DataFrame:
    """The cumulative curve of revenue, with names and the key list.

    account_id, account_name, revenue, rank, accounts_share, cumulative_share, is_key
    """
    found = concentrated.curve(accounts(study), "revenue")
    listed = key_accounts(study)[["account_id", "account_name", "is_key"]]
    return found.merge(listed, how="left", on="account_id")
