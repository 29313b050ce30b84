"""Captions are read, not kept: plain words and times alone come out, whatever was in the file."""

from __future__ import annotations

import pytest

from assembly.recordings.captions.transcript import paragraphs
from assembly.recordings.captions.webvtt import Cue, NotCaptions, packed, read, unpacked, written
from assembly.recordings.moments import Chapter, read_chapters, read_moment, said_moment, written_chapters

VTT = """WEBVTT - a title
Kind: captions

STYLE
::cue { background: url(https://evil.example/x.png) }

NOTE who sees this?
00:00.000 --> 00:01.000

intro
00:01.000 --> 00:03.500 line:0 position:20%
<v Anna><b>Good</b> morning &amp; <script>welcome</script>
<00:02.000>to &lt;Brussels&gt; -->

01:00:00.000 --> 01:00:02.000
The end\u202e.
"""
SRT = "1\r\n00:00:05,250 --> 00:00:07,000\r\n{\\an8}<i>Café</i>\r\n \r\n2\r\n00:00:01,000 --> 00:00:02,000\r\nFirst\r\n"


def test_only_words_and_times_are_kept() -> None:
    cues = read(VTT.replace(" -->\n", "\n").encode())
    assert cues == [
        Cue(1000, 3500, "Good morning & welcome\nto <Brussels>"),
        Cue(3_600_000, 3_602_000, "The end."),
    ]
    served = written(cues)
    assert served.startswith(
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nGood morning &amp; welcome\nto &lt;Brussels&gt;\n"
    )
    assert read(served.encode()) == unpacked(packed(cues)) == cues


def test_word_that_looks_like_times_stays() -> None:
    cue = Cue(0, 1000, "a --> b")
    assert read(written([cue]).encode()) == [cue]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_subrip_is_read_in_order(encoding: str) -> None:
    assert read(SRT.encode(encoding)) == [Cue(1000, 2000, "First"), Cue(5250, 7000, "Café")]


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There are no captions"),
        (b"WEBVTT\n\nhello", "There are no captions"),
        (b"\x00\x01\x02\x03", "There are no captions"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n00:05.000 --> 00:04.000\nx", "Line 6 "),
        (b"WEBVTT\n\n1\nsoon --> later\nx", "Line 4 "),
        (b"WEBVTT\n\n00:01.000 --> 99:00:02.000\nx", "Line 3 "),
    ],
)
def test_what_is_no_caption_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(NotCaptions) as refusal:
        read(content)
    assert str(refusal.value).startswith(said)


def test_a_transcript_breaks_at_silences_and_speakers() -> None:
    cues = [Cue(0, 1000, "One"), Cue(1000, 2000, "two."), Cue(6000, 7000, "Three"), Cue(7000, 8000, "four.")]
    assert [(one.start_s, one.text) for one in paragraphs(cues)] == [(0, "One two."), (6, "Three four.")]
    assert [one.start_s for one in paragraphs(cues, begins=[1, 7])] == [0, 1, 6, 7]


@pytest.mark.parametrize(
    ("text", "seconds"), [("754", 754), ("12:34", 754), ("1:02:03", 3723), ("0:00", 0), ("90:00", 5400)]
)
def test_moments_are_read_as_written(text: str, seconds: int) -> None:
    assert read_moment(text) == seconds
    assert read_moment(said_moment(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "12:3", "1:60:00", "12:60", "-1", "noon", "25:00:00", "99999", "１２"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        read_moment(text)


def test_chapters_are_lines_with_time_and_title() -> None:
    chapters = read_chapters("4:15 - Welcome\n\n0:00 Opening: the Commission\n1:00:00  End")
    assert chapters == [Chapter(0, "Opening: the Commission"), Chapter(255, "Welcome"), Chapter(3600, "End")]
    assert read_chapters(written_chapters(chapters)) == chapters
    for bad in ("Welcome", "0:00 a\n0:00 b", "\n".join(f"{n}:00 x" for n in range(101))):
        with pytest.raises(ValueError, match=r"chapters|time"):
            read_chapters(bad)
