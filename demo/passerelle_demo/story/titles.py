"""How the engineers of Malleposte name their tickets: for each other, in two languages.

These titles are the jargon that must never reach a page.
"""

from passerelle_demo.story.calendar import dice

_PATTERNS = (
    "Refacto {}",
    "Fix NPE dans {}",
    "{} : gérer le retry sur 502",
    "Brancher {} sur le bus d'événements",
    "Logs structurés dans {}",
    "Feature flag pour {}",
    "{} – timeout à 3s en prod",
    "[spike] {}",
    "Index manquant sur {} (full scan)",
    "{} : idempotency key",
    "Migration Flyway pour {}",
    "Race condition in {}",
    "Flaky e2e: {}",
    "Expose {} via GraphQL",
    "{}: cache Redis, TTL 5 min",
    "Découpler {} du monolithe",
    "{} : DLQ + alerting",
    "Backfill des données pour {}",
    "Cleanup code mort {}",
    "{} : pagination par curseur",
    "Contract tests (Pact) pour {}",
    "OpenAPI : documenter {}",
    "{} : métriques Prometheus + dashboard",
    "Rollback script for {}",
    "{} : rate limiting, renvoyer 429",
    "Passer {} en async",
    "Typer {} en strict (TS 6)",
    "{} : gérer le cas null",
    "WIP {} v2",
    "Rendre {} idempotent au replay",
)
_THINGS = {
    "express": "le vault de tokens|PaymentIntentService|le webhook PSP|SCA exemption TRA|le composant <CardWallet>|ApplePaySession|le challenge 3DS2|CheckoutController|le one-tap payload|l'ACL Adyen|deep link wallet|card-updater job",
    "instalments": "l'échéancier 3x (BNPL)|InstallmentPlanAggregate|le scoring partenaire|le mandat SEPA|le dunning job|le simulateur 3x|le callback financeur|BnplEligibilityRule|la réconciliation 3x",
    "tracking": "le poller EDI IFTSTA|TrackingEventMapper|le webhook transporteur|l'ETA estimator|le topic parcel-events|le geocoder|le statut POD|GLS adapter|Colissimo adapter v3|la timeline colis|le proof-of-delivery S3|push notif ETA",
    "stock": "le cycle count WMS|BinLocationRepository|le scan RF (Zebra)|stock-ledger|la vue matérialisée stock|le lock optimiste SKU|inventory snapshot|l'API bin-audit|le recount workflow|la sync OMS/WMS",
    "screen": "la vue 360|CustomerTimelineResolver|le merge CRM|dedup par e-mail hashé|le SSO SAML du poste|le connecteur CTI|OrderSummary BFF|le cache timeline|la recherche Elastic|identity-graph|l'iframe OMS",
    "returns": "RMA state machine|le formulaire retour (SPA)|l'upload photo S3|ReturnReasonEnum|le prorata lot|la policy 30j|le webhook refund|l'e-mail transac RMA|RefundEta service|le bookmark retour",
    "close": "le batch de clôture J+3|l'export FEC|LedgerPoster|le cut-off avoirs|le lettrage PSP|accrual fees job|le mapping plan comptable|le DAG Airflow close|journal-entry API|le rapprochement 512",
    "vat": "OSS/IOSS report|TaxRateProvider|le moteur Vertex|la table des seuils|VIES lookup|l'export XML DGFiP",
    "match": "le matching facture/virement|CAMT.053 parser|MatcherRule fuzzy|l'import MT940|le partial-payment handler|la file des orphelins",
    "platform": "le runner GitLab CI|Kubernetes 1.34|le HPA des pods web|Terraform state|cert-manager|Node 24 LTS|Postgres 17|Istio sidecar|le bucket logs|Renovate config|Kafka client 4.x|Vault agent",
    "past": "le monolithe PHP|Symfony 4|le catalogue Solr|le CSV nocturne|l'ancien ERP|la gateway SOAP|le CDN|le back-office legacy|le tunnel v1|la cron des stocks",
    "small": "le template Handlebars|le cron d'envoi|l'endpoint REST v2|la table d'audit|le bean de config|le job Quartz|le consumer Kafka|le DTO|la CSP|le schéma Avro",
}


def title(theme: str, handle: str, number: int) -> str:
    """Name a ticket; two numbers below a few hundred never give the same title."""
    things = _THINGS[theme].split("|")
    start = dice(1000, theme, handle)
    thing = things[(start + number) % len(things)]
    pattern = _PATTERNS[(start + 7 * number + number // len(things)) % len(_PATTERNS)]
    return pattern.format(thing)
