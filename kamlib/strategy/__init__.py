"""From where accounts stand to what is done with them: gates, advice, targets, hours, actions."""

from kamlib.strategy.actions import actions, playbook
from kamlib.strategy.advice import GATES, gates, strategies
from kamlib.strategy.allocation import allocate, capacity, loads
from kamlib.strategy.risks import RISKS, risks
from kamlib.strategy.targets import (
    FiscalYear,
    largest_remainder,
    next_fiscal_year,
    quarter_bases,
    seasonal_shape,
    targets,
)

__all__ = [
    "GATES",
    "RISKS",
    "FiscalYear",
    "actions",
    "allocate",
    "capacity",
    "gates",
    "largest_remainder",
    "loads",
    "next_fiscal_year",
    "playbook",
    "quarter_bases",
    "risks",
    "seasonal_shape",
    "strategies",
    "targets",
]
