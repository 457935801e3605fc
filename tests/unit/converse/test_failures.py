"""No exception of another library leaves the conversation stage: each becomes a diagnostic with a way out."""

import asyncio
import re
import ssl

import aiohttp
import botocore.exceptions
import pytest
from aiohttp.client_reqrep import ConnectionKey

from chatcheck.converse.failures import FOREIGN, guard, is_transient, map_failure
from chatcheck.errors import DeadlineExceeded, StreamLost, TransportError


def exceptions_of(module):
    named = [getattr(module, name) for name in dir(module)]
    return sorted(
        {each for each in named if isinstance(each, type) and issubclass(each, Exception)},
        key=lambda each: each.__name__,
    )


SYSTEM = [
    ConnectionResetError,
    ConnectionRefusedError,
    BrokenPipeError,
    TimeoutError,
    OSError,
    ssl.SSLError,
    EOFError,
]
# Warnings are issued, not raised, and aiohttp's content dispositions belong to multipart bodies.
BOTOCORE = [each for each in exceptions_of(botocore.exceptions) if not issubclass(each, Warning)]
AIOHTTP = exceptions_of(aiohttp)


@pytest.mark.parametrize("kind", [*BOTOCORE, *AIOHTTP, *SYSTEM], ids=lambda kind: kind.__name__)
def test_each_exception_of_another_library_becomes_ours(kind):
    async def breaks():
        raise kind.__new__(kind)

    with pytest.raises(TransportError) as raised:
        asyncio.run(guard("StartChatContact", "https://host", breaks()))
    (diagnostic,) = raised.value.diagnostics
    assert re.fullmatch(r"C3\d\d", diagnostic.code)
    assert "StartChatContact" in diagnostic.what
    assert diagnostic.why
    assert diagnostic.fix
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.parametrize("kind", [*BOTOCORE, *AIOHTTP, *SYSTEM], ids=lambda kind: kind.__name__)
def test_each_exception_of_another_library_has_a_meaning_of_its_own(kind):
    assert map_failure(kind.__new__(kind), "x", "y").diagnostics[0].code != "C319"


def test_the_lists_that_are_walked_are_not_empty():
    assert len(BOTOCORE) > 80
    assert len(AIOHTTP) > 20
    assert all(issubclass(kind, FOREIGN) for kind in [*BOTOCORE, *AIOHTTP, *SYSTEM])


def test_our_own_errors_pass_unchanged():
    own = StreamLost(())

    async def breaks():
        raise own

    with pytest.raises(StreamLost) as raised:
        asyncio.run(guard("x", "y", breaks()))
    assert raised.value is own


def test_a_programming_error_is_not_hidden():
    async def breaks():
        raise KeyError("bug")

    with pytest.raises(KeyError):
        asyncio.run(guard("x", "y", breaks()))


def test_a_timeout_is_a_deadline():
    assert isinstance(map_failure(TimeoutError(), "x", "y"), DeadlineExceeded)


def test_what_a_failed_handshake_says_holds_no_address():
    request = aiohttp.RequestInfo(
        "wss://host/?token=secret", "GET", {"X-Amz-Bearer": "secret"}, "wss://secret"
    )
    failure = map_failure(aiohttp.WSServerHandshakeError(request, (), status=403, message="secret"), "x", "y")
    assert isinstance(failure, StreamLost)
    assert "403" in str(failure)
    assert "secret" not in str(failure)


def test_what_an_unusable_address_says_does_not_repeat_it():
    assert "secret" not in str(map_failure(aiohttp.InvalidURL("wss://host/?token=secret"), "x", "y"))


def connector_error(reason):
    key = ConnectionKey("host", 443, True, True, None, None, None)
    return aiohttp.ClientConnectorError(key, reason)


def test_a_refused_connection_says_why():
    failure = map_failure(connector_error(ConnectionRefusedError(111, "Connection refused")), "x", "y")
    assert "Connection refused" in str(failure)


def test_an_untrusted_certificate_says_why():
    reason = ssl.SSLCertVerificationError(1, "certificate verify failed")
    reason.verify_message = "self-signed certificate"
    key = ConnectionKey("host", 443, True, True, None, None, None)
    failure = map_failure(aiohttp.ClientConnectorCertificateError(key, reason), "x", "y")
    assert failure.diagnostics[0].code == "C303"
    assert failure.diagnostics[0].why == "self-signed certificate"


def test_missing_credentials_say_how_to_get_some():
    failure = map_failure(botocore.exceptions.NoCredentialsError(), "StartChatContact", "y")
    assert failure.diagnostics[0].code == "C307"
    assert "AWS_PROFILE" in failure.diagnostics[0].fix


def test_an_expired_login_says_to_log_in():
    failure = map_failure(botocore.exceptions.UnauthorizedSSOTokenError(), "StartChatContact", "y")
    assert failure.diagnostics[0].code == "C308"
    assert "aws sso login" in failure.diagnostics[0].fix


def test_only_what_broke_on_the_way_is_tried_again():
    assert is_transient(aiohttp.ServerDisconnectedError())
    assert is_transient(aiohttp.ClientOSError(104, "reset"))
    assert not is_transient(connector_error(ConnectionRefusedError()))
    assert not is_transient(TimeoutError())
    assert not is_transient(aiohttp.InvalidURL("x"))
