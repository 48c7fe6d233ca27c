"""Words and figures in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from kamlib import labels


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0, "0.00", "0.00"),
        (1_234_567, "1.23 M", "123 万"),
        (-45_600, "\u221245.6 k", "\u22124.56 万"),
        (999_950, "1.00 M", "100 万"),
        (2.5e8, "250 M", "2.50 亿"),
        (None, "n/a", "无数据"),
        (float("nan"), "n/a", "无数据"),
    ],
)
def test_money_in_the_unit_a_reader_thinks_in(value, en, zh):
    assert labels.money(value, "en") == en
    assert labels.money(value, "zh") == zh


@pytest.mark.parametrize(
    ("value", "en"),
    [(0.6249, "62 %"), (0.0621, "6.2 %"), (-0.0004, "0.0 %"), (1, "100 %"), (0, "0 %")],
)
def test_percent_has_no_false_digits_and_no_negative_zero(value, en):
    assert labels.percent(value, "en").replace("\u202f", " ") == en


def test_days_are_spelled():
    assert labels.day(date(1996, 7, 4), "en") == "4 July 1996"
    assert labels.day(date(1996, 7, 4), "zh") == "1996年7月4日"


def test_values_are_never_templates():
    said = labels.say("faults.yaml_unknown_field.message", "en", column="{0.__class__} {x}")
    assert "{0.__class__} {x}" in said


def test_unknown_words_are_a_bug_not_a_blank():
    with pytest.raises(KeyError):
        labels.say("common.nothing_of_the_kind", "en")
    with pytest.raises(KeyError):
        labels.say("common.page_facts", "en", client="only one blank filled")
    assert labels.has("common.source")
    assert not labels.has("common.nothing_of_the_kind")


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_many_rows_read_as_each_alone(language):
    rows = [{"rank": 1, "n": 2, "first": "a", "second": "b", "p": 0.5}]
    rows.append({"rank": 2, "n": 2, "first": "{rank}", "second": "b", "p": float("nan")})
    key = "identification.reason.points"
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    assert labels.say_each(key, language, **columns) == [
        labels.say(key, language, **row) for row in rows
    ]


def test_words_that_begin_a_sentence_have_a_capital_where_there_are_capitals():
    assert labels.begin("order lines of eBay", "en") == "Order lines of eBay"
    assert labels.begin("", "en") == "" and labels.begin("忠诚度", "zh") == "忠诚度"
    said = labels.say("weights.raters.alike", "en", criterion="influence")
    assert said.startswith("Influence: ")
