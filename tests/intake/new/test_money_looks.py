from kamlib.intake.new import money_looks
from kamlib.intake.new.guess import guess
from kamlib.intake.new.looks import look


def questioned(**columns):
    values = {name: [str(v) for v in rows] for name, rows in columns.items()}
    guesses = guess("orders", {name: look(rows) for name, rows in values.items()})
    return {g.column: g for g in money_looks.question(guesses, values)}


def test_a_price_rounded_to_the_cent_still_makes_the_amount():
    found = questioned(Quantity=[300, 700], Price=[0.33, 0.67], Amount=[100, 466.67])
    assert found["price"].live


def test_a_price_that_does_not_is_out_with_the_rows_counted():
    found = questioned(Quantity=[1, 1, 1, 1], Price=[10, 10, 10, 10], Amount=[10, 12, 12, 10])
    assert not found["price"].live
    assert (found["price"].said["rows"], found["price"].said["of"]) == (2, 4)


def test_without_an_amount_there_is_nothing_to_disagree_with():
    assert questioned(Quantity=[1, 2], Price=[10, 10])["price"].doubt == ""


def test_a_chinese_discount_may_be_the_share_that_is_paid():
    found = questioned(数量=[1, 2, 3], 单价=[10, 10, 10], 折扣=[0.9, 0.85, 1])
    assert (found["discount"].doubt, found["discount"].live) == ("discount_kept", True)
    assert questioned(数量=[1, 2], 单价=[10, 10], 折扣=[0.1, 0])["discount"].doubt == ""


def test_cost_is_told_apart_only_where_the_sums_tell():
    piece = questioned(Quantity=[10, 10], Price=[10, 10], Cost=[7, 7])
    assert "unit_cost" in piece and piece["unit_cost"].live
    either = questioned(Quantity=[1, 1], Price=[10, 10], Cost=[7, 7])
    assert [g.doubt for c, g in either.items() if c in ("cost", "unit_cost")] == ["cost_which"]
