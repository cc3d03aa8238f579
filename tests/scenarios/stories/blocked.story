# What cannot go on, and waits for somebody else.

== Blocked by its status for longer than five days
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Bloqué
  12 Mar         A status En cours
  19 Mar         A status Terminé
on 6 Mar
  A  started 23 Feb
on 9 Mar
  A  started 23 Feb
     blocked medium since 7 Mar 09:00
on 23 Mar
  A  started 23 Feb, finished 19 Mar
     blocked medium 7 Mar 09:00 to 12 Mar 09:00

== Blocked for four days
near blocked
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Bloqué
  6 Mar          A status En cours
  12 Mar         A status Terminé
on 23 Mar
  A  started 23 Feb, finished 12 Mar

== Blocked by a label that nobody takes away
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A gets the label blocked
github
  23 Feb         issue A is opened
  24 Feb         pull request P is opened, as a draft, fixes A
  2 Mar          A gets the label blocked
on 6 Mar in jira
  A  started 23 Feb
on 9 Mar in jira
  A  started 23 Feb
     blocked medium since 7 Mar 09:00
on 6 Mar in github
  A  planned 23 Feb, started 24 Feb
on 9 Mar in github
  A  planned 23 Feb, started 24 Feb
     blocked medium since 7 Mar 09:00

== Whoever speaks of a block does not end it
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A gets the label blocked
  5 Mar          A is commented: Still waiting for the bank.
  9 Mar          A is commented: Still waiting for the bank.
  13 Mar         A is commented: Still waiting for the bank.
github
  23 Feb         issue A is opened
  24 Feb         pull request P is opened, as a draft, fixes A
  2 Mar          A gets the label blocked
  5 Mar          A is commented: Still waiting for the bank.
  9 Mar          A is commented: Still waiting for the bank.
  13 Mar         A is commented: Still waiting for the bank.
on 16 Mar in jira
  A  started 23 Feb
     blocked medium since 7 Mar 09:00
on 16 Mar in github
  A  planned 23 Feb, started 24 Feb
     blocked medium since 7 Mar 09:00

== A block that was is remembered when the label is gone
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A gets the label blocked
  12 Mar         A loses the label blocked
  16 Mar         A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A gets the label blocked
  12 Mar         A loses the label blocked
  16 Mar         A is closed
on 23 Mar in jira
  A  started 23 Feb, finished 16 Mar
     blocked medium 7 Mar 09:00 to 12 Mar 09:00
on 23 Mar in github
  A  planned 23 Feb, finished 16 Mar
     blocked medium 7 Mar 09:00 to 12 Mar 09:00

== Blocked twice for three days
near blocked
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A gets the label blocked
  5 Mar          A loses the label blocked
  9 Mar          A gets the label blocked
  12 Mar         A loses the label blocked
  16 Mar         A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A gets the label blocked
  5 Mar          A loses the label blocked
  9 Mar          A gets the label blocked
  12 Mar         A loses the label blocked
  16 Mar         A is closed
on 11 Mar in jira
  A  started 23 Feb
on 11 Mar in github
  A  planned 23 Feb
on 1 Apr in jira
  A  started 23 Feb, finished 16 Mar
on 1 Apr in github
  A  planned 23 Feb, finished 16 Mar

== Flagged as an impediment
known in jira data center: its history names a custom field by its words alone
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A is flagged Haute
on 11 Mar
  A  started 23 Feb
     blocked medium since 7 Mar 09:00

== Another value of the same field says nothing
near blocked
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A is flagged Basse
  9 Mar          A status Terminé
on 16 Mar
  A  started 23 Feb, finished 9 Mar

== What is finished waits for nobody, whatever its label says
near blocked
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A gets the label blocked
  5 Mar          A status Terminé
github
  23 Feb         issue A is opened
  2 Mar          A gets the label blocked
  5 Mar          A is closed
on 1 Apr in jira
  A  started 23 Feb, finished 5 Mar
on 1 Apr in github
  A  planned 23 Feb, finished 5 Mar

== Blocked and silent is one risk
near stalled
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          A status Bloqué
on 1 Apr
  A  started 23 Feb
     blocked medium since 7 Mar 09:00

== Nobody's status is renamed
near blocked
jira
  23 Feb         Story A is opened, status En cours
  2 Mar          status "Bloqué" is called En pause
  4 Mar          A status En revue
  10 Mar         A status Terminé
on 1 Apr
  A  started 23 Feb, in_review 4 Mar, finished 10 Mar
