"""Text from outside in a place where Markdown is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lib.markdown import literal

HOSTILE = [
    "![x](https://evil.example/x.png)",
    "[y](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "https://evil.example",
    "# title",
    "- item\n- item",
    "1. item",
    "```code```",
    "| a | b |",
    "**bold** _it_ ~~no~~",
    "\\![x](y)",
    "&lt;b&gt;",
]


def shown(text: str) -> str:
    """What a reader of the Markdown sees, marks of markup and all."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parseInline(literal(text))
    inside = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inside} <= {"text", "text_special"}
    return "".join(child.content for child in inside)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_and_not_followed(text: str) -> None:
    assert shown(text) == " ".join(text.split())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == " ".join(text.split())


@pytest.mark.parametrize("text", [":red[PAID]", ":material/bolt:", "$x^2$", ":smile:"])
def test_streamlits_own_marks_are_broken(text: str) -> None:
    assert "\\" + text[0] in literal(text)
