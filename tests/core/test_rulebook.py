"""Profiles are checked word by word."""

import tomllib

import pytest

from proctor.errors import ProfileError
from proctor.profiles import read
from proctor.profiles.marks import marks
from proctor.profiles.reading import defaults
from proctor.rulebook import NO_PROFILE, load_profile, profile_from, resolve, with_overrides
from proctor.rules.phone import Phone


def rule(book, code):
    return next(rule for rule in book.rules if rule.code == code)


def test_defaults_cover_the_rules_of_the_subject_only():
    assert "PEEK" in {r.code for r in resolve(NO_PROFILE, "hall", "x").rules}
    assert "PEEK" not in {r.code for r in resolve(NO_PROFILE, "road", "x").rules}


def test_the_more_special_table_wins(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(
        """
        [rules.PHONE]
        threshold = 0.6
        [hall.rules.PHONE]
        hold_s = 4
        [camera."CAM 03".rules.PHONE]
        threshold = 0.8
        [camera."CAM 03".rules.PEEK]
        enabled = false
        """,
        encoding="utf-8",
    )
    profile = load_profile(path)
    assert rule(resolve(profile, "road", "x"), "PHONE").threshold == 0.6
    hall = resolve(profile, "hall", "CAM 03")
    assert (rule(hall, "PHONE").threshold, rule(hall, "PHONE").hold_s) == (0.8, 4.0)
    assert "PEEK" not in {r.code for r in hall.rules}


def test_another_setting_is_another_fingerprint_and_the_same_is_the_same():
    plain = resolve(NO_PROFILE, "hall", "x")
    same = resolve(
        with_overrides(NO_PROFILE, [f"PHONE.threshold={Phone().threshold}"]), "hall", "x"
    )
    other = resolve(with_overrides(NO_PROFILE, ["PHONE.threshold=0.45"]), "hall", "x")
    assert plain.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("plain", "message", "hint"),
    [
        ({"rules": {"PHNE": {}}}, "p [rules]: nothing is called 'PHNE'", "Did you mean PHONE?"),
        (
            {"rules": {"PHONE": {"treshold": 1}}},
            "p [rules.PHONE]: nothing is called 'treshold'",
            "Did you mean threshold?",
        ),
        ({"hal": {}}, "p: nothing is called 'hal'", "Did you mean hall?"),
        ({"rules": {"PHONE": 3}}, "p [rules]: PHONE: expected a table, found 3", ""),
        (
            {"rules": {"PHONE": {"hold_s": "2"}}},
            "p [rules.PHONE]: hold_s = '2': expected 0 to 86400 s",
            "Default: 2.5",
        ),
        (
            {"rules": {"PHONE": {"threshold": 1.5}}},
            "p [rules.PHONE]: threshold = 1.5: expected more than 0, at most 1",
            f"Default: {Phone().threshold}",
        ),
        (
            {"camera": {"A": {"rule": {}}}},
            "p [camera.A]: nothing is called 'rule'",
            "Did you mean rules?",
        ),
        (
            {"hall": {"rules": {"PEEK": {"turn": 4}}}},
            "p [hall.rules.PEEK]: nothing is called 'turn'",
            "Did you mean turn_deg?",
        ),
    ],
)
def test_a_misspelt_profile_is_refused_with_its_place_and_cure(plain, message, hint):
    with pytest.raises(ProfileError) as caught:
        profile_from(plain, "p")
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_true_is_no_number_and_a_number_no_true():
    for values in ({"hold_s": True}, {"enabled": 1}):
        with pytest.raises(ProfileError, match="expected"):
            profile_from({"rules": {"PHONE": values}}, "p")


def test_a_profile_that_is_no_toml_is_refused(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text("[rules\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="is not TOML"):
        load_profile(path)


@pytest.mark.parametrize("line", ["PHONE=0.5", "PHONE.threshold", "PHONE.threshold=abc"])
def test_an_override_that_is_none_is_refused(line):
    with pytest.raises(ProfileError):
        with_overrides(NO_PROFILE, [line])


def test_a_misspelt_override_is_named_where_it_stands():
    with pytest.raises(ProfileError) as caught:
        with_overrides(NO_PROFILE, ["PHONE.treshold=0.5"])
    assert caught.value.message == "--set [rules.PHONE]: nothing is called 'treshold'"
    assert caught.value.hint == "Did you mean threshold?"


def test_an_override_beats_the_camera():
    profile = profile_from({"camera": {"A": {"rules": {"PHONE": {"threshold": 0.9}}}}}, "p")
    book = resolve(with_overrides(profile, ["PHONE.threshold=0.2"]), "hall", "A")
    assert rule(book, "PHONE").threshold == 0.2


def test_the_more_special_wins_whoever_wrote_it_and_the_site_beats_the_program():
    profile = profile_from(
        {
            "rules": {"PHONE": {"hold_s": 1.0, "enabled": True}},
            "hall": {"rules": {"PHONE": {"hold_s": 2.0}}},
            "room": {"counter": {"rules": {"PASS": {"enabled": True}}}},
            "site": {"east": {"room": "counter", "rules": {"PASS": {"hold_s": 4.0}}}},
            "camera": {"C": {"room": "computer-hall", "rules": {"PHONE": {"hold_s": 5.0}}}},
        },
        "p",
    )
    assert rule(resolve(profile, "hall", "x", "west"), "PHONE").hold_s == 2.0
    counter = resolve(profile, "hall", "x", "east")
    assert "PHONE" not in {r.code for r in counter.rules}, "a room is more special than all rooms"
    assert rule(counter, "PASS").hold_s == 4.0, "the site's own beats the shipped one"
    assert rule(resolve(profile, "hall", "C", "east"), "PHONE").hold_s == 5.0


def test_at_a_counter_the_public_may_telephone_and_the_staff_may_not():
    at_counter = profile_from({"camera": {"C": {"room": "counter"}}}, "p")
    codes = {r.code for r in resolve(at_counter, "hall", "C").rules}
    assert "STAFF_MISCONDUCT" in codes
    assert not codes & {"PHONE", "PEEK", "WHISPER"}


def test_a_site_may_have_kinds_of_rooms_of_its_own():
    book = resolve(
        profile_from(
            {
                "room": {"waiting": {"rules": {"PHONE": {"enabled": False}}}},
                "camera": {"C": {"room": "waiting"}},
            },
            "p",
        ),
        "hall",
        "C",
    )
    assert "PHONE" not in {r.code for r in book.rules}
    with pytest.raises(ProfileError, match="'wating' is no kind of room"):
        profile_from({"camera": {"C": {"room": "wating"}}}, "p")


FAULTY = """\
[rules.PHONE]
threshold = 1.5
treshold = 0.4      # misspelt

[hall.rules]
PEEK = { turn_deg = 200, turn = 3 }

[camera."CAM 03".rules.PHNE]
hold_s = 2
[site.east]
room = "cabine"
"""


def test_every_fault_is_told_at_once_with_line_and_column(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(FAULTY, encoding="utf-8")
    faults = read(path).faults
    assert [(one.line, one.column, one.table) for one in faults] == [
        (2, 1, "[rules.PHONE]"),
        (3, 1, "[rules.PHONE]"),
        (6, 10, "[hall.rules.PEEK]"),
        (6, 26, "[hall.rules.PEEK]"),
        (8, 24, '[camera."CAM 03".rules]'),
        (11, 1, "[site.east]"),
    ]
    assert faults[4].hint == "Did you mean PHONE?"
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert f"{path} has 6 faults:" in caught.value.message
    assert f"{path}:3:1 [rules.PHONE]: nothing is called 'treshold'" in caught.value.message


def test_what_is_right_in_a_faulty_profile_is_still_read(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text(FAULTY + "[rules.VID_GAP]\nhold_s = 9\n", encoding="utf-8")
    assert read(path).profile.common["VID_GAP"] == {"hold_s": 9.0}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("[rules\n", 1, 7), ("a = 1\n b = \n", 2, 6), ('a = """x\n', 2, 1)],
)
def test_what_is_no_toml_is_told_with_its_place(tmp_path, text, line, column):
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = read(path).faults
    assert (fault.line, fault.column) == (line, column)
    assert "at line" not in fault.text


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a.b.c = 1", ("a", "b", "c"), (1, 5)),
        ('x = """\n[no]\n"""\ny = 1', ("y",), (4, 1)),
        ("x = [\n 1, # ]\n {k = 2},\n]\n[t]\ny = 1", ("t", "y"), (6, 1)),
        ("x = [\n 1, # ]\n {k = 2},\n]", ("x", "k"), (3, 3)),
        ('"a b" = { \'c.d\' = { e = "}" }, f = 1 }', ("a b", "f"), (1, 32)),
        ("[[t]]\nx = 1979-05-27 07:32:00.5Z\n[t.'u\"']\ny = 1", ("t", 'u"', "y"), (4, 1)),
        ('\n  [ a . "\\u00e9" ] # c\n\tk=1', ("a", "é", "k"), (3, 2)),
        ("x = 'a\\'\ny = 1.5", ("y",), (2, 1)),
    ],
)
def test_a_key_is_found_where_it_stands(text, path, place):
    tomllib.loads(text)
    mark = marks(text)[path]
    assert (mark.line, mark.column) == place


def test_the_shipped_defaults_are_a_profile_without_faults():
    assert defaults().rooms["counter"]
