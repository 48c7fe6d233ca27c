"""Which accounts the workbook names that the client's files do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a second and more; `kam check` does without
    import pandas as pd


def unknown_accounts(sheets: Mapping[str, pd.DataFrame], members: pd.DataFrame) -> pd.DataFrame:
    """Which account ids of the workbook does no order and no customer list know?

    Such rows are kept and say so; they are not matched by guess.

    Parameters
    ----------
    sheets
        Sheet to frame, as `read_filled` gives them.
    members
        account_id, customer_id: which customers make up which account.

    Returns
    -------
    pandas.DataFrame
        sheet, account_id, rows, perhaps: in the order of the sheets and ids. `perhaps` is
        the account meant if the id is that of a customer rolled up into it, or differs from
        one account's id by zeros in front only; else empty.
    """
    import pandas as pd  # noqa: PLC0415

    known = set(members["account_id"])
    named = [
        {"sheet": name, "account_id": account, "rows": rows}
        for name, frame in sheets.items()
        if "account_id" in frame
        for account, rows in frame["account_id"].value_counts().sort_index().items()
        if account not in known
    ]
    found = pd.DataFrame(named, columns=["sheet", "account_id", "rows"]).astype(
        {"sheet": "str", "account_id": "str"}
    )
    rolled_up = dict(zip(members["customer_id"], members["account_id"], strict=True))
    by_digits = found["account_id"].str.lstrip("0").map(_without_zeros(known))
    found["perhaps"] = found["account_id"].map(rolled_up).fillna(by_digits).astype("str")
    return found


def _without_zeros(known: set[str]) -> dict[str, str]:
    """Ids without zeros in front to the one account that has them; none where several do."""
    short: dict[str, list[str]] = {}
    for account in sorted(known):
        short.setdefault(account.lstrip("0"), []).append(account)
    return {s: ids[0] for s, ids in short.items() if len(ids) == 1}
