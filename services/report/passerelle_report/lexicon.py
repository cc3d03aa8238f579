"""What engineers write and directors should not have to read, in both languages.

A word stands here once, in the singular: plurals and feminines follow from it.
"""

JARGON = frozenset(
    """
    accesseur api apk asdf async autoconf automake autotools backend backlog
    backoffice backport bitmap bitwise blob bogue boolean booléen branch breakpoint
    bug bugfix build bump bumped bumping bytecode cache callback changelog chmod ci
    clang classloader classpath cleanup cli cluster cmake codebase codec commit
    commonjs compilateur compile compiled compiler compiling config constexpr
    container cordova correctif cpu cron css ctor daemon database debug debuggage
    debugger debugging dependabot deploy deployed deploying deployment deprecate
    deprecated dereference deserialization dev devops django docker docstring
    débogage déboguer déploiement déployer déployé dépôt ecdsa elasticsearch
    emulator endpoint enum epic eslint eval feature filesystem firewall flaky foo
    foobar formatter framework frontend fullscreen fuzzing gcc getter git github
    gradle grafana graphql grpc hardcode hardcoded hash heap hotfix html http iframe
    imageview implémentation init initializer inode instanciation integer intellij
    ipa iterator itérateur javadoc javascript jdk jenkins jira journalisation jquery
    jre json junit jvm kafka kernel keystore kotlin kubernetes lambda laravel
    latency lib library linter linux listener listview localhost lodash log lorem
    macro makefile mapview maven memcached mep merge merged merger metadata
    microservice middleware migrate mock mockito module mongo mongodb multithread
    mutex mysql namespace namespaced nginx nodejs nosql npm null nullable numpy
    oauth openssl ordonnanceur orm param parameter parse parser parsing payload
    pipeline plugin pod pointer polyfill popover postgres postgresql pr preprod prod
    prometheus protobuf proxy préprod pytest python pytorch query queue rabbitmq
    readme readonly rebase rebaser rebuild recompiler redis refacto refactor
    refactored refactoring refactorisation refactorise refactoriser refactorisé
    regex regexp regressed regression reindex release repo repository requête rerun
    resize rollback rspec runtime régression sandbox scalar schema schnorr scons
    scrollview sdcard sdk segfault selenium serializer server serveur servlet setter
    sha shard simulator socket splunk sprint sql ssh ssl stacktrace staging stderr
    stdin stdout story struct stub subclass submodule subnet symfony symlink syntax
    tableview tarball tbd teardown tensorflow terraform test testing textfield
    thread throughput ticket timeout timestamp timezone tls todo token tomcat
    typedef typescript typo ubuntu ui uint uncaught undefined unicode unittest
    upstream url utf util valgrind viewport virtualenv vm wasm webhook webpack
    webview widget wildcard wip workaround workspace wycheproof xcode xhr xml yaml
    zookeeper
    """.split()  # noqa: SIM905 - words to read
)

PHRASES = (
    r"acceptance (?:environment|test)s?",
    r"back[- ]end",
    r"code (?:review|freeze|source|coverage)s?",
    r"command[- ]line",
    r"continuous (?:integration|delivery)",
    r"dead code",
    r"dette technique",
    r"dolor sit amet",
    r"edge case",
    r"environnement d[e’'] ?(?:recette|test|préproduction|intégration|développement)",
    r"(?:en|de|phase de|cahier de|passage en) recette",
    r"front[- ]end",
    r"hello world",
    r"intégration continue",
    r"ligne de commande",
    r"memory leak",
    r"mettre en prod(?:uction)?",
    r"mise?s? en prod(?:uction)?",
    r"montées? (?:de|en) version",
    r"non[- ]régression",
    r"pull request",
    r"(?:in|on|to) prod",
    r"(?:pushed|put|released|shipped) (?:in)?to production",
    r"race condition",
    r"revues? de code",
    r"smoke test",
    r"source code",
    r"stack trace",
    r"technical debt",
    r"tests? unitaires?",
    r"unit tests?",
    r"user stor(?:y|ies)",
    r"variables? d[’']environnement",
)
"""Words that are jargon only together: « recettes » alone are takings."""
