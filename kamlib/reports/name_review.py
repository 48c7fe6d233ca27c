"""The pieces of page 00 on names that look alike, and the sheet that is handed out for them."""

from __future__ import annotations

from IPython.display import HTML

from kamlib.analysis import name_review
from kamlib.reports import show
from kamlib.study import Study
from kamlib.worksheets import handed_out


def headline(study: Study) -> HTML:
    """How many pairs wait for a decision; below it what was decided."""
    found = [name_review.headline(study), name_review.decided(study)]
    pieces = [show.text(study, f.key, **f.values) for f in found if f]
    return show.Shown("".join(p.data for p in pieces), "\n".join(p.plain for p in pieces))


def pairs(study: Study) -> HTML:
    """Every pair, with what speaks for and against it; nothing where there is none."""
    rows = name_review.shown(study)
    if rows.empty:
        return show.Shown("", "")
    money = ["revenue", "other_revenue"]  # the page has the cents in all of its tables
    return show.table(study, rows, name="name_review", exact=money)


def save(study: Study) -> None:
    """Write the table `name_review`, and the sheet a person fills in, where results are kept."""
    study.save(name_review.review(study), "name_review")
    rows = name_review.undecided_rows(study)
    if study.out_dir and len(rows):
        handed_out.write_same_customer(study.out_dir, study.language, rows)
