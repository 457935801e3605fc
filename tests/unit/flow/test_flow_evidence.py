from chatcheck.flow.evidence import EVIDENCE


def test_each_behaviour_is_stated_once_with_its_source():
    assert len({row.what for row in EVIDENCE}) == len(EVIDENCE)
    assert all(row.what.strip() and row.source.strip() for row in EVIDENCE)


def test_the_three_kinds_of_evidence_are_told_apart():
    assert {row.mark for row in EVIDENCE} == {"documented", "observed", "assumed"}
