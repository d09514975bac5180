"""The dataset: one edition as records for programs, the same behind the API, MCP, the downloads and the static site.

`records` are what leaves, built on those of the files; `shaping` makes them of an edition; `resources` is the table of
all there is, `choices` what narrows it; `envelopes` are what records leave in; `languages` gives a record to readers of
one language; `tools` answers assistants; `download`, `tables` and `database` are an edition whole, `browser` and
`browser_search` what a browser needs of it.
"""

from bot.content.sealed import SealedEdition
from bot.dataset.browser import messages, table
from bot.dataset.browser_search import search
from bot.dataset.choices import Choice, NotAChoice, Nothing, choose, values
from bot.dataset.dataset import Dataset, LinkTo
from bot.dataset.download import DOWNLOADS
from bot.dataset.envelopes import answer_of, list_of, listed, one, page_of, written
from bot.dataset.languages import schema, spoken
from bot.dataset.licence import LICENCE, LICENCE_NAME, licence
from bot.dataset.records import Licence
from bot.dataset.resources import RESOURCES, Resource
from bot.dataset.tallies import Tally, tallies
from bot.dataset.tools import TOOLS, NotFound, Tool

__all__ = [
    "DOWNLOADS",
    "LICENCE",
    "LICENCE_NAME",
    "RESOURCES",
    "TOOLS",
    "Choice",
    "Dataset",
    "Licence",
    "LinkTo",
    "NotAChoice",
    "NotFound",
    "Nothing",
    "Resource",
    "SealedEdition",
    "Tally",
    "Tool",
    "answer_of",
    "choose",
    "licence",
    "list_of",
    "listed",
    "messages",
    "one",
    "page_of",
    "schema",
    "search",
    "spoken",
    "table",
    "tallies",
    "values",
    "written",
]
