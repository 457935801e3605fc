"""What is told of the embedded AWS's log when the command around which it ran has failed."""

from chatcheck.cli.local_log import SHOWN, tell_end

STAMP = "2026-11-26 02:15:20,203"


def tell(tmp_path, *lines):
    log = tmp_path / "exec-1.log"
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(tell_end(log))


def test_warnings_of_several_contacts_are_one(tmp_path):
    entry = (
        f"{STAMP} WARNING chatcheck.emulator.contacts.invocation: contact %s: function f failed: NameError: x"
    )

    said = tell(
        tmp_path, entry % "c-1", f"{STAMP} INFO chatcheck.emulator: connect DescribeContact", entry % "c-2"
    )

    assert said[:2] == ["the embedded AWS warned:", "  function f failed: NameError: x (2 times)"]
    assert said[2].endswith(str(tmp_path / "exec-1.log"))


def test_nothing_to_complain_of_is_nothing_told(tmp_path):
    assert (
        len(tell(tmp_path, f"{STAMP} INFO chatcheck.emulator: listening", "  what a traceback would say"))
        == 1
    )


def test_many_are_cut_short(tmp_path):
    said = tell(
        tmp_path, *(f"{STAMP} ERROR chatcheck.emulator: {number} is wrong" for number in range(SHOWN + 3))
    )

    assert "  and of 3 things more" in said
    assert len(said) == SHOWN + 3
