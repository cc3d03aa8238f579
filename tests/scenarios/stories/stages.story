# How far it is, and whose it is: here nothing is to alarm anybody.

== The whole way of a task
jira
  23 Feb         Story A is opened, label instalments
  25 Feb         A status En cours
  2 Mar          A status En revue
  5 Mar          A status Terminé
  9 Mar          A status Livré
github
  23 Feb         issue A is opened, label instalments
  25 Feb         pull request P is opened, as a draft, fixes A
  2 Mar          P is ready for review
  5 Mar          P is merged
  9 Mar          release R is published with A
on 27 Feb
  A  planned 23 Feb, started 25 Feb
     means pay-in-three
on 16 Mar
  A  planned 23 Feb, started 25 Feb, in_review 2 Mar, finished 5 Mar, available 9 Mar
     means pay-in-three

== A new workflow, of which no history tells
near stalled
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A is given another workflow: En revue
  9 Mar          A status Terminé
on 16 Mar
  A  started 23 Feb, in_review 2 Mar, finished 9 Mar

== Whose epic is named by a link of another age
jira
  23 Feb         Epic E is opened, in OLD, label instalments
  23 Feb 10:00   Story A is opened, in OLD, under E
  2 Mar          A status En cours
  9 Mar          A status Terminé
on 16 Mar
  E  planned 23 Feb
     means pay-in-three
  A  planned 23 Feb 10:00, started 2 Mar, finished 9 Mar
     means pay-in-three

== A task that goes to another project goes on
near stalled
jira
  23 Feb         Story A is opened, status En cours, label instalments
  2 Mar          A is moved to TO
  12 Mar         A status Terminé
on 11 Mar
  A  started 23 Feb
     means pay-in-three
on 16 Mar
  A  started 23 Feb, finished 12 Mar
     means pay-in-three

== A pull request means what the issue means that it names
near piling_up_in_review
rules
  mapping:
    - name: Instalments
      match: { label: instalments }
      objective: pay-in-three
jira
  23 Feb         Epic E is opened, label instalments
  23 Feb 10:00   Story A is opened, under E, status En cours
  2 Mar          pull request P is opened, names A
  5 Mar          P is merged
  5 Mar 10:00    A status Terminé
github
  23 Feb         issue E is opened, label instalments
  23 Feb 10:00   issue A is opened, under E
  2 Mar          pull request P is opened, fixes A
  5 Mar          P is merged
on 9 Mar in jira
  E  planned 23 Feb
     means pay-in-three
  A  started 23 Feb 10:00, in_review 2 Mar, started 5 Mar, finished 5 Mar 10:00
     means pay-in-three
  P  in_review 2 Mar, finished 5 Mar
     means pay-in-three
on 9 Mar in github
  E  planned 23 Feb
     means pay-in-three
  A  planned 23 Feb 10:00, in_review 2 Mar, finished 5 Mar
     means pay-in-three
  P  in_review 2 Mar, finished 5 Mar
     means pay-in-three

== An issue in a milestone means what the milestone means
rules
  mapping:
    - name: Instalments
      match: { kind: milestone }
      objective: pay-in-three
github
  23 Feb         milestone M is opened, due 30 Apr
  23 Feb 10:00   issue A is opened, milestone M
  2 Mar          A is closed
on 9 Mar
  M  planned 23 Feb
     promised 30 Apr on 23 Feb
     means pay-in-three
  A  planned 23 Feb 10:00, finished 2 Mar
     means pay-in-three

== Dropped, then wanted after all
jira
  23 Feb         Story A is opened
  2 Mar          A status Abandonné
  9 Mar          A status Ouvert
github
  23 Feb         issue A is opened
  2 Mar          A is closed as not planned
  9 Mar          A is reopened
on 16 Mar
  A  planned 23 Feb, dropped 2 Mar, planned 9 Mar

== A duplicate is dropped
github
  23 Feb         issue A is opened
  2 Mar          A is closed as duplicate
on 16 Mar
  A  planned 23 Feb, dropped 2 Mar

== Two pull requests, and the work is done with the second
near declared_against_evidence, piling_up_in_review
jira
  23 Feb         Story A is opened, status En cours
  25 Feb         pull request P is opened, names A
  26 Feb         pull request Q is opened, names A
  2 Mar          P is merged
  6 Mar          Q is merged
  6 Mar 10:00    A status Terminé
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          P is merged
  3 Mar          pull request Q is opened, fixes A
  6 Mar          Q is merged
on 16 Mar in jira
  A  started 23 Feb, in_review 25 Feb, started 6 Mar, finished 6 Mar 10:00
on 16 Mar in github
  A  planned 23 Feb, in_review 25 Feb, finished 2 Mar, in_review 3 Mar, finished 6 Mar

== A draft again means that it is written again
near piling_up_in_review
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          P is a draft again
  9 Mar          P is ready for review
  12 Mar         P is merged
on 16 Mar
  A  planned 23 Feb, in_review 25 Feb, started 2 Mar, in_review 9 Mar, finished 12 Mar
