import pandas as pd

from kamlib.reports import intake as pieces
from tests.analysis.test_intake import ASKED, NOTE, WHOLE, study

ALL = [WHOLE, ("analysed", 4, 96.0)]


def test_a_book_of_order_lines_alone_is_told_in_sentences():
    found = study(ALL)
    assert "kam-answer" in pieces.headline(found).data
    assert "One kind of evidence" in pieces.coverage(found).data  # the cost on some lines
    assert "No cell had to be read otherwise" in pieces.repairs(found).data
    assert "No question is open" in pieces.questions(found).data
    assert "receivables" in pieces.losses(found).data


def test_the_headline_tells_what_is_no_order_line():
    found = study([WHOLE, ("total", 1, 48.0), ("analysed", 3, 48.0)])
    html = pieces.headline(found).data
    assert "All 3 order lines" in html and "no order lines: 1 (totals" in html


def test_charts_come_with_their_message():
    steps = [WHOLE, ("no_customer", 1, 16.0), ("analysed", 3, 80.0)]
    found = study(steps, tables={"survey": [{"account_id": "A", "customer_id": "A1"}]})
    assert 'alt="From ' in pieces.bridge(found).data
    assert "data:image/png" in pieces.coverage(found).data


def test_examples_from_files_are_escaped():
    noted = pd.DataFrame(
        [("orders", "amount", "percent", 1, 2.0, "<script>alert(1)</script>", 1)], columns=NOTE
    )
    html = pieces.repairs(study(ALL, repairs=noted)).data
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_money_has_its_cents_and_lines_to_write_stand_as_code():
    line = "leave_out: {Code: [<b>]}"
    asked = ("orders", "product_id", "not_products", 2, 12345.6, "POST", None, line)
    html = pieces.questions(study(ALL, questions=pd.DataFrame([asked], columns=ASKED))).data
    assert "12,345.60" in html
    assert "<code>leave_out: {Code: [&quot;&lt;b&gt;&quot;]}</code></pre>" in html
    assert "<code>control: {rows:" in pieces.control(study(ALL)).data


def test_where_nothing_is_left_out_a_sentence_says_so():
    assert "Nothing is left out" in pieces.bridge(study(ALL)).data


def test_evidence_that_reaches_every_account_is_said_in_a_sentence():
    every = [{"account_id": a, "customer_id": a} for a in "ABC"]
    found = study(ALL, tables={"survey": every, "wallet": [e | {"total": 1.0} for e in every]})
    lines = found.book.orders  # two of the lines have no cost, so the chart is drawn
    assert lines is not None and "data:image/png" in pieces.coverage(found).data
