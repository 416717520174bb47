"""The one room that reads Word files: ``read_word`` gives values, ``open_word`` the file for who writes a copy.

Import it where a Word file is at hand, not before: python-docx costs a tenth of a second.
"""

from bulletin_gen.word.guard import open_word
from bulletin_gen.word.model import (
    Bookmark,
    Level,
    Revision,
    Story,
    Stretch,
    WordBlock,
    WordCell,
    WordComment,
    WordFile,
    WordParagraph,
    WordPlace,
    WordTable,
    paragraphs,
)
from bulletin_gen.word.read import read_word, word_file

__all__ = [
    "Bookmark",
    "Level",
    "Revision",
    "Story",
    "Stretch",
    "WordBlock",
    "WordCell",
    "WordComment",
    "WordFile",
    "WordParagraph",
    "WordPlace",
    "WordTable",
    "open_word",
    "paragraphs",
    "read_word",
    "word_file",
]
