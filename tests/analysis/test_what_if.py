"""The list under weights moved by hand."""

import pytest

from kamlib.analysis import identification
from kamlib.analysis.identification import what_if
from kamlib.study import open_study


@pytest.fixture(scope="module")
def study():
    return open_study("demo")


def test_the_engagements_own_weights_change_nothing(study):
    given = what_if.weights(study)
    assert sum(given.values()) == pytest.approx(1)
    same = what_if.relisted(study, {name: 7 * weight for name, weight in given.items()})
    table = identification.choice(study).key_accounts
    computed = table[table["is_key"] & ~table["added"] | table["removed"]]
    assert set(same["change"]) == {"stays"}
    assert list(same["account_id"]) == list(computed["account_id"])
    assert same["score"].to_list() == pytest.approx(computed["score"].to_list())


def test_one_criterion_alone_ranks_by_it(study):
    moved = what_if.relisted(study, {"volume": 1}, places=3)
    largest = moved[moved["change"] != "leaves"]["revenue"]
    accounts = identification.choice(study).key_accounts["revenue"]
    assert sorted(largest) == sorted(accounts.nlargest(3))
    assert (moved["change"] == "leaves").sum() > 0


def test_no_weight_at_all_ranks_nobody(study):
    assert what_if.relisted(study, {"volume": 0}).empty


def test_a_doubled_criterion_moves_as_many_in_as_out():
    study = open_study("demo", settings={"identification.capacity": 20})
    found = what_if.doubled(study)
    assert set(found["criterion"]) == {n for n, w in what_if.weights(study).items() if w > 0}
    assert found["doubled"].between(found["weight"], 1, inclusive="neither").all()
    assert found["entering"].max() > 0
    named = found[["enters", "leaves"]].map(lambda text: len([t for t in text.split(", ") if t]))
    assert named["enters"].tolist() == named["leaves"].tolist() == found["entering"].tolist()
    said = what_if.moves(study)
    assert said.key == "identification.panel.moves"
    assert said.values["most"] == found["entering"].max()
    assert study.say(said.key, **said.values)


def test_a_list_with_room_for_all_is_moved_by_nothing():
    study = open_study("demo", settings={"identification.capacity": 1000})
    assert what_if.moves(study).key == "identification.panel.nothing_moves"
