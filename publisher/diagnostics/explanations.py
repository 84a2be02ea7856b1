"""What the codes mean that no rule yields; a rule's docstring explains its own."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal, NamedTuple

from publisher.language.catalog import IN_ENGLISH
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher.diagnostics.model import Severity
    from publisher.language.catalog import Catalog

_WIDTH = 100


class Explanation(NamedTuple):
    """A code with its usual severity (``off``: a course has to name one) and the text that explains it (first line: in short)."""

    code: str
    severity: Severity | Literal["off"]
    text: str

    @property
    def short(self) -> str:
        """What it means in one line."""
        return self.text.partition("\n")[0]

    def paragraphs(self) -> list[str]:
        """Return the text in paragraphs, each on one line as a message; those that are indented are examples, as they stand."""
        return [
            part if part.startswith("    ") else Message(" ".join(part.split()))
            for part in self.text.split("\n\n")
        ]

    def said(self, said: Catalog) -> str:
        """Return the text in another language, in lines as long as the English ones."""
        if said is IN_ENGLISH:
            return self.text
        parts = [
            textwrap.fill(said(part), _WIDTH, break_long_words=False, break_on_hyphens=False)
            if isinstance(part, Message)
            else part
            for part in self.paragraphs()
        ]
        return "\n\n".join(parts)


OTHERS: tuple[Explanation, ...] = (
    Explanation(
        "broken",
        "error",
        """The report cannot be read at all.

The file is missing, empty, binary, in an encoding that is neither UTF-8 nor cp1252, or
larger than 4 MiB (`max_report_mib` in a course's settings changes that), or it holds more than 90,000 line
ends and signs of punctuation for each MiB of that limit. Nothing is made of it, and the exit code is 3.

Why: a report that cannot be read must never count as one without faults.""",
    ),
    Explanation(
        "suppression_wrong",
        "note",
        """A suppression in the report has no effect.

A comment `<!-- publisher: ignore CODE: REASON -->` on a line of its own answers what is said of
its question; before the first question, of the whole report. Several codes stand with commas
between. What it covers is moved to the notes and kept with the reason. It has no effect without a
reason, with a code that there is not, and elsewhere. Errors cannot be suppressed, nor can what is
said of suppressions, nor what building finds, a lost word above all.

Why: who wrote it believes that it works.""",
    ),
    Explanation(
        "suppression_unused",
        "note",
        """A suppression in the report suppresses nothing.

Where it covers, nothing of its code was found; perhaps it was mended since.

Why: it would hide what goes wrong in its place later.""",
    ),
    Explanation(
        "limit_contradiction",
        "warning",
        """A prompt of a template states different limits of one kind.

`publisher template` says it. What stands behind "Answer length:" is what answers are judged by,
else what stands first.

Why: a group that kept to the other limit is right, too.""",
    ),
    Explanation(
        "limit_reversed",
        "warning",
        """A limit of a template has its higher number first.

`publisher template` says it. "200-100 words" is read as 100-200.

Why: it may be a typing mistake in one of the numbers.""",
    ),
    Explanation(
        "limit_none",
        "note",
        """A question of a template has no limit that was understood.

`publisher template` says it. Limits are words and images; sentences and pages are not counted.

Why: a limit in a wording that the program does not know would never be checked.""",
    ),
    Explanation(
        "template_answered",
        "warning",
        """A question of a template has an answer already.

`publisher template` says it.

Why: every report would begin with it; perhaps the file is a report and no template.""",
    ),
    Explanation(
        "placeholder_number",
        "warning",
        """A placeholder of a template names another question.

`publisher template` says it.

Why: it was copied from there, and perhaps more was.""",
    ),
    Explanation(
        "pdf_failed",
        "error",
        """The PDF could not be made.

The process that makes it ended early, or went beyond a limit: `max_pdf_seconds` (300),
`max_pdf_memory_mib` (2048) or `max_pdf_pages` (2000), which a course can change. The figure that
was being read or the question that was being laid out is named where it is known. The other
formats are made all the same.

Why: a picture or a table that is too large is the usual reason; --debug shows the rest.""",
    ),
    Explanation(
        "pdf_weaker",
        "warning",
        """The PDF lacks something that this program puts right in WeasyPrint.

Some functions of WeasyPrint and pydyf are replaced. Where a version has them no more, or calls them in
another way, the PDF is made without that, and what it lacks is said. Such a version was installed in spite of
the bounds that publisher sets.

Why: a PDF that lacks a little is better than none, if one knows.""",
    ),
    Explanation(
        "pdf_message",
        "note",
        """WeasyPrint said something while it made the PDF.

The PDF was made. The message is WeasyPrint's own, without paths of this machine.

Why: it can explain why a page looks different from the web page.""",
    ),
    Explanation(
        "word_lost",
        "error",
        """An output lacks something that stands in the report.

After building, the finished files are read again and compared with the report: each word of an
answer, each figure, each tick, and prompts where they are shown; in the PDF also whether it is
inside the page and not clipped. The exit code is 4.

Why: a report that loses a paragraph on its way to the reader is worse than none. It is a fault
of this program, never of the report.""",
    ),
    Explanation(
        "figure_unprintable",
        "error",
        """A figure could not be put into the PDF.

A grey box stands for it. The file is a picture, but it is damaged inside, has more pixels than a
course allows (`max_image_megapixels`, 100 million), or is an SVG that runs scripts or is built without an end.

Why: the PDF alone is what many people will see.""",
    ),
    Explanation(
        "figure_incomplete",
        "warning",
        """The PDF does not show all of a drawing.

The SVG has labels that are HTML and for which there is no room as plain text, pictures that are
not in the file, or refers to something else that is not in it. The web page shows what the reader's browser does.

Why: who has the PDF alone takes the drawing for whole.""",
    ),
    Explanation(
        "figure_restyled",
        "note",
        """A drawing looks otherwise in the PDF than in a browser.

Fonts that an SVG brings along are replaced by those of the PDF, and labels that are HTML are set as
plain text, in the middle of their places.

Why: text of other widths may not stand where it was meant to.""",
    ),
    Explanation(
        "formula_as_signs",
        "note",
        """A formula is printed as a line of signs: `a/b ≤ x²`.

The PDF sets formulas with a font of their own, which has Latin, Greek and Cyrillic letters and the signs
of mathematics. A formula with a character that it lacks (Chinese or Hebrew in `\\text`, emoji) is
one line in the fonts of the text, and so is one that is higher than a page, as a matrix of fifty rows.

Why: in a line, fractions, roots and matrices are hard to read.""",
    ),
    Explanation(
        "figure_cut",
        "note",
        """A drawing cuts off its own text.

The text of an SVG goes on beyond the drawing's edge; a browser shows no more of it than the PDF.

Why: it looks like a fault of the page, and only who made the drawing can mend it.""",
    ),
    Explanation(
        "library_missing",
        "error",
        """A library of the system is missing, so there is no PDF.

`publisher doctor` names it and the command that installs it. The exit code is 5; the other
formats are made.

Why: WeasyPrint lays out text with Pango, which pip does not bring.""",
    ),
    Explanation(
        "format_failed",
        "error",
        """A format that was asked for could not be made.

The message says which and why. What TeX stops at is its own message, with the question where it stood. The other
formats are made all the same.

Why: a folder without a file that was asked for should not look complete.""",
    ),
    Explanation(
        "format_limited",
        "note",
        """A format cannot show something of the report, or shows it otherwise.

A text has no pictures: `report.txt` names each with its caption and its file. A book has pictures of few types:
others stand there as PNG, as does a drawing (SVG) that runs or fetches something. LaTeX and Word have PNG and
JPEG; a character that no bundled font has is a box with its number in LaTeX, as in the PDF; a formula is a line of
signs in Word. All words are in every format.

Why: who gets that file alone should know what else there is to see.""",
    ),
    Explanation(
        "untranslated",
        "note",
        """Page and PDF say our own words in English: the report's language is none that publisher speaks.

`language` in a course's settings names the report's language. What publisher adds itself, such as "Contents"
and "Figure 1", it says in English, Danish and German; beside another language it is English and marked so
(`lang="en"`).

Why: a screen reader speaks each text in its own language, and nobody takes the words for the group's.""",
    ),
    Explanation(
        "archive_failed",
        "error",
        """The archive could not be made.

It would have more than 64 MiB, or 6,000,000 values, besides the files in it, and no program need read
such an archive. A report of usual text and of 14 MiB has less; hundreds of thousands of cells or items
have more. The other formats are made all the same; the PDF carries no archive.

Why: what is written must be read again in thirty years, on a machine with little memory.""",
    ),
    Explanation(
        "handin_failed",
        "error",
        """A hand-in could not be made, since a file's name in it would not work everywhere.

`publisher handin` says it: Windows knows no `:`, `?` or `"` in a name, no dot at its end and no file called
`con`, and takes `A.png` and `a.png` for one; and no file of the report may lie where `report.html`,
`report.pdf`, `report.json` and `receipt.txt` are put. Nothing is written, whatever --anyway says.

Why: who unpacks it would have another report than yours, without a word.""",
    ),
    Explanation(
        "archive_broken",
        "error",
        """A file is no archive that can be read.

It is missing, cut off, another program's, larger than 1 GiB, of a newer version of the format,
an encrypted PDF, or a PDF that carries no archive. Nothing is proved of it, and the exit code is 3.

Why: what cannot be read must never count as proved.""",
    ),
    Explanation(
        "archive_form",
        "error",
        """An archive is not in its own canonical form (RFC 8785).

A program wrote the JSON anew, with other blanks or another order: it may say the same, but it
is not what was sealed.

Why: one form for one content is what makes a digest of it mean something.""",
    ),
    Explanation(
        "archive_fixity",
        "error",
        """A part of an archive has another digest than the one that was sealed with it.

The message names the member. Something in it was changed, by a fault of a disk or by a hand.

Why: a single changed bit must be found.""",
    ),
    Explanation(
        "archive_schema",
        "error",
        """An archive does not keep to the schema of its version.

The message says where, as a JSON Pointer. As a note: the schema that the archive carries is not
the one that this program has for its version; it is judged by the program's own.

Why: a program that reads it must find what docs/archive-format.md promises.""",
    ),
    Explanation(
        "archive_file",
        "error",
        """A file in an archive is not what the archive says of it.

Its size or a digest is another, it stands twice, its name would leave the folder, or the report
names a file that the archive has lost.

Why: the source and the figures are what must come back byte for byte.""",
    ),
    Explanation(
        "bag",
        "error",
        """A bag is not what its manifests say.

A file is missing, changed, named by no manifest, or its report is not the one in its archive; the
message names it. All of RFC 8493 is asked, and that every tag file stands in a tag manifest.

Why: a bag is proved as a whole, so that what is on the shelf is what was put there.""",
    ),
    Explanation(
        "archive_source",
        "error",
        """An archive says something else than its source.

The source was read again, and gave other answers, counts, another tree or other diagnostics. It is a
note where the archive was written under other versions of the program or its libraries.

Why: digests can be calculated anew by who changes an archive; what the source says cannot.""",
    ),
)
