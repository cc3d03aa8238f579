# Work that stands still, and work that only seems to.

== Begun, then nothing for two weeks
jira
  23 Feb         Story A is opened
  2 Mar          A status En cours
  24 Mar         A status En revue
github
  23 Feb         issue A is opened
  2 Mar          pull request P is opened, as a draft, fixes A
  24 Mar         P is ready for review
on 16 Mar
  A  planned 23 Feb, started 2 Mar
on 20 Mar
  A  planned 23 Feb, started 2 Mar
     stalled medium since 17 Mar 00:00
on 27 Mar
  A  planned 23 Feb, started 2 Mar, in_review 24 Mar
     stalled medium 17 Mar 00:00 to 24 Mar 00:00

== A bot that speaks each week moves nothing
jira
  2 Mar          Story A is opened, status En cours
  9 Mar          A is commented: No news on this one?
  16 Mar         A is commented: No news on this one?
  23 Mar         A is commented: No news on this one?
github
  2 Mar          issue A is opened
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  9 Mar          A is commented: This issue is stale.
  16 Mar         A is commented: This issue is stale.
  23 Mar         P is commented: This pull request is stale.
on 24 Mar in jira
  A  started 2 Mar
     stalled medium since 17 Mar 00:00
on 24 Mar in github
  A  planned 2 Mar, started 2 Mar 09:30
     stalled medium since 17 Mar 00:00

== A card that is dragged up a board moves nothing
jira
  2 Mar          Story A is opened, status En cours
  12 Mar         A is ranked higher
on 24 Mar
  A  started 2 Mar
     stalled medium since 17 Mar 00:00

== Something moves on the last day before the limit
near stalled
jira
  2 Mar          Story A is opened, status En cours
  16 Mar 22:00   A is retitled
  27 Mar         A status Terminé
github
  2 Mar          issue A is opened
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  16 Mar 22:00   A is retitled
  27 Mar         P is merged
on 26 Mar in jira
  A  started 2 Mar
on 1 Apr in jira
  A  started 2 Mar, finished 27 Mar
on 26 Mar in github
  A  planned 2 Mar, started 2 Mar 09:30
on 1 Apr in github
  A  planned 2 Mar, started 2 Mar 09:30, finished 27 Mar

== What waits in the backlog was not begun
near stalled
jira
  5 Jan          Story A is opened
github
  5 Jan          issue A is opened
on 1 Jun
  A  planned 5 Jan

== Paused by choice is not stalled
near stalled
jira
  2 Mar          Story A is opened, status En cours
  10 Mar         A status Ouvert
github
  2 Mar          issue A is opened
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  10 Mar         P is closed
on 1 Jun in jira
  A  started 2 Mar, planned 10 Mar
on 1 Jun in github
  A  planned 2 Mar, started 2 Mar 09:30, planned 10 Mar

== Dropped while it stood still
near stalled
jira
  2 Mar          Story A is opened, status En cours
  12 Mar         A status Abandonné
github
  2 Mar          issue A is opened
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  12 Mar         A is closed as not planned
on 1 Jun in jira
  A  started 2 Mar, dropped 12 Mar
on 1 Jun in github
  A  planned 2 Mar, started 2 Mar 09:30, dropped 12 Mar
  P  started 2 Mar 09:30

== Finished work may rest
near stalled
jira
  2 Mar          Story A is opened, status En cours
  12 Mar         A status Terminé
github
  2 Mar          issue A is opened
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  12 Mar         P is merged
on 1 Jun in jira
  A  started 2 Mar, finished 12 Mar
on 1 Jun in github
  A  planned 2 Mar, started 2 Mar 09:30, finished 12 Mar

== An epic rests while its parts move
near stalled
jira
  2 Mar          Epic E is opened, status En cours
  2 Mar 10:00    Story A is opened, under E, status En cours
  13 Mar         A status Terminé
  13 Mar 10:00   Story B is opened, under E, status En cours
  26 Mar         B status Terminé
on 30 Mar
  E  started 2 Mar
  A  started 2 Mar 10:00, finished 13 Mar
  B  started 13 Mar 10:00, finished 26 Mar

== Nobody touches the ticket while its pull request is worked on
near stalled
jira
  2 Mar          Story A is opened, status En cours
  4 Mar          pull request P is opened, as a draft, names A
  12 Mar         P is pushed to
  22 Mar         P is pushed to
  31 Mar         P is reviewed
  9 Apr          P is merged
  9 Apr 10:00    A status Terminé
github
  2 Mar          issue A is opened
  4 Mar          pull request P is opened, as a draft, fixes A
  12 Mar         P is pushed to
  22 Mar         P is pushed to
  31 Mar         P is reviewed
  9 Apr          P is merged
on 3 Apr in jira
  A  started 2 Mar
on 3 Apr in github
  A  planned 2 Mar, started 4 Mar
on 13 Apr in jira
  A  started 2 Mar, finished 9 Apr 10:00
on 13 Apr in github
  A  planned 2 Mar, started 4 Mar, finished 9 Apr

== What the rules exclude alarms nobody
near stalled
jira
  2 Mar          Story A is opened, status En cours, label machines
github
  2 Mar          issue A is opened, label machines
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
on 1 Jun in jira
  A  started 2 Mar
     means excluded
on 1 Jun in github
  A  planned 2 Mar, started 2 Mar 09:30
     means excluded

== A status with another name is the same status
near stalled
jira
  2 Mar          Story A is opened, status En cours
  10 Mar         status "En cours" is called Fertig
  12 Mar         A status En revue
  20 Mar         A status Terminé
on 13 Mar
  A  started 2 Mar, in_review 12 Mar
on 1 Jun
  A  started 2 Mar, in_review 12 Mar, finished 20 Mar

== A department that waits no longer than a week
jira
  2 Mar          Story A is opened, status En cours, label parcels
github
  2 Mar          issue A is opened, label parcels
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
on 9 Mar in jira
  A  started 2 Mar
     means parcels
on 12 Mar in jira
  A  started 2 Mar
     means parcels
     stalled medium since 10 Mar 00:00
on 12 Mar in github
  A  planned 2 Mar, started 2 Mar 09:30
     means parcels
     stalled medium since 10 Mar 00:00

== The patience of a department goes down to the parts of its epic
jira
  1 Mar          Epic E is opened, label parcels
  2 Mar          Story A is opened, under E, status En cours
  2 Mar 10:00    Sub-task B is opened, under A, status En cours
github
  1 Mar          issue E is opened, label parcels
  2 Mar          issue A is opened, under E
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
on 12 Mar in jira
  E  planned 1 Mar
     means parcels
  A  started 2 Mar
     means parcels
     stalled medium since 10 Mar 00:00
  B  started 2 Mar 10:00
     means parcels
     stalled medium since 10 Mar 00:00
on 12 Mar in github
  E  planned 1 Mar
     means parcels
  A  planned 2 Mar, started 2 Mar 09:30
     means parcels
     stalled medium since 10 Mar 00:00

== Under another parent it is another department's, with another patience
near stalled
jira
  1 Mar          Epic E is opened, label parcels
  1 Mar 10:00    Epic F is opened, label instalments
  2 Mar          Story A is opened, under E, status En cours
  6 Mar          A under F
  19 Mar         A status Terminé
on 9 Mar
  A  started 2 Mar
     means pay-in-three
  E  planned 1 Mar
  F  planned 1 Mar 10:00
on 23 Mar
  A  started 2 Mar, finished 19 Mar
     means pay-in-three
  E  planned 1 Mar
  F  planned 1 Mar 10:00
