"""The rule sets on business.rules.v1: the newest one, and publishing the next."""

from datetime import datetime

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES
from passerelle_translate.errors import RulesContestedError
from passerelle_translate.rules.draft import RuleDraft, published

ROLE = "translate-rules"
_ATTEMPTS = 5


async def newest_rules(kafka: KafkaSettings) -> RuleSet | None:
    """Say the rule set of the highest version; None when none was published.

    Raises BrokerAwayError when the broker does not answer.
    """
    newest: RuleSet | None = None
    async for batch in read_to_end(kafka, [BUSINESS_RULES.name], ROLE):
        for record in batch:
            if record.value is not None:
                rules = BUSINESS_RULES.decode(record.value)
                # Of two records of one version the later is what the topic keeps.
                if newest is None or rules.version >= newest.version:
                    newest = rules
    return newest


async def publish_rules(
    kafka: KafkaSettings,
    draft: RuleDraft,
    *,
    author: str,
    reason: str,
    now: datetime,
) -> RuleSet:
    """Publish *draft* as the next version, unless it is the newest already.

    Returns the rule set that the topic holds. Workers that start together with the
    same rules agree on one version.
    """
    for _ in range(_ATTEMPTS):
        before = await newest_rules(kafka)
        rules = published(
            draft, before, author=author, reason=reason, effective_from=now
        )
        if rules is before:
            return rules
        async with Publisher(kafka, ROLE) as publisher:
            key, value = str(rules.version).encode(), BUSINESS_RULES.encode(rules)
            await publisher.publish([Outgoing(BUSINESS_RULES.name, key, value)])
    raise RulesContestedError(_ATTEMPTS)
