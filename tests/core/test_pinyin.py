"""Readings of Chinese text: the same as pypinyin's own, for a fraction of its memory."""

import json
import os
import random
import subprocess
import sys

import pytest

from foyer.core.pinyin import surname_readings, syllables

_WHOLE = """
import json, sys
from pypinyin import Style, pinyin
texts = json.load(sys.stdin)
print(json.dumps([[read[0] for read in pinyin(text, style=Style.NORMAL)] for text in texts]))
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("重庆银行", "chong qing yin hang"),  # both characters read otherwise in 重要, 行走
        ("重要行走", "zhong yao xing zou"),
        ("音乐会", "yin yue hui"),
        ("绿", "lv"),
        ("", ""),
    ],
)
def test_reads_words_as_they_are_read(text, read):
    assert syllables(text) == read.split()


def test_surnames_have_all_their_readings():
    assert {"zeng", "ceng"} <= set(surname_readings("曾"))


def test_cuts_and_reads_as_pypinyin_does_with_all_its_words():
    pick = random.Random(7)
    common = "重庆长乐行会都大地中国音为还得了着重新朝阳朴实有限公司银区单于参差薄荷便宜"
    texts = ["".join(pick.choices(common, k=pick.randint(1, 9))) for _ in range(3000)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYPINYIN")}
    done = subprocess.run(
        [sys.executable, "-c", _WHOLE],
        input=json.dumps(texts),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert list(map(syllables, texts)) == json.loads(done.stdout)
