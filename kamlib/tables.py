"""The vocabulary of the kit: canonical tables, their columns, kinds, units and keys.

Client files are translated into these names once, in `intake/`; everything else speaks
them. `data/README.md` is written from this module. Column names that several tables
share mean the same in all of them.

customer: a row of the client's master. account: the unit that is ranked (site, company
or group, as the engagement says); without a roll-up the two are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date", "flag"]


@dataclass(frozen=True)
class Column:
    """One column: what it means, and what it may hold.

    allowed: the only words it takes; another is a fault. words: those the kit acts on; others
    stay as the client wrote them, and the client is asked. Either are read in both languages.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table. `key` columns together are unique, where there is a key."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


def table(name: str, meaning: str, *columns: Column, key: str = "") -> Table:
    """A table from its columns; `key` names its key columns, separated by blanks."""
    return Table(name, meaning, columns, tuple(key.split()))


def text(name: str, meaning: str, **more) -> Column:
    """A column of text."""
    return Column(name, "text", meaning, **more)


def number(name: str, meaning: str, unit: str = "", **more) -> Column:
    """A column of numbers, with their unit."""
    return Column(name, "number", meaning, unit, **more)


def day(name: str, meaning: str, **more) -> Column:
    """A column of dates."""
    return Column(name, "date", meaning, **more)


def flag(name: str, meaning: str, **more) -> Column:
    """A column of yes and no."""
    return Column(name, "flag", meaning, **more)


CUSTOMER = text(
    "customer_id", "the client's own number of the customer; text, zeros kept", required=True
)
ACCOUNT = text(
    "account_id", "the unit analysed: a customer, or the group it rolls up to", required=True
)
MONEY = "engagement currency"
SHARE = "0 to 1"
ROLES = ("end user", "distributor", "agent", "supplier", "internal")
STANCES = (-2, 2)
ACTIVITIES = ("visit", "call", "feedback", "service", "event")
LEVELS = ("operative", "manager", "executive")
BUYING_ROLES = ("decision", "influence", "user", "gate", "sponsor")
YEARS = {"low": 1900, "high": 2100}
CERTAINTIES = ("high", "medium", "low")

# --- what a client's files are translated into -------------------------------------------

SOURCES: dict[str, Table] = {
    t.name: t
    for t in (
        table(
            "orders",
            "order lines: who bought what, when, for how much",
            CUSTOMER,
            text("customer_name", "name of the customer; serves as id where there is none"),
            text("order_id", "order or invoice number; without it one customer's day is one order"),
            day("date", "day of the order", required=True),
            text("product_id", "product number"),
            text("product_name", "product name"),
            number("quantity", "pieces; negative where returned"),
            number("price", "price a piece before the discount", MONEY),
            number("discount", "discount as a share of the price", SHARE),
            number("amount", "line amount net of discount; negative where returned", MONEY),
            number("unit_cost", "cost a piece", MONEY),
            number("cost", "cost of the line", MONEY),
            number("profit", "profit of the line; cost is then amount less profit", MONEY),
            text("type", "sale, return, credit note, free goods, as the client writes it"),
            text("currency", "currency of the amount"),
            text("region", "region the goods were sold into"),
            number(
                "tax_rate",
                "tax that amount and price of the line include, as a share of the net; 0: none",
                SHARE,
                low=0,
                high=1,
            ),
            text("tax_included", "whether amount and price of the line include tax: yes or no"),
        ),
        table(
            "customers",
            "the client's customer list",
            CUSTOMER,
            text("customer_name", "name"),
            text("parent_id", "customer_id of the company or group it belongs to"),
            text("role", "kind of party", allowed=ROLES),
            text("industry", "industry"),
            text("segment", "segment of the industry, as the table `market` names it"),
            text("region", "sales region the customer belongs to"),
            text("channel", "direct, distributor, export"),
            text("owner", "account manager"),
            day("start_date", "first dealings"),
            number(
                "credit_limit",
                "credit limit; an account's is the sum over its customers, empty if one has none",
                MONEY,
                low=0,
            ),
            number("credit_days", "days of credit allowed", "days", low=0),
            text("address", "address"),
            text("phone", "telephone"),
            text("legal_rep", "legal representative"),
            text("uscc", "unified social credit code, 18 characters, the last a check digit"),
            text("legal_form", "legal form"),
            text("customer_status", "active, closed, ..., as the client writes it"),
            text("key_account", "whether the client counts it as key today: yes or no, or a tier"),
            text("business", "main business, products and brands"),
            number("employees", "people employed", low=0),
            number("assets", "total assets", MONEY, low=0),
            text("bank", "bank and account"),
            text("bank_rating", "what the bank or a credit agency says of it"),
            key="customer_id",
        ),
        table(
            "products",
            "the product list",
            text("product_id", "product number", required=True),
            text("product_name", "name"),
            text("family", "product family"),
            day("launch_date", "day of launch"),
            number(
                "unit_cost", "cost a piece; supplies cost where order lines have none", MONEY, low=0
            ),
            number("list_price", "list price", MONEY, low=0),
            number("floor_price", "lowest price a piece that may be agreed", MONEY, low=0),
            key="product_id",
        ),
        table(
            "receivables",
            "invoices and when they were paid",
            CUSTOMER,
            text("invoice_id", "invoice number"),
            day("date", "invoice date", required=True),
            day("due", "due date"),
            number("amount", "invoice amount", MONEY, required=True),
            text("currency", "currency of the amount"),
            day("paid_date", "day it was paid in full; empty while open"),
            text("order_id", "order it bills"),
            key="invoice_id",
        ),
        table(
            "payments",
            "money received, not tied to one invoice",
            CUSTOMER,
            text("payment_id", "number of the payment"),
            text("invoice_id", "invoice it settles, where known"),
            day("date", "day received", required=True),
            number("amount", "amount received; negative where paid back", MONEY, required=True),
            text("currency", "currency of the amount"),
            key="payment_id customer_id invoice_id",
        ),
        table(
            "cost_to_serve",
            "cost of serving a customer beyond the cost of goods",
            CUSTOMER,
            text("period", "year or month the cost belongs to"),
            text("activity", "what it was spent on: visits, freight, service, ..."),
            number("amount", "cost", MONEY, required=True, low=0),
            number("driver_quantity", "visits, tonnes, orders, ... that the cost is for", low=0),
            number("driver_rate", "cost of one of them", MONEY, low=0),
        ),
        table(
            "survey",
            "answers of customers to a satisfaction survey",
            CUSTOMER,
            day("date", "day of the answer"),
            text("item", "question"),
            number("score", "answer on the survey's scale"),
            number("nps", "how likely to recommend; a whole number", "0 to 10", low=0, high=10),
            number("respondents", "people who answered", low=0),
            text("answered_by", "who filled it in: the customer, or one of ours for them"),
            text("comment", "what else was said; may hold personal data"),
        ),
        table(
            "activities",
            "visits, calls, feedback and service: what passed between us",
            CUSTOMER,
            day("date", "day", required=True),
            text("kind", "what it was", words=ACTIVITIES),
            text("level", "level of the person met", words=LEVELS),
            number("hours", "hours spent", "hours", low=0),
            text("outcome", "what came of it"),
            text("topic", "what it was about: product, rival, market news, ideas, ..."),
            text("contact_id", "the person met, as the contacts number them"),
            text("owner", "our person"),
        ),
        table(
            "issues",
            "complaints, objections, tickets and promises, and when they were settled",
            CUSTOMER,
            text("issue_id", "number of the issue"),
            text("order_id", "order it is about"),
            day("opened", "day it came up", required=True),
            day("due", "day by which it was promised"),
            day("closed", "day it was settled; empty while open"),
            text("kind", "complaint, objection, promise, ..., as the client writes it"),
            text("cause", "what caused it"),
            text("stage", "before, during or after the purchase"),
            text("severity", "how bad it is", words=CERTAINTIES),
            text("route", "how it came in: hotline, account manager, ..."),
            text("region", "region that dealt with it"),
            number("touches", "contacts until it was settled", low=0),
            number("cost", "what it cost us", MONEY, low=0),
            key="issue_id",
        ),
        table(
            "market",
            "size of the industries and segments sold to",
            text("industry", "industry", required=True),
            text("segment", "segment of the industry"),
            number("year", "calendar year", required=True, **YEARS),
            number("size", "market size", MONEY, required=True, low=0),
            text("source", "where the figure is from"),
            number("growth", "growth over the year before, as the source states it", "rate"),
            text("price_basis", "nominal, or real: without inflation", words=("nominal", "real")),
            key="industry segment year",
        ),
        table(
            "customer_sales",
            "the customers' own sales, not ours",
            CUSTOMER,
            number("year", "calendar year", required=True, **YEARS),
            number("sales", "the customer's own sales", MONEY, required=True, low=0),
            text("source", "where the figure is from"),
            key="customer_id year",
        ),
        table(
            "wallet",
            "what customers spend in our category, with whomever",
            CUSTOMER,
            text("category", "product category"),
            number("year", "calendar year", **YEARS),
            number("total_low", "lowest estimate of total spend", MONEY, low=0),
            number("total", "best estimate of total spend", MONEY, required=True, low=0),
            number("total_high", "highest estimate of total spend", MONEY, low=0),
            text("source", "where the estimate is from"),
            text("confidence", "how sure the estimate is", words=CERTAINTIES),
            number("our_spend", "what they spend with us by the same estimate", MONEY, low=0),
            text("rival", "the rival that sells most to them"),
            number("rival_spend", "what they spend with that rival", MONEY, low=0),
            key="customer_id category year",
        ),
        table(
            "contacts",
            "people at the customer; personal data, keep it minimal",
            CUSTOMER,
            text("contact_id", "number of the contact", required=True),
            text("name", "name"),
            text("role", "part in the purchase", words=BUYING_ROLES),
            number("stance", "for us or against", "-2 to 2", low=STANCES[0], high=STANCES[1]),
            number("power", "weight in the decision", "1 to 5", low=1, high=5),
            text("owner", "our person who knows them"),
            text("title", "position at the customer"),
            text("reports_to", "contact_id of the superior"),
            key="contact_id",
        ),
        table(
            "deliveries",
            "when orders were promised and when they came",
            text("order_id", "order", required=True),
            text("customer_id", "customer"),
            day("promised", "promised day"),
            day("actual", "actual day; empty while open"),
            number("quantity", "pieces ordered", low=0),
            number("delivered", "pieces delivered", low=0),
            text("product_id", "product; empty for the whole order"),
        ),
        table(
            "stock",
            "what customers hold of our products",
            CUSTOMER,
            text("product_id", "product number; empty for all"),
            day("date", "day of the count", required=True),
            number("quantity", "pieces in their store", required=True, low=0),
            key="customer_id product_id date",
        ),
        table(
            "rebates",
            "rebates and promotions granted or agreed",
            CUSTOMER,
            text("rebate_id", "number of the rebate or promotion"),
            text("kind", "rebate, bonus, joint promotion, ..., as the client writes it"),
            text("product_id", "product it is for; empty for all"),
            day("starts", "first day"),
            day("ends", "last day"),
            number("amount", "what it costs us", MONEY, required=True, low=0),
            number("planned_lift", "sales expected beyond what would be sold anyway", "rate"),
            key="rebate_id customer_id product_id",
        ),
        table(
            "targets",
            "sales targets set by the client",
            text("customer_id", "customer; empty for the whole"),
            text("period", "year, quarter or month", required=True),
            text("measure", "what is measured: revenue, margin, ..."),
            number("value", "target", required=True),
            text("target_id", "number of the target"),
            text("part_of", "target_id of the target it is a part of; the parts add up to it"),
            text("level", "whose target: headquarters, branch, account manager, ..."),
            text("region", "region it is for"),
            text("family", "product family it is for"),
            text("owner", "account manager it is for"),
            key="target_id",
        ),
        table(
            "kam",
            "key account managers",
            text("kam_id", "account manager", required=True),
            text("name", "name"),
            text("region", "region"),
            number("hours_year", "hours a year for accounts", "hours", low=0),
            text("level", "where they sit", words=("headquarters", "branch")),
            key="kam_id",
        ),
        table(
            "fx",
            "exchange rates into the engagement currency",
            text("currency", "currency", required=True),
            day("date", "day from which the rate holds"),
            number("rate", "engagement currency for one unit; above zero", required=True, low=0),
            key="currency date",
        ),
    )
}

# Columns of money that a client may write with tax; costs and estimates are net everywhere.
TAXED = {
    "orders": ("amount", "price"),
    "products": ("list_price",),
    "receivables": ("amount",),
    "payments": ("amount",),
}
