"""What pytest makes of chat specs before any chat is held."""

import subprocess
import sys

import pytest

NOWHERE = (
    "--chatcheck-instance-id=5c042229-807b-44d4-a46b-7e91afe40ab4",
    "--chatcheck-region=us-east-1",
    "--chatcheck-flow=welcome=91d1adb0-7cc7-4e17-85f0-da8174ef72d1",
)


def test_each_chat_is_an_item(spec_file, collect):
    spec_file()

    assert collect("specs") == (
        [
            "specs/welcome.chat.yaml::is greeted",
            "specs/welcome.chat.yaml::asks for an order",
            "specs/welcome.chat.yaml::waits for a person",
        ],
        0,
    )


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["-k", "greeted"], ["is greeted"]),
        (["-m", "greeting-1"], ["is greeted"]),
        (["-m", "smoke and not greeting-1"], ["asks for an order", "waits for a person"]),
        (["specs/welcome.chat.yaml::asks for an order"], ["asks for an order"]),
    ],
    ids=["word", "tag", "tags", "node id"],
)
def test_chats_are_selected_as_tests_are(spec_file, collect, words, left):
    spec_file()
    where = [] if "::" in words[0] else ["specs"]

    found, _ = collect(*where, "--strict-markers", *words)

    assert [name.rpartition("::")[2] for name in found] == left


def test_tags_need_no_registration(spec_file, collect):
    spec_file()

    found, code = collect("specs", "--strict-markers", "--strict-config", "-W", "error")

    assert (len(found), code) == (3, 0)


def test_a_skipped_chat_says_why(spec_file, run):
    spec_file()

    result = run("specs", "-rs", "-k", "person", *NOWHERE)

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*welcome.chat.yaml*: agents come later"])


def test_a_wrong_spec_is_an_error_with_all_its_findings(spec_file, run):
    spec_file("chatcheck: 1\nflow: welcome\nchats:\n  - name: a\n    stepz: []\n")

    result = run("specs", *NOWHERE)

    result.assert_outcomes(errors=1)
    text = result.stdout.str()
    assert "specs/welcome.chat.yaml:5:5: error[" in text
    assert "did you mean `steps`?" in text
    assert "Traceback" not in text


def test_without_a_deployment_a_chat_is_an_error_not_a_failure(spec_file, run):
    spec_file()

    result = run("specs", "-k", "greeted", "--chatcheck-outputs", "none.json")

    result.assert_outcomes(errors=1)
    assert "none.json" in result.stdout.str()
    assert "`cdk deploy --all --outputs-file none.json` writes it" in result.stdout.str()
    assert "name another with --chatcheck-outputs" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_service_that_cannot_be_reached_is_an_error_not_a_failure(spec_file, run, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    spec_file()

    result = run("specs", "-k", "greeted", "--junitxml", "junit.xml", *NOWHERE)

    result.assert_outcomes(errors=1)
    assert "BROKEN  welcome.chat.yaml › is greeted" in result.stdout.str()
    assert 'errors="1" failures="0"' in (spec_file().parents[1] / "junit.xml").read_text()


def test_a_variable_may_be_given(spec_file, collect):
    path = spec_file()
    path.write_text(path.read_text().replace("Welcome to Acme.", "Welcome to ${shop}."))

    assert collect("specs") == ([], 2)
    assert collect("specs", "--chatcheck-var", "shop=Acme")[1] == 0


def test_a_run_without_chats_loads_nothing_of_it(pytester, run):
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            ours = {name for name in sys.modules if name.startswith("chatcheck")}
            assert ours == {"chatcheck", "chatcheck.pytest_plugin"}
            assert not {"botocore", "aiohttp", "yaml", "rich"} & set(sys.modules)
        """
    )

    run("-W", "error", "-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_the_plugin_itself_loads_pytest_and_what_pytest_loads():
    program = (
        "import sys, pytest, asyncio; before = set(sys.modules); import chatcheck.pytest_plugin;"
        "print(sorted(set(sys.modules) - before))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "['chatcheck', 'chatcheck.pytest_plugin']"


def test_all_that_was_opened_is_closed_before_the_session_is_said_to_be_finished(pytester, run):
    """xdist kills a worker that says so and then takes its time; its journal would be left."""
    pytester.makeconftest(
        """
        import threading
        import pytest

        @pytest.hookimpl(trylast=True)
        def pytest_sessionfinish():
            print("left", [each.name for each in threading.enumerate() if each.name == "chatcheck"])
        """
    )
    pytester.makepyfile(
        """
        import threading
        from chatcheck.testing.hall import find_hall

        def test_opens(request):
            find_hall(request.config)
            assert "chatcheck" in [each.name for each in threading.enumerate()]
        """
    )

    result = run("-s")

    result.assert_outcomes(passed=1)
    assert "left []" in result.stdout.str()


def test_fixtures_of_a_project_go_before_ours(pytester, run):
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture
        def chat():
            return "mine"

        @pytest.fixture
        def deployment():
            return "mine too"

        def test_mine(chat, deployment):
            assert (chat, deployment) == ("mine", "mine too")
        """
    )

    run("-W", "error").assert_outcomes(passed=1)


def test_coroutines_of_others_are_left_to_others(pytester, run):
    pytester.makepyfile("async def test_alone():\n    raise AssertionError('never run')")

    text = run().stdout.str()

    assert "never run" not in text.replace("raise AssertionError('never run')", "")


def test_without_a_deployment_a_fixture_says_so(pytester, run):
    pytester.makepyfile("async def test_it(chat):\n    await chat.start('welcome')")

    result = run("--chatcheck-outputs", "none.json")

    result.assert_outcomes(errors=1)
    assert "none.json" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_this_repositorys_cases_are_no_chats_to_hold(request):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "tests/cases",
        "-p",
        "no:cacheprovider",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=request.config.rootpath)

    assert ".chat.yaml" not in answer.stdout
