"""Who is key: criteria, weights, the size of the list, and how the doubt is measured."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from kamlib.results import RESULTS
from kamlib.settings import evaluation, weight_statements
from kamlib.settings.shared import Section, Share, Text
from kamlib.settings.traits import TraitCuts
from kamlib.settings.weighting import Weighting, used


class Criterion(Section):
    """One criterion of the score.

    `source` is a column of the accounts table, or `scores:NAME` for the mean of the
    managers' scores on NAME in the worksheets.
    """

    source: str
    weight: float = Field(ge=0)
    direction: Literal["benefit", "cost"]
    family: str = ""
    goal: str = ""
    anchors: dict[int, Text] = {}  # what a score stands for: {1: "...", 5: "..."}
    at_least: Share = 0  # of the sum of all weights, however they come to be
    at_most: Share = 1

    @field_validator("source")
    @classmethod
    def _figure_or_scores(cls, value: str) -> str:
        figures = [c.name for c in RESULTS["accounts"].columns if c.kind == "number"]
        if value in figures or (value.startswith("scores:") and value != "scores:"):
            return value
        near = get_close_matches(value, figures, n=1, cutoff=0.5) or figures
        raise ValueError(f"needs scores:NAME, or a figure of the accounts: {', '.join(near)}")

    @field_validator("anchors")
    @classmethod
    def _on_the_scale(cls, value: dict[int, str]) -> dict[int, str]:
        if beyond := [str(score) for score in value if not 1 <= score <= 5]:
            raise ValueError(f"scores run from 1 to 5; not {', '.join(beyond)}")
        return value


class HandPicked(Section):
    """An account that a person put on the list or took off it, and why."""

    account_id: str = Field(coerce_numbers_to_str=True)
    reason: str = Field(min_length=1)


def _criterion(source: str, weight: float, family: str) -> Criterion:
    return Criterion(source=source, weight=weight, direction="benefit", family=family)


# The seven value criteria (volume, evenness, profit, loyalty, feedback, influence,
# potential). The last three come from the managers; one without data is left out,
# its weight spread over the others, and the page says so.
VALUE_CRITERIA = {
    "volume": _criterion("revenue", 0.25, "value"),
    "profit": _criterion("gross_profit", 0.25, "value"),
    "evenness": _criterion("evenness", 0.10, "relationship"),
    "loyalty": _criterion("active_share", 0.15, "relationship"),
    "feedback": _criterion("scores:feedback", 0.05, "relationship"),
    "influence": _criterion("scores:influence", 0.10, "potential"),
    "potential": _criterion("scores:potential", 0.10, "potential"),
}


class Identification(Section):
    """Who is key: criteria, the size of the list, and how the doubt is measured."""

    criteria: dict[str, Criterion] = Field(default=VALUE_CRITERIA, min_length=1)
    # How the weights come to be: direct (as written at each criterion), ahp (judges compare two
    # at a time, worksheet `comparisons`), or a mixture {direct: 0.5, entropy: 0.5}.
    weighting: Weighting = {"direct": 1.0}
    random_index: Literal["older", "newer"] = "older"  # of Saaty's consistency ratio, see ahp
    # rank: share of the others it beats, under which the largest account counts hardly more
    # than the tenth; magnitude: so too, but money by its logarithm, which keeps the distance.
    scaling: Literal["magnitude", "rank", "minmax"] = "magnitude"
    capacity: int | None = Field(default=None, ge=1)  # accounts the managers can serve
    # Without a capacity the list is as long as the managers' hours serve (table `kam`), and
    # where these are not known as the 80:20 rule needs; in both cases within the bounds below.
    key_hours_share: Share = 0.5  # of the managers' hours; the rest is for all other accounts
    key_share: Share = 0.8
    most_share: Share = 0.2
    most_accounts: int = Field(default=35, ge=1)  # Woodburn and McDonald: 15 to 35
    few_accounts: int = Field(default=15, ge=0)  # a shorter list is warned of, and a longer one
    too_many_accounts: int = Field(default=50, ge=1)  # than this: Woodburn and McDonald
    b_cut: Share = 0.8  # potential or relationship from which a B account is key
    # Flat: the largest 20 % hold less than `flat_times` their part, and the book is spread over
    # at least `flat_effective` of its accounts: then size sets nobody apart.
    flat_times: float = Field(default=2, ge=1)
    flat_effective: Share = 0.75
    trend_chance: Share = 0.1  # of a trend by chance alone: four years in strict order have 0.08
    fixed_cost: float | None = Field(default=None, ge=0)  # a year's, whoever buys; None: not known
    present_key: list[Text] = []  # words of customers.key_account that mean key, besides yes
    profit_share: Share = 0.5  # the >50 % of profit definition
    profit_coverage: Share = 0.8  # of revenue, whose profit must be known to speak of profit
    screen_share: Share = 0.5  # high on a trait: among this share of accounts, from the top
    order: list[str] = []  # what is agreed of the weights: ["profit >= volume", ...]
    draws: int = Field(default=10_000, ge=100, le=1_000_000)
    seed: int = 7
    core: Share = 0.9  # on the list in this share of draws: core
    out: Share = 0.1  # in less than this: out
    frames: list[evaluation.Frame | Literal["traits"]] = []  # that managers score besides
    item_weights: dict[str, float] = {}  # of items within their sub-score; 1 where not named
    item_definitions: dict[str, Text] = {}  # in place of the kit's words for an item
    growth_years: int = Field(default=2, ge=1)  # how far back growth is split at most
    market_doubt: Share = 0.02  # by which a market's growth over these years may be wrong
    traits: Literal["ten", "five"] = "ten"  # the checklist of traits of a key account
    trait_cuts: TraitCuts = TraitCuts()  # from which value a measure speaks for a trait
    returns_cut: Share = 0.05  # of its gross sales, from which returns are a flag
    additions: list[HandPicked] = []
    removals: list[HandPicked] = []

    @field_validator("item_weights", "item_definitions")
    @classmethod
    def _known_items(cls, value: dict) -> dict:
        for name, said in value.items():
            if name not in evaluation.ITEMS:
                near = get_close_matches(name, evaluation.ITEMS, n=1, cutoff=0.5)
                raise ValueError(
                    f"{name} is no item; nearest: {', '.join(near or evaluation.ITEMS)}"
                )
            if isinstance(said, float) and said < 0:
                raise ValueError(f"the weight of {name} is negative")
        return value

    @field_validator("order", mode="before")
    @classmethod
    def _one_statement_is_a_list(cls, value):
        return [value] if isinstance(value, str) else value

    @field_validator("order")
    @classmethod
    def _known_criteria(cls, value: list[str], info: ValidationInfo) -> list[str]:
        known = list(info.data.get("criteria", {}))
        for statement in value:
            for name in sum(weight_statements.pairs(statement), ()):
                if known and name not in known:
                    near = get_close_matches(name, known, n=1, cutoff=0.5) or known
                    said = f"“{statement}”: {name} is no criterion; nearest: {', '.join(near)}"
                    raise ValueError(said)
        return value

    @model_validator(mode="after")
    def _weights_and_cuts(self):
        if not sum(c.weight for c in self.criteria.values()) > 0:
            raise ValueError("the weights of the criteria sum to zero")
        if self.out > self.core:
            raise ValueError("`out` must not be above `core`")
        return self

    @model_validator(mode="after")
    def _statements_hold(self):
        """One weighting at least keeps all that is stated, and the engagement's own does."""
        low, high = self.bounds
        heavier = [pair for statement in self.order for pair in weight_statements.pairs(statement)]
        field = ("order",) if self.order else ("criteria",)
        if why := weight_statements.contradiction(heavier, low, high):
            raise _faults([(field, f"no weighting keeps all that is stated: {why}")], self)
        if set(used(self.weighting)) != {"direct"}:
            return self  # the weights come from judges and data: held to the statements there
        if wrong := weight_statements.broken(self.shares, self.order, low, high):
            raise _faults(wrong, self)
        return self

    @property
    def compared(self) -> list[str]:
        """Criteria that judges compare two at a time: all but those of weight zero."""
        return [name for name, c in self.criteria.items() if c.weight > 0]

    @property
    def asks_judges(self) -> bool:
        """Whether the weights rest on comparisons."""
        return "ahp" in used(self.weighting)

    @property
    def bounds(self) -> tuple[dict[str, float], dict[str, float]]:
        """The least and the most each criterion weighs; one without weight weighs nothing."""
        of = self.criteria.items()
        return (
            {name: c.at_least for name, c in of},
            {name: c.at_most if c.weight > 0 else 0.0 for name, c in of},
        )

    @property
    def shares(self) -> dict[str, float]:
        """The weights as stated, as shares of their sum."""
        total = sum(c.weight for c in self.criteria.values())
        return {name: c.weight / total for name, c in self.criteria.items()}


def _faults(wrong: list[tuple[tuple[str, ...], str]], of: Identification) -> ValidationError:
    """Each fault at its own field below `identification`."""
    details = [
        InitErrorDetails(
            # The text is no template: a criterion may be called {x}.
            type=PydanticCustomError("weights", "{said}", {"said": said}),
            loc=field,
            input=_at(of, field),
        )
        for field, said in wrong
    ]
    return ValidationError.from_exception_data("Identification", details)


def _at(of: Identification, field: tuple[str, ...]) -> object:
    """What stands at a field, a group as it would be written."""
    value = of.model_dump()
    for name in field:
        value = value[name]
    return value
