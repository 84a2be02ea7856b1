"""BCP 47: what a language's tag is (RFC 5646, 2.1 and its appendix A)."""

import pytest
from support import run, write_report

from publisher.language.catalog import spoken
from publisher.language.tag import is_tag


@pytest.mark.parametrize(
    "tag",
    [
        # Appendix A, all that can be registered
        *("de", "fr", "ja", "i-enochian", "zh-Hant", "zh-Hans", "sr-Cyrl", "sr-Latn"),
        *("zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK", "yue-HK", "zh-Hans-CN", "sr-Latn-RS"),
        *("sl-rozaj", "sl-rozaj-biske", "sl-nedis", "de-CH-1901", "sl-IT-nedis"),
        *("hy-Latn-IT-arevela", "de-DE", "en-US", "es-419", "de-CH-x-phonebk"),
        *("az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern", "de-Qaaa", "sr-Latn-QM"),
        *("sr-Qaaa-RS", "en-US-u-islamcal", "zh-CN-a-myext-x-private", "en-a-myext-b-another"),
        *("DA", "da-dk", "zh-min-nan", "sgn-BE-FR"),
    ],
)
def test_well_formed(tag):
    assert is_tag(tag)


@pytest.mark.parametrize(
    "tag",
    [
        *("de-419-DE", "a-DE", "ar-a-aaa-b-bbb-a-ccc"),  # those of appendix A that are none
        *(
            "",
            "d",
            "dansk",
            "Danish",
            "da_DK",
            "da-",
            "-da",
            "da--DK",
            "da DK",
            "da\n",
            "x",
            "da-x",
        ),
        *("de-DE-1901-1901", "en-u", "../en", "d\u00e4", "da-\u0661\u0662\u0663", "i-nothing"),
    ],
)
def test_none(tag):
    assert not is_tag(tag)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("da", "da"),
        ("da-DK", "da"),
        ("DE-at", "de"),
        ("en-GB", "en"),
        ("dan", ""),
        ("nb", ""),
        ("x-da", ""),
    ],
)
def test_which_of_ours_is_spoken(tag, language):
    assert spoken(tag) == language


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Danish", "found 'Danish'"),
        ("da_DK", "such as en, da or de-AT"),
        ("no", "YAML takes no for false, so write 'no'"),
        ("12", "found 12"),
        ("", "found None"),
    ],
)
def test_a_course_that_names_none_is_told_where(tmp_path, value, said):
    write_report(tmp_path, "Ten bees.")
    (tmp_path / "c.yaml").write_text(f"title: Bees\nlanguage: {value}\n")
    done = run("check", "--course", "c.yaml", cwd=tmp_path)
    assert done.code == 2
    assert "c.yaml:2: language: expected a language's tag (BCP 47)" in done.err
    assert said in done.err
