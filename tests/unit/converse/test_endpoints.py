"""Endpoints, credentials, trust and proxies come out as botocore itself would use them."""

import asyncio
import ssl
from types import SimpleNamespace

import boto3
import certifi
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.converse.endpoints import name_origin, resolve_settings
from chatcheck.converse.routes import Routes, make_ssl_context
from chatcheck.converse.services import open_service
from chatcheck.converse.settings_session import find_region
from chatcheck.converse.signing import freeze_credentials, sign
from chatcheck.errors import TransportError


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """Write ~/.aws/config."""

    def write(text):
        path = tmp_path / "config"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(path))

    return write


def test_without_settings_the_endpoints_are_those_of_the_region():
    settings = resolve_settings(Access("eu-west-2"))
    assert settings.region == "eu-west-2"
    assert settings.connect.url == "https://connect.eu-west-2.amazonaws.com"
    assert settings.participant.url == "https://participant.connect.eu-west-2.amazonaws.com"


def test_the_general_variable_moves_both(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")
    settings = resolve_settings(Access("us-east-1"))
    assert (settings.connect.url, settings.participant.url) == ("http://localhost:4566",) * 2


def test_a_services_own_variable_goes_before_the_general_one(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CONNECT", "http://localhost:2")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CONNECTPARTICIPANT", "http://localhost:3")
    settings = resolve_settings(Access("us-east-1"))
    assert (settings.connect.url, settings.participant.url) == ("http://localhost:2", "http://localhost:3")


def test_an_argument_goes_before_every_variable(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_CONNECT", "http://localhost:2")
    assert (
        resolve_settings(Access("us-east-1", "http://localhost:9/prefix/")).connect.url
        == "http://localhost:9/prefix"
    )


def test_the_profile_gives_endpoint_region_and_credentials(profile, monkeypatch):
    profile(
        "[profile dev]\nregion = eu-central-1\nendpoint_url = http://localhost:7\n"
        "aws_access_key_id = a\naws_secret_access_key = b\n"
    )
    monkeypatch.setenv("AWS_PROFILE", "dev")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    settings = resolve_settings(Access())
    assert (settings.region, settings.connect.url) == ("eu-central-1", "http://localhost:7")
    assert settings.credentials.access_key == "a"


@pytest.mark.parametrize(
    ("name", "value"), [("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_USE_DUALSTACK_ENDPOINT", "true")]
)
def test_variants_of_the_endpoint_are_botocores(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    asked = {}
    client = boto3.client("connect", region_name="us-east-1")
    client.meta.events.register("before-send", lambda request, **_: asked.update(url=request.url) or STOP)
    client.describe_contact(InstanceId="i", ContactId="c")
    assert resolve_settings(Access("us-east-1")).connect.url == asked["url"].removesuffix("/contacts/i/c")


STOP = SimpleNamespace(status_code=200, headers={}, content=b"{}", text="{}", raw=None)


def test_the_number_of_tries_is_that_of_the_environment(monkeypatch):
    assert resolve_settings(Access("us-east-1")).connect.attempts is None
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "7")
    assert resolve_settings(Access("us-east-1")).connect.attempts == 7


def test_the_connect_timeout_follows_the_defaults_mode(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULTS_MODE", "in-region")
    assert resolve_settings(Access("us-east-1")).connect.connect_timeout_s == pytest.approx(1.1)


def refuse(*arguments):
    with pytest.raises(TransportError) as raised:
        resolve_settings(Access(*arguments))
    return raised.value.diagnostics[0]


def test_no_credentials_are_said_so(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    assert refuse("us-east-1").code == "C307"


def test_unsigned_access_needs_no_credentials(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    settings = resolve_settings(Access("us-east-1", sign=False))
    assert settings.credentials is None
    assert settings.connect.url == "https://connect.us-east-1.amazonaws.com"


def test_a_named_profile_goes_before_that_of_the_environment(profile, monkeypatch):
    profile("[profile dev]\nregion = eu-central-1\n[profile other]\nregion = us-west-2\n")
    monkeypatch.setenv("AWS_PROFILE", "other")
    assert resolve_settings(Access(profile="dev", sign=False)).region == "eu-central-1"


def test_timeouts_that_are_asked_for_go_before_botocores():
    asked = Access("us-east-1", connect_timeout_s=3, read_timeout_s=90)
    settings = resolve_settings(asked)
    assert (settings.connect.connect_timeout_s, settings.connect.read_timeout_s) == (3.0, 90.0)
    assert settings.answer_limit_s == 90


def test_a_timeout_of_zero_waits_for_ever():
    settings = resolve_settings(Access("us-east-1", connect_timeout_s=0, read_timeout_s=0))
    assert (settings.connect.connect_timeout_s, settings.connect.read_timeout_s) == (None, None)
    assert settings.answer_limit_s is None


def test_without_asking_the_timeouts_are_botocores_and_answers_bounded():
    settings = resolve_settings(Access("us-east-1"))
    assert (settings.connect.connect_timeout_s, settings.connect.read_timeout_s) == (60.0, 60.0)
    assert settings.answer_limit_s == 20


def test_a_named_bundle_goes_before_that_of_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", "other.pem")
    assert resolve_settings(Access("us-east-1", ca_bundle="mine.pem")).ca_bundle == "mine.pem"


def test_without_verification_every_certificate_is_trusted(monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", "nowhere.pem")
    settings = resolve_settings(Access("us-east-1", verify_ssl=False))
    assert make_ssl_context(settings.ca_bundle) is False


def test_half_of_the_credentials_is_said_so(monkeypatch):
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    diagnostic = refuse("us-east-1")
    assert diagnostic.code == "C307"
    assert "AWS_SECRET_ACCESS_KEY" in diagnostic.why or "secret" in diagnostic.why.lower()


def test_no_region_is_said_so():
    diagnostic = refuse()
    assert diagnostic.code == "C314"
    assert "region" in diagnostic.why


def test_an_unknown_profile_is_named(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    diagnostic = refuse("us-east-1")
    assert diagnostic.code == "C314"
    assert "nobody" in diagnostic.why


@pytest.mark.parametrize("url", ["nonsense", "http://", "localhost:4566"])
def test_an_endpoint_that_is_no_address_is_named(url):
    diagnostic = refuse("us-east-1", url)
    assert diagnostic.code == "C314"
    assert "endpoint" in diagnostic.what


def test_a_failing_credential_process_is_said_so(profile, monkeypatch):
    profile("[default]\ncredential_process = /bin/false\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    assert refuse("us-east-1").code == "C308"


@pytest.mark.parametrize("name", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_the_authorities_are_those_of_the_environment(monkeypatch, name):
    monkeypatch.setenv(name, certifi.where())
    assert resolve_settings(Access("us-east-1")).ca_bundle == certifi.where()


def test_the_authorities_can_be_loaded():
    context = make_ssl_context(resolve_settings(Access("us-east-1")).ca_bundle)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.get_ca_certs()


def test_a_missing_bundle_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "none.pem"))

    async def run():
        async with open_service(Access("us-east-1")):
            pass

    with pytest.raises(TransportError, match=r"none\.pem") as raised:
        asyncio.run(run())
    assert "AWS_CA_BUNDLE" in raised.value.diagnostics[0].fix


def test_authorities_are_read_once_and_only_where_somebody_must_be_trusted(monkeypatch):
    read = []
    monkeypatch.setattr("chatcheck.converse.routes.make_ssl_context", lambda path: read.append(path) or path)
    routes = Routes("bundle.pem")
    assert routes.find("http://localhost:4566").trust is False
    assert read == []
    assert routes.find("https://a.example").trust == routes.find("wss://b.example").trust == "bundle.pem"
    assert read == ["bundle.pem"]


def test_a_proxy_that_speaks_tls_must_be_trusted_too(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "https://proxy.example:3128")
    route = Routes(certifi.where()).find("http://connect.example")
    assert route.proxy == "https://proxy.example:3128"
    assert route.trust.verify_mode is ssl.CERT_REQUIRED


def test_a_bundle_that_is_missing_matters_first_where_tls_is_spoken(tmp_path):
    routes = Routes(str(tmp_path / "none.pem"))
    routes.find("ws://127.0.0.1:4566")
    with pytest.raises(TransportError, match=r"none\.pem"):
        routes.find("wss://abc.example")


def test_models_of_the_users_own_are_not_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    assert resolve_settings(Access("eu-west-2")).connect.url == "https://connect.eu-west-2.amazonaws.com"


def test_a_file_that_is_no_bundle_is_named(tmp_path):
    path = tmp_path / "text.pem"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(TransportError, match=r"text\.pem"):
        make_ssl_context(str(path))


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://connect.us-east-1.amazonaws.com", "http://secure:3128"),
        ("wss://abc.transport.connect.us-east-1.amazonaws.com/x", "http://secure:3128"),
        ("http://localhost:4566", "http://plain:3128"),
        ("ws://127.0.0.1:4566/x", None),
    ],
)
def test_proxies_are_chosen_as_botocore_chooses(monkeypatch, url, proxy):
    monkeypatch.setenv("HTTPS_PROXY", "http://secure:3128")
    monkeypatch.setenv("HTTP_PROXY", "plain:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert Routes().find(name_origin(url)).proxy == proxy


def test_an_origin_shows_no_secret():
    assert name_origin("wss://user:secret@Host:8443/path?token=secret#x") == "wss://host:8443"
    assert name_origin("ws://[::1]:80/secret") == "ws://[::1]:80"


def test_a_signature_is_the_one_botocore_makes():
    credentials = Credentials("key", "secret", "session")
    url, body = "https://connect.us-east-1.amazonaws.com/contact/chat", b'{"InstanceId": "i"}'
    mine = sign(credentials, "us-east-1", "PUT", url, body)
    request = AWSRequest(method="PUT", url=url, data=body, headers={"Content-Type": "application/json"})
    request.headers["X-Amz-Date"] = mine["X-Amz-Date"]
    signer = SigV4Auth(credentials, "connect", "us-east-1")
    request.context["timestamp"] = mine["X-Amz-Date"]
    request.headers["X-Amz-Security-Token"] = "session"
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert mine["Authorization"].endswith(f"Signature={signature}")
    assert mine["X-Amz-Security-Token"] == "session"


def test_credentials_that_expire_are_refreshed_before_signing():
    frozen = Credentials("new", "secret").get_frozen_credentials()
    expired = SimpleNamespace(refresh_needed=lambda: True, get_frozen_credentials=lambda: frozen)
    assert asyncio.run(freeze_credentials(expired)).access_key == "new"


def test_settings_do_not_show_the_credentials():
    assert "local" not in repr(resolve_settings(Access("us-east-1"))).replace("localhost", "")


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"AWS_REGION": "eu-west-2"}, "eu-west-2"),
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-1"),
        ({"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-2"),
    ],
)
def test_both_variables_of_the_region_count_and_the_aws_clis_goes_first(monkeypatch, variables, region):
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert resolve_settings(Access()).region == find_region() == region
    assert AwsClient("sts", Access()).region == region


def test_a_profile_that_is_not_there_is_no_traceback(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(TransportError, match="C314"):
        find_region()
