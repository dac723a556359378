"""The one shape that every door reads into."""

from vaste.leads.enquiry import FIELDS, Enquiry


class TestEnquiry:
    def test_an_empty_one_says_nothing(self) -> None:
        enquiry = Enquiry()

        assert all(getattr(enquiry, name) in ("", None) for name in FIELDS)
        assert (enquiry.consents, enquiry.other, enquiry.problems) == ([], {}, [])

    def test_two_share_no_lists(self) -> None:
        one, two = Enquiry(), Enquiry()

        one.other["color"] = "red"

        assert two.other == {}


class TestFields:
    def test_are_the_ones_that_one_value_can_fill(self) -> None:
        assert {"email", "phone", "value", "occurred_at", "do_not_email"} <= FIELDS
        assert not {"consents", "other", "problems"} & FIELDS
