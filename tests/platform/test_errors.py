from pipeline.errors import InputError


def test_names_place_value_and_what_is_allowed() -> None:
    error = InputError(
        "not allowed", file="sites.csv", row=3, column="latitude_deg", value=95.0, allowed="-90 to 90"
    )
    assert str(error) == "sites.csv, row 3, column latitude_deg: not allowed; found 95.0; allowed: -90 to 90"


def test_leaves_out_what_is_not_known() -> None:
    assert str(InputError("the file is empty", file="a.csv")) == "a.csv: the file is empty"
    assert str(InputError("nothing to rank")) == "nothing to rank"


def test_stays_on_one_short_line() -> None:
    text = str(InputError("odd", value="x" * 500 + "\n" * 20))
    assert "\n" not in text
    assert len(text) < 160
