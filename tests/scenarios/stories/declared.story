# What is said of work, held against what can be seen of it.

== Done, they say, while its pull request is open
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  2 Mar          A status Terminé
  9 Mar          P is merged
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          A is closed
  9 Mar          P is merged
on 3 Mar in jira
  A  started 23 Feb, in_review 25 Feb
on 6 Mar in jira
  A  started 23 Feb, in_review 25 Feb
     declared_against_evidence medium since 4 Mar 09:00
on 13 Mar in jira
  A  started 23 Feb, in_review 25 Feb, finished 9 Mar
     declared_against_evidence medium 4 Mar 09:00 to 9 Mar 09:00
on 6 Mar in github
  A  planned 23 Feb, in_review 25 Feb
     declared_against_evidence medium since 4 Mar 09:00
on 13 Mar in github
  A  planned 23 Feb, in_review 25 Feb, finished 9 Mar
     declared_against_evidence medium 4 Mar 09:00 to 9 Mar 09:00

== Done, and merged on the morning after
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  2 Mar          A status Terminé
  3 Mar          P is merged
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          A is closed
  3 Mar          P is merged
on 9 Mar in jira
  A  started 23 Feb, in_review 25 Feb, finished 3 Mar
on 9 Mar in github
  A  planned 23 Feb, in_review 25 Feb, finished 3 Mar

== Done otherwise, and the pull request given up
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  2 Mar          A status Terminé
  3 Mar          P is closed
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          A is closed
  3 Mar          P is closed
on 9 Mar in jira
  A  started 23 Feb, in_review 25 Feb, finished 3 Mar
on 9 Mar in github
  A  planned 23 Feb, in_review 25 Feb, finished 3 Mar

== One of two pull requests is merged, the other is a second thought
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  26 Feb         pull request Q is opened, as a draft, names A
  2 Mar          P is merged
  2 Mar 10:00    A status Terminé
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  26 Feb         pull request Q is opened, as a draft, fixes A
  2 Mar          P is merged
on 13 Mar in jira
  A  started 23 Feb, in_review 25 Feb, started 2 Mar, in_review 2 Mar 10:00
on 13 Mar in github
  A  planned 23 Feb, in_review 25 Feb

== A pull request that comes after it was done is another matter
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Terminé
  5 Mar          pull request P is opened, names A
  12 Mar         P is merged
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          pull request P is opened, fixes A
  12 Mar         P is merged
on 20 Mar in jira
  A  started 23 Feb, finished 2 Mar, in_review 5 Mar, finished 12 Mar
on 20 Mar in github
  A  planned 23 Feb, finished 2 Mar, in_review 5 Mar, finished 12 Mar

== Done without any pull request is done
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A is closed
on 1 Jun in jira
  A  started 23 Feb, finished 2 Mar
on 1 Jun in github
  A  planned 23 Feb, finished 2 Mar

== On track, says the label, and nothing moves
jira
  23 Feb         Story A is opened, label on-track
  2 Mar          A status En cours
github
  23 Feb         issue A is opened, label on-track
  2 Mar          pull request P is opened, as a draft, fixes A
on 9 Mar
  A  planned 23 Feb, started 2 Mar
on 20 Mar
  A  planned 23 Feb, started 2 Mar
     declared_against_evidence medium since 17 Mar 00:00

== On track, says the label, and so it is
near declared_against_evidence, stalled
jira
  23 Feb         Story A is opened, label on-track
  2 Mar          A status En cours
  12 Mar         A is retitled
  23 Mar         A status En revue
  27 Mar         A status Terminé
github
  23 Feb         issue A is opened, label on-track
  2 Mar          pull request P is opened, as a draft, fixes A
  12 Mar         A is retitled
  23 Mar         P is ready for review
  27 Mar         P is merged
on 22 Mar
  A  planned 23 Feb, started 2 Mar
on 30 Mar
  A  planned 23 Feb, started 2 Mar, in_review 23 Mar, finished 27 Mar

== Finished, and its version never comes out
jira
  9 Mar          version V is made, due 31 Mar
  9 Mar 10:00    Story A is opened, for V, status En cours
  20 Mar         A status Terminé
on 27 Apr
  A  started 9 Mar 10:00, finished 20 Mar
on 11 May
  A  started 9 Mar 10:00, finished 20 Mar
     declared_against_evidence low since 30 Apr 22:00

== Finished, and its version comes out within the month
near declared_against_evidence
jira
  9 Mar          version V is made, due 31 Mar
  9 Mar 10:00    Story A is opened, for V, status En cours
  20 Mar         A status Terminé
  16 Apr         version V is released on 16 Apr
on 10 Apr
  A  started 9 Mar 10:00, finished 20 Mar
on 11 May
  A  started 9 Mar 10:00, finished 20 Mar, available 15 Apr 22:00

== Finished for a version without a day, which is a drawer
near declared_against_evidence
jira
  9 Mar          version V is made
  9 Mar 10:00    Story A is opened, for V, status En cours
  20 Mar         A status Terminé
on 1 Jun
  A  started 9 Mar 10:00, finished 20 Mar

== Merged is finished, and released is available
near declared_against_evidence
github
  23 Feb         milestone M is opened, due 31 Mar
  23 Feb 10:00   issue A is opened, milestone M
  16 Mar         pull request P is opened, fixes A
  20 Mar         P is merged
  27 Mar         milestone M is closed
  30 Jun         release R is published with A
on 1 Jun
  A  planned 23 Feb 10:00, in_review 16 Mar, finished 20 Mar
  M  planned 23 Feb, finished 27 Mar
     promised 31 Mar on 23 Feb
on 6 Jul
  A  planned 23 Feb 10:00, in_review 16 Mar, finished 20 Mar, available 30 Jun
  M  planned 23 Feb, finished 27 Mar
     promised 31 Mar on 23 Feb

== Delivered, they say, while its pull request is open
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  2 Mar          A status Livré
on 6 Mar
  A  started 23 Feb, in_review 25 Feb, available 2 Mar
     declared_against_evidence medium since 4 Mar 09:00

== A prerelease is in nobody's hands yet
known in github: of a prerelease that is released to everybody, REST answers tell the time of its first publication alone
near declared_against_evidence
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          prerelease R is published with A
  12 Mar         R is released to everybody
on 9 Mar
  A  planned 23 Feb, finished 2 Mar
on 16 Mar
  A  planned 23 Feb, finished 2 Mar, available 12 Mar

== A release that is withdrawn takes it back
near declared_against_evidence
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          release R is published with A
  12 Mar         release R is deleted
on 9 Mar
  A  planned 23 Feb, finished 2 Mar, available 5 Mar
on 16 Mar
  A  planned 23 Feb, finished 2 Mar, available 5 Mar, finished 12 Mar

== Status and label agree that it is not done
near declared_against_evidence
jira
  23 Feb         Story A is opened, status En cours, label on-track
  2 Mar          A loses the label on-track
  12 Mar         A status En revue
  20 Mar         A status Terminé
github
  23 Feb         issue A is opened, label on-track
  2 Mar          A loses the label on-track
  12 Mar         pull request P is opened, fixes A
  20 Mar         P is merged
on 1 Apr in jira
  A  started 23 Feb, in_review 12 Mar, finished 20 Mar
on 1 Apr in github
  A  planned 23 Feb, in_review 12 Mar, finished 20 Mar
