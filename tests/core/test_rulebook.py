"""Profiles are checked word by word."""

import pytest

from proctor.errors import ProfileError
from proctor.rulebook import NO_PROFILE, load_profile, profile_from, resolve, with_overrides


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
    same = resolve(with_overrides(NO_PROFILE, ["PHONE.threshold=0.3"]), "hall", "x")
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
        ({"rules": {"PHONE": 3}}, "p [rules.PHONE]: expected a table, found 3", ""),
        (
            {"rules": {"PHONE": {"hold_s": "2"}}},
            "p [rules.PHONE] hold_s = '2': expected a number from 0 up",
            "Default: 2.5",
        ),
        (
            {"rules": {"PHONE": {"threshold": 1.5}}},
            "p [rules.PHONE] threshold = 1.5: expected more than 0 and at most 1",
            "",
        ),
        (
            {"camera": {"A": {"rule": {}}}},
            "p [camera.\"A\"]: nothing is called 'rule'",
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
