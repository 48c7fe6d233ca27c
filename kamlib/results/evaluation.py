"""The three-part frame of an account: demand, growth, structural position; fit, indicators."""

from __future__ import annotations

from kamlib.results.shared import NAME
from kamlib.tables import ACCOUNT, MONEY, SHARE, number, table, text

SALES_OF = ("customer", "ours")
MARKETS = ("industry and segment", "industry")
TENDENCIES = ("gains", "loses", "in doubt")
NOT_SPLIT = ("no market", "no industry", "industry not in market", "one year only", "no sales")
FRAMES = ("power", "fit", "indicators")
PARTS = ("power", "inclination", "fit", "attractiveness", "potential", "relationship")
CELLS = ("partner on terms", "hard bargainer", "easy buyer", "small haggler")
_TENDENCY = text(
    "share_tendency", "whether it wins share beyond the market's doubt", allowed=TENDENCIES
)
TABLES = (
    table(
        "growth_split",
        "growth as its industry's, its segment's and the change of its own share",
        ACCOUNT,
        NAME,
        text("sales_of", "whose sales stand for the account's", allowed=SALES_OF),
        text("share_of", "the market its share is of", allowed=MARKETS),
        number("first_year", "first calendar year"),
        number("last_year", "last calendar year"),
        number("sales_first", "sales of the first year", MONEY),
        number("sales_last", "sales of the last year", MONEY),
        number("sales_growth", "sales_last / sales_first - 1", "rate"),
        number("total_log", "logarithm of sales_last / sales_first; the three terms sum to it"),
        number("industry_log", "logarithm of the growth of its industry"),
        number("segment_log", "of the segment's part in the industry; empty: no segment"),
        number("share_log", "of its own part in the segment, or else the industry"),
        number("industry_money", "what growing as the industry did adds", MONEY),
        number("segment_money", "what the segment's own growth adds to it", MONEY),
        number("share_money", "the rest: share won or lost", MONEY),
        _TENDENCY,
        text("not_split", "why growth is not split", allowed=NOT_SPLIT),
        key="account_id",
    ),
    table(
        "evaluation_items",
        "each item of structural position, fit and the indicators, account by account",
        ACCOUNT,
        NAME,
        text("evaluation_frame", "frame it belongs to", allowed=FRAMES),
        text("part", "sub-score it counts in", allowed=PARTS),
        text("evaluation_item", "the item", required=True),
        number("value", "managers' mean, 1 to 5, or the figure"),
        number("scaled", "higher raises the sub-score; empty where not known", SHARE),
        text("raises", "whether more or less of it raises the sub-score", allowed=("more", "less")),
        number("weight", "weight within the sub-score"),
        text("read_from", "managers' scores, or data", allowed=("scores", "data")),
        number("raters", "people whose mean the value is; empty where it is from the data"),
        key="account_id evaluation_item",
    ),
    table(
        "evaluation",
        "the three-part frame: demand against capability, growth, structural position; and fit",
        ACCOUNT,
        NAME,
        number("demand", "sum over its needs of importance x (us - best rival)"),
        number("compared", "needs in that sum"),
        number("sales_growth", "of its sales, see growth_split", "rate"),
        _TENDENCY,
        number("bargaining_power", "power over us", SHARE),
        number("inclination", "inclination to use power for price", SHARE),
        text("structural_position", "where that puts it, in the kit's words", allowed=CELLS),
        number("fit", "mean of the six criteria of fit", SHARE),
        number("attractiveness", "mean of its five items", SHARE),
        number("potential", "mean of its two items", SHARE),
        number("relationship", "mean of its two items", SHARE),
        key="account_id",
    ),
)
