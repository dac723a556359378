"""Bodies of requests read into fields; nothing but fields or a clear refusal comes out."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaste.kernel.errors import Refused
from vaste.leads.reading import MAX_BODY, read_body

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XX"
PAYLOADS = Path(__file__).parents[4] / "shared" / "data" / "webhook_payloads"

CODES = {
    "bad_form": 400,
    "bad_json": 400,
    "body_too_large": 413,
    "duplicate_key": 400,
    "empty": 400,
    "file_not_taken": 415,
    "name_too_long": 400,
    "not_an_object": 400,
    "not_utf8": 400,
    "too_deep": 400,
    "too_many_fields": 400,
    "unsupported_type": 415,
    "value_too_long": 400,
}


def refusal(content_type: str, body: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_body(content_type, body)
    assert CODES[caught.value.code] == caught.value.status
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith((".", "}."))
    return caught.value


def part(name: str, value: str, more: str = "") -> str:
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'


def multipart(*parts: str) -> bytes:
    return ("".join(parts) + "--XX--\r\n").encode()


class TestJson:
    def test_numbers_stay_as_written_and_nulls_are_left_out(self) -> None:
        body = b'{"id": 52083961646123456789, "price": 1.50, "test": true, "no": null}'

        assert read_body(JSON, body) == [
            ("id", "52083961646123456789"),
            ("price", "1.50"),
            ("test", "true"),
        ]

    def test_nested_names_are_joined_by_points(self) -> None:
        body = b'{"contact": {"email": "a@b.fi", "tags": ["x", 2]}, "rows": [{"a": 1}, {"a": 2}]}'

        assert read_body(JSON, body) == [
            ("contact.email", "a@b.fi"),
            ("contact.tags", "x, 2"),
            ("rows.0.a", "1"),
            ("rows.1.a", "2"),
        ]

    def test_lists_of_named_answers_become_fields(self) -> None:
        body = json.dumps(
            {
                "field_data": [{"name": "email", "values": ["a@b.fi"]}],
                "user_column_data": [{"column_id": "FULL_NAME", "string_value": "Aino"}],
                "values": [{"name": "city", "value": "Oulu", "objectTypeId": "0-1"}],
            }
        ).encode()

        assert read_body(JSON, body) == [
            ("email", "a@b.fi"),
            ("FULL_NAME", "Aino"),
            ("city", "Oulu"),
        ]

    def test_a_schema_org_organization_is_told_apart_from_a_person(self) -> None:
        body = b'{"@type": "Organization", "name": "Esimerkki Oy"}'

        assert ("organization.name", "Esimerkki Oy") in read_body("application/ld+json", body)

    def test_a_list_of_one_and_a_byte_order_mark_are_taken(self) -> None:
        assert read_body(JSON, b'\xef\xbb\xbf[{"a": "1"}]') == [("a", "1")]

    def test_text_that_is_json_is_json(self) -> None:
        assert read_body("text/plain;charset=UTF-8", b' {"a": "1"}') == [("a", "1")]
        assert read_body("", b'{"a": "1"}') == [("a", "1")]

    @pytest.mark.parametrize(
        ("body", "code", "place"),
        [
            (b'{"a": 1', "bad_json", "line 1, column 8"),
            (b'{"a": NaN}', "bad_json", "NaN"),
            (b'{"a": -Infinity}', "bad_json", "-Infinity"),
            (b'{"a": 1, "b": 2, "a": 3}', "duplicate_key", "a"),
            (b'{"x": {"b": 1, "b": 1}}', "duplicate_key", "b"),
            (b'{"a": "\xff"}', "not_utf8", "byte 7"),
            ('{"a": 1}'.encode("utf-16"), "not_utf8", "byte 0"),
            (b'"text"', "not_an_object", ""),
            (b"[1, 2]", "not_an_object", ""),
            (b"[[{}]]", "not_an_object", ""),
            (b"{}", "empty", ""),
            (b'{"a": null}', "empty", ""),
            (b"[" * 100_000, "too_deep", ""),
            (b'{"a":' * 500_000, "body_too_large", ""),
        ],
    )
    def test_refuses_by_name(self, body: bytes, code: str, place: str) -> None:
        refused = refusal(JSON, body)

        assert (refused.code, refused.place) == (code, place)

    def test_depth_32_is_the_limit(self) -> None:
        def nested(depth: int) -> bytes:
            return b'{"a":' * depth + b'"x"' + b"}" * depth

        assert read_body(JSON, nested(31)) == [(".".join("a" * 31), "x")]
        assert refusal(JSON, nested(32)).code == "too_deep"

    def test_500_fields_are_the_limit(self) -> None:
        def wide(count: int) -> bytes:
            return json.dumps({f"f{i}": "x" for i in range(count)}).encode()

        assert len(read_body(JSON, wide(500))) == 500
        assert refusal(JSON, wide(501)).code == "too_many_fields"

    def test_names_and_values_have_limits(self) -> None:
        assert refusal(JSON, json.dumps({"n" * 201: "x"}).encode()).code == "name_too_long"
        long = refusal(JSON, json.dumps({"message": "x" * 100_001}).encode())
        assert (long.code, long.place) == ("value_too_long", "message")
        assert len(read_body(JSON, json.dumps({"n" * 200: "x" * 100_000}).encode())) == 1


class TestForms:
    def test_keeps_order_and_repeats(self) -> None:
        body = b"name=Aino+V&email=a%40b.fi&tag=1&tag=2&=x&empty="

        assert read_body(FORM, body) == [
            ("name", "Aino V"),
            ("email", "a@b.fi"),
            ("tag", "1"),
            ("tag", "2"),
            ("empty", ""),
        ]

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            (FORM, "n=%C5%91"),
            (f"{FORM}; charset=iso-8859-2", "n=%F5"),
            (FORM, "_charset_=windows-1250&n=%F5"),
            (f'{FORM}; charset="utf-8"', "n=%C5%91"),
        ],
    )
    def test_reads_any_charset(self, content_type: str, body: str) -> None:
        assert read_body(content_type, body.encode()) == [("n", "ő")]

    def test_an_unknown_charset_falls_back(self) -> None:
        assert read_body(f"{FORM}; charset=klingon", b"n=%E4") == [("n", "ä")]

    def test_too_many_fields(self) -> None:
        assert refusal(FORM, b"a=1&" * 501).code == "too_many_fields"
        assert refusal(FORM, b"&" * 5_000).code == "too_many_fields"

    @given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=20)), min_size=1))
    def test_reads_back_what_a_browser_writes(self, fields: list[tuple[str, str]]) -> None:
        fields = [(n, v) for n, v in fields if n != "_charset_" and v.strip()] or [("a", "b")]

        assert read_body(FORM, urlencode(fields).encode()) == fields


class TestMultipart:
    def test_reads_text_parts_and_passes_over_empty_file_inputs(self) -> None:
        body = multipart(
            part("your-name", "Валентина"),
            part("file", "", '; filename=""\r\nContent-Type: application/octet-stream'),
            part('a"b', "x").replace('a"b', "a%22b"),
        )

        assert read_body(MULTIPART, body) == [("your-name", "Валентина"), ('a"b', "x")]

    def test_takes_bare_line_feeds_and_a_quoted_boundary(self) -> None:
        body = multipart(part("a", "1")).replace(b"\r\n", b"\n")

        assert read_body('multipart/form-data; boundary="XX"', body) == [("a", "1")]

    def test_a_file_is_refused_by_name(self) -> None:
        refused = refusal(MULTIPART, multipart(part("cv", "%PDF", '; filename="cv.pdf"')))

        assert (refused.code, refused.place) == ("file_not_taken", "cv")

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("multipart/form-data", multipart(part("a", "1"))),
            (MULTIPART, multipart(part("a", "1"))[:-8]),
            (MULTIPART, b"no boundary here"),
            (MULTIPART, b"--XX\r\n\r\nno name\r\n--XX--"),
            (MULTIPART, multipart(part("a", "1", "\r\nContent-Transfer-Encoding: base64"))),
            (f"multipart/form-data; boundary={'b' * 71}", multipart(part("a", "1"))),
        ],
    )
    def test_broken_forms_are_refused(self, content_type: str, body: bytes) -> None:
        assert refusal(content_type, body).code == "bad_form"


class TestReadBody:
    @pytest.mark.parametrize("body", [b"", b" \r\n"])
    def test_nothing_is_refused(self, body: bytes) -> None:
        assert refusal(JSON, body).code == "empty"

    @pytest.mark.parametrize(
        "kind", ["text/html", "image/png", "application/xml", "", "text/plain"]
    )
    def test_other_types_are_refused(self, kind: str) -> None:
        assert refusal(kind, b"<p>hello</p>").code == "unsupported_type"

    def test_one_megabyte_is_the_limit(self) -> None:
        assert refusal(FORM, b"a" * (MAX_BODY + 1)).code == "body_too_large"

    @pytest.mark.skipif(not PAYLOADS.is_dir(), reason="needs the recorded webhook bodies")
    def test_reads_every_recorded_webhook(self) -> None:
        for path in sorted(PAYLOADS.glob("*.json")):
            body = path.read_bytes()
            found = json.loads(body)
            if isinstance(found, list) and len(found) > 1:
                assert refusal(JSON, body).code == "not_an_object"
            else:
                assert read_body(JSON, body)

    @given(
        st.sampled_from([JSON, FORM, MULTIPART, "text/plain", "", "multipart/form-data", "x/y;=;"])
        | st.text(max_size=40),
        st.binary(max_size=300)
        | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=20,
        ).map(lambda value: json.dumps(value).encode())
        | st.lists(
            st.sampled_from(
                [
                    "--XX",
                    "\r\n",
                    "\n",
                    "Content-Disposition:",
                    ' name="a"',
                    ";",
                    "--",
                    "x",
                    ": ",
                    "form-data",
                ]
            )
        ).map(lambda pieces: "".join(pieces).encode()),
    )
    @example(JSON, b'{"a": "\\ud800"}')
    @example(JSON, b'{"a": ' + b"1" * 5_000 + b"}")
    @example(JSON, b'{"\\u0000": "\\u0000"}')
    @settings(max_examples=600)
    def test_gives_fields_or_a_refusal_and_nothing_else(
        self, content_type: str, body: bytes
    ) -> None:
        found: list[tuple[str, str]] | Refused
        try:
            found = read_body(content_type, body)
        except Refused as refused:
            found = refused

        if isinstance(found, Refused):
            assert CODES[found.code] == found.status
        else:
            assert found
            assert {type(text) for field in found for text in field} == {str}
