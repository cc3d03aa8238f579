# What comes back.

== Finished twice, and taken up twice
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Terminé
  5 Mar          A status En cours
  9 Mar          A status Terminé
  16 Mar         A status En cours
  20 Mar         A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          A is reopened
  9 Mar          A is closed
  16 Mar         A is reopened
  20 Mar         A is closed
on 12 Mar in jira
  A  started 23 Feb, finished 2 Mar, started 5 Mar, finished 9 Mar
on 17 Mar in jira
  A  started 23 Feb, finished 2 Mar, started 5 Mar, finished 9 Mar, started 16 Mar
     reopened_again low since 16 Mar
on 23 Mar in jira
  A  started 23 Feb, finished 2 Mar, started 5 Mar, finished 9 Mar, started 16 Mar, finished 20 Mar
     reopened_again low 16 Mar to 20 Mar
on 17 Mar in github
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar, planned 16 Mar
     reopened_again low since 16 Mar
on 23 Mar in github
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar, planned 16 Mar, finished 20 Mar
     reopened_again low 16 Mar to 20 Mar

== The third time weighs more
jira
  23 Feb         Story A is opened
  2 Mar          A status Terminé
  5 Mar          A status Ouvert
  9 Mar          A status Terminé
  16 Mar         A status Ouvert
  20 Mar         A status Terminé
  26 Mar         A status Ouvert
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          A is reopened
  9 Mar          A is closed
  16 Mar         A is reopened
  20 Mar         A is closed
  26 Mar         A is reopened
on 30 Mar
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar, planned 16 Mar, finished 20 Mar, planned 26 Mar
     reopened_again low 16 Mar to 20 Mar
     reopened_again medium since 26 Mar

== Once is nothing
near reopened_again
jira
  23 Feb         Story A is opened
  2 Mar          A status Terminé
  5 Mar          A status Ouvert
  9 Mar          A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          A is reopened
  9 Mar          A is closed
on 6 Mar
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar
on 1 Jun
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar

== A slip of the hand is mended within the hour
near reopened_again
jira
  23 Feb         Story A is opened
  2 Mar 10:00    A status Terminé
  2 Mar 10:20    A status Ouvert
  5 Mar 15:00    A status Terminé
  5 Mar 15:40    A status Ouvert
  9 Mar          A status Terminé
  11 Mar         A status Ouvert
github
  23 Feb         issue A is opened
  2 Mar 10:00    A is closed
  2 Mar 10:20    A is reopened
  5 Mar 15:00    A is closed
  5 Mar 15:40    A is reopened
  9 Mar          A is closed
  11 Mar         A is reopened
on 16 Mar
  A  planned 23 Feb, finished 2 Mar 10:00, planned 2 Mar 10:20, finished 5 Mar 15:00, planned 5 Mar 15:40, finished 9 Mar, planned 11 Mar

== What was dropped and is wanted after all
near reopened_again
jira
  23 Feb         Story A is opened
  2 Mar          A status Abandonné
  5 Mar          A status Ouvert
  9 Mar          A status Abandonné
  16 Mar         A status Ouvert
github
  23 Feb         issue A is opened
  2 Mar          A is closed as not planned
  5 Mar          A is reopened
  9 Mar          A is closed as not planned
  16 Mar         A is reopened
on 20 Mar
  A  planned 23 Feb, dropped 2 Mar, planned 5 Mar, dropped 9 Mar, planned 16 Mar

== Twice in four months is no habit
near reopened_again
jira
  2 Feb          Story A is opened
  9 Feb          A status Terminé
  12 Feb         A status Ouvert
  16 Feb         A status Terminé
  1 Jun          A status Ouvert
github
  2 Feb          issue A is opened
  9 Feb          A is closed
  12 Feb         A is reopened
  16 Feb         A is closed
  1 Jun          A is reopened
on 8 Jun
  A  planned 2 Feb, finished 9 Feb, planned 12 Feb, finished 16 Feb, planned 1 Jun

== After ninety days it is no habit any more
jira
  23 Feb         Story A is opened
  2 Mar          A status Terminé
  5 Mar          A status Ouvert
  9 Mar          A status Terminé
  16 Mar         A status Ouvert
github
  23 Feb         issue A is opened
  2 Mar          A is closed
  5 Mar          A is reopened
  9 Mar          A is closed
  16 Mar         A is reopened
on 2 Jun
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar, planned 16 Mar
     reopened_again low since 16 Mar
on 8 Jun
  A  planned 23 Feb, finished 2 Mar, planned 5 Mar, finished 9 Mar, planned 16 Mar
     reopened_again low 16 Mar to 3 Jun

== A second pull request for what is done reopens nothing
near reopened_again, declared_against_evidence
github
  23 Feb         issue A is opened
  25 Feb         pull request P is opened, fixes A
  2 Mar          P is merged
  5 Mar          pull request Q is opened, fixes A
  6 Mar          Q is merged
  12 Mar         pull request R is opened, fixes A
  13 Mar         R is merged
on 20 Mar
  A  planned 23 Feb, in_review 25 Feb, finished 2 Mar, in_review 5 Mar, finished 6 Mar, in_review 12 Mar, finished 13 Mar
