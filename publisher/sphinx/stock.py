"""What Sphinx's own builders would lose, refuse or fetch is changed before they write."""

from __future__ import annotations

from typing import Any, Final

from sphinx.transforms.post_transforms import SphinxPostTransform

from publisher.sphinx.collect import is_report
from publisher.sphinx.settings import words_of

OWN: Final = frozenset({"report", "pdf", "archive"})
"""Our builders, which need none of this."""


class ForStockBuilders(SphinxPostTransform):
    """Rewrites a report's tree for a builder that is not ours."""

    default_priority = 1

    def run(self, **_: Any) -> None:
        """Rewrite what the builder at work needs otherwise."""
        builder = self.env._app.builder  # noqa: SLF001 - Sphinx 9 has no public way in a transform
        if builder.name not in OWN and is_report(self.document):
            from publisher.sphinx.rewriting import Rewriting

            Rewriting(self.document, builder, self.config, words_of(self.env)).run()
