"""What the competition page says: its two answers, and the message of each chart."""

from __future__ import annotations

import pandas as pd

from kamlib import labels, worksheets
from kamlib.analysis import competition, identification
from kamlib.analysis.findings import Finding
from kamlib.competition import needs as demand
from kamlib.competition import survey as answers
from kamlib.competition import swot as lines
from kamlib.study import Study
from kamlib.worksheets import words

MOST = 3  # needs named in one sentence
LEVEL = 0.05  # a lead smaller than this shows as 0.0


def want(study: Study) -> Finding:
    """What do the key accounts want? From the needs people filled in, else from the survey."""
    found = competition.needs(study)
    keys = identification.key_ids(study)
    of_keys = found[found["account_id"].isin(keys)]
    if found.empty:
        return _want_from_survey(study)
    listed = _heaviest(study, demand.over_accounts(of_keys if len(of_keys) else found))
    if of_keys.empty:
        return Finding("competition.want_others", {"list": listed})
    lead = of_keys["lead"]
    blanks = {
        "n": of_keys["account_id"].nunique(),
        "m": len(keys),
        "list": listed,
        "ahead": int((lead >= LEVEL).sum()),
        "level": int((lead.abs() < LEVEL).sum()),
        "behind": int((lead <= -LEVEL).sum()),
        "open": int(lead.isna().sum()),
    }
    return Finding("competition.want", blanks)


def win(study: Study) -> Finding:
    """How are they won? Where rivals are weak, where they are ahead, what spending is open."""
    keys = identification.key_ids(study)
    found = competition.needs(study)
    found = found[found["account_id"].isin(keys) & found["weighted_lead"].notna()]
    spent = competition.wallet(study)
    spent = spent[spent["account_id"].isin(keys) & spent["open_wallet"].notna()]
    if found.empty and spent.empty:
        return Finding("competition.win_unknown", {"sheet": _sheet(study, "needs")})
    wallet = {"wallet": _open_wallet(study, spent, len(keys))}
    return Finding("competition.win", _attack_and_defend(study, found) | wallet)


def swot(study: Study) -> Finding:
    """How many SWOT lines rest on what, and are the facts they cite there?"""
    sheet = study.sheets["swot"]
    if sheet.empty:
        return Finding("competition.missing.swot", {"sheet": _sheet(study, "swot")})
    found = competition.swot(study)
    by_people = found["grounds"] != "data"
    unknown = sorted(set(found["unknown_facts"].dropna()))
    cites = any(lines.cited_ids(said) for said in sheet["fact_ids"])
    cited = "unknown_facts" if unknown else "all_known" if cites else "none_cited"
    blanks = {
        "people": int(by_people.sum()),
        "evidence": int((found["grounds"] == "evidence").sum()),
        "opinion": int((found["grounds"] == "opinion").sum()),
        "stale": int((found["stale"] & by_people).sum()),
        "data": int((~by_people).sum()),
        "days": study.engagement.competition.stale_days,
        "as_of": study.book.as_of,
        "cited": study.say(f"competition.swot.{cited}", ids=_listed(study, unknown)),
    }
    return Finding("competition.swot.counts", blanks)


def empty_sheets(study: Study) -> pd.DataFrame:
    """Which worksheets are empty, and what would filling them in bring? sheet, brings.

    Sheets that bring nothing to the competition (decisions on names) are not asked for here.
    """
    wanted = [n for n in study.sheets if labels.has(f"competition.brings.{n}")]
    empty = [name for name in wanted if study.sheets[name].empty]
    return pd.DataFrame(
        {
            "sheet": pd.Series([_sheet(study, name) for name in empty], dtype="str"),
            "brings": pd.Series(
                [study.say(f"competition.brings.{name}") for name in empty], dtype="str"
            ),
        }
    )


def needs_title(study: Study, found: pd.DataFrame) -> str:
    """The message of the heat map. found: `needs` as shown, with account_name."""
    compared = found[found["weighted_lead"].notna()]
    behind = compared[compared["lead"] <= -LEVEL]
    if compared.empty:
        return study.say("competition.needs.title_unknown")
    if behind.empty:
        return study.say("competition.needs.title_ahead", compared=len(compared))
    worst = behind.loc[behind["weighted_lead"].idxmin()]
    return study.say(
        "competition.needs.title_both",
        behind=len(behind),
        compared=len(compared),
        account=name_of(study, worst),
    )


def wallet_title(study: Study, found: pd.DataFrame) -> str:
    """The message of the wallet chart. found: `share_of_wallet` as shown."""
    ours = found["our_sales"].clip(lower=0).sum()
    opened = found["open_wallet"].sum()
    return study.say(
        "competition.wallet.title", share=ours / (ours + opened), open=money(study, opened)
    )


def forces_title(study: Study, found: pd.DataFrame) -> str:
    """The message of the forces chart: the strongest drivers, or how many are as strong."""
    strongest = found[found["score"] == found["score"].max()]
    score = f"{strongest['score'].iloc[0]:.1f}"
    if len(strongest) > MOST:
        rising = int((strongest["direction"] == "rising").sum())
        many = {"n": len(strongest), "all": len(found), "rising": rising, "score": score}
        return study.say("competition.forces.title_many", **many)
    said = [
        study.say(
            "competition.forces.strongest",
            force=words.value(row["force"], study.language),
            subject=row["subject"],
            score=score,
        )
        for row in strongest.to_dict("records")
    ]
    return study.say("competition.forces.title", list=_listed(study, said))


def source(study: Study, *sheets: str, rows: int) -> str:
    """The source line of a chart: worksheets by name, tables by their canonical name."""
    tables = [
        study.say("competition.worksheet", title=_sheet(study, name))
        if name in worksheets.SHEETS
        else study.say(f"competition.table.{name}")
        for name in sheets
    ]
    return study.say("competition.source", tables=_listed(study, tables), rows=rows)


def name_of(study: Study, row) -> str:
    """What an account is called: its name, else its id, else the whole book."""
    for column in ("account_name", "account_id"):
        if pd.notna(row[column]):
            return row[column]
    return study.say("competition.book")


def money(study: Study, value: float) -> str:
    """An amount with the engagement's currency."""
    return f"{labels.money(value, study.language)} {study.engagement.currency}".rstrip()


def _want_from_survey(study: Study) -> Finding:
    sheet = _sheet(study, "needs")
    book = study.book
    found = pd.DataFrame()
    if "survey" in book.tables:
        found = answers.items(book.tables["survey"], as_of=book.as_of)
    if len(found) < 2:
        return Finding("competition.want_unknown", {"sheet": sheet})
    low, high = found.iloc[0], found.iloc[-1]
    blanks = {
        "sheet": sheet,
        "item": low["item"],
        "score": f"{low['score']:.1f}",
        "accounts": low["accounts"],
        "best": high["item"],
        "best_score": f"{high['score']:.1f}",
    }
    return Finding("competition.want_survey", blanks)


def _attack_and_defend(study: Study, found: pd.DataFrame) -> dict[str, str]:
    """Two sentences: needs in which we are ahead, needs in which a rival is."""
    if found.empty:
        unknown = study.say("competition.needs_unknown", sheet=_sheet(study, "needs"))
        return {"attack": unknown, "defend": ""}
    found = found.assign(size=found["weighted_lead"].abs())
    said = {}
    for name, side in (("attack", 1), ("defend", -1)):
        rows = found[found["lead"] * side >= LEVEL]
        rows = rows.nlargest(1, "size", keep="all").head(MOST)
        listed = [_need_at(study, row) for row in rows.to_dict("records")]
        key = name if listed else f"{name}_none"
        said[name] = study.say(f"competition.{key}", list=_listed(study, listed))
    return said


def _open_wallet(study: Study, spent: pd.DataFrame, keys: int) -> str:
    if spent.empty:
        return study.say("competition.open_wallet_unknown")
    most = spent.loc[spent["open_wallet"].idxmax()]
    return study.say(
        "competition.open_wallet",
        open=money(study, spent["open_wallet"].sum()),
        n=len(spent),
        m=keys,
        account=name_of(study, most),
        most=money(study, most["open_wallet"]),
    )


def _heaviest(study: Study, ordered: pd.DataFrame) -> str:
    """The needs that weigh most, and how many of those left out weigh as much as the last."""
    top = ordered.head(MOST)
    last = ordered["importance"].iloc[len(top) - 1]
    tied = int((ordered["importance"].iloc[MOST:] >= last - 1e-9).sum())
    said = [_need(study, row) for row in top.to_dict("records")]
    more = [study.say("competition.tied", n=tied)] if tied else []
    return _listed(study, said + more)


def _need(study: Study, row: dict) -> str:
    return study.say(
        "competition.need",
        need=row["need"],
        importance=f"{row['importance']:.1f}",
    )


def _need_at(study: Study, row: dict) -> str:
    return study.say(
        "competition.at",
        need=row["need"],
        account=name_of(study, row),
        lead=_lead(study, row["lead"]),
    )


def _lead(study: Study, lead: float) -> str:
    way = "ahead" if lead > 0 else "behind"
    return study.say(f"competition.lead.{way}", points=f"{abs(lead):.1f}")


def _listed(study: Study, said: list[str]) -> str:
    return study.say("competition.between").join(said)


def _sheet(study: Study, name: str) -> str:
    return words.title(name, study.language)
