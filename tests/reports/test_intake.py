import pandas as pd

from kamlib.reports import intake as pieces
from tests.analysis.test_intake import NOTE, WHOLE, study

ALL = [WHOLE, ("analysed", 4, 96.0)]


def test_a_book_of_order_lines_alone_is_told_in_sentences():
    found = study(ALL)
    assert "kam-answer" in pieces.headline(found).data
    assert "One kind of evidence" in pieces.coverage(found).data  # the cost on some lines
    assert "No cell had to be read otherwise" in pieces.repairs(found).data
    assert "No question is open" in pieces.questions(found).data
    assert "receivables" in pieces.losses(found).data


def test_charts_come_with_their_message():
    found = study(ALL, tables={"survey": [{"account_id": "A", "customer_id": "A1"}]})
    for piece in (pieces.bridge(found),):
        assert 'alt="From ' in piece.data
    assert "data:image/png" in pieces.coverage(found).data


def test_examples_from_files_are_escaped():
    noted = pd.DataFrame(
        [("orders", "amount", "percent", 1, 2.0, "<script>alert(1)</script>")], columns=NOTE
    )
    html = pieces.repairs(study(ALL, repairs=noted)).data
    assert "<script>" not in html and "&lt;script&gt;" in html
