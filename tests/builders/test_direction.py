"""Which way texts run: each block as its first letter does, an item as its list."""

from __future__ import annotations

import re

import pytest
from support import write_report

from publisher.check import check
from publisher.publish.publication import Publication

# An answer, and the ways of its blocks in their order; those that run as what is around them have none.
ANSWERS = {
    "English": ("words שלום", []),
    "Hebrew": ("שלום words", ["p rtl"]),
    "numbers only": ("123 4.5", []),
    "Arabic behind a number": ("1. مرحبا\n2. words", ["ol rtl"]),
    "an English list": ("- words\n- שלום", []),
    "a task": ("- [x] שלום", ["ul rtl"]),
    "paragraphs of an item": ("- שלום\n\n  words\n\n  שלום", ["ul rtl", "p ltr"]),
    "a quote": ("words\n\n> שלום\n>\n> words\n>\n> שלום", ["blockquote rtl", "p ltr"]),
    "a list in a list": ("- שלום\n  - words", ["ul rtl", "ul ltr"]),
    "cells": ("| a | ב |\n|---|---|\n| ג | d |", ["th rtl", "td rtl"]),
    "a note": ("words[^1]\n\n[^1]: שלום", ["div rtl"]),
    "a heading": ("#### שלום", ["h4 rtl"]),
    "a cell of two": ("| a |\n|---|\n| <p>שלום</p><p>b</p> |", ["td rtl", "p ltr"]),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_ways(tmp_path, name):
    answer, ways = ANSWERS[name]
    path = write_report(tmp_path, answer)
    page = Publication(check(path)).html().data
    text = page.decode().partition('class="answer"')[2]
    assert [" ".join(found) for found in re.findall(r'<(\w+)[^>]* dir="(\w+)"', text)] == ways


def test_the_contents_run_as_their_words_do(tmp_path):
    page = Publication(check(write_report(tmp_path, "words"))).html().data.decode()
    assert '<a href="#question-1" dir="auto">What was done?</a>' in page
