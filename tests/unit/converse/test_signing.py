"""The signature is botocore's, header for header."""

import datetime

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatcheck.converse.signing import make_headers, sign

NOW = datetime.datetime(2026, 11, 26, 3, 14, 15)  # noqa: DTZ001  (as botocore gives it)
AT = "20261126T031415Z"
CREDENTIALS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", "token")


def sign_by_botocore(credentials, region, method, url, body):
    headers = {"Content-Type": "application/json"} if body else {}
    request = AWSRequest(method=method, url=url, data=body, headers=headers)
    botocore.auth.SigV4Auth(credentials, "connect", region).add_auth(request)
    return dict(request.headers.items())


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: NOW)


printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)
hosts = st.sampled_from(
    ["localhost", "connect.us-east-1.amazonaws.com", "LOCALHOST", "127.0.0.1", "[::1]", "a-b.example"]
)
ports = st.sampled_from(["", ":80", ":443", ":8080", ":4566"])
letters = "abcXYZ019-._~/%:@!$&'()*+,;= \u00e4"
paths = st.text(st.sampled_from(letters), max_size=40).map(lambda text: "/" + text)
queries = st.text(st.sampled_from("abc019-._~%&=+/"), max_size=30).map(
    lambda text: f"?{text}" if text else ""
)
urls = st.tuples(st.sampled_from(["http://", "https://"]), hosts, ports, paths, queries).map("".join)
tokens = st.one_of(st.none(), st.just(""), printable, st.just("with  two spaces"))
credentials = st.builds(Credentials, printable, printable, tokens)
regions = st.sampled_from(["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1"])
methods = st.sampled_from(["GET", "PUT", "POST", "DELETE", "put"])


@settings(max_examples=1000, deadline=None)
@given(credentials, regions, methods, urls, st.binary(max_size=200))
@example(CREDENTIALS, "us-east-1", "GET", "http://localhost/contacts/i%2F1/../c%20d?b=2&a=1&a=0", b"")
@example(CREDENTIALS, "us-east-1", "PUT", "http://localhost", b"{}")
def test_each_header_is_botocores(credentials, region, method, url, body):
    mine = make_headers(credentials, region, method, url, body, AT)
    assert mine == sign_by_botocore(credentials, region, method, url, body)


def test_another_day_another_secret_and_another_region_have_other_keys():
    url = "https://connect.us-east-1.amazonaws.com/contact/chat"
    made = {
        make_headers(each, region, "PUT", url, b"{}", at)["Authorization"].split("Signature=")[1]
        for each in (CREDENTIALS, Credentials("AKIDEXAMPLE", "other", "token"))
        for region in ("us-east-1", "us-west-2")
        for at in (AT, "20261127T031415Z")
    }
    assert len(made) == 8


def test_the_time_is_now():
    headers = sign(CREDENTIALS, "us-east-1", "PUT", "http://localhost/contact/chat", b"{}")
    signed = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    assert abs(datetime.datetime.now(datetime.UTC) - signed) < datetime.timedelta(minutes=1)
