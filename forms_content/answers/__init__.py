"""Answers: read from a page, checked alike on every way, and told in words."""

from .checking import Checked, check_answers
from .reading import answers_from_post
from .telling import answer_in_words

__all__ = ["Checked", "answer_in_words", "answers_from_post", "check_answers"]
