# What no single piece of work can tell. `A1..A8` are eight, five minutes apart; `A1...A8` all in one minute.

== More comes in than is finished, and the end moves away
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      target_date: 2026-12-31
jira
  5 Jan          Story A1..A10 is opened, label instalments
  9 Jan          A1 status Terminé
  2 Mar          Story B1..B3 is opened, label instalments
  9 Mar          A2 status Terminé
github
  5 Jan          issue A1..A10 is opened, label instalments
  9 Jan          A1 is closed
  2 Mar          issue B1..B3 is opened, label instalments
  9 Mar          A2 is closed
on 2 Mar 09:07
  B1  planned 2 Mar
on 5 Mar
  pay-in-three  scope_growing medium since 2 Mar 09:10
on 30 Mar
  pay-in-three  scope_growing medium 2 Mar 09:10 to 9 Mar 09:00
  A2  planned 5 Jan 09:05, finished 9 Mar

== Without a promised day growth endangers none
jira
  5 Jan          Story A1..A10 is opened, label instalments
  9 Jan          A1 status Terminé
  2 Mar          Story B1..B4 is opened, label instalments
github
  5 Jan          issue A1..A10 is opened, label instalments
  9 Jan          A1 is closed
  2 Mar          issue B1..B4 is opened, label instalments
on 5 Mar
  pay-in-three  scope_growing low since 2 Mar 09:10
on 20 Apr
  pay-in-three  scope_growing low 2 Mar 09:10 to 30 Mar 09:05
  A1  planned 5 Jan, finished 9 Jan

== As much is finished as comes in
near scope_growing
jira
  5 Jan          Story A1..A10 is opened, label instalments
  26 Feb         A1..A4 status Terminé
  2 Mar          Story B1..B4 is opened, label instalments
github
  5 Jan          issue A1..A10 is opened, label instalments
  26 Feb         A1..A4 is closed
  2 Mar          issue B1..B4 is opened, label instalments
on 16 Mar
  A1  planned 5 Jan, finished 26 Feb
  B1  planned 2 Mar

== Two tasks more are no growth
near scope_growing
jira
  5 Jan          Story A1..A4 is opened, label instalments
  9 Jan          A1 status Terminé
  2 Mar          Story B1..B2 is opened, label instalments
github
  5 Jan          issue A1..A4 is opened, label instalments
  9 Jan          A1 is closed
  2 Mar          issue B1..B2 is opened, label instalments
on 16 Mar
  B1  planned 2 Mar

== A plan is written in the week in which work begins
near scope_growing
jira
  5 Jan          Story A1..A3 is opened, label instalments
  7 Jan          A1 status Terminé
  9 Jan          Story B1..B6 is opened, label instalments
github
  5 Jan          issue A1..A3 is opened, label instalments
  7 Jan          A1 is closed
  9 Jan          issue B1..B6 is opened, label instalments
on 16 Jan
  B1  planned 9 Jan

== A backlog that is imported is old work in a new place
near scope_growing
jira
  5 Jan          Story A1..A4 is opened, label instalments
  9 Jan          A1 status Terminé
  2 Mar          Story B1...B12 is opened, label instalments
github
  5 Jan          issue A1..A4 is opened, label instalments
  9 Jan          A1 is closed
  2 Mar          issue B1...B12 is opened, label instalments
on 16 Mar
  B1  planned 2 Mar

== Ten weeks without progress towards a day that was promised
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      target_date: 2026-03-31
jira
  1 Jan          Story A1..A10 is opened, label instalments
  8 Jan          A1 status Terminé
github
  1 Jan          issue A1..A10 is opened, label instalments
  8 Jan          A1 is closed
on 20 Jan
  A1  planned 1 Jan, finished 8 Jan
on 2 Feb
  pay-in-three  too_little_progress medium since 23 Jan 18:15
on 13 Apr
  pay-in-three  too_little_progress medium 23 Jan 18:15 to 31 Mar 22:00

== Late in February, and caught up in March
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      target_date: 2026-04-10
jira
  1 Jan          Story A1..A20 is opened, label instalments
  8 Jan          A1..A6 status Terminé
  9 Mar          A7..A14 status Terminé
github
  1 Jan          issue A1..A20 is opened, label instalments
  8 Jan          A1..A6 is closed
  9 Mar          A7..A14 is closed
on 19 Feb
  A6  planned 1 Jan 09:25, finished 8 Jan 09:25
on 6 Mar
  pay-in-three  too_little_progress medium since 20 Feb 03:30
on 30 Mar
  pay-in-three  too_little_progress medium 20 Feb 03:30 to 9 Mar 09:10

== As far as the time that has gone
near too_little_progress
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      target_date: 2026-04-10
jira
  1 Jan          Story A1..A10 is opened, label instalments
  20 Jan         A1..A3 status Terminé
  16 Feb         A4..A6 status Terminé
  16 Mar         A7..A9 status Terminé
github
  1 Jan          issue A1..A10 is opened, label instalments
  20 Jan         A1..A3 is closed
  16 Feb         A4..A6 is closed
  16 Mar         A7..A9 is closed
on 13 Feb
  A1  planned 1 Jan, finished 20 Jan
on 30 Mar
  A9  planned 1 Jan 09:40, finished 16 Mar 09:10

== Of seven tasks no share says much
near too_little_progress
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      target_date: 2026-03-31
jira
  1 Jan          Story A1..A7 is opened, label instalments
  8 Jan          A1 status Terminé
github
  1 Jan          issue A1..A7 is opened, label instalments
  8 Jan          A1 is closed
on 30 Mar
  A1  planned 1 Jan, finished 8 Jan

== Nobody promised a day, so none is missed
near too_little_progress
jira
  1 Jan          Story A1..A10 is opened, label instalments
  8 Jan          A1 status Terminé
github
  1 Jan          issue A1..A10 is opened, label instalments
  8 Jan          A1 is closed
on 30 Mar
  A1  planned 1 Jan, finished 8 Jan

== Payments waits for a part that stands still in logistics
jira
  1 Mar          Story A is opened, label instalments
  2 Mar          Sub-task B is opened, under A, label parcels, status En cours
  16 Mar         B is retitled
  20 Mar         B status Terminé
github
  1 Mar          issue A is opened, label instalments
  2 Mar          issue B is opened, under A, label parcels
  2 Mar 10:00    pull request P is opened, as a draft, fixes B
  16 Mar         B is retitled
  20 Mar         P is merged
on 11 Mar in jira
  B  started 2 Mar
     stalled medium since 10 Mar 00:00
on 13 Mar in jira
  B  started 2 Mar
     stalled medium since 10 Mar 00:00
  pay-in-three  depends_on_late_work low since 12 Mar 00:00
on 23 Mar in jira
  B  started 2 Mar, finished 20 Mar
     stalled medium 10 Mar 00:00 to 16 Mar 00:00
  pay-in-three  depends_on_late_work low 12 Mar 00:00 to 16 Mar 00:00
on 13 Mar in github
  B  planned 2 Mar, started 2 Mar 10:00
     stalled medium since 10 Mar 00:00
  pay-in-three  depends_on_late_work low since 12 Mar 00:00
on 23 Mar in github
  B  planned 2 Mar, started 2 Mar 10:00, finished 20 Mar
     stalled medium 10 Mar 00:00 to 16 Mar 00:00
  pay-in-three  depends_on_late_work low 12 Mar 00:00 to 16 Mar 00:00

== Payments waits for logistics, which is blocked
jira
  1 Mar          Story A is opened, label instalments
  2 Mar          Sub-task B is opened, under A, label parcels
  2 Mar 10:00    B status Bloqué
github
  1 Mar          issue A is opened, label instalments
  2 Mar          issue B is opened, under A, label parcels
  2 Mar 10:00    B gets the label blocked
on 11 Mar in jira
  B  planned 2 Mar, started 2 Mar 10:00
     blocked medium since 7 Mar 10:00
  pay-in-three  depends_on_late_work low since 9 Mar 10:00
on 11 Mar in github
  B  planned 2 Mar
     blocked medium since 7 Mar 10:00
  pay-in-three  depends_on_late_work low since 9 Mar 10:00

== Late for a day is late, and nobody waits long
near depends_on_late_work
jira
  1 Mar          Story A is opened, label instalments
  2 Mar          Sub-task B is opened, under A, label parcels, status En cours
  11 Mar         B is retitled
  13 Mar         B status Terminé
github
  1 Mar          issue A is opened, label instalments
  2 Mar          issue B is opened, under A, label parcels
  2 Mar 10:00    pull request P is opened, as a draft, fixes B
  11 Mar         B is retitled
  13 Mar         P is merged
on 16 Mar in jira
  B  started 2 Mar, finished 13 Mar
     stalled medium 10 Mar 00:00 to 11 Mar 00:00
on 16 Mar in github
  B  planned 2 Mar, started 2 Mar 10:00, finished 13 Mar
     stalled medium 10 Mar 00:00 to 11 Mar 00:00

== What stands still at home is stalled, and depends on nobody
near depends_on_late_work
jira
  1 Mar          Story A is opened, label instalments
  2 Mar          Sub-task B is opened, under A, label refunds, status En cours
github
  1 Mar          issue A is opened, label instalments
  2 Mar          issue B is opened, under A, label refunds
  2 Mar 10:00    pull request P is opened, as a draft, fixes B
on 23 Mar in jira
  B  started 2 Mar
     stalled medium since 17 Mar 00:00
on 23 Mar in github
  B  planned 2 Mar, started 2 Mar 10:00
     stalled medium since 17 Mar 00:00

== Whoever is done waits for nobody
near depends_on_late_work
jira
  1 Mar          Story A is opened, label instalments
  2 Mar          Sub-task B is opened, under A, label parcels, status En cours
  6 Mar          A status Terminé
github
  1 Mar          issue A is opened, label instalments
  2 Mar          issue B is opened, under A, label parcels
  2 Mar 10:00    pull request P is opened, as a draft, fixes B
  6 Mar          A is closed
on 16 Mar in jira
  A  planned 1 Mar, finished 6 Mar
  B  started 2 Mar
     stalled medium since 10 Mar 00:00
on 16 Mar in github
  A  planned 1 Mar, finished 6 Mar
  B  planned 2 Mar, started 2 Mar 10:00
     stalled medium since 10 Mar 00:00

== Three objectives wait on one part of the software
jira
  1 Mar          Story D1..D5 is opened, label instalments
  2 Mar          Story A is opened, label instalments, component api, status En cours
  2 Mar 10:00    Story B is opened, label parcels, component api, status En cours
  2 Mar 11:00    Story C is opened, label refunds, component api, status En cours
  24 Mar         A is retitled
on 16 Mar
  B  started 2 Mar 10:00
     stalled medium since 10 Mar 00:00
on 20 Mar
  A  started 2 Mar
     stalled medium since 17 Mar 00:00
  B  started 2 Mar 10:00
     stalled medium since 10 Mar 00:00
  C  started 2 Mar 11:00
     stalled medium since 17 Mar 00:00
  pay-in-three  single_point_of_failure medium since 17 Mar 00:00
  parcels       single_point_of_failure medium since 17 Mar 00:00
  refunds       single_point_of_failure medium since 17 Mar 00:00
on 3 Apr
  A  started 2 Mar
     stalled medium 17 Mar 00:00 to 24 Mar 00:00
  B  started 2 Mar 10:00
     stalled medium since 10 Mar 00:00
  C  started 2 Mar 11:00
     stalled medium since 17 Mar 00:00
  pay-in-three  single_point_of_failure medium 17 Mar 00:00 to 24 Mar 00:00
  parcels       single_point_of_failure medium 17 Mar 00:00 to 24 Mar 00:00
  refunds       single_point_of_failure medium 17 Mar 00:00 to 24 Mar 00:00

== Three objectives are blocked in one part of the software
jira
  1 Mar          Story D1..D5 is opened, label instalments
  2 Mar          Story A is opened, label instalments, component lots, status Bloqué
  3 Mar          Story B is opened, label parcels, component lots, status Bloqué
  4 Mar          Story C is opened, label refunds, component lots, status Bloqué
on 8 Mar 12:00
  A  started 2 Mar
     blocked medium since 7 Mar 09:00
  B  started 3 Mar
     blocked medium since 8 Mar 09:00
on 11 Mar
  A  started 2 Mar
     blocked medium since 7 Mar 09:00
  B  started 3 Mar
     blocked medium since 8 Mar 09:00
  C  started 4 Mar
     blocked medium since 9 Mar 09:00
  pay-in-three  single_point_of_failure medium since 9 Mar 09:00
  parcels       single_point_of_failure medium since 9 Mar 09:00
  refunds       single_point_of_failure medium since 9 Mar 09:00

== Two objectives that wait at one place are bad luck
near single_point_of_failure
jira
  1 Mar          Story D1..D5 is opened, label instalments
  2 Mar          Story A is opened, label instalments, component api, status En cours
  2 Mar 10:00    Story B is opened, label parcels, component api, status En cours
  2 Mar 11:00    Story C is opened, label refunds, component lots, status En cours
on 20 Mar
  A  started 2 Mar
     stalled medium since 17 Mar 00:00
  B  started 2 Mar 10:00
     stalled medium since 10 Mar 00:00
  C  started 2 Mar 11:00
     stalled medium since 17 Mar 00:00

== The one repository of a company is its software, and no part of it
near single_point_of_failure
github
  1 Mar          issue D1..D5 is opened, label instalments
  2 Mar          issue A is opened, label instalments
  2 Mar 09:30    pull request P is opened, as a draft, fixes A
  2 Mar 10:00    issue B is opened, label parcels
  2 Mar 10:30    pull request Q is opened, as a draft, fixes B
  2 Mar 11:00    issue C is opened, label refunds
  2 Mar 11:30    pull request R is opened, as a draft, fixes C
on 20 Mar
  A  planned 2 Mar, started 2 Mar 09:30
     stalled medium since 17 Mar 00:00
  B  planned 2 Mar 10:00, started 2 Mar 10:30
     stalled medium since 10 Mar 00:00
  C  planned 2 Mar 11:00, started 2 Mar 11:30
     stalled medium since 17 Mar 00:00

== The epic is done, they say, and two of its parts are open
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      promised_by: PAY-9007
jira
  1 Mar          Epic E is opened, as PAY-9007, due 30 Jun, label instalments
  2 Mar          Story A1..A3 is opened, under E
  5 Mar          A1 status Terminé
  9 Mar          E status Terminé
  16 Mar         A2..A3 status Terminé
on 10 Mar
  E  planned 1 Mar, finished 9 Mar
     promised 30 Jun on 1 Mar
on 13 Mar
  E  planned 1 Mar, finished 9 Mar
     promised 30 Jun on 1 Mar
  pay-in-three  declared_against_evidence medium since 11 Mar 09:00
on 30 Mar
  A3  planned 2 Mar 09:10, finished 16 Mar 09:05
     means pay-in-three
  pay-in-three  declared_against_evidence medium 11 Mar 09:00 to 16 Mar 09:05

== The milestone is closed, and two of its issues are open
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      promised_by: verdier/boutique/milestone/1
github
  1 Mar          milestone M is opened, due 30 Jun
  2 Mar          issue A1..A3 is opened, milestone M, label instalments
  5 Mar          A1 is closed
  9 Mar          milestone M is closed
  16 Mar         A2..A3 is closed
on 10 Mar
  M  planned 1 Mar, finished 9 Mar
     promised 30 Jun on 1 Mar
on 13 Mar
  pay-in-three  declared_against_evidence medium since 11 Mar 09:00
on 30 Mar
  pay-in-three  declared_against_evidence medium 11 Mar 09:00 to 16 Mar 09:05

== The epic is closed on the day before its last part
near declared_against_evidence
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      promised_by: PAY-9007
jira
  1 Mar          Epic E is opened, as PAY-9007, due 30 Jun, label instalments
  2 Mar          Story A1..A3 is opened, under E
  9 Mar          E status Terminé
  10 Mar         A1..A3 status Terminé
on 30 Mar
  E  planned 1 Mar, finished 9 Mar
     promised 30 Jun on 1 Mar
  A3  planned 2 Mar 09:10, finished 10 Mar 09:10

== On track, says the epic's label, and no part of it moves
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      promised_by: PAY-9007
jira
  1 Mar          Epic E is opened, as PAY-9007, due 30 Jun, label instalments and on-track
  2 Mar          Story A1..A3 is opened, under E
  5 Mar          A1 status Terminé
  16 Mar         E is commented: All is well.
on 18 Mar
  E  planned 1 Mar
     promised 30 Jun on 1 Mar
on 23 Mar
  E  planned 1 Mar
     promised 30 Jun on 1 Mar
  pay-in-three  declared_against_evidence medium since 20 Mar 00:00

== On track, says the epic's label, and one of its parts moves each week
near declared_against_evidence, stalled
rules
  objectives:
    pay-in-three:
      department: payments
      name: { fr: Payer en trois fois, en: Pay in three instalments }
      short: { fr: le paiement en trois fois, en: payment in three instalments }
      promised_by: PAY-9007
jira
  1 Mar          Epic E is opened, as PAY-9007, due 30 Jun, label instalments and on-track
  2 Mar          Story A1..A3 is opened, under E
  5 Mar          A1 status Terminé
  12 Mar         A2 is retitled
  20 Mar         A3 status En cours
on 30 Mar
  A3  planned 2 Mar 09:10, started 20 Mar
