"""From an aiohttp request to a WSGI environment, and a crash to an answer."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from chatcheck.emulator.bridge import answer_crash, make_environ
from chatcheck.emulator.scope import SigningScope, read_scope


def make(path, headers=()):
    request = make_mocked_request("PUT", path, headers=CIMultiDict([("Host", "localhost:4566"), *headers]))
    return make_environ(request, b"body")


def test_the_raw_address_stays_quoted_and_the_path_is_unquoted_bytes():
    environ = make("/b/a%2Fb%20%C3%A9?list-type=2&prefix=a%2Fb")
    assert environ["RAW_URI"] == "/b/a%2Fb%20%C3%A9?list-type=2&prefix=a%2Fb"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/b/a/b é"
    assert environ["QUERY_STRING"] == "list-type=2&prefix=a%2Fb"


def test_body_length_and_type_are_plain_entries():
    environ = make("/", [("Content-Type", "text/plain"), ("Content-Length", "999")])
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "4")
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_metadata_with_underscores_keeps_its_name():
    environ = make("/", [("x-amz-meta-my_key", "v"), ("x-amz-meta-other-key", "w")])
    assert environ["HTTP_X_AMZ_META_MY_KEY"] == "v"
    assert environ["moto.preserved_header_names"] == {"HTTP_X_AMZ_META_MY_KEY": "x-amz-meta-my_key"}


def test_another_header_with_an_underscore_cannot_pose_as_one_without():
    environ = make("/", [("X_Amz_Target", "evil"), ("X-Amz-Target", "good")])
    assert environ["HTTP_X_AMZ_TARGET"] == "good"


def test_repeated_headers_are_joined():
    assert make("/", [("X-A", "1"), ("X-A", "2")])["HTTP_X_A"] == "1,2"


def test_a_crash_is_a_400_with_the_reason_as_xml():
    answer = answer_crash(KeyError("<Name>"))
    assert answer.status == 400
    assert answer.content_type == "text/xml"
    assert "KeyError: &#x27;&lt;Name&gt;&#x27;" in answer.text or "KeyError: '&lt;Name&gt;'" in answer.text


@pytest.mark.parametrize(
    ("authorization", "query", "expected"),
    [
        (
            "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/Connect/aws4_request, Signed",
            {},
            ("connect", "eu-west-1"),
        ),
        ("", {"X-Amz-Credential": "k/20260101/eu-west-1/s3/aws4_request"}, ("s3", "eu-west-1")),
        (
            "AWS4-HMAC-SHA256 Credential=/20260101/us-west-2/execute-api/aws4_request",
            {},
            ("execute-api", "us-west-2"),
        ),
        ("", {}, ("", "us-east-1")),
        ("Bearer x", {}, ("", "us-east-1")),
        ("AWS4-HMAC-SHA256 Credential=nonsense", {}, ("", "us-east-1")),
    ],
)
def test_the_signing_scope_is_read(authorization, query, expected):
    assert read_scope(authorization, query) == SigningScope(*expected)
