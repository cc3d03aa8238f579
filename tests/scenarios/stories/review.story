# What is written, and serves nobody yet.

== Reviewed for weeks on end
jira
  27 Feb         Story A is opened, status En cours
  2 Mar          A status En revue
  10 Mar         A is retitled
  18 Mar         A is retitled
  27 Mar         A is retitled
  4 Apr          A is retitled
  9 Apr          A status Terminé
on 26 Mar
  A  started 27 Feb, in_review 2 Mar
on 30 Mar
  A  started 27 Feb, in_review 2 Mar
     piling_up_in_review low since 27 Mar 00:00
on 13 Apr
  A  started 27 Feb, in_review 2 Mar, finished 9 Apr
     piling_up_in_review low 27 Mar 00:00 to 9 Apr 09:00

== Reviewed for weeks on end in the pull request alone
jira
  27 Feb         Story A is opened, status En cours
  2 Mar          pull request P is opened, names A
  10 Mar         P is reviewed
  18 Mar         P is pushed to
  27 Mar         P is reviewed
  4 Apr          P is pushed to
  9 Apr          P is merged
  9 Apr 10:00    A status Terminé
github
  27 Feb         issue A is opened
  2 Mar          pull request P is opened, fixes A
  10 Mar         P is reviewed
  18 Mar         P is pushed to
  27 Mar         P is reviewed
  4 Apr          P is pushed to
  9 Apr          P is merged
on 30 Mar in jira
  A  started 27 Feb, in_review 2 Mar
     piling_up_in_review low since 27 Mar 00:00
on 13 Apr in jira
  A  started 27 Feb, in_review 2 Mar, started 9 Apr, finished 9 Apr 10:00
     piling_up_in_review low 27 Mar 00:00 to 9 Apr 09:00
on 30 Mar in github
  A  planned 27 Feb, in_review 2 Mar
     piling_up_in_review low since 27 Mar 00:00
on 13 Apr in github
  A  planned 27 Feb, in_review 2 Mar, finished 9 Apr
     piling_up_in_review low 27 Mar 00:00 to 9 Apr 09:00

== A pull request of its own that never ends
rules
  mapping:
    - name: Instalments
      match: { kind: pull_request }
      objective: pay-in-three
github
  2 Mar          pull request P is opened
  10 Mar         P is reviewed
  18 Mar         P is pushed to
  27 Mar         P is reviewed
  4 Apr          P is pushed to
  14 Apr         P is reviewed
  20 Apr         P is merged
on 30 Mar
  P  in_review 2 Mar
     means pay-in-three
     piling_up_in_review low since 27 Mar 00:00
on 24 Apr
  P  in_review 2 Mar, finished 20 Apr
     means pay-in-three
     piling_up_in_review low 27 Mar 00:00 to 13 Apr 09:00
     piling_up_in_review medium 13 Apr 09:00 to 20 Apr 09:00

== Three weeks of review are what the rules allow
near piling_up_in_review
jira
  27 Feb         Story A is opened, status En cours
  2 Mar          A status En revue
  10 Mar         A is retitled
  20 Mar         A is retitled
  23 Mar 08:00   A status Terminé
github
  27 Feb         issue A is opened
  2 Mar          pull request P is opened, fixes A
  10 Mar         P is pushed to
  20 Mar         P is pushed to
  23 Mar 08:00   P is merged
on 1 Apr in jira
  A  started 27 Feb, in_review 2 Mar, finished 23 Mar 08:00
on 1 Apr in github
  A  planned 27 Feb, in_review 2 Mar, finished 23 Mar 08:00

== A review in which nothing moves is stalled, and one risk is enough
near piling_up_in_review
jira
  27 Feb         Story A is opened, status En cours
  2 Mar          A status En revue
github
  27 Feb         issue A is opened
  2 Mar          pull request P is opened, fixes A
on 13 Apr in jira
  A  started 27 Feb, in_review 2 Mar
     stalled medium since 17 Mar 00:00
on 13 Apr in github
  A  planned 27 Feb, in_review 2 Mar
     stalled medium since 17 Mar 00:00
