"""Personal data in free text: counted, never shown."""

import pytest

HEAD = "id,day,score,said\n"
SURVEY = {"path": "s.csv", "columns": {"customer_id": "id", "date": "day", "score": "score"}}
ORDERS = "id,day,money\n1,2024-01-05,9\n"


def asked(make, *comments, mapped=True):
    text = HEAD + "".join(f'1,2024-01-05,4,"{said}"\n' for said in comments)
    source = SURVEY | {"columns": SURVEY["columns"] | ({"comment": "said"} if mapped else {})}
    found = make(ORDERS, files={"s.csv": text}, sources={"survey": source}).check()
    assert found.usable
    return found, [q for q in found.questions if q["question"] == "personal_data"]


@pytest.mark.parametrize(
    "said",
    [
        "call 138 0013 8000 please",
        "电话13800138000找王经理",
        "0571-88886666",
        "+49 (89) 1234567",
        "wang.li@example.com",
        "身份证11010519491231002X",
    ],
)
def test_numbers_and_addresses_of_people_are_counted_and_not_shown(make, said):
    found, (question,) = asked(make, said, "very good", said)
    assert (question["table"], question["column"], question["rows"]) == ("survey", "comment", 2)
    assert said not in str(found.as_dict())


@pytest.mark.parametrize(
    "said", ["order 20240105 late", "2024-01-05", "12,800.50", "part 138001380001", "5 @ 3"]
)
def test_other_figures_are_none(make, said):
    assert asked(make, said)[1] == []


def test_a_comment_that_is_not_mapped_is_not_read(make):
    assert asked(make, "13800138000", mapped=False)[1] == []
