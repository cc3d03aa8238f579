"""The CTO's rules: from YAML files to a versioned rule set.

`load_rules` reads a folder and says every mistake at once; `published` gives what was
read its version.
"""

from passerelle_translate.rules.draft import RuleDraft, published
from passerelle_translate.rules.loading import load_rules

__all__ = ["RuleDraft", "load_rules", "published"]
