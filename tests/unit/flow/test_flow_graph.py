from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.graph import find_cycles


def test_no_circles_in_a_tree():
    assert find_cycles({"a": ["b", "c"], "b": ["c"], "c": []}) == []


def test_a_circle_is_named_from_its_smallest_name():
    assert find_cycles({"c": ["a"], "a": ["b"], "b": ["c", "d"]}) == [["a", "b", "c"]]


def test_a_flow_that_names_itself_is_a_circle_of_one():
    assert find_cycles({"a": ["a"]}) == [["a"]]


def test_separate_circles_are_both_named():
    assert find_cycles({"a": ["b"], "b": ["a"], "x": ["y"], "y": ["x"]}) == [["a", "b"], ["x", "y"]]


def test_the_shortest_circle_is_shown():
    assert find_cycles({"a": ["b", "d"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "d"]]


nodes = st.sampled_from("abcdef")


@given(st.dictionaries(nodes, st.lists(nodes)))
def test_each_circle_is_one_and_none_is_missed(edges):
    cycles = find_cycles(edges)
    for cycle in cycles:
        assert all(
            second in edges[first] for first, second in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        )
        assert len(set(cycle)) == len(cycle)
    assert bool(cycles) == (not can_be_ordered(edges))


def can_be_ordered(edges):
    left = {node: set(targets) for node, targets in edges.items()}
    while left:
        free = [node for node, targets in left.items() if not targets & set(left)]
        if not free:
            return False
        for node in free:
            del left[node]
    return True
