"""Reading: from the bytes of a request or the cells of a row to one `Enquiry`."""

from vaste.leads.reading.bodies import read_body
from vaste.leads.reading.field_map import Column, FieldMap, Lookup
from vaste.leads.reading.fields import read_fields, says_nothing
from vaste.leads.reading.limits import MAX_BODY
from vaste.leads.reading.map_file import check_field_map, parse_field_map
from vaste.leads.reading.vocabulary import guess_request_type

__all__ = [
    "MAX_BODY",
    "Column",
    "FieldMap",
    "Lookup",
    "check_field_map",
    "guess_request_type",
    "parse_field_map",
    "read_body",
    "read_fields",
    "says_nothing",
]
