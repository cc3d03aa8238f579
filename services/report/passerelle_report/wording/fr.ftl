## Petits mots

days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
weeks = { $count ->
    [one] { $count } semaine
   *[other] { $count } semaines
}
list-end = { $head } et { $last }
clauses = { $head } ; { $tails }
if-resumed = { " si le travail reprend" }
colon = { " :" }
percent = { " %" }
times = { $count ->
    [1] une fois
    [2] deux fois
   *[other] { $count } fois
}
quoted = L’équipe, le { $on } : « { $words } »
quoted-before-stop = L’équipe, le { $on } : « { $words } » (avant ces { $still })

## État

status-on_course = Dans les temps
status-at_risk = Menacé
status-behind = En retard
status-cannot_tell = Impossible à dire
status-finished = Terminé

## En-tête

title = { $name }, semaine { $week } de { $year } : le point de la semaine
sender = de la direction technique
week-line = Semaine { $week }, du { $from } au { $to }
foot = { $company } · { $name } · { $week } · édition { $edition } · { $hash }
foot-draft = { $company } · { $name } · { $week } · ébauche · { $hash }
degraded = Cette édition est composée simplement : sa mise en page habituelle a échoué. Tous les chiffres sont les mêmes.

headline-no_objective = aucun objectif n’est inscrit pour votre direction
headline-finished = { $count ->
    [1] l’objectif est atteint
   *[other] les objectifs sont atteints
}
headline-finished-one = { $short } : toutes les tâches sont terminées
headline-all_tasks_finished = { $short } : toutes les tâches connues sont terminées
headline-passed = { $short } : le { $due } est passé, et ce n’est pas terminé
headline-chance-behind = { $sure ->
    [certain] { $short } : le { $due } sera presque certainement manqué
    [very] { $short } : le { $due } sera très probablement manqué
   *[other] { $short } : le { $due } sera probablement manqué
}
headline-chance-at_risk = { $sure ->
    [probably] { $short } : le { $due } sera probablement manqué
   *[maybe] { $short } : le { $due } est menacé
}
headline-stopped = { $sure ->
    [certain] { $short } : aucun avancement noté depuis { $span }, le { $due } sera presque certainement manqué
    [very] { $short } : aucun avancement noté depuis { $span }, le { $due } sera très probablement manqué
    [probably] { $short } : aucun avancement noté depuis { $span }, le { $due } sera probablement manqué
   *[maybe] { $short } : aucun avancement noté depuis { $span }, le { $due } est menacé
}
headline-chance-on_course = { $short } : dans les temps pour le { $due }
headline-on-course = { $count ->
    [1] l’objectif est dans les temps
    [2] les deux objectifs sont dans les temps
   *[other] les { $count } objectifs sont dans les temps
}
headline-taken_back = { $short } : la date promise a été retirée
headline-said_finished = { $short } : annoncé comme terminé, ce n’est pas le cas
headline-stood_still = { $short } : aucune tâche n’a avancé depuis { $span }
headline-risk-promise_moved = { $short } : la date promise est reportée
headline-risk-promise_passed = { $short } : une date promise est passée
headline-risk-stalled = { $short } : aucun avancement noté sur certaines tâches
headline-risk-reopened_again = { $short } : des tâches terminées ont été reprises
headline-risk-piling_up_in_review = { $short } : des tâches restent en dernière vérification
headline-risk-declared_against_evidence = { $short } : moins avancé que ne le dit l’outil de suivi
headline-risk-blocked = { $short } : des tâches sont bloquées
headline-risk-scope_growing = { $short } : il arrive plus de travail qu’il ne s’en termine
headline-risk-too_little_progress = { $short } : trop peu de travail terminé pour le temps écoulé
headline-risk-depends_on_late_work = { $short } : retenu par un retard dans une autre direction
headline-risk-single_point_of_failure = { $short } : plusieurs objectifs attendent la même partie du logiciel
headline-dropped = { $short } : le travail est abandonné
headline-refused = { $refused ->
    [too_little_finished] { $short } : trop peu de tâches terminées pour se prononcer sur le { $due }
   *[other] { $short } : aucune prévision possible pour le { $due }
}
headline-refused-free = { $short } : aucune date ne peut encore être donnée
headline-never_read = { $short } : ses tâches n’ont jamais été lues en entier
headline-too_old = { $short } : nos données sont trop anciennes
headline-promise_unseen = { $short } : sa date promise est introuvable
headline-no_promise = { $short } : le travail avance, sans date promise

because-first = Pas encore de comparaison : c’est la première semaine que nous connaissons.
because-nothing = Rien à comparer : aucun objectif n’est inscrit.
because-same = Comme la semaine dernière : aucun état n’a changé, ni aucune date attendue de plus d’un jour ou deux.
because-worse-status = Moins bien que la semaine dernière, où l’état était « { $before } ».
because-worse = Moins bien que la semaine dernière : { $told }.
because-mixed = Par rapport à la semaine dernière : { $told }.
because-unmoved = { $first } : rien de changé.
because-little = { $first } : rien de changé de plus d’un jour ou deux.
because-new = { $first } : nouveau sur cette page.
because-better = Mieux que la semaine dernière : { $told }.
because-better-status = Mieux que la semaine dernière, où l’état était « { $before } ».
shift-lost = on attend { $short } { $span } plus tard
shift-lost-too = { $short }, { $span } plus tard
shift-lost-since = on attend { $short } { $span } plus tard que la semaine dernière
shift-lost-apart = { $short }, { $span } plus tard
shift-lost-plain = { $short } passe de « { $before } » à « { $after } »
shift-lost-both = on attend les deux objectifs { $span } plus tard
shift-lost-many = on attend { $count } objectifs plus tard, de { $span } au plus
shift-lost-many-plain = { $count } objectifs ont un moins bon état
shift-gained = on attend { $short } { $span } plus tôt
shift-gained-too = { $short }, { $span } plus tôt
shift-gained-since = on attend { $short } { $span } plus tôt que la semaine dernière
shift-gained-apart = { $short }, { $span } plus tôt
shift-gained-plain = { $short } passe de « { $before } » à « { $after } »
shift-gained-both = on attend les deux objectifs { $span } plus tôt
shift-gained-many = on attend { $count } objectifs plus tôt, de { $span } au plus
shift-gained-many-plain = { $count } objectifs ont un meilleur état
shifts = { $head } ; { $last }

running = La semaine n’est pas terminée : cette page la raconte jusqu’au { $day }, { $time }.
fresh-complete = Sources : les outils de suivi des équipes ({ $trackers }), au complet jusqu’à la fin du { $day }.
fresh-until = Sources : les outils de suivi des équipes ({ $trackers }), au complet jusqu’au { $day }, { $time }.
fresh-never = Sources : les outils de suivi des équipes ({ $trackers }) ; jusqu’où ils ont été lus n’est pas noté pour tous.
fresh-none = Sources : rien ne nous est parvenu d’un outil de suivi.
fresh-late = { $count ->
    [one] { $total ->
        [1] Le seul projet n’a pas été lu jusqu’à la fin de la semaine : voir « Ce que nous ne savons pas ».
       *[other] Un projet sur { $total } n’a pas été lu jusqu’à la fin de la semaine : voir « Ce que nous ne savons pas ».
    }
   *[other] { $count } projets sur { $total } n’ont pas été lus jusqu’à la fin de la semaine : voir « Ce que nous ne savons pas ».
}
fresh-doubt = Une partie de ce que disent les outils de suivi n’a pas pu être lue ou comparée : voir « Ce que nous ne savons pas ».
fresh-unmapped = { $count ->
    [one] { $total ->
        [1] La seule tâche active de l’entreprise n’a pu être rattachée à aucun objectif ni à aucune activité ; elle vous concerne peut-être.
       *[other] Une des { $total } tâches de l’entreprise qui ont changé cette semaine n’a pu être rattachée à aucun objectif ni à aucune activité ; elle vous concerne peut-être.
    }
   *[other] { $count } des { $total } tâches de l’entreprise qui ont changé cette semaine n’ont pu être rattachées à aucun objectif ni à aucune activité ; certaines vous concernent peut-être.
}

## En une minute

h-minute = En une minute
minute-forward = Ce qui avance :
minute-incidents = { $count ->
    [one] Incident :
   *[other] Incidents :
}
minute-incidents-more = { $count ->
    [one] Et un autre incident.
   *[other] Et { $count } autres incidents.
}
minute-security = Sécurité :
security-ready = { $count ->
    [one] une correction est prête, pas encore en place
   *[other] { $count } corrections sont prêtes, pas encore en place
}
security-open = { $count ->
    [one] une correction n’est pas terminée
   *[other] { $count } corrections ne sont pas terminées
}
security-both = { $ready } ; { $open ->
    [one] une autre n’est pas terminée
   *[other] { $open } autres ne sont pas terminées
}
security-told = { $told } ({ $where }).
minute-slipped = Ce qui glisse :
minute-nothing = Rien n’a été terminé ni mis en service cette semaine.
minute-only-incidents = Rien, en dehors du travail sur les incidents.
minute-more = { $count ->
    [one] Et une autre tâche, terminée ou mise en service.
   *[other] Et { $count } autres tâches, terminées ou mises en service.
}
minute-all = { $count ->
    [one] Une tâche, terminée ou mise en service : voir « Terminé ou mis en service cette semaine ».
   *[other] { $count } tâches, terminées ou mises en service : voir « Terminé ou mis en service cette semaine ».
}
minute-no-slip = Aucune date promise n’a glissé.
slip-expected = { $name } : échéance du { $first }, { $ends }{ $resumes }.
slip-expected-first = { $name } : échéance du { $first }, puis du { $due }, { $ends }{ $resumes }.
slip-expected-now = { $name } : échéance du { $first }, reportée encore cette semaine au { $due }, { $ends }{ $resumes }.
slip-expected-moved = { $name } : échéance du { $first }, reportée cette semaine au { $due }, { $ends }{ $resumes }.
slip-ends = fin attendue le { $expected } ({ $low } de retard), date prudente le { $cautious } ({ $high } de retard)
slip-ends-one = fin attendue le { $expected } ({ $low } de retard)
slip-ends-first = fin attendue le { $expected } ({ $low } après la première date), date prudente le { $cautious } ({ $high } après)
slip-ends-first-one = fin attendue le { $expected } ({ $low } après la première date)
slip-if-resumed = , si le travail reprend
slip-postponed = { $name } : échéance du { $first }, reportée de { $span }, au { $due }.
slip-postponed-now = { $name } : échéance du { $first }, reportée cette semaine de { $span }, au { $due }.
slip-postponed-again = { $name } : échéance du { $first }, reportée encore cette semaine au { $due }, { $span } après la première date.
slip-late = { $name } : échéance du { $first }, fin le { $on }, { $span } de retard.
slip-late-finished = { $name } : échéance du { $first }, fin le { $on }, { $span } de retard, pas encore en service.
slip-passed = { $name } : échéance du { $first }, { $span } de retard à ce jour.
slip-passed-today = { $name } : échéance du { $first }, travail non terminé.
slip-dropped = { $name } : échéance du { $first }, abandon le { $on }.
slip-taken_back = { $name } : échéance du { $first }, date retirée le { $on }.
slip-gone = { $name } : échéance du { $first }, plus rien dans l’outil de suivi depuis le { $on }.
slip-more = { $count ->
    [one] Et un autre engagement.
   *[other] Et { $count } autres engagements.
}

## Objectifs

h-objectives = Vos objectifs
objectives-none = Aucun de vos objectifs ne figure dans les règles : cette page ne peut pas dire si vous êtes dans les temps.
objectives-more = { $count ->
    [one] Un autre objectif ({ $status }) figure dans les données jointes à ce fichier.
   *[other] { $count } autres objectifs ({ $status }) figurent dans les données jointes à ce fichier.
}
objectives-more-mixed = { $count ->
    [one] Un autre objectif figure dans les données jointes à ce fichier.
   *[other] { $count } autres objectifs figurent dans les données jointes à ce fichier.
}

chance-tenths = { $count ->
    [one] 1 chance sur 10
   *[other] { $count } chances sur 10
}
chance-half = 1 chance sur 2
chance-under-tenth = moins d’une chance sur 10
chance-over-nine-tenths = plus de 9 chances sur 10
chance-less = moins de 5 chances sur 100
chance-more = plus de 95 chances sur 100

reason-no_objective = aucun objectif n’est inscrit.
reason-finished = aucune tâche n’en reste ouverte.
reason-finished-early = le { $on }, avec { $span } d’avance.
reason-finished-in-time = le { $on }, à temps.
reason-finished-late = le { $on }, avec { $span } de retard.
reason-all_tasks_finished = toutes les tâches connues sont terminées ; l’outil de suivi ne dit pas encore que c’est terminé.
reason-passed = le { $due } est passé, { $span } après la première date promise.
reason-passed-first = la date promise, le { $due }, est passée.
reason-chance = { $chance } de tenir le { $due } si ce rythme se maintient.
reason-chance-still = { $chance } de tenir le { $due } si le travail reprend maintenant ; aucune tâche n’a avancé depuis { $still }.
reason-chance-new = { $chance } de tenir le { $due } si ce rythme se maintient ; cette date a été promise le { $on }, cette semaine.
reason-chance-new-still = { $chance } de tenir le { $due } si le travail reprend maintenant ; cette date a été promise le { $on }, cette semaine ; aucune tâche n’a avancé depuis { $still }.
reason-taken_back = la date promise, le { $due }, a été retirée.
reason-said_finished = { $count ->
    [one] { $total ->
        [1] l’outil de suivi dit « terminé », la seule tâche reste ouverte.
       *[other] l’outil de suivi dit « terminé », une tâche sur { $total } reste ouverte.
    }
   *[other] l’outil de suivi dit « terminé », { $count } tâches sur { $total } restent ouvertes.
}
reason-stood_still = aucune tâche n’a avancé depuis { $span } ; l’outil de suivi dit toujours « en cours ».
reason-risk-promise_moved = la date promise est reportée au { $due }.
reason-risk-promise_moved-part = { $count ->
    [one] la date promise pour une de ses parties est reportée.
   *[other] les dates promises pour { $count } de ses parties sont reportées.
}
reason-risk-promise_passed = { $count ->
    [one] la date promise pour une de ses parties est passée.
   *[other] les dates promises pour { $count } de ses parties sont passées.
}
reason-risk-stalled = { $count ->
    [one] une tâche n’a pas changé depuis plus de { $days } jours.
   *[other] { $count } tâches n’ont pas changé depuis plus de { $days } jours.
}
reason-risk-reopened_again = { $count ->
    [one] une tâche terminée a été reprise plusieurs fois en { $days } jours.
   *[other] { $count } tâches terminées ont été reprises plusieurs fois en { $days } jours.
}
reason-risk-piling_up_in_review = { $count ->
    [one] une tâche est en dernière vérification depuis plus de { $days } jours.
   *[other] { $count } tâches sont en dernière vérification depuis plus de { $days } jours.
}
reason-risk-declared_against_evidence = { $count ->
    [one] une tâche est moins avancée que ne le dit l’outil de suivi.
   *[other] { $count } tâches sont moins avancées que ne le dit l’outil de suivi.
}
reason-risk-blocked = { $count ->
    [one] une tâche est dite bloquée depuis plus de { $days } jours.
   *[other] { $count } tâches sont dites bloquées depuis plus de { $days } jours.
}
reason-risk-scope_growing = { $count } tâches sont arrivées en { $days } jours ; { $total ->
    [0] aucune n’a été terminée
    [one] une a été terminée
   *[other] { $total } ont été terminées
}.
reason-risk-too_little_progress = { $count ->
    [0] aucune tâche sur { $total } n’est terminée
    [one] une tâche sur { $total } est terminée
   *[other] { $count } tâches sur { $total } sont terminées
}, et { $percent } % du temps est écoulé.
reason-risk-depends_on_late_work = { $count ->
    [one] l’objectif attend un travail en retard d’une autre direction ({ $other }).
   *[other] l’objectif attend { $count } travaux en retard d’une autre direction ({ $other }).
}
reason-risk-single_point_of_failure = du travail de { $count } objectifs attend la même partie du logiciel.
reason-dropped = le travail est abandonné.
reason-never_read = ses tâches n’ont jamais été lues en entier.
reason-too_old = nos données sont trop anciennes pour en juger.
reason-promise_unseen = aucun outil de suivi n’a montré ce qui porte sa date promise.
reason-no_promise = aucune date n’est promise ; le travail avance.

refused-nothing_known = aucune tâche n’en est connue.
refused-nothing_remains = aucune tâche connue ne reste à faire.
refused-too_little_finished = { $finished ->
    [0] aucune tâche terminée en { $weeks } semaines ; une prévision demande au moins { $least } tâches terminées.
    [one] une seule tâche terminée en { $weeks } semaines ; une prévision demande au moins { $least } tâches terminées.
   *[other] seulement { $finished } tâches terminées en { $weeks } semaines ; une prévision demande au moins { $least } tâches terminées.
}
refused-too_far = à ce rythme, la fin est à plus de trois ans.
refused-growing = il s’ajoute au moins autant de tâches qu’il s’en termine ({ $finished ->
    [one] { $finished } terminée
   *[other] { $finished } terminées
}, { $added ->
    [one] { $added } ajoutée
   *[other] { $added } ajoutées
} en { $weeks } semaines).
refused-never_read = ses tâches n’ont jamais été lues en entier.
refused-too_old = nos données sont trop anciennes.
no-date = Aucune date ne peut être donnée : { $why }
need = Tenir le { $due } demande de terminer { $tasks ->
    [one] une tâche
   *[other] { $tasks } tâches
} en { $weeks ->
    [one] une semaine
   *[other] { $weeks } semaines
} ; { $finished ->
    [0] aucune ne l’a été
    [one] une l’a été
   *[other] { $finished } l’ont été
} ces { $past } dernières semaines.
in-last-weeks = { $weeks ->
    [0] si le travail continue comme ces dernières semaines
   *[other] si le travail continue comme ces { $weeks } dernières semaines
}
pace = { $finished ->
    [one] une tâche terminée
   *[other] { $finished } tâches terminées
}, { $added ->
    [0] aucune ajoutée
    [one] { $added } ajoutée
   *[other] { $added } ajoutées
}

forecast-range = Date attendue : { $expected } ; date prudente : { $cautious }, au rythme des { $weeks } dernières semaines ({ $pace }).
forecast-range-still = Date attendue : { $expected } ; date prudente : { $cautious }, si le travail reprend au rythme des { $weeks } dernières semaines ({ $pace }).
range-label = attendu { $expected }, prudent { $cautious }
range-label-still = attendu { $expected }, prudent { $cautious }, en cas de reprise
no-range-label = pas de date calculable
today-label = aujourd’hui
target-label = promis : { $dates }
target-label-was = promis : { $dates }, puis { $latest }
target-label-back = promis : { $dates }, retiré
target-none = pas de date promise

compare-promise = Promis pour le { $due }.
compare-promise-kept-on = Promis pour le { $first } ; terminé le { $on }.
compare-postponed = Promis d’abord pour le { $first }, reporté { $times }.
compare-moved = Reporté le { $on }, cette semaine, du { $was } au { $due }.
compare-moved-again = Promis d’abord pour le { $first }. Reporté encore le { $on }, cette semaine, du { $was } au { $due }.
compare-back = Promis d’abord pour le { $first } ; aucune date ne tient plus.
compare-none = Aucune date n’a été promise.
compare-later = Date attendue { $span } plus tard que la semaine dernière.
compare-sooner = Date attendue { $span } plus tôt que la semaine dernière.
compare-same = Inchangé depuis la semaine dernière.
compare-no-date-before = La semaine dernière, aucune date ne pouvait être donnée.
compare-no-date-either = La semaine dernière non plus, aucune date ne pouvait être donnée.
compare-new = Nouveau sur cette page.
compare-status = La semaine dernière : « { $status } ».

progress = { $finished ->
    [one] { $finished } tâche terminée sur { $total }
   *[other] { $finished } tâches terminées sur { $total }
}
progress-week = Cette semaine : { $changes }.
change-finished = { $count ->
    [0] aucune terminée
    [one] { $count } terminée
   *[other] { $count } terminées
}
change-reopened = { $count ->
    [one] { $count } rouverte
   *[other] { $count } rouvertes
}
change-added = { $count ->
    [0] aucune ajoutée
    [one] { $count } ajoutée
   *[other] { $count } ajoutées
}
change-taken_up = { $count ->
    [one] { $count } reprise
   *[other] { $count } reprises
}
change-withdrawn = { $count ->
    [one] { $count } abandonnée ou retirée
   *[other] { $count } abandonnées ou retirées
}{ $finished ->
    [0] { "" }
    [one] { " " }(dont { $finished } déjà terminée)
   *[other] { " " }(dont { $finished } déjà terminées)
}
progress-none = aucune tâche connue encore
compact-forecast = date attendue { $expected }, prudente { $cautious }, promise { $due }.
compact-forecast-free = date attendue { $expected }, prudente { $cautious }, aucune date promise.

chart-alt-range = Date attendue : { $expected } ; date prudente : { $cautious }.
chart-alt-before = La semaine dernière : { $expected } et { $cautious }.
chart-alt-none = Pas de prévision.
chart-alt-promise = Promis pour le { $due }.
chart-alt-earlier = Auparavant pour le { $dates }.
chart-alt-free = Aucune date n’est promise.
legend-flag = Drapeau plein : date promise.
legend-earlier = Drapeau creux : date qui ne tient plus.
legend-range = Biseau : de la date attendue (1 chance sur 2) à la date prudente (85 chances sur 100), { $goes-on }.
legend-before = Petit trait : les mêmes, la semaine dernière.
legend-refused = Cadre pointillé : pas de date calculable.
legend-added = Hachures : ajouté cette semaine.

trust = Ce que valent ces dates :
trust-kept = { $due ->
    [one] le seul engagement échu en douze semaines { $kept ->
        [0] n’a pas été tenu à sa première date.
       *[other] a été tenu à sa première date.
    }
   *[other] { $kept ->
        [0] aucun des { $due } engagements échus en douze semaines n’a été tenu à sa première date.
        [one] { $kept } engagement sur { $due } a été tenu à sa première date en douze semaines.
       *[other] { $kept } engagements sur { $due } ont été tenus à leur première date en douze semaines.
    }
}
trust-none = aucun engagement n’est venu à échéance en douze semaines.
trust-record = Nous ne savons pas encore ce que valent les dates attendues et prudentes, ni ces chances : le recul nous manque pour en juger.

## Livré

h-delivered = Terminé ou mis en service cette semaine
h-incidents = Incidents
h-usable = Vous pouvez vous en servir
h-finished = Terminé, pas encore en service
line-available-new = { $count ->
    [one] { $subject } : une amélioration est en service.
   *[other] { $subject } : { $count } améliorations sont en service.
}
line-available-repair = { $count ->
    [one] { $subject } : une anomalie est corrigée.
   *[other] { $subject } : { $count } anomalies sont corrigées.
}
line-available-upkeep = { $count ->
    [one] { $subject } : entretien, une tâche est en place.
   *[other] { $subject } : entretien, { $count } tâches sont en place.
}
line-available-security = { $count ->
    [one] { $subject } : une correction de sécurité est en place.
   *[other] { $subject } : { $count } corrections de sécurité sont en place.
}
line-available-incident = { $count ->
    [one] { $subject } : le remède à un incident est en place.
   *[other] { $subject } : les remèdes à { $count } incidents sont en place.
}
line-finished-new = { $count ->
    [one] { $subject } : une amélioration est terminée, pas encore en service.
   *[other] { $subject } : { $count } améliorations sont terminées, pas encore en service.
}
line-finished-repair = { $count ->
    [one] { $subject } : la correction d’une anomalie est terminée, pas encore en service.
   *[other] { $subject } : les corrections de { $count } anomalies sont terminées, pas encore en service.
}
line-finished-upkeep = { $count ->
    [one] { $subject } : entretien, une tâche est terminée, pas encore en service.
   *[other] { $subject } : entretien, { $count } tâches sont terminées, pas encore en service.
}
line-finished-security = { $count ->
    [one] { $subject } : une correction de sécurité est prête, pas encore en place.
   *[other] { $subject } : { $count } corrections de sécurité sont prêtes, pas encore en place.
}
line-finished-incident = { $count ->
    [one] { $subject } : le travail sur un incident est terminé, le remède pas encore en place.
   *[other] { $subject } : le travail sur { $count } incidents est terminé, les remèdes pas encore en place.
}
line-step = une étape vers { $short }
line-step-available = en service
line-step-finished = pas encore en service
line-remedy-finished = remède pas encore en place
line-promise-kept = promis pour le { $first }, tenu
line-promise-early = promis pour le { $first }, tenu avec { $span } d’avance
line-promise-late = promis pour le { $first }, terminé { $span } plus tard
delivered-steps = Étapes vers { $short } (objectif pas encore atteint) : { $told }
steps-finished = { $count ->
    [one] { $count } terminée cette semaine
   *[other] { $count } terminées cette semaine
}
steps-used = { $count ->
    [one] { $count } mise en service, terminée plus tôt
   *[other] { $count } mises en service, terminées plus tôt
}
delivered-upkeep = { $count ->
    [one] Entretien : une tâche{ $where } ; rien à faire de votre côté.
   *[other] Entretien : { $count } tâches{ $where } ; rien à faire de votre côté.
}
delivered-counts = En tout cette semaine : { $told }.
count-both = { $count ->
    [one] { $count } tâche terminée et mise en service
   *[other] { $count } tâches terminées et mises en service
}
count-used = { $count ->
    [one] { $count } mise en service, terminée plus tôt
   *[other] { $count } mises en service, terminées plus tôt
}
count-finished = { $count ->
    [one] { $count } terminée, pas encore en service
   *[other] { $count } terminées, pas encore en service
}
delivered-reopened = { $count ->
    [one] Rouverte cette semaine : une tâche qui avait été terminée{ $where }.
   *[other] Rouvertes cette semaine : { $count } tâches qui avaient été terminées{ $where }.
}
in-brackets = { " " }({ $told })
other-work = Autres travaux
delivered-rest = { $count ->
    [one] L’une d’elles n’est que dans les données jointes à ce fichier.
   *[other] { $count } ne sont que dans les données jointes à ce fichier.
}

## Engagements

h-promises = Nos engagements
promises-what = Ce que nous avons promis
promises-first = Première date
promises-latest = Date actuelle
promises-stands = Où nous en sommes
latest-ended = –
latest-none = aucune
promises-none = Aucune date ne vous est promise, et aucune n’est venue à échéance en douze semaines.
promises-more = { $count ->
    [one] Un autre engagement figure dans les données jointes à ce fichier.
   *[other] { $count } autres engagements figurent dans les données jointes à ce fichier.
}
outcome-kept-early = Tenu : terminé le { $on }, avec { $span } d’avance
outcome-kept = Tenu : terminé le { $on }
outcome-kept-finished-early = Tenu : terminé le { $on }, avec { $span } d’avance, pas encore en service
outcome-kept-finished = Tenu : terminé le { $on }, pas encore en service
outcome-late = Terminé le { $on }, avec { $span } de retard
decision = { $outcome }. Décision du { $on } : « { $words } »
decision-unquoted = { $outcome }. Une décision du { $on } à ce sujet est dans les outils de suivi.
outcome-late-finished = Terminé le { $on }, avec { $span } de retard, pas encore en service
outcome-passed = Non tenu, { $span } de retard à ce jour
outcome-passed-today = Non tenu
outcome-passed-early = Date actuelle passée, première date encore à venir
outcome-postponed_past = Première date non tenue
outcome-dropped = Abandonné le { $on }
outcome-taken_back = Date retirée le { $on }
outcome-gone = Disparu de l’outil de suivi le { $on }
outcome-postponed = Pas encore échu
outcome-not_due = Pas encore échu
outcome-times = reporté { $times }
outcome-no-date = pas de nouvelle date
outcome-unknown = aucune date ne peut être donnée
outcome-expected = attendu le { $expected }{ $resumes }
kept = { $due ->
    [one] En douze semaines, le seul engagement échu { $kept ->
        [0] n’a pas été tenu à sa première date.
       *[other] a été tenu à sa première date.
    }
   *[other] { $kept ->
        [0] En douze semaines, aucun des { $due } engagements échus n’a été tenu à sa première date.
        [one] En douze semaines, { $kept } engagement sur { $due } a été tenu à sa première date.
       *[other] En douze semaines, { $kept } engagements sur { $due } ont été tenus à leur première date.
    }
}
kept-open = { $count ->
    [one] { $postponed ->
        [0] Un autre n’est pas encore échu.
       *[other] Un autre n’est pas encore échu, mais déjà reporté.
    }
   *[other] { $postponed ->
        [0] { $count } autres ne sont pas encore échus.
        [one] { $count } autres ne sont pas encore échus, dont un déjà reporté.
       *[other] { $count } autres ne sont pas encore échus, dont { $postponed } déjà reportés.
    }
}
kept-open-only = { $count ->
    [one] { $postponed ->
        [0] Un engagement n’est pas encore échu.
       *[other] Un engagement n’est pas encore échu, mais déjà reporté.
    }
   *[other] { $postponed ->
        [0] { $count } engagements ne sont pas encore échus.
        [one] { $count } engagements ne sont pas encore échus, dont un déjà reporté.
       *[other] { $count } engagements ne sont pas encore échus, dont { $postponed } déjà reportés.
    }
}
kept-before = Sur les douze précédentes : { $kept } sur { $due }.
kept-none = Aucun engagement n’est venu à échéance en douze semaines.
kept-row = { $count ->
    [one] { $count } tenu
   *[other] { $count } tenus
}
missed-late = { $count ->
    [one] { $count } terminé en retard
   *[other] { $count } terminés en retard
}
missed-awaited = { $count ->
    [one] { $count } toujours attendu
   *[other] { $count } toujours attendus
}
missed-dropped = { $count ->
    [one] { $count } abandonné
   *[other] { $count } abandonnés
}
missed-taken_back = { $count ->
    [one] { $count } retiré
   *[other] { $count } retirés
}
missed-gone = { $count ->
    [one] { $count } disparu de l’outil de suivi
   *[other] { $count } disparus de l’outil de suivi
}
mark-kept = tenu
mark-missed = non tenu
mark-open = pas encore échu
kept-label = Un carré par engagement : semaine d’échéance, ou de fin si plus tôt.
kept-now = cette semaine
kept-alt = Douze semaines, engagements tenus : { $kept } ; non tenus : { $missed }.
kept-alt-all = Douze semaines, engagements tenus : { $kept } ; aucun n’a été manqué.

## Risques

h-risks = Risques
risk-may_miss = { $sure ->
    [certain] { $subject } : le { $due } sera presque certainement manqué.
    [very] { $subject } : le { $due } sera très probablement manqué.
    [probably] { $subject } : le { $due } sera probablement manqué.
   *[maybe] { $subject } : le { $due } est menacé.
}
risk-stands_still = { $subject } : la fin peut venir plus tard que vous ne comptez.
risk-cannot_tell = { $refused ->
    [too_little_finished] { $subject } : trop peu de tâches terminées pour se prononcer sur le { $due }.
   *[other] { $subject } : aucune prévision possible pour le { $due }.
}
risk-overdue = { $subject } : l’échéance du { $due } est dépassée.
risk-overdue-free = { $subject } : une échéance est dépassée.
risk-not_protected = { $count ->
    [one] { $subject } : une correction de sécurité en attente.
   *[other] { $subject } : { $count } corrections de sécurité en attente.
}
risk-why = Pourquoi
risk-for-you = Pour vous
cause-postponed = { $count ->
    [1] la date a été reportée une fois, du { $due } au { $to } ;
    [2] la date a été reportée deux fois, du { $due } au { $to } ;
   *[other] la date a été reportée { $count } fois, du { $due } au { $to } ;
}
cause-postponed-from = { $count ->
    [1] la date, d’abord le { $due }, a été reportée une fois ;
    [2] la date, d’abord le { $due }, a été reportée deux fois ;
   *[other] la date, d’abord le { $due }, a été reportée { $count } fois ;
}
cause-dates_postponed = { $count ->
    [one] la date promise a été reportée du { $due } au { $to } ;
   *[other] { $count } dates promises ont été reportées, dont la première était le { $due } ;
}
cause-dates_postponed-from = { $count ->
    [one] la date promise, le { $due }, a été reportée ;
   *[other] { $count } dates promises ont été reportées, dont la première était le { $due } ;
}
cause-dates_postponed-bare = { $count ->
    [one] la date promise a été reportée ;
   *[other] { $count } dates promises ont été reportées ;
}
cause-stalled = { $count ->
    [one] une tâche n’a pas changé depuis plus de { $days } jours ;
   *[other] { $count } tâches n’ont pas changé depuis plus de { $days } jours ;
}
cause-stood_still = aucune tâche n’a avancé depuis { $span } ;
cause-said_finished = { $count ->
    [one] { $total ->
        [1] l’outil de suivi dit « terminé », la seule tâche reste ouverte ;
       *[other] l’outil de suivi dit « terminé », une tâche sur { $total } reste ouverte ;
    }
   *[other] l’outil de suivi dit « terminé », { $count } tâches sur { $total } restent ouvertes ;
}
cause-passed = { $count ->
    [one] sa fiche dans l’outil de suivi ne porte aucune décision ;
   *[other] { $count } dates promises sont passées ; leurs fiches dans l’outil de suivi ne portent aucune décision ;
}
cause-reopened_again = { $count ->
    [one] une tâche terminée a été reprise plusieurs fois en { $days } jours ;
   *[other] { $count } tâches terminées ont été reprises plusieurs fois en { $days } jours ;
}
cause-piling_up_in_review = { $count ->
    [one] une tâche est en dernière vérification depuis plus de { $days } jours ;
   *[other] { $count } tâches sont en dernière vérification depuis plus de { $days } jours ;
}
cause-declared_against_evidence = { $limit ->
    [unreleased_days] { $count ->
        [one] une tâche terminée attend sa mise en service depuis plus de { $days } jours ;
       *[other] { $count } tâches terminées attendent leur mise en service depuis plus de { $days } jours ;
    }
    [stalled_after_days] { $count ->
        [one] l’outil de suivi dit qu’une tâche est dans les temps, et rien n’y a changé depuis plus de { $days } jours ;
       *[other] l’outil de suivi dit que { $count } tâches sont dans les temps, et rien n’y a changé depuis plus de { $days } jours ;
    }
   *[other] { $count ->
        [one] l’outil de suivi dit qu’une tâche est terminée, et sa dernière vérification reste ouverte ;
       *[other] l’outil de suivi dit que { $count } tâches sont terminées, et leur dernière vérification reste ouverte ;
    }
}
cause-blocked = { $count ->
    [one] une tâche est dite bloquée depuis plus de { $days } jours ;
   *[other] { $count } tâches sont dites bloquées depuis plus de { $days } jours ;
}
cause-scope_growing = { $count } tâches sont arrivées en { $days } jours, { $total ->
    [0] aucune n’a été terminée
    [one] une a été terminée
   *[other] { $total } ont été terminées
} ;
cause-too_little_progress = { $count ->
    [0] aucune tâche sur { $total } n’est terminée
    [one] une tâche sur { $total } est terminée
   *[other] { $count } tâches sur { $total } sont terminées
}, et { $percent } % du temps jusqu’au { $due } est écoulé ;
cause-depends_on_late_work = { $count ->
    [one] l’objectif attend un travail en retard d’une autre direction ({ $other }) ;
   *[other] l’objectif attend { $count } travaux en retard d’une autre direction ({ $other }) ;
}
cause-single_point_of_failure = du travail de { $count } objectifs attend la même partie du logiciel ;
cause-awaited = une autre direction ({ $other }) l’attend, pour { $name } ;
cause-slow = { $count ->
    [one] une tâche reste à terminer ; { $total ->
        [0] aucune terminée
        [one] { $total } terminée
       *[other] { $total } terminées
    }, { $added ->
        [0] aucune ajoutée
        [one] { $added } ajoutée
       *[other] { $added } ajoutées
    } en { $weeks } semaines ;
   *[other] { $count } tâches restent à terminer ; { $total ->
        [0] aucune terminée
        [one] { $total } terminée
       *[other] { $total } terminées
    }, { $added ->
        [0] aucune ajoutée
        [one] { $added } ajoutée
       *[other] { $added } ajoutées
    } en { $weeks } semaines ;
}
cause-decided = Décision du { $on } : « { $words } »
cause-decided-elsewhere = Une décision du { $on } en parle : « { $words } »
cause-unquoted = Une décision du { $on } à ce sujet est dans les outils de suivi.
cause-unquoted-elsewhere = Une décision du { $on }, dans les outils de suivi, en parle.
cause-fix_ready = { $count ->
    [one] une correction est prête, pas encore en place{ $fresh ->
        [0] { "" }
       *[other] { " " }(terminée cette semaine)
    } ;
   *[other] { $count } corrections sont prêtes, pas encore en place{ $fresh ->
        [0] { "" }
        [one] { " " }(dont { $fresh } terminée cette semaine)
       *[other] { " " }(dont { $fresh } terminées cette semaine)
    } ;
}
cause-fix_open = { $count ->
    [one] une n’est pas terminée
   *[other] { $count } ne sont pas terminées
}{ $days ->
    [0] { "" }
   *[other] , sans changement depuis plus de { $days } jours
} ;
cause-known_since = { $count ->
    [one] elle a été notée le { $on } ;
   *[other] la plus ancienne a été notée le { $on } ;
}
cause-none = le travail restant n’est pas assez connu.
cost-unknown = nous n’en connaissons pas le coût.
cost-not_protected = d’ici là, ce { $count ->
    [one] qu’elle ferme
   *[other] qu’elles ferment
} reste ouvert ; les outils de suivi ne montrent pas si quelqu’un s’en est servi.
likelihood-very_likely = très probable
likelihood-likely = probable
likelihood-even = à peu près une chance sur deux
likelihood-unlikely = peu probable
likelihood-very_unlikely = très peu probable
likelihood-range = { $word } : de { $low } à { $high } %
likelihood-most = presque certain : plus de { $low } %
odds-missed = de manquer le { $due }{ $resumes }
odds-if-resumed = { " si le travail reprend maintenant ; davantage sinon" }
not-estimated-refused = Aucune prévision n’est encore possible.
not-estimated-part = Nous ne calculons de probabilité que pour un objectif entier.
not-estimated-passed = C’est déjà arrivé.
not-estimated-not_protected = { $count ->
    [one] Nous ne savons pas quand elle sera en place.
   *[other] Nous ne savons pas quand elles seront en place.
}
not-estimated-free = Pas de probabilité : aucune date promise ne permet de la mesurer.
risks-more = { $count ->
    [one] Un autre risque n’est pas montré.
   *[other] { $count } autres risques ne sont pas montrés.
}
risks-ranked = Le plus grave d’abord.
risks-none = Aucun des risques que nous surveillons n’est apparu cette semaine : engagement reporté ou dépassé, travail sans avancement noté, travail terminé puis repris, travail qui reste en dernière vérification, travail moins avancé qu’annoncé, travail bloqué, objectif qui grandit ou avance trop peu, retard d’une autre direction, objectifs qui attendent la même partie du logiciel, correction de sécurité en attente.

## Ce que nous ne savons pas

h-unknown = Ce que nous ne savons pas
unknown-none = Nous ne connaissons aucune lacune à cette édition : chaque projet a été lu jusqu’à la fin de la semaine, et chaque tâche qui a changé cette semaine se rattache à quelque chose.
unknown-unmapped = { $count ->
    [one] { $total ->
        [1] À quoi sert la seule tâche active de l’entreprise : elle n’a pu être rattachée à aucun objectif ni à aucune activité.
       *[other] À quoi sert une des { $total } tâches de l’entreprise qui ont changé cette semaine ({ $share } %) : elle n’a pu être rattachée à aucun objectif ni à aucune activité.
    }
   *[other] À quoi servent { $count } des { $total } tâches de l’entreprise qui ont changé cette semaine ({ $share } %) : elles n’ont pu être rattachées à aucun objectif ni à aucune activité.
}
unknown-unmapped-small = { $count ->
    [one] À quoi sert une des { $total } tâches de l’entreprise qui ont changé cette semaine (moins de 1 %) : elle n’a pu être rattachée à aucun objectif ni à aucune activité.
   *[other] À quoi servent { $count } des { $total } tâches de l’entreprise qui ont changé cette semaine (moins de 1 %) : elles n’ont pu être rattachées à aucun objectif ni à aucune activité.
}
unknown-tail = Ce qui s’est passé après le { $day }, { $time } : les outils de suivi ont été lus jusque-là.
unknown-nothing_read = Ce qui s’est passé cette semaine : rien ne nous est parvenu d’un outil de suivi.
unknown-late = { $count ->
    [one] { $total ->
        [1] Ce qui s’est passé dans le seul projet après le { $day }, { $time } : il n’a été lu que jusque-là.
       *[other] Ce qui s’est passé dans un projet sur { $total } après le { $day }, { $time } : il n’a été lu que jusque-là.
    }
   *[other] Ce qui s’est passé dans { $count } projets sur { $total } après le { $day }, { $time }, au plus tôt : ils n’ont été lus que jusque-là.
}
unknown-never_read = { $count ->
    [one] { $total ->
        [1] Si le seul projet nous est connu au complet : il n’a jamais été lu en entier.
       *[other] Si un projet sur { $total } nous est connu au complet : il n’a jamais été lu en entier.
    }
   *[other] Si { $count } projets sur { $total } nous sont connus au complet : ils n’ont jamais été lus en entier.
}
unknown-broken = { $count ->
    [one] Ce que dit un enregistrement illisible ; il est mis de côté pour l’exploitant.
   *[other] Ce que disent { $count } enregistrements illisibles ; ils sont mis de côté pour l’exploitant.
}
unknown-set_aside = { $count ->
    [one] Ce que dit un message des outils de suivi arrivé cette semaine : il est illisible et attend l’exploitant.
   *[other] Ce que disent { $count } messages des outils de suivi arrivés cette semaine : ils sont illisibles et attendent l’exploitant.
}
unknown-uncompared = { $count ->
    [one] { $total ->
        [1] Si toutes les tâches du seul projet existent encore : depuis le { $day }, il n’a pas pu être comparé à son outil de suivi.
       *[other] Si toutes les tâches d’un projet sur { $total } existent encore : depuis le { $day }, il n’a pas pu être comparé à son outil de suivi.
    }
   *[other] Si toutes les tâches de { $count } projets sur { $total } existent encore : depuis le { $day } pour le premier, ils n’ont pas pu être comparés à leurs outils de suivi.
}
unknown-missed = { $count ->
    [one] Si les éditions précédentes disaient juste d’une tâche : elle manquait ou n’était pas à jour avant notre comparaison complète avec les outils de suivi, cette semaine. Cette édition en tient compte.
   *[other] Si les éditions précédentes disaient juste de { $count } tâches : elles manquaient ou n’étaient pas à jour avant notre comparaison complète avec les outils de suivi, cette semaine. Cette édition en tient compte.
}
unknown-waited = { $hours ->
    [one] Cette semaine, les outils de suivi nous ont fait attendre une heure en tout avant d’en dire plus.
   *[other] Cette semaine, les outils de suivi nous ont fait attendre { $hours } heures en tout avant d’en dire plus.
}
unknown-refused = Quand attendre { $short } : { $why }
unknown-passed = { $first } : quand ce sera prêt. Le { $due } est passé, sans nouvelle date.
unknown-dropped = { $first } : pourquoi cet engagement est abandonné. Sa fiche dans l’outil de suivi ne porte aucune décision.
unknown-refused_more = { $count ->
    [one] Quand un autre objectif sera prêt : aucune date ne peut être donnée.
   *[other] Quand { $count } autres objectifs seront prêts : aucune date ne peut être donnée.
}
unknown-passed_more = { $count ->
    [one] Quand un autre engagement, dont la date est passée, sera prêt : aucune nouvelle date n’est donnée.
   *[other] Quand { $count } autres engagements, dont les dates sont passées, seront prêts : aucune nouvelle date n’est donnée.
}
unknown-dropped_more = { $count ->
    [one] Pourquoi un autre engagement a été abandonné. Sa fiche dans l’outil de suivi ne porte aucune décision.
   *[other] Pourquoi { $count } autres engagements ont été abandonnés. Leurs fiches dans l’outil de suivi ne portent aucune décision.
}
unknown-stood_still = { $first } : pourquoi aucune tâche n’a avancé depuis { $span }. Depuis, nous n’avons lu ni mot de l’équipe à ce sujet ni décision qui en parle.
unknown-stood_still-before = { $first } : pourquoi aucune tâche n’avançait avant la décision du { $on }. Nous n’avons lu ni mot de l’équipe à ce sujet ni décision plus ancienne qui en parle.
unknown-cost = { $first } : ce que vous coûte un retard. Ce n’est pas encore noté.
unknown-no_track_record = Ce que valent les dates attendues et prudentes, et ces chances : le recul nous manque encore pour en juger.

## Mots, preuves, pour en savoir plus

h-words = Mots employés
word-expected = Date attendue
word-expected-means = 1 chance sur 2 d’être prêt à cette date, { $goes-on }.
word-cautious = Date prudente
word-cautious-means = 85 chances sur 100 d’être prêt à cette date, à la même condition.
word-tracker = Outil de suivi
word-tracker-means = là où les équipes notent leurs tâches ({ $trackers }).
word-behind-means = moins de { $least } chances sur 100 de tenir la date, ou la date est passée.
word-at_risk-means = de { $least } à { $most } chances sur 100 de tenir la date, ou un risque grave.
word-upkeep = Entretien
word-upkeep-means = remplacer, avant la panne, ce qui s’use.
h-purposes = À quoi servent vos objectifs
purpose-success = L’objectif est atteint quand : { $success }
purpose-sponsor = À la demande de : { $department }.
h-evidence = Preuves
evidence-intro = Chaque numéro du texte mène ici, aux éléments des outils de suivi ; le jeu de règles, version { $version }, dit ce qu’ils signifient. Données jusqu’au { $day }, { $time }.
evidence-intro-end = Chaque numéro du texte mène ici, aux éléments des outils de suivi ; le jeu de règles, version { $version }, dit ce qu’ils signifient. Données jusqu’à la fin du { $day }.
evidence-intro-never = Chaque numéro du texte mène ici, aux éléments des outils de suivi ; le jeu de règles, version { $version }, dit ce qu’ils signifient.
evidence-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
evidence-forecast = prévision : { $runs } simulations au rythme des { $weeks } dernières semaines ({ $finished ->
    [one] une tâche terminée
   *[other] { $finished } terminées
}, { $added ->
    [0] aucune ajoutée
    [one] { $added } ajoutée
   *[other] { $added } ajoutées
})
evidence-tasks = { $count ->
    [one] une tâche
   *[other] { $count } tâches
}
evidence-and = { $tasks } et
evidence-joint = { " ;" }
evidence-dropped = { $count ->
    [one] une tâche abandonnée n’est pas comptée
   *[other] { $count } tâches abandonnées ne sont pas comptées
}
evidence-given = échéance du { $due }, fixée le { $on }
evidence-set = portée au { $due } le { $on }
evidence-taken = retirée le { $on }
evidence-rules = échéance du { $due }, selon le jeu de règles
evidence-by-rules = { $told } par la version { $version } du jeu de règles
evidence-ledger = { $count ->
    [one] un engagement arrivé à échéance entre le { $since } et le { $until }
   *[other] { $count } engagements arrivés à échéance entre le { $since } et le { $until }
}
evidence-ledger-before = { $count } dans les douze semaines précédentes
evidence-read = { $place } : lu jusqu’au { $day }, { $time }
evidence-unread = { $place } : jamais lu en entier
h-more = Pour en savoir plus
more = { $desk }, { $address }. Une question posée là est transmise à l’équipe concernée.
