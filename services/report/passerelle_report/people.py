"""Finds where a line names a person, as far as a list of names can tell.

Nothing is guessed from capitals alone, which places, brands and departments have too:
a word counts that is a common first name, or that stands where a person is thanked,
titled or said to have done something.
"""

import re
import unicodedata

from passerelle_report.first_names import ALSO_WORDS, FIRST_NAMES

_NAME = r"[A-ZÀ-ÖØ-Þ][\w]+(?:-\w+)*"
_CAPITALISED = re.compile(rf"(?<![\w.@-]){_NAME}")
_WORD_BEFORE = re.compile(r"(\w+)[ -]$")
_OTHER_NAMES = re.compile(rf"(?:{_NAME} )+$")
_WORD_AFTER = re.compile(r"^(?:['’]s)?[ -](\w+)")
_OF_A_PLACE = re.compile(r"^[ -](?:de|du|des) ?(?:la )?[A-ZÀ-ÖØ-Þ]")
_OF_PLACES = frozenset(
    """
    saint sainte st ste rue avenue boulevard place quai gare station square allee
    chemin cours pont port lycee college ecole hopital clinique aeroport boutique
    magasin agence entrepot depot site relais marche ligne salle stade tour hotel
    restaurant boulangerie marque enseigne fondation prix ile
    """.split()  # noqa: SIM905 - words to read
)
"""What stands before a name that is a place's or a brand's: « rue Victor Hugo »."""
_NAMED_AFTER = frozenset(
    """
    street road avenue square station airport hospital school shop store warehouse
    hotel bridge park hall prize ltd inc sa sas gmbh
    """.split()  # noqa: SIM905 - words to read
)
"""What stands behind such a name: "Victoria station"."""
_DID = re.compile(
    r"""
    (?:\ (?:a|as|has|is|was|will|est|va|avait)\b)?
    (?:\ (?:bien|enfin|aussi|déjà|tout|just|now|also|already))?
    \ (?:corrigé|réparé|terminé|fini|livré|développé|ajouté|refait|écrit|codé|vérifié
    |testé|trouvé|résolu|repris|proposé|signalé|demandé|travaille|propose|pense|dit
    |fixed|repaired|finished|wrote|added|built|made|found|reviewed|tested|solved|did
    |fixing|working|writing|building|says|said|thinks|reported|asked|reworked)\b
    """,
    re.VERBOSE,
)
_BY = re.compile(
    r"""
    \b(?i:thanks\ to|thank\ you,?|kudos\ to|merci\ à|merci|bravo\ à|bravo
    |félicitations\ à|ask|asked|with|by|chez|avec|par|voir\ avec|according\ to|selon)\ $
    """,
    re.VERBOSE,
)
_THANKED = re.compile(
    r"\b(?i:thanks to|thank you,?|kudos to|credits? to|merci à|merci|grâce à|bravo à"
    rf"|félicitations à) (?P<first>{_NAME}) (?:de |van |von |Mc|O['’])?{_NAME}"
)
_NO_PERSON = frozenset(
    """
    la le les the our san santa new los las north south east west great black
    """.split()  # noqa: SIM905 - words to read
)
"""Words with which the names of places, shops and days begin."""
_TITLED = re.compile(
    rf"(?:\bM\.|\b(?:Mme|Mlle|Mr|Mrs|Ms|Monsieur|Madame)\b\.?) (?P<first>{_NAME})"
)
_INITIAL = re.compile(
    r"(?:^|\b(?:to|by|with|par|à|avec|de|et|and) )[A-Z]\. ?[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+"
)


def person_in(line: str) -> str | None:
    """Say the words of *line* that name a person; None when none is told apart."""
    for pattern in (_TITLED, _INITIAL):
        if found := pattern.search(line):
            return found[0].strip()
    for found in _THANKED.finditer(line):
        if _folded(found["first"]) not in _NO_PERSON:
            return found[0]
    return next(
        (word[0] for word in _CAPITALISED.finditer(line) if _is_person(line, word)),
        None,
    )


def _is_person(line: str, word: re.Match[str]) -> bool:
    before, after = line[: word.start()], line[word.end() :]
    if _is_place(before, after):
        return False
    parts = [_folded(part) for part in word[0].split("-")]
    if not all(part in FIRST_NAMES or part in ALSO_WORDS for part in parts):
        return False
    sure = len(parts) > 1 or parts[0] in FIRST_NAMES
    return sure or bool(_DID.match(after) or _BY.search(before))


def _is_place(before: str, after: str) -> bool:
    """Whether what stands around a name makes it a place's, a street's or a brand's."""
    right = _WORD_AFTER.match(after)
    lefts = (_WORD_BEFORE.search(b) for b in (before, _OTHER_NAMES.sub("", before)))
    return (
        any(left and _folded(left[1]) in _OF_PLACES for left in lefts)
        or (right is not None and _folded(right[1]) in _NAMED_AFTER)
        or _OF_A_PLACE.match(after) is not None
    )


def _folded(word: str) -> str:
    """Say *word* in small letters without accents: people leave them out."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
