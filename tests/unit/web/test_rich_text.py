"""Markdown and the few tags of the ODK family become markup; everything else stays text."""

import doctest
import gc
import importlib
import pkgutil
import re
import weakref
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.interview import TextPart
from survey_app.web import rich_text
from survey_app.web.rich_text.colours import ink
from survey_app.web.rich_text.telling import (
    LONGEST,
    in_words,
    told,
    told_below_heading,
    told_in_line,
)


def said(text):
    return str(told([TextPart(text)])).replace("\n", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("nothing to see here", "nothing to see here"),
        ("\\# nothing \\*to\\* see here", "# nothing *to* see here"),
        ("# big", '<h2 class="told-1">big</h2>'),
        ("###### small ##", '<h2 class="told-6">small</h2>'),
        ("####### seven", "####### seven"),
        ("#none", "#none"),
        ("*emphasize* me", "<em>emphasize</em> me"),
        ("_emphasize_ me", "<em>emphasize</em> me"),
        ("<i>emphasize</i> me", "<em>emphasize</em> me"),
        ("<em>emphasize</em> me", "<em>emphasize</em> me"),
        ("**strengthen** me", "<strong>strengthen</strong> me"),
        ("__strengthen__ me", "<strong>strengthen</strong> me"),
        ("<b>strengthen</b> me", "<strong>strengthen</strong> me"),
        ("<strong >strengthen</strong\t> me", "<strong>strengthen</strong> me"),
        ("<u>underline</u> me", "<u>underline</u> me"),
        ("H<sub>2</sub>O, m<sup>2</sup>", "H<sub>2</sub>O, m<sup>2</sup>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("a *b __c__ d* e", "a <em>b <strong>c</strong> d</em> e"),
        ("name_of_child and 2*3*4", "name_of_child and 2<em>3</em>4"),
        ("* not", "<ul><li>not</li></ul>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a **b", "a **b"),
        ("*کیا* آپ", "<em>کیا</em> آپ"),
        ("one\ntwo", "one<br>two"),
        ("one<br/>two", "one<br>two"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("    indented", "indented"),
        ("1. a\n2. b", '<ol start="1"><li>a</li><li>b</li></ol>'),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n- b\n  more", "<ul><li>a</li><li>b<br>more</li></ul>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. third question", "3. third question"),
        ("# S\n\n3. third", '<h2 class="told-1">S</h2><ol start="3"><li>third</li></ol>'),
        ("Ask:\n- a", "<p>Ask:</p><ul><li>a</li></ul>"),
        ("born in\n1998. then", "born in<br>1998. then"),
        (
            "[get odk](http://www.getodk.org)",
            'get odk (<bdi dir="ltr">http://www.getodk.org</bdi>)',
        ),
        ("[call me](tel:+123456789)", 'call me (<bdi dir="ltr">+123456789</bdi>)'),
        ("[x](javascript:alert)", 'x (<bdi dir="ltr">javascript:alert</bdi>)'),
        ("[**b**]()", "<strong>b</strong>"),
        ("can <span style='color:red'>style</span>", 'can <span class="ink-red">style</span>'),
        ('<font color="#0000ff">blue</font>', '<span class="ink-blue">blue</span>'),
        (
            'a <div style="text-align:center">b</div>',
            'a <span class="block at-centre">b</span>',
        ),
        ('<span style="">empty</span>', "empty"),
        ('<div style=";;;a:b">odd</div>', '<span class="block">odd</span>'),
        ("<SPAN STYLE='color:RED'>x</SPAN>", '<span class="ink-red">x</span>'),
        ("<b>open", "open"),
        ("<b>one <i>two</b> three</i>", "<strong>one two</strong> three"),
        ("2 < 3 & 4 > 1", "2 &lt; 3 &amp; 4 &gt; 1"),
        ("&lt;b&gt; &amp; &nbsp;", "&lt;b&gt; &amp; \xa0"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<img src=x onerror="x()">', "&lt;img src=x onerror=&#34;x()&#34;&gt;"),
        ('<a href="http://x">y</a>', "&lt;a href=&#34;http://x&#34;&gt;y&lt;/a&gt;"),
    ],
)
def test_a_text_is_shown_as_the_odk_family_shows_it(written, shown):
    assert said(written) == shown


@pytest.mark.parametrize("value", ["*a*", "<b>a</b>", "# a", "- a", "[a](b)", "\\*", "&lt;"])
def test_a_value_is_never_read_as_markup_and_stands_on_its_own_island(value):
    parts = [TextPart("You said **"), TextPart(value, is_value=True), TextPart("** here.")]
    shown = str(told(parts))
    inside = shown.removeprefix("You said <strong><bdi>").removesuffix("</bdi></strong> here.")
    assert (
        re.sub(r"&(amp|lt|gt);", lambda m: {"amp": "&", "lt": "<", "gt": ">"}[m[1]], inside)
        == value
    )


def test_a_value_alone_cannot_become_a_block():
    assert str(told([TextPart("# boo", is_value=True)])) == "<bdi># boo</bdi>"


def test_the_lines_of_a_value_stay_lines_of_one_paragraph():
    assert str(told([TextPart("one\n\n# two", is_value=True)])) == (
        "<bdi>one</bdi><br><bdi></bdi><br><bdi># two</bdi>"
    )


def test_a_link_to_a_value_is_words_too():
    parts = [
        TextPart("["),
        TextPart("+55", is_value=True),
        TextPart("](tel:"),
        TextPart("+55", is_value=True),
        TextPart(")"),
    ]
    assert str(told(parts)) == '<bdi dir="ltr">+55</bdi>'


def test_a_value_in_a_style_is_no_style():
    parts = [
        TextPart('<span style="color:'),
        TextPart("red", is_value=True),
        TextPart('">x</span>'),
    ]
    assert str(told(parts)) == "x"


def test_the_signs_that_stand_for_values_cannot_be_forged():
    parts = [TextPart("\ue0000\ue001 \ue0007\ue001 "), TextPart("v", is_value=True)]
    assert str(told(parts)) == "0 7 <bdi>v</bdi>"


def test_the_first_paragraph_is_the_heading_and_the_rest_stands_below():
    heading, rest = told_below_heading([TextPart("## *Your* child\n\nAny.\n- own\n- other")])
    assert str(heading) == "<em>Your</em> child"
    assert str(rest) == "<p>Any.</p>\n<ul><li>own</li><li>other</li></ul>"


def test_a_place_for_one_line_gets_no_blocks():
    shown = str(told_in_line([TextPart("# Yes\n\n1. a\n2. b\n\n<div>c</div>")]))
    assert not re.search(r"<(h\d|p|ul|ol|li|div)\b", shown)


def test_what_a_screen_reader_says_has_no_signs_in_it():
    assert in_words([TextPart("**A** <b>red</b> *apple*\nor pear")]) == "A red apple or pear"


@pytest.mark.parametrize(
    "colour", ["red;position:fixed", "expression(x)", "url(x)", "#12", "white", "#fff"]
)
def test_what_is_no_readable_colour_is_no_colour(colour):
    assert ink(colour) == ""


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.classes, self.open = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add((tag, *sorted(name for name, _ in attrs if name != "class")))
        self.classes |= {one for name, value in attrs if name == "class" for one in value.split()}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


ALLOWED = {
    *(
        (tag,)
        for tag in ("p", "h2", "ul", "li", "em", "strong", "u", "sub", "sup", "span", "br", "bdi")
    ),
    ("ol", "start"),
    ("bdi", "dir"),
}
OURS = re.compile(r"(ink-[a-z]+|block|at-centre|told-[1-6])\Z")
CRUMBS = st.sampled_from(
    [
        *"*_<>[]()&\\#-1.\n \"'=;:/",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        '<span style="color:red">',
        "</span>",
        "<script>",
        "<div style='x:y' onclick='z'>",
        "</div>",
        "&lt;",
        "- a",
        "\n1. ",
        "](http://x)",
        "کیا",
    ]
)


@given(st.lists(st.tuples(st.lists(CRUMBS).map("".join), st.booleans()), max_size=6))
def test_no_text_brings_anything_onto_the_page_but_the_allowed(pieces):
    parts = [TextPart(text, is_value=value) for text, value in pieces]
    for shown in (told(parts), told_in_line(parts), *told_below_heading(parts)):
        seen = _Seen()
        seen.feed(str(shown))
        seen.close()
        assert seen.open == []
        assert seen.tags <= ALLOWED
        assert all(OURS.match(one) for one in seen.classes)


@given(st.text())
def test_a_text_without_signs_is_shown_letter_by_letter(text):
    plain = re.sub(r"[*_<>&\\\[\]#\-+.)\s\d\ue000\ue001]", "x", text)
    assert in_words([TextPart(plain)]) == plain


@pytest.mark.parametrize(
    "crumb", ["*a", "a*", "_a ", "x**y *a ", "<b>ab", "[", "[a](", "\\", "&amp", "- a\n", "<i a"]
)
@pytest.mark.parametrize("length", [40_000, 400_000])
def test_a_hostile_text_is_shown_too_and_beyond_all_reason_as_it_was_written(crumb, length):
    text = crumb * (length // len(crumb))
    shown = told([TextPart(text)])
    assert len(shown) >= len(text) // 4
    if length > LONGEST:
        assert "<em>" not in shown


class Words(str):
    """Letters of which it can be seen whether somebody still holds them."""

    __slots__ = ("__weakref__",)


@pytest.mark.parametrize("tell", [told, told_in_line, told_below_heading])
def test_a_text_of_the_form_is_read_once_and_no_answer_is_kept(tell):
    seen = {}
    for is_value in (False, True):
        words = Words(f"gardenia {tell.__name__} {is_value}")
        tell([TextPart("Her child: "), TextPart(words, is_value=is_value)])
        seen[is_value] = weakref.ref(words)
    del words
    gc.collect()
    assert seen[False]() is not None  # else what is held could not be seen here
    assert seen[True]() is None


def test_the_examples_in_the_code_are_true():
    for module in pkgutil.iter_modules(rich_text.__path__, f"{rich_text.__name__}."):
        assert doctest.testmod(importlib.import_module(module.name)).failed == 0
