"""Every mistake in a rule file that we know: where it is, what is said, the way out."""

RULE = "  - {name: x, match: {project: A}, department: payments"

SEEN = ""
NAMES = "which names are declared, also in other files"
TWICE = "what is written twice"
TOGETHER = "entries or limits that only together are wrong"
YAML = "no plain YAML: every editor sees it"
ZONES = "which time zones there are"

MISTAKES: list[tuple[str, str, str, str]] = [
    # what is appended to good rules, with a mark where the mistake is; what; the way
    # out; and why the schema of an editor cannot see it
    ("¤mappings: []\n", "No rules are called `mappings`", "`mapping`", SEEN),
    ("¤company: {name: B}\n", "`company` is written twice", "one place", TWICE),
    (
        "  - ¤{name: x, match: {project: A}, department: payments\n",
        "not YAML",
        "indentation",
        YAML,
    ),
    (RULE + ", ¤label: x}\n", "has no `label`", "It can be", SEEN),
    (RULE + ", ¤objectiv: x}\n", "has no `objectiv`", "`objective`", SEEN),
    (RULE + ", ¤unless: {label: x}}\n", "has no `unless`", "It can be", SEEN),
    (RULE + ", ¤name: y}\n", "`name` is written twice", "Keep one", TWICE),
    (RULE + ", also: ¤[]}\n", "is an empty list", "at least one", SEEN),
    (RULE + ", not: ¤{}}\n", "must be a group", "`tracker`", SEEN),
    (RULE + ", objective:¤}\n", "is empty", "remove the line", SEEN),
    (RULE + ", objective: ¤''}\n", "must be a single value", "same line", SEEN),
    (RULE + ", objective: ¤pay-in-tree}\n", "objectives", "`pay-in-three`", NAMES),
    (RULE + ", also: [¤payment]}\n", "departments", "`payments`", NAMES),
    (RULE + ", capability: ¤web}\n", "capabilities", "declare it first", NAMES),
    (RULE + ", work: ¤repairs}\n", "cannot be `repairs`", "`repair`", SEEN),
    (RULE + ", exclude: ¤maybe}\n", "cannot be `maybe`", "`true` or `false`", SEEN),
    (
        "  - ¤{name: x, match: {project: A}, department: payments, exclude: true}\n",
        "excludes and maps",
        "Remove `exclude`",
        SEEN,
    ),
    ("  - ¤{name: x, match: {project: A}}\n", "says no department", "department", SEEN),
    ("  - ¤{name: x, department: payments}\n", "lacks `match`", "Add `match:`", SEEN),
    ("  - ¤{match: {project: A}, department: finance}\n", "lacks `name`", "Add", SEEN),
    ("  - ¤x\n", "must be a group", "`match`", SEEN),
    (
        "  - {name: ¤Excluded, match: {project: A}, department: finance}\n",
        "Two mapping rules are called `Excluded`",
        "Rename one",
        TOGETHER,
    ),
    (
        "  - {name: x, match: {tracker: ¤jirra}, department: finance}\n",
        "cannot be `jirra`",
        "`jira`",
        SEEN,
    ),
    (
        "  - {name: x, match: {source: ¤A B}, department: finance}\n",
        "cannot be `A B`",
        "small letters",
        SEEN,
    ),
    (
        "  - {name: x, match: {field: ¤c1}, department: finance}\n",
        "no field with its value",
        "customfield_10042=Checkout",
        SEEN,
    ),
    (
        "  - {name: x, match: {label: ¤{a: b}}, department: finance}\n",
        "must be a single value",
        "same line",
        SEEN,
    ),
    (
        "  - {name: ¤!!python/name:os.system x, match: {label: a}, exclude: yes}\n",
        "asks for",
        "without `!`",
        YAML,
    ),
    ("stages:\n  - ¤{stage: finished}\n", "has no condition", "`status`", SEEN),
    ("signs:\n  - ¤{says: on_course}\n", "has no condition", "`label`", SEEN),
    ("signs:\n  - {says: ¤fine, label: x}\n", "cannot be `fine`", "`on_course`", SEEN),
    ("signs:\n  - {says: on_course, field: ¤c7}\n", "no field", "=", SEEN),
    ("stages:\n  - {stage: ¤finish, status: 1}\n", "cannot be", "`finished`", SEEN),
    ("stages: ¤{}\n", "must be a list", "dash", SEEN),
    ("kinds:¤\n", "`kinds` is empty", "remove the key", SEEN),
    ("kinds:\n  - {work: new, match: {label: ¤''}}\n", "single value", "line", SEEN),
    ("limits: {stalled_after_days: ¤0}\n", "cannot be `0`", "1 to 365", SEEN),
    ("limits: {stalled_after_days: ¤soon}\n", "cannot be `soon`", "whole number", SEEN),
    ("limits: {unmapped_share_to_say: ¤x}\n", "cannot be `x`", "0.2", SEEN),
    (
        "limits: {tolerated_slip_days: ¤20}\n",
        "serious before it is noticed",
        "more than",
        TOGETHER,
    ),
    (
        "department_limits:\n  ¤paiements: {stalled_after_days: 3}\n",
        "departments",
        "`payments`",
        NAMES,
    ),
    (
        "department_limits:\n  payments: {¤stalled_after_day: 3}\n",
        "has no `stalled_after_day`",
        "`stalled_after_days`",
        SEEN,
    ),
    ("promises: {kinds: [¤milestones]}\n", "cannot be", "`milestone`", SEEN),
    ("promises: {¤type: Epic}\n", "has no `type`", "`types`", SEEN),
    ("promises: {from: [¤versions]}\n", "cannot be", "`version`", SEEN),
    ("promises: {¤origins: due}\n", "has no `origins`", "`from`", SEEN),
    (
        "capabilities:\n  ¤Web:\n    name: {fr: a, en: b}\n",
        "`capabilities.Web` cannot be",
        "small",
        SEEN,
    ),
    ("capabilities:\n  web:\n    name: ¤{fr: a}\n", "lacks `en`", "Add `en:`", SEEN),
    ("capabilities:\n  web: {name: ¤Web}\n", "must be a group", "`fr`, `en`", SEEN),
    (
        "capabilities:\n  web: {name: {fr: a, en: b}, department: ¤pay}\n",
        "departments",
        "`payments`",
        NAMES,
    ),
    ("glossary:\n  - ¤{word: {fr: a, en: b}}\n", "lacks `means`", "Add `means:`", SEEN),
    (
        (
            "glossary:\n"
            "  - {word: {fr: a, en: b}, means: {fr: a, en: b}}\n"
            "  - {word: {fr: c, en: ¤B}, means: {fr: a, en: b}}\n"
        ),
        "explains `B` twice",
        "Keep one",
        TOGETHER,
    ),
    ("limits: {unmapped_share_to_say: ¤1.5}\n", "cannot be `1.5`", "0 to 1", SEEN),
    # what is wrong beside hides nothing
    (
        RULE + ", objectiv: x, also: ¤nobody}\n",
        "`nobody` is not among",
        "`payments`",
        SEEN,
    ),
    (
        "  - {name: x, match: 3, department: ¤nobody}\n",
        "`nobody` is not",
        "It can be",
        SEEN,
    ),
    (
        "capabilities:\n  web: {name: {en: b}, department: ¤nobody}\n",
        "`nobody` is not among the departments",
        "It can be",
        SEEN,
    ),
    (
        "limits: {tolerated_slip_days: ¤20, stalled_after_day: 1}\n",
        "serious",
        "more",
        SEEN,
    ),
    (
        (
            "limits: {stalled_after_days: x}\n"
            "department_limits:\n"
            "  payments: {tolerated_slip_days: ¤15}\n"
        ),
        "serious before it is noticed",
        "more than",
        SEEN,
    ),
    ("departmnts: {}\nkind:\n  - {work: ¤newer}\n", "cannot be `newer`", "`new`", SEEN),
    ("mapping:\n  - {nam: x, department: ¤o}\n", "`o` is not among", "It can be", SEEN),
]

INSIDE: list[tuple[str, str, str, str, str]] = [
    # what of good rules is replaced, and by what; the rest as above
    ("  name: Verdier", "  ¤nom: Verdier", "lacks `name`", "Add `name:`", SEEN),
    (
        "  name: Verdier",
        "  name: Verdier\n  time_zone: ¤Europe/Pari",
        "No time zone is called `Europe/Pari`",
        "`Europe/Paris`",
        ZONES,
    ),
    (
        "    department: payments\n    name: {fr: Payer",
        "    department: ¤payment\n    name: {fr: Payer",
        "`payment` is not among the departments",
        "`payments`",
        NAMES,
    ),
    (
        "    department: payments\n    name: {fr: Payer",
        "    department: payments\n    target_date: ¤30.11.26\n    name: {fr: Payer",
        "cannot be `30.11.26`",
        "2026-11-30",
        SEEN,
    ),
    (
        "  finance:\n",
        "    recipients: [¤direction at verdier.example]\n  finance:\n",
        "`departments.payments.recipients.#1` cannot be `direction at verdier",
        "payments@verdier.example",
        SEEN,
    ),
    (
        "  finance:\n",
        "    recipients: [a@v.example, ¤A@v.example]\n  finance:\n",
        "`A@v.example` would be written to twice",
        "the other is on line 8",
        TWICE,
    ),
    (
        "  finance:\n",
        "    time_zone: ¤America/Montreall\n  finance:\n",
        "No time zone is called `America/Montreall`",
        "`America/Montreal`",
        ZONES,
    ),
    (
        "  finance:\n",
        "    report_day: ¤tusday\n  finance:\n",
        "cannot be `tusday`",
        "`tuesday`",
        SEEN,
    ),
    (
        "mapping:\n",
        "    sponsor: ¤financ\nmapping:\n",
        "`financ` is not among the departments",
        "`finance`",
        NAMES,
    ),
    ("mapping:\n", "    why: ¤{fr: x}\nmapping:\n", "lacks `en`", "Add `en:`", SEEN),
    (
        "mapping:\n",
        "    weight: ¤12\nmapping:\n",
        "`objectives.pay-in-three.weight` cannot be `12`",
        "1 to 9",
        SEEN,
    ),
    (
        "mapping:\n",
        "    limits: {¤stale_after_hours: 3}\nmapping:\n",
        "has no `stale_after_hours`",
        "`stalled_after_days`",
        SEEN,
    ),
    (
        "mapping:\n",
        "    limits: {tolerated_slip_days: ¤14}\nmapping:\n",
        "serious before it is noticed",
        "`serious_slip_days`, 14, more than `tolerated_slip_days`, 14",
        TOGETHER,
    ),
    (
        "  finance:\n",
        "  ¤payments:\n",
        "`payments` is written twice",
        "Keep one",
        TWICE,
    ),
    (
        "    department: payments\n    name: {fr: Payer en trois fois, ",
        "    department: ¤nobody\n    name: {",
        "`nobody` is not among the departments",
        "It can be",
        SEEN,
    ),
    (
        "    department: payments\n    name: {fr: Payer",
        (
            "    department: payments\n"
            "    target_date: 2026-11-30\n"
            "    promised_by: ¤PAY-1\n"
            "    name: {fr: Payer"
        ),
        "Objective `pay-in-three` has two promises",
        "Keep `promised_by`",
        SEEN,
    ),
    (
        "objectives:\n",
        (
            "objectives:\n"
            "  also-pay: {department: finance, promised_by: PAY-1,\n"
            "    name: {fr: a, en: a}, short: {fr: a, en: a}}\n"
            "  and-pay: {department: finance, promised_by: ¤pay-1,\n"
            "    name: {fr: a, en: a}, short: {fr: a, en: a}}\n"
        ),
        "Two objectives are promised by `pay-1`",
        "the first is on line 12",
        TOGETHER,
    ),
]


def marked(text: str) -> tuple[str, tuple[int, int]]:
    """Take the mark out of *text*; say on which line and in which column it was."""
    before, _, after = text.partition("¤")
    line = before.count("\n") + 1
    return before + after, (line, len(before) - before.rfind("\n"))
