"""How much hung on few accounts in each fiscal year, and whether that grows."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from kamlib import metrics, results
from kamlib.analysis.identification.measures import concentration
from kamlib.identification import concentration as concentrated
from kamlib.identification import trend
from kamlib.strategy.targets import FiscalYear
from kamlib.study import Study

#: Days that may lack at either end of a whole year: no client sells on every holiday.
EDGE = timedelta(days=7)


def by_year(study: Study) -> pd.DataFrame:
    """Result table `concentration_by_year`: one row a fiscal year in which something was sold."""
    return study.cached("concentration_by_year", lambda: _by_year(study))


def _by_year(study: Study) -> pd.DataFrame:
    first_month = study.engagement.fiscal_year_start
    found = concentrated.by_year(metrics.yearly_revenue(study.book.orders, first_month=first_month))
    years = [FiscalYear(int(year), first_month) for year in found["year"]]
    found["year"] = pd.Series([year.name for year in years], dtype="str")
    found["complete"] = pd.Series([_whole(study, year) for year in years], dtype="bool")
    return results.arrange(found, "concentration_by_year")


def _whole(study: Study, year: FiscalYear) -> bool:
    book = study.book
    return book.since - EDGE <= year.starts() and year.ends() <= book.as_of + EDGE


def trends(study: Study) -> pd.DataFrame:
    """Result table `concentration_trend`: whether each measure rises or falls over whole years."""
    most = study.engagement.identification.trend_chance
    found = trend.trends(by_year(study), concentrated.YEARLY, most_chance=most)
    return results.arrange(found, "concentration_trend")


def shape(study: Study) -> str:
    """Whether size sets some accounts apart: none, few, flat, uneven; `concentration.shape`."""
    s = study.engagement.identification
    found = concentration(study).set_index("measure")["value"]
    return concentrated.shape(found, times=s.flat_times, effective=s.flat_effective)
