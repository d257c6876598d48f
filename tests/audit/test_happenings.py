"""When two runs tell of the same happening."""

from hypothesis import given
from hypothesis import strategies as st

from proctor.audit.happenings import Earlier, kinships, same
from proctor.findings import Flag
from proctor.timeline import Span

spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda p: Span(p[0], p[0] + p[1]))


def flag(name: str, span: Span) -> Flag:
    return Flag(name, "PEEK", 3, "seat-1", span, 0.5, span.start_us)


def earlier(name: str, span: Span, *, reviewed: bool = False, run: int = 1) -> Earlier:
    return Earlier(name, name, run, "PEEK", "seat-1", span, reviewed)


def test_half_of_the_shorter_span_must_be_shared() -> None:
    assert same(Span(0, 10), Span(5, 100))
    assert not same(Span(0, 10), Span(6, 100))
    assert same(Span(5, 5), Span(0, 10))
    assert not same(Span(11, 11), Span(0, 10))


def test_the_flag_that_shares_most_continues_the_happening() -> None:
    kin = kinships([flag("b", Span(0, 30)), flag("c", Span(30, 100))], [earlier("a", Span(0, 100))])
    assert (kin["c"].happening, kin["c"].inherits_from) == ("a", None)
    assert (kin["b"].happening, kin["b"].inherits_from) == ("b", "a")


def test_a_decided_happening_goes_before_one_that_shares_more() -> None:
    old = [earlier("long", Span(0, 90)), earlier("decided", Span(90, 100), reviewed=True)]
    assert kinships([flag("b", Span(0, 100))], old)["b"].happening == "decided"


def test_a_flag_like_none_before_opens_its_own_happening() -> None:
    kin = kinships([flag("b", Span(50, 60))], [earlier("a", Span(0, 10))])
    assert (kin["b"].happening, kin["b"].predecessor) == ("b", None)


@given(st.lists(spans, max_size=6), st.lists(st.tuples(spans, st.booleans()), max_size=6))
def test_no_happening_has_two_flags_of_one_run(
    new: list[Span], old: list[tuple[Span, bool]]
) -> None:
    flags = [flag(f"new{n}", span) for n, span in enumerate(new)]
    before = [earlier(f"old{n}", span, reviewed=seen) for n, (span, seen) in enumerate(old)]
    kin = kinships(flags, before)
    assert set(kin) == {each.id for each in flags}
    happenings = [each.happening for each in kin.values()]
    assert len(set(happenings)) == len(happenings)
