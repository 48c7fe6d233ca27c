"""The pieces of the competition page that are there, or what to bring to get them."""

from __future__ import annotations

from html import escape

import pandas as pd
from IPython.display import HTML

from kamlib.analysis import competition, identification
from kamlib.analysis import competition_findings as findings
from kamlib.plots import competition as plots
from kamlib.reports import cells, show
from kamlib.results import RESULTS
from kamlib.study import Study
from kamlib.worksheets import words

LINES = 6  # of a quadrant of the grid; more stand in the table


def needs_chart(study: Study) -> HTML:
    """Heat map of demand relative to capability, the key accounts first."""
    found = competition.needs(study)
    if found.empty:
        return show.not_shown(study, "competition.missing.needs", sheet=_sheet(study, "needs"))
    shown = _needs_shown(study, found)
    title = findings.needs_title(study, shown)
    rows = len(study.sheets["needs"])
    all_needs = found["need"].nunique()
    ax = plots.plot_needs(
        shown,
        title=title,
        language=study.language,
        source=findings.source(study, "needs", rows=rows),
        cut=all_needs if shown["need"].nunique() < all_needs else 0,
    )
    return show.chart(ax, title)


def _needs_shown(study: Study, found: pd.DataFrame) -> pd.DataFrame:
    """`needs` with `column`, cut to what a chart holds: key accounts first, best first."""
    order = {a: place for place, a in enumerate(identification.key_ids(study))}
    names = [findings.name_of(study, row) for row in found.to_dict("records")]
    named = found.assign(
        column=names, place=found["account_id"].map(order).fillna(len(order)).astype(int)
    )
    twice = named.groupby("column")["account_id"].transform("nunique") > 1
    named["column"] = named["column"].where(~twice, named["column"] + " " + named["account_id"])
    named = named.sort_values(["place", "account_id"], kind="stable")
    kept = named[named["column"].isin(named["column"].unique()[: plots.COLUMNS])]
    asked = kept.groupby("need")["column"].nunique()
    kept = kept.assign(asked=kept["need"].map(asked))
    kept = kept.sort_values(["asked", "place"], ascending=[False, True], kind="stable")
    return kept[kept["need"].isin(kept["need"].unique()[: plots.ROWS])]


def needs_table(study: Study) -> HTML:
    """The figures behind the heat map, account by account."""
    found = competition.needs(study)
    if found.empty:
        return show.Shown("", "")
    names = [findings.name_of(study, row) for row in found.to_dict("records")]
    shown = found.assign(account_name=pd.Series(names, dtype="str"))
    columns = ["account_name", *[c for c in RESULTS["needs"].names if c != "account_id"]]
    return show.table(study, shown[columns], name="needs")


def wallet_chart(study: Study) -> HTML:
    """Bars of what accounts spend, most open first; key accounts only, if any has one."""
    found = competition.wallet(study)
    if found.empty:
        return show.not_shown(study, "competition.missing.wallet")
    usable = found[found["open_wallet"].notna()]
    if usable.empty:
        return show.not_shown(study, "competition.missing.wallet_year")
    of_keys = usable[usable["account_id"].isin(identification.key_ids(study))]
    shown = (of_keys if len(of_keys) else usable).sort_values(
        ["open_wallet", "account_id"], ascending=[False, True]
    )
    shown = shown.assign(account_name=shown["account_name"].fillna(shown["account_id"]))
    shown = shown.head(plots.ROWS)
    title = findings.wallet_title(study, shown)
    ax = plots.plot_wallet(
        shown,
        title=title,
        language=study.language,
        currency=study.engagement.currency,
        source=findings.source(study, "wallet", "orders", rows=len(shown)),
    )
    return show.chart(ax, title)


def wallet_doubts(study: Study) -> HTML:
    """Estimates that cannot be right, and those nothing of ours can be set against."""
    found = competition.wallet(study)
    if found.empty:
        return show.Shown("", "")
    doubtful = found[found["doubtful"].astype(bool)]
    apart = found[found["wallet_share"].isna() & ~found["doubtful"].astype(bool)]
    if len(apart):
        return show.not_shown(study, "competition.wallet.incomparable", n=len(apart))
    if doubtful.empty:
        return show.text(study, "competition.wallet.all_plausible")
    names = study.say("competition.between").join(
        findings.name_of(study, row) for row in doubtful.to_dict("records")
    )
    return show.not_shown(study, "competition.wallet.doubtful", names=names)


def forces_chart(study: Study) -> HTML:
    """Dots of the five forces by industry."""
    found = competition.forces(study)
    scored = found[found["score"].notna()]
    if scored.empty:
        return show.not_shown(study, "competition.missing.forces", sheet=_sheet(study, "forces"))
    order = {force: place for place, force in enumerate(_forces())}
    ordered = scored.assign(place=scored["force"].map(order)).sort_values(
        ["subject", "place"], kind="stable"
    )
    title = findings.forces_title(study, ordered)
    ax = plots.plot_forces(
        ordered,
        title=title,
        language=study.language,
        source=findings.source(study, "forces", rows=len(scored)),
    )
    return show.chart(ax, title)


def _forces() -> tuple[str, ...]:
    return RESULTS["forces"].column("force").allowed


def competitors_table(study: Study) -> HTML:
    """What is known of rivals: the newest first, opinion and age marked."""
    found = competition.competitors(study)
    if found.empty:
        sheet = _sheet(study, "competitors")
        return show.not_shown(study, "competition.missing.competitors", sheet=sheet)
    market = study.say("competition.market")
    named = found["account_name"].fillna(found["account_id"]).fillna(market)
    ordered = found.assign(account_name=named).sort_values(
        ["competitor", "date"], ascending=[True, False], na_position="last", kind="stable"
    )
    ordered["confidence"] = [
        _marks(study, *pair) for pair in zip(ordered["confidence"], ordered["stale"], strict=True)
    ]
    columns = ["competitor", "account_name", "kind", "text", "value", "date", "source"]
    return show.table(study, ordered[[*columns, "confidence"]], name="competitors")


def _marks(study: Study, confidence: object, stale: bool) -> str:
    """How sure a line is, and whether it is old, in one cell."""
    said = [] if pd.isna(confidence) else [words.value(confidence, study.language)]
    said += [study.say("competition.swot.stale")] if stale else []
    return " · ".join(said)


def facts_table(study: Study) -> HTML:
    """The facts, remarkable ones first, each with the id a SWOT line may cite."""
    found = competition.facts(study)
    if found.empty:
        return show.not_shown(study, "competition.missing.facts")
    order = {a: place for place, a in enumerate(competition.told_accounts(study))}
    ordered = found.assign(
        place=found["account_id"].map(order), plain=found["reading"].isna()
    ).sort_values(["plain", "place"], kind="stable")
    ordered["source"] = ordered["table"].map(lambda t: study.say(f"competition.table.{t}"))
    columns = ["account_name", "text", "reading", "period", "source", "fact_id"]
    return show.table(study, ordered[columns], name="facts")


def swot_said(study: Study) -> HTML:
    """What the SWOT lines rest on, or that nobody wrote any."""
    key, values = findings.swot(study)
    said = show.text if key == "competition.swot.counts" else show.not_shown
    return said(study, key, **values)


def swot_grids(study: Study) -> HTML:
    """A grid of four fields each for the customers, for us there and for rivals: never mixed.

    Lines of the key accounts and of the whole book; people's with evidence first, the
    strongest on top, then those the data propose, each rule in turn, then opinion.
    """
    found = competition.swot(study)
    keys = identification.key_ids(study)
    order = {a: place for place, a in enumerate(keys)}
    shown = found[found["account_id"].isna() | found["account_id"].isin(keys)]
    shown = shown.assign(
        weight=shown["grounds"].map({"evidence": 0, "data": 1, "opinion": 2}),
        place=shown["account_id"].map(order).fillna(-1),
    ).sort_values(["weight", "strength", "place"], ascending=[True, False, True], kind="stable")
    # One line of each rule before the second of any: thirteen even buyers are one message.
    turn = shown.groupby(["subject", "quadrant", "rule"]).cumcount()
    shown = shown.assign(turn=turn.where(shown["grounds"] == "data", 0))
    shown = shown.sort_values(["weight", "turn"], kind="stable")
    html, plain = "", ""
    for subject in RESULTS["swot"].column("subject").allowed:
        title = study.say(f"competition.swot.subject.{subject.replace(' ', '_')}")
        of_subject = shown[shown["subject"] == subject]
        html += f"<h3>{escape(title)}</h3>{_grid(study, of_subject)}"
        plain += f"{title}: {len(of_subject)}\n"
    return show.Shown(html, plain.strip())


def _grid(study: Study, lines: pd.DataFrame) -> str:
    return show.grid(
        _field(study, quadrant, lines[lines["quadrant"] == quadrant])
        for quadrant in RESULTS["swot"].column("quadrant").allowed
    )


def _field(study: Study, quadrant: str, lines: pd.DataFrame) -> str:
    title = study.say(f"competition.swot.quadrant.{quadrant}")
    items = "".join(_line(study, row) for row in lines.head(LINES).to_dict("records"))
    if not items:
        items = f"<li>{escape(study.say('competition.swot.no_lines'))}</li>"
    more = len(lines) - LINES
    note = study.say("competition.swot.more", n=more) if more > 0 else ""
    foot = f'<p class="kam-note">{escape(note)}</p>' if note else ""
    return (
        '<section style="border-top:1.5px solid;margin-top:.8rem">'
        f'<h4 style="margin:.3rem 0">{escape(title)}</h4>'
        f'<ul style="margin:.3rem 0;padding-left:1.1rem">{items}</ul>{foot}</section>'
    )


def _line(study: Study, row: dict) -> str:
    name = findings.name_of(study, row)
    marks = [words.value(row["grounds"], study.language)]
    if row["stale"]:
        marks.append(study.say("competition.swot.stale"))
    if pd.notna(row["date"]) and row["grounds"] != "data":
        marks.append(row["date"].strftime("%Y-%m-%d"))
    text, name = (escape(str(cells.isolated(x))) for x in (row["text"], name))
    note = escape(" · ".join(marks))
    return (
        f"<li><b><bdi>{name}</bdi></b> <bdi>{text}</bdi> "
        f'<span class="kam-note" style="white-space:nowrap">{note}</span></li>'
    )


def _sheet(study: Study, name: str) -> str:
    return words.title(name, study.language)
