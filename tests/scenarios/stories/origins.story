# Days that a milestone or a version says. `README.md` says how stories are read.

== A version that is postponed moves the promise of its epic
rules
  promises: { types: [Épopée], from: [version] }
jira
  2 Mar          version V is made, due 30 Apr
  2 Mar 10:00    Epic A is opened, for V
  20 Apr 11:00   version V is postponed to 21 May
on 19 Apr
  A  planned 2 Mar 10:00
     promised 30 Apr on 2 Mar 10:00
on 27 Apr
  A  planned 2 Mar 10:00
     promised 30 Apr on 2 Mar 10:00, 21 May on 20 Apr 11:00
     promise_moved high since 20 Apr 11:00

== An epic that goes to the next version takes its first date along
known in jira: Jira keeps no history of a version's day, so a first reading long after does not know the day of one that the epic left
rules
  promises: { types: [Épopée], from: [due, version] }
jira
  2 Mar          version V is made, due 30 Apr
  2 Mar          version W is made, due 21 May
  2 Mar 10:00    Epic A is opened, for V
  23 Mar         A due 15 May
  20 Apr 11:00   A is planned for W
on 27 Apr
  A  planned 2 Mar 10:00
     promised 30 Apr on 2 Mar 10:00, 21 May on 20 Apr 11:00
     promise_moved high since 20 Apr 11:00

== The day on which a version came out is no day that was promised
near promise_moved
rules
  promises: { types: [Épopée], from: [version] }
jira
  2 Mar          version V is made, due 30 Apr
  2 Mar 10:00    Epic A is opened, for V
  27 Apr         A status Terminé
  20 May         version V is released on 20 May
on 30 Apr
  A  planned 2 Mar 10:00, finished 27 Apr
     promised 30 Apr on 2 Mar 10:00
on 25 May
  A  planned 2 Mar 10:00, finished 27 Apr, available 19 May 22:00
     promised 30 Apr on 2 Mar 10:00

== A milestone that is moved moves what is planned for it
rules
  promises: { types: [Issue], from: [milestone] }
github
  2 Mar          milestone M is opened, due 30 Apr
  2 Mar 10:00    issue A is opened, milestone M
  20 Apr 11:00   milestone M due 21 May
on 19 Apr
  A  planned 2 Mar 10:00
     promised 30 Apr on 2 Mar 10:00
on 27 Apr
  A  planned 2 Mar 10:00
     promised 30 Apr on 2 Mar 10:00, 21 May on 20 Apr 11:00
     promise_moved high since 20 Apr 11:00

== Where due dates alone are promises, milestones and versions move nothing
near promise_moved, promise_passed
rules
  promises: { kinds: [version], types: [Issue, Épopée] }
jira
  2 Mar          version V is made, due 30 Mar
  2 Mar 10:00    Epic A is opened, for V
  20 Mar         version V is postponed to 21 May
github
  2 Mar          milestone M is opened, due 30 Mar
  2 Mar 10:00    issue A is opened, milestone M
  20 Mar         milestone M due 21 May
on 27 Apr
  A  planned 2 Mar 10:00
