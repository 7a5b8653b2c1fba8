"""The names of one label, each different one once: what is searched by text and by pinyin."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.search.pinyin import Alphabet
from graph.search.term import Ranks, Term, as_flags, ranks_by_pinyin
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.nodes import NodeArrays


@dataclass(frozen=True, eq=False)
class Names:
    """`different` holds each name once; `which` says for every node which it has, -1 for none."""

    different: pa.Array
    which: Positions

    @classmethod
    def of(cls, nodes: NodeArrays, name: str) -> "Names":
        """The names of a label, from the property that holds them.

        Kept as long as the nodes are: they never change, and each label has one such property.
        """
        if nodes not in _kept:
            encoded = nodes.column(name).dictionary_encode()
            which = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
            _kept[nodes] = cls(encoded.dictionary, which)
        return _kept[nodes]

    @cached_property
    def alphabet(self) -> Alphabet:
        """The characters the names are written with."""
        return Alphabet(set("".join(self.different.to_pylist())))

    def by_text(self, term: Term) -> tuple[Positions, Ranks]:
        """Which nodes have a name that contains the word, and how well each fits."""
        return self._spread(term.contained_in(self.different), term.ranks)

    def by_pinyin(self, letters: str) -> tuple[Positions, Ranks]:
        """Which nodes have a name that these letters mean, and how well each fits."""
        pattern = self.alphabet.pattern(letters)
        if pattern is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        found = as_flags(pc.match_substring_regex(self.different, pattern))
        return self._spread(found, lambda values: ranks_by_pinyin(pattern, values))

    def _spread(
        self, found: Flags, ranks_of: Callable[[pa.Array], Ranks]
    ) -> tuple[Positions, Ranks]:
        fitting = np.flatnonzero(found)
        ranks = np.full(len(self.different) + 1, -1)
        ranks[fitting] = ranks_of(self.different.take(pa.array(fitting)))
        # A node without a name looks at the last place, which fits nothing.
        of_nodes = ranks[self.which]
        positions = np.flatnonzero(of_nodes >= 0)
        return positions, of_nodes[positions]


_kept: WeakKeyDictionary[NodeArrays, Names] = WeakKeyDictionary()
