from eegview.model.text.listing import listed


def test_few_names_stand_as_they_are() -> None:
    assert listed([]) == ""
    assert listed(["Fp1"]) == "Fp1"
    assert listed(list("cbade")) == "c, b, a, d, e"


def test_of_many_names_the_first_stand_and_the_rest_are_counted() -> None:
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert listed([str(n) for n in range(100_000)], most=2) == "0, 1 and 99998 more"


def test_names_of_a_set_stand_in_the_order_of_the_alphabet() -> None:
    assert listed({"c", "a", "b"}) == "a, b, c"
    assert listed(frozenset("ba"), most=1) == "a and 1 more"
