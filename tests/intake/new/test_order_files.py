from kamlib.intake.new.guess import guess
from kamlib.intake.new.heads import read_heads
from kamlib.intake.new.order_files import find_join, find_returned, lacking


def head(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    return read_heads(tmp_path / name, "orders")[0]


def lines(tmp_path):
    found = head(tmp_path, "lines.csv", "order no,sku,qty,price\n1,A,1,2.5\n1,B,1,2.5\n2,A,3,2.5\n")
    return found, guess("orders", found.looks())


def test_what_lines_lack(tmp_path):
    _, guesses = lines(tmp_path)
    assert lacking(guesses) == {"customer", "date"}


def test_a_key_of_another_name_joins(tmp_path):
    found, guesses = lines(tmp_path)
    heads = head(tmp_path, "h.csv", "订单号,客户编码,下单日期\n1,7,2024-01-13\n2,8,2024-01-14\n")
    join = find_join(found, guesses, [heads])
    assert (join.key, join.other, join.gives) == ("order no", "订单号", "both")
    assert {g.column for g in join.guesses} == {"customer_id", "date"}


def test_money_of_the_heads_is_not_taken_since_lines_would_count_it_often(tmp_path):
    found, guesses = lines(tmp_path)
    text = "order no,customer id,order date,total amount\n1,7,2024-01-13,5\n2,8,2024-01-14,7.5\n"
    join = find_join(found, guesses, [head(tmp_path, "h.csv", text)])
    assert "amount" not in {g.column for g in join.guesses}


def test_heads_that_know_few_of_the_keys_are_not_theirs(tmp_path):
    found, guesses = lines(tmp_path)
    text = "order no,customer id,order date\n8,7,2024-01-13\n9,8,2024-01-14\n"
    assert find_join(found, guesses, [head(tmp_path, "h.csv", text)]) is None


def test_lines_that_lack_nothing_need_no_join(tmp_path):
    found = head(tmp_path, "l.csv", "customer,date,amount\nA,2024-01-13,5\n")
    assert find_join(found, guess("orders", found.looks()), [found]) is None


def test_a_small_list_of_returns_is_found_by_its_word_and_key(tmp_path):
    found, guesses = lines(tmp_path)
    returns = head(tmp_path, "returns.csv", "Order No,returned\n1,yes\n")
    other = head(tmp_path, "stock.csv", "order no,place\n1,x\n")
    assert find_returned(found, guesses, [other, returns]).head is returns
    assert find_returned(found, guesses, [other]) is None
