"""``make accuracy`` on two clips: from bytes to the page."""

import re

import pytest

from bench import accuracy
from bench.clips import shipped

CLIPS = ("cabin_a", "cabin_b")


@pytest.fixture(scope="module")
def work(tmp_path_factory, models_folder):
    """A folder in which the page was made; the home it was made from lies in it."""
    folder = tmp_path_factory.mktemp("accuracy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCTOR_MODELS", str(models_folder))
        made(folder)
    return folder


def made(folder):
    """Make the page of two clips, or make it again; its text."""
    page = folder / "docs" / "accuracy.md"
    words = ("--page", str(page), "--work", str(folder / "work"))
    accuracy.main(["--only", *CLIPS, *words])
    return page.read_text("utf-8")


@pytest.mark.slow
def test_the_page_counts_what_was_scripted_and_what_was_found(work):
    text = (work / "docs" / "accuracy.md").read_text("utf-8")
    scripted = sum(len(clip.reference.events) for clip in shipped(CLIPS))
    assert f"Of {scripted} events " in text
    row = re.search(r"^\| GAZE_OFF Eyes off the road \| \d+ \| \d+ \| (\d+) ", text, re.MULTILINE)
    assert int(row[1]) >= 1


@pytest.mark.slow
def test_every_scripted_event_is_found_or_has_a_cause(work):
    text = (work / "docs" / "accuracy.md").read_text("utf-8")
    part = text.split("### Why events were missed")[1].split("\n\n")[1]
    rows = [[int(n) for n in re.findall(r" (\d+) ", row)] for row in part.split("\n")[2:]]
    assert len(rows) == len({e.code for clip in shipped(CLIPS) for e in clip.reference.events})
    for scripted, *went in rows:
        assert scripted == sum(went)


@pytest.mark.slow
def test_the_curves_lie_beside_the_page(work):
    picture = work / "docs" / "accuracy" / "det-tune.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "(accuracy/det-tune.png)" in (work / "docs" / "accuracy.md").read_text("utf-8")


@pytest.mark.slow
def test_the_page_made_again_is_the_same_and_nothing_is_looked_at_twice(
    work, models_folder, monkeypatch, capfd
):
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    before = (work / "docs" / "accuracy.md").read_text("utf-8")
    assert made(work) == before
    assert capfd.readouterr().out.count("known") == len(CLIPS)
