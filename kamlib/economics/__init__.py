"""What accounts bring and cost, how they pay, whether they fade, and how much hangs on them."""

from kamlib.economics.conduct import diversion, regions_comparable
from kamlib.economics.decline import decline, twelve_months
from kamlib.economics.dependency import dependency, exposure, loss_scenarios
from kamlib.economics.flows import monthly, months_covered, pauses, sales_by_region
from kamlib.economics.profit import (
    contribution,
    loss_makers,
    whale_curve,
    whale_summary,
    without_losers,
)
from kamlib.economics.receivables import (
    BUCKETS,
    ageing,
    balances,
    credit,
    open_items,
    receivables_total,
)

__all__ = [
    "BUCKETS",
    "ageing",
    "balances",
    "contribution",
    "credit",
    "decline",
    "dependency",
    "diversion",
    "exposure",
    "loss_makers",
    "loss_scenarios",
    "monthly",
    "months_covered",
    "open_items",
    "pauses",
    "receivables_total",
    "regions_comparable",
    "sales_by_region",
    "twelve_months",
    "whale_curve",
    "whale_summary",
    "without_losers",
]
