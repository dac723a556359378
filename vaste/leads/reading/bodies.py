"""The body of a request read into names and texts, whatever type it says it is."""

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _
from vaste.leads.reading import form_body, json_body
from vaste.leads.reading.limits import MAX_BODY, Fields, checked


def read_body(content_type: str, body: bytes) -> Fields:
    """
    Read a request's body into fields in their order; names may repeat (checkboxes).

    Takes application/json (and +json), text/plain that is JSON, urlencoded and multipart forms.

    Raises Refused, and nothing else, with a stable code: body_too_large (413), empty,
    unsupported_type (415), not_utf8, bad_json, too_deep, duplicate_key, not_an_object, bad_form,
    file_not_taken (415), too_many_fields, name_too_long, value_too_long.
    """
    if len(body) > MAX_BODY:
        raise Refused(
            "body_too_large",
            _("The request is larger than 1 MB."),
            _("Send the text of one enquiry only."),
            status=413,
        )
    if not body.strip():
        raise Refused("empty", _("The request has no content."), _("Send at least one field."))
    fields = checked(_by_type(content_type, body))
    if not fields:
        raise Refused("empty", _("The request has no content."), _("Send at least one field."))
    return fields


def _by_type(content_type: str, body: bytes) -> Fields:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return json_body.read_json(body)
    told = form_body.parameters(content_type.encode("utf-8", "replace"))
    charset = told.get("charset", b"").decode("ascii", "replace")
    if kind == "application/x-www-form-urlencoded":
        return form_body.read_urlencoded(body, charset)
    if kind == "multipart/form-data":
        return form_body.read_multipart(body, told.get("boundary", b""), charset)
    # Browsers send text/plain where a script may not set another type (sendBeacon).
    if kind in {"text/plain", ""} and body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return json_body.read_json(body)
    raise Refused(
        "unsupported_type",
        _("This type of content is not taken here."),
        _("Send application/json or an HTML form."),
        kind[:60],
        415,
    )
