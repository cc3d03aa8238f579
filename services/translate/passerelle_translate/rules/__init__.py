"""The CTO's rules: from YAML files to a versioned rule set.

`load_rules` reads a folder and says every mistake at once, `read_rules` also what is
doubtful; `published` gives what was read its version.
"""

from passerelle_translate.rules.draft import RuleDraft, published
from passerelle_translate.rules.loading import RulesRead, load_rules, read_rules

__all__ = ["RuleDraft", "RulesRead", "load_rules", "published", "read_rules"]
