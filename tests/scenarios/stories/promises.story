# What was promised, and what became of it. `README.md` says how stories are read.

== A launch moved by three weeks is told from the move on
jira
  2 Mar          Epic A is opened, due 30 Apr
  20 Apr 11:00   A due 21 May
  18 May 16:00   A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  20 Apr 11:00   milestone A due 21 May
  18 May 16:00   milestone A is closed
on 19 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar
on 27 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 21 May on 20 Apr 11:00
     promise_moved high since 20 Apr 11:00
on 1 Jun
  A  planned 2 Mar, finished 18 May 16:00
     promised 30 Apr on 2 Mar, 21 May on 20 Apr 11:00
     promise_moved high 20 Apr 11:00 to 18 May 16:00

== A launch brought forward alarms nobody
near promise_moved
jira
  2 Mar          Epic A is opened, due 30 Apr
  30 Mar         A due 16 Apr
  15 Apr         A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  30 Mar         milestone A due 16 Apr
  15 Apr         milestone A is closed
on 10 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 16 Apr on 30 Mar
on 4 May
  A  planned 2 Mar, finished 15 Apr
     promised 30 Apr on 2 Mar, 16 Apr on 30 Mar

== Two days later is within what the rules tolerate
near promise_moved
jira
  2 Mar          Epic A is opened, due 30 Apr
  28 Apr         A due 2 May
  1 May          A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  28 Apr         milestone A due 2 May
  1 May          milestone A is closed
on 29 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 2 May on 28 Apr
on 4 May
  A  planned 2 Mar, finished 1 May
     promised 30 Apr on 2 Mar, 2 May on 28 Apr

== Small steps add up from the first promise
jira
  2 Mar          Epic A is opened, due 30 Apr
  20 Apr         A due 2 May
  27 Apr         A due 4 May
  1 May          A due 6 May
  6 May 15:00    A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  20 Apr         milestone A due 2 May
  27 Apr         milestone A due 4 May
  1 May          milestone A due 6 May
  6 May 15:00    milestone A is closed
on 24 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 2 May on 20 Apr
on 28 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 2 May on 20 Apr, 4 May on 27 Apr
     promise_moved medium since 27 Apr
on 11 May
  A  planned 2 Mar, finished 6 May 15:00
     promised 30 Apr on 2 Mar, 2 May on 20 Apr, 4 May on 27 Apr, 6 May on 1 May
     promise_moved medium 27 Apr to 1 May
     promise_moved medium 1 May to 6 May 15:00

== A move that was taken back was a scare of three days
known in github: GitHub keeps no history of a milestone: a day that comes back is seen by polls alone only as the last
jira
  2 Mar          Epic A is opened, due 30 Apr
  10 Apr         A due 20 May
  13 Apr         A due 30 Apr
  29 Apr         A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  10 Apr         milestone A due 20 May
  13 Apr         milestone A due 30 Apr
  29 Apr         milestone A is closed
on 4 May
  A  planned 2 Mar, finished 29 Apr
     promised 30 Apr on 2 Mar, 20 May on 10 Apr, 30 Apr on 13 Apr
     promise_moved high 10 Apr to 13 Apr

== A day that passes is told from midnight in Paris
jira
  2 Mar          Epic A is opened, due 31 Mar
  9 Apr          A status Terminé
github
  2 Mar          milestone A is opened, due 31 Mar
  9 Apr          milestone A is closed
on 31 Mar 21:59
  A  planned 2 Mar
     promised 31 Mar on 2 Mar
on 1 Apr
  A  planned 2 Mar
     promised 31 Mar on 2 Mar
     promise_passed high since 31 Mar 22:00
on 13 Apr
  A  planned 2 Mar, finished 9 Apr
     promised 31 Mar on 2 Mar
     promise_passed high 31 Mar 22:00 to 9 Apr 09:00

== In winter midnight in Paris is another one
jira
  5 Jan          Epic A is opened, due 31 Jan
  2 Feb          A status Terminé
github
  5 Jan          milestone A is opened, due 31 Jan
  2 Feb          milestone A is closed
on 9 Feb
  A  planned 5 Jan, finished 2 Feb
     promised 31 Jan on 5 Jan
     promise_passed high 31 Jan 23:00 to 2 Feb 09:00

== Done a minute before the day is over
near promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  30 Apr 21:59   A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  30 Apr 21:59   milestone A is closed
on 4 May
  A  planned 2 Mar, finished 30 Apr 21:59
     promised 30 Apr on 2 Mar

== Moved on the eve is moved, and did not pass
near promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  29 Apr         A due 14 May
  14 May 17:00   A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  29 Apr         milestone A due 14 May
  14 May 17:00   milestone A is closed
on 18 May
  A  planned 2 Mar, finished 14 May 17:00
     promised 30 Apr on 2 Mar, 14 May on 29 Apr
     promise_moved medium 29 Apr to 14 May 17:00

== Moved after it had passed is both
jira
  2 Mar          Epic A is opened, due 30 Apr
  4 May          A due 29 May
github
  2 Mar          milestone A is opened, due 30 Apr
  4 May          milestone A due 29 May
on 3 May
  A  planned 2 Mar
     promised 30 Apr on 2 Mar
     promise_passed high since 30 Apr 22:00
on 11 May
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, 29 May on 4 May
     promise_passed high 30 Apr 22:00 to 4 May 09:00
     promise_moved high since 4 May

== A day that is taken back stays in the ledger, and is no risk of a date
near promise_moved, promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  20 Apr         A due none
github
  2 Mar          milestone A is opened, due 30 Apr
  20 Apr         milestone A due none
on 11 May
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, none on 20 Apr

== Taken back, then promised again for later
jira
  2 Mar          Epic A is opened, due 30 Apr
  20 Apr         A due none
  27 Apr         A due 30 May
github
  2 Mar          milestone A is opened, due 30 Apr
  20 Apr         milestone A due none
  27 Apr         milestone A due 30 May
on 24 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, none on 20 Apr
on 4 May
  A  planned 2 Mar
     promised 30 Apr on 2 Mar, none on 20 Apr, 30 May on 27 Apr
     promise_moved high since 27 Apr

== Dropped before its day is dropped, and not late
near promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  16 Apr         A status Abandonné
on 4 May
  A  planned 2 Mar, dropped 16 Apr
     promised 30 Apr on 2 Mar

== Deleted before its day
near promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  16 Apr         A is deleted
on 4 May
  A  planned 2 Mar
     promised 30 Apr on 2 Mar

== A date on a task is no promise to a department
near promise_moved, promise_passed
jira
  2 Mar          Story A is opened, due 20 Mar
  18 Mar         A due 20 Apr
on 27 Apr
  A  planned 2 Mar

== A date that is mended once all is done
near promise_moved, promise_passed
jira
  2 Mar          Epic A is opened, due 30 Apr
  28 Apr         A status Terminé
  4 May          A due 30 Jun
github
  2 Mar          milestone A is opened, due 30 Apr
  28 Apr         milestone A is closed
  4 May          milestone A due 30 Jun
on 13 Jul
  A  planned 2 Mar, finished 28 Apr
     promised 30 Apr on 2 Mar, 30 Jun on 4 May

== An epic that goes to another project keeps its first date
near promise_moved
jira
  2 Mar          Epic A is opened, due 30 Apr
  30 Mar         A is moved to TO
  29 Apr         A status Terminé
on 6 Apr
  A  planned 2 Mar
     promised 30 Apr on 2 Mar
on 4 May
  A  planned 2 Mar, finished 29 Apr
     promised 30 Apr on 2 Mar

== Promised some days after it was opened
near promise_moved
jira
  2 Mar          Epic A is opened
  9 Mar 15:00    A due 30 Apr
  29 Apr         A status Terminé
github
  2 Mar          milestone A is opened
  9 Mar 15:00    milestone A due 30 Apr
  29 Apr         milestone A is closed
on 4 May
  A  planned 2 Mar, finished 29 Apr
     promised 30 Apr on 9 Mar 15:00

== Taken up again, it is open on its day
known in github: GitHub keeps no history of a milestone: that it was opened again is seen by polls alone only as the last
jira
  2 Mar          Epic A is opened, due 30 Apr
  20 Apr         A status Terminé
  27 Apr         A status En cours
  6 May          A status Terminé
github
  2 Mar          milestone A is opened, due 30 Apr
  20 Apr         milestone A is closed
  27 Apr         milestone A is opened again
  6 May          milestone A is closed
on 24 Apr
  A  planned 2 Mar, finished 20 Apr
     promised 30 Apr on 2 Mar
on 11 May in jira
  A  planned 2 Mar, finished 20 Apr, started 27 Apr, finished 6 May
     promised 30 Apr on 2 Mar
     promise_passed high 30 Apr 22:00 to 6 May 09:00
on 11 May in github
  A  planned 2 Mar, finished 20 Apr, planned 27 Apr, finished 6 May
     promised 30 Apr on 2 Mar
     promise_passed high 30 Apr 22:00 to 6 May 09:00
