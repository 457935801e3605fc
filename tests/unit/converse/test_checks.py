"""What the checks of the surroundings make of what they are told."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from chatcheck.cli.doctor_command import decide_code, format_check
from chatcheck.converse.access import Access
from chatcheck.converse.account_checks import check_account, judge_skew, read_skew_s
from chatcheck.converse.checks import Check, attempt
from chatcheck.converse.instance_checks import check_instance
from chatcheck.converse.refusals import read_refusal
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.render.deployment import Deployment

LOGS_PATH = "/instance/i1/attribute/CONTACTFLOW_LOGS"
NOW = datetime(2026, 11, 25, 20, 0, 0, tzinfo=UTC)
DENIED = read_refusal("DescribeInstance", "https://connect", 403, "AccessDeniedException", b"{}")
DEPLOYMENT = Deployment("dev", "i1", "us-east-1", {"welcome": "f1"}, {"support": "q1"})


@pytest.mark.parametrize(
    ("skew_s", "status"),
    [(0, "ok"), (59, "ok"), (-59, "ok"), (120, "warn"), (-299, "warn"), (300, "fail"), (-4000, "fail")],
)
def test_a_clock_that_is_off_is_said_before_signatures_are_refused(skew_s, status):
    answered_at = (NOW - timedelta(seconds=skew_s)).strftime("%a, %d %b %Y %H:%M:%S GMT")

    check = judge_skew(read_skew_s(answered_at, NOW))

    assert check.status == status
    assert bool(check.fix) == (status != "ok")


@pytest.mark.parametrize("answered_at", ["", "soon", "Wed, 99 Nov 2026"])
def test_an_answer_without_a_date_tells_nothing_of_the_clock(answered_at):
    assert read_skew_s(answered_at, NOW) is None


def fail_with(failure):
    def check():
        raise failure
        yield

    return list(attempt("instance", check))


def test_what_may_not_be_asked_is_a_warning():
    (check,) = fail_with(DENIED)

    assert (check.status, check.is_broken) == ("warn", False)


def test_what_does_not_answer_is_broken():
    (check,) = fail_with(TransportError(Diagnostic("C301", "cannot connect", fix="mend it")))

    assert (check.status, check.is_broken, check.fix) == ("fail", True, "mend it")


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ([], 0),
        ([Check("a", "ok", ""), Check("b", "warn", "")], 0),
        ([Check("a", "fail", "")], 1),
        ([Check("a", "fail", ""), Check("b", "fail", "", is_broken=True)], 3),
    ],
)
def test_the_code_is_of_the_worst(checks, code):
    assert decide_code(checks) == code


def test_a_check_is_one_line():
    assert (
        format_check(Check("flow a", "fail", "it\nfailed", "mend it")) == "fail  flow a: it failed (mend it)"
    )


def refuse(status, code):
    return web.Response(status=status, text=json.dumps({"message": code}), headers={"x-amzn-errortype": code})


def examine(serve, **answers):
    """Check an instance that answers as given; the rest is as it should be."""
    ready = {
        "/instance/i1": {"Instance": {"InstanceStatus": "ACTIVE", "InstanceAlias": "acme"}},
        "/contact-flows/i1/f1": {
            "ContactFlow": {"State": "ACTIVE", "Status": "PUBLISHED", "Type": "CONTACT_FLOW"}
        },
        LOGS_PATH: {"Attribute": {"AttributeType": "CONTACTFLOW_LOGS", "Value": "true"}},
        "/queues-summary/i1": {"QueueSummaryList": [{"Id": "q1", "Name": "Support"}]},
    }
    ready |= {f"/{path}": answer for path, answer in answers.items()}

    async def handle(request):
        for path, answer in ready.items():
            if request.path == path or (path.endswith("*") and request.path.startswith(path[:-1])):
                return web.Response(**answer) if "status" in answer else web.json_response(answer)
        return refuse(404, "ResourceNotFoundException")

    async def run():
        async with serve(handle) as url:
            return await asyncio.to_thread(lambda: list(check_instance(Access("us-east-1", url), DEPLOYMENT)))

    return {check.name: check for check in asyncio.run(run())}


def denied(status=403, code="AccessDeniedException"):
    return {"status": status, "text": json.dumps({"Message": code}), "headers": {"x-amzn-errortype": code}}


def test_an_instance_that_is_ready_is_all_ok(serve):
    checks = examine(serve)

    assert {check.status for check in checks.values()} == {"ok"}
    assert set(checks) == {
        *("instance", "flow logs", "flow welcome", "queues", "participant"),
        *("permission DescribeContact", "permission GetContactAttributes"),
    }


@pytest.mark.parametrize(
    ("path", "answer", "name", "status"),
    [
        ("instance/i1", {"Instance": {"InstanceStatus": "CREATION_FAILED"}}, "instance", "fail"),
        ("instance/i1", {"Instance": {"InstanceStatus": "CREATION_IN_PROGRESS"}}, "instance", "fail"),
        ("instance/i1", denied(), "instance", "warn"),
        ("instance/i1", denied(404, "ResourceNotFoundException"), "instance", "fail"),
        ("contact-flows/i1/f1", denied(404, "ContactFlowNotPublishedException"), "flow welcome", "fail"),
        ("contact-flows/i1/f1", denied(404, "ResourceNotFoundException"), "flow welcome", "fail"),
        (
            "contact-flows/i1/f1",
            {"ContactFlow": {"State": "ARCHIVED", "Status": "PUBLISHED", "Type": "CONTACT_FLOW"}},
            "flow welcome",
            "fail",
        ),
        (
            "contact-flows/i1/f1",
            {"ContactFlow": {"State": "ACTIVE", "Status": "SAVED", "Type": "CONTACT_FLOW"}},
            "flow welcome",
            "fail",
        ),
        (LOGS_PATH[1:], {"Attribute": {"Value": "false"}}, "flow logs", "warn"),
        (LOGS_PATH[1:], denied(), "flow logs", "warn"),
        ("queues-summary/i1", {"QueueSummaryList": []}, "queue support", "fail"),
        ("queues-summary/i1", denied(), "queues", "warn"),
        ("contacts/*", denied(), "permission DescribeContact", "fail"),
        ("contact/attributes/*", denied(), "permission GetContactAttributes", "fail"),
    ],
)
def test_what_is_wrong_is_found_and_mendable(serve, path, answer, name, status):
    check = examine(serve, **{path: answer})[name]

    assert check.status == status
    assert check.fix


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("ExpiredToken", "log in again"),
        ("InvalidClientTokenId", "check the keys"),
        ("AccessDenied", "allow sts:"),
    ],
)
def test_credentials_that_are_not_taken_need_no_permission(serve, monkeypatch, code, fix):
    text = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    )

    async def handle(_):
        return web.Response(status=403, text=text, content_type="text/xml")

    async def run():
        async with serve(handle) as url:
            monkeypatch.setenv("AWS_ENDPOINT_URL", url)
            return await asyncio.to_thread(lambda: list(check_account(Access("us-east-1"))))

    (check,) = [each for each in asyncio.run(run()) if each.name == "credentials"]

    assert (check.status, fix in check.fix) == ("fail", True), check
