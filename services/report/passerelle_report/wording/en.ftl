## Small words

days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
list-end = { $head } and { $last }
clauses = { $head }; { $tails }
if-resumed = { " if work resumes" }
colon = :
percent = %
times = { $count ->
    [1] once
    [2] twice
   *[other] { $count } times
}
quoted = The team, on { $on }: “{ $words }”
quoted-before-stop = The team, on { $on }: “{ $words }” (before these { $still })

## Status

status-on_course = On course
status-at_risk = At risk
status-behind = Behind
status-cannot_tell = Cannot tell
status-finished = Finished

## Masthead

title = { $name }, week { $week } of { $year }: weekly report
sender = from the technology department
week-line = Week { $week }, { $from } to { $to }
foot = { $company } · { $name } · { $week } · edition { $edition } · { $hash }
foot-draft = { $company } · { $name } · { $week } · draft · { $hash }
degraded = This edition is set plainly: its usual layout failed. Every figure is the same.

headline-no_objective = no objective is written down for this department
headline-finished = { $count ->
    [1] the objective is reached
   *[other] the objectives are reached
}
headline-finished-one = { $short }: every task is finished
headline-all_tasks_finished = { $short }: every known task is finished
headline-passed = { $short }: { $due } has passed, and it is not finished
headline-chance-behind = { $sure ->
    [certain] { $short }: { $due } will almost certainly be missed
    [very] { $short }: { $due } will very probably be missed
   *[other] { $short }: { $due } will probably be missed
}
headline-chance-at_risk = { $sure ->
    [probably] { $short }: { $due } will probably be missed
   *[maybe] { $short }: { $due } may be missed
}
headline-stopped = { $sure ->
    [certain] { $short }: no progress recorded for { $span }; { $due } will almost certainly be missed
    [very] { $short }: no progress recorded for { $span }; { $due } will very probably be missed
    [probably] { $short }: no progress recorded for { $span }; { $due } will probably be missed
   *[maybe] { $short }: no progress recorded for { $span }; { $due } is threatened
}
headline-chance-on_course = { $short } is on course for { $due }
headline-on-course = { $count ->
    [1] the objective is on course
    [2] both objectives are on course
   *[other] all { $count } objectives are on course
}
headline-taken_back = { $short }: the promised date was taken back
headline-said_finished = { $short }: said to be finished, it is not
headline-stood_still = { $short }: no task has progressed for { $span }
headline-risk-promise_moved = { $short }: the promised date was postponed
headline-risk-promise_passed = { $short }: a promised date has passed
headline-risk-stalled = { $short }: no progress recorded on some tasks
headline-risk-reopened_again = { $short }: finished tasks were taken up again
headline-risk-piling_up_in_review = { $short }: tasks stay in their last check
headline-risk-declared_against_evidence = { $short }: less advanced than the tracker says
headline-risk-blocked = { $short }: some tasks are blocked
headline-risk-scope_growing = { $short }: more work comes in than is finished
headline-risk-too_little_progress = { $short }: too little is finished for the time that has gone
headline-risk-depends_on_late_work = { $short }: late work of another department holds it up
headline-risk-single_point_of_failure = { $short }: several objectives wait on the same part of the software
headline-dropped = { $short } was dropped
headline-refused = { $refused ->
    [too_little_finished] { $short }: too few finished tasks to forecast { $due }
   *[other] { $short }: { $due } cannot be forecast
}
headline-refused-free = { $short }: no date can be given yet
headline-never_read = { $short }: its tasks were never read as a whole
headline-too_old = { $short }: what we know is too old
headline-promise_unseen = { $short }: its promised date is nowhere to be found
headline-no_promise = { $short } progresses, without a promised date

because-first = No comparison yet: this is the first week we know.
because-nothing = Nothing to compare: no objective is written down.
because-same = As last week: no status has changed, nor any expected date by more than a day or two.
because-worse-status = Worse than last week, when the status was “{ $before }”.
because-worse = Worse than last week: { $told }.
because-mixed = Compared with last week: { $told }.
because-unmoved = { $first }: no change.
because-little = { $first }: no change of more than a day or two.
because-new = { $first }: new on this page.
because-better = Better than last week: { $told }.
because-better-status = Better than last week, when the status was “{ $before }”.
shift-lost = { $short } is expected { $span } later
shift-lost-too = { $short } { $span } later
shift-lost-since = { $short } is expected { $span } later than last week
shift-lost-apart = { $short }, { $span } later
shift-lost-plain = { $short } went from “{ $before }” to “{ $after }”
shift-lost-both = both are expected { $span } later
shift-lost-many = { $count } objectives are expected later, by { $span } at most
shift-lost-many-plain = { $count } objectives are in a worse state
shift-gained = { $short } is expected { $span } sooner
shift-gained-too = { $short } { $span } sooner
shift-gained-since = { $short } is expected { $span } sooner than last week
shift-gained-apart = { $short }, { $span } sooner
shift-gained-plain = { $short } went from “{ $before }” to “{ $after }”
shift-gained-both = both are expected { $span } sooner
shift-gained-many = { $count } objectives are expected sooner, by { $span } at most
shift-gained-many-plain = { $count } objectives are in a better state
shifts = { $head } and { $last }

running = The week is not over: this page tells it until { $day }, { $time }.
fresh-complete = Sources: the teams’ trackers ({ $trackers }), complete until the end of { $day }.
fresh-until = Sources: the teams’ trackers ({ $trackers }), complete until { $day }, { $time }.
fresh-never = Sources: the teams’ trackers ({ $trackers }); how far they were read was not recorded for all of them.
fresh-none = Sources: nothing has reached us from a tracker.
fresh-late = { $count ->
    [one] { $total ->
        [1] The only project was not read to the end of the week: see “What we do not know”.
       *[other] One of { $total } projects was not read to the end of the week: see “What we do not know”.
    }
   *[other] { $count } of { $total } projects were not read to the end of the week: see “What we do not know”.
}
fresh-doubt = Some of what the trackers say could not be read or compared: see “What we do not know”.
fresh-unmapped = { $count ->
    [one] { $total ->
        [1] The company’s only active task could not be assigned to an objective or a part of the business; it may concern you.
       *[other] One of the company’s { $total } tasks that changed this week could not be assigned to an objective or a part of the business; it may concern you.
    }
   *[other] { $count } of the company’s { $total } tasks that changed this week could not be assigned to an objective or a part of the business; some may concern you.
}

## In one minute

h-minute = In one minute
minute-forward = Moved forward:
minute-incidents = { $count ->
    [one] Incident:
   *[other] Incidents:
}
minute-incidents-more = { $count ->
    [one] And one more incident.
   *[other] And { $count } more incidents.
}
minute-security = Security:
security-ready = { $count ->
    [one] one fix is ready, not yet in place
   *[other] { $count } fixes are ready, not yet in place
}
security-open = { $count ->
    [one] one fix is not finished
   *[other] { $count } fixes are not finished
}
security-both = { $ready }; { $open ->
    [one] one more is not finished
   *[other] { $open } more are not finished
}
security-told = { $told } ({ $where }).
minute-slipped = Slipped:
minute-nothing = Nothing was finished this week, nor put into use.
minute-only-incidents = Nothing, apart from work on incidents.
minute-more = { $count ->
    [one] And one other task, finished or put into use.
   *[other] And { $count } other tasks, finished or put into use.
}
minute-all = { $count ->
    [one] One task, finished or put into use: see “Finished or put into use this week”.
   *[other] { $count } tasks, finished or put into use: see “Finished or put into use this week”.
}
minute-no-slip = No promised date slipped.
slip-expected = { $name }: promised for { $first }, { $ends }{ $resumes }.
slip-expected-first = { $name }: promised for { $first }, then for { $due }, { $ends }{ $resumes }.
slip-expected-now = { $name }: promised for { $first }, postponed again this week to { $due }, { $ends }{ $resumes }.
slip-expected-moved = { $name }: promised for { $first }, postponed this week to { $due }, { $ends }{ $resumes }.
slip-ends = expected { $expected } ({ $low } late), cautious date { $cautious } ({ $high } late)
slip-ends-one = expected { $expected } ({ $low } late)
slip-ends-first = expected { $expected } ({ $low } after the first date), cautious date { $cautious } ({ $high } after it)
slip-ends-first-one = expected { $expected } ({ $low } after the first date)
slip-if-resumed = , if work resumes
slip-postponed = { $name }: promised for { $first }, postponed by { $span }, to { $due }.
slip-postponed-now = { $name }: promised for { $first }, postponed this week by { $span }, to { $due }.
slip-postponed-again = { $name }: promised for { $first }, postponed again this week to { $due }, { $span } after the first date.
slip-late = { $name }: promised for { $first }, finished on { $on }, { $span } late.
slip-late-finished = { $name }: promised for { $first }, finished on { $on }, { $span } late, not yet in use.
slip-passed = { $name }: promised for { $first }, { $span } late so far.
slip-passed-today = { $name }: promised for { $first }, not finished.
slip-dropped = { $name }: promised for { $first }, dropped on { $on }.
slip-taken_back = { $name }: promised for { $first }, date taken back on { $on }.
slip-gone = { $name }: promised for { $first }, no longer in the tracker since { $on }.
slip-more = { $count ->
    [one] And one more promise.
   *[other] And { $count } more promises.
}

## Objectives

h-objectives = Your objectives
objectives-none = No objective of yours is in the rule set, so this page cannot say whether you are on course.
objectives-more = { $count ->
    [one] One more objective is { $status }; it is in the data attached to this file.
   *[other] { $count } more objectives are { $status }; they are in the data attached to this file.
}
objectives-more-mixed = { $count ->
    [one] One more objective is in the data attached to this file.
   *[other] { $count } more objectives are in the data attached to this file.
}

chance-tenths = { $count ->
    [one] 1 chance in 10
   *[other] { $count } chances in 10
}
chance-half = 1 chance in 2
chance-under-tenth = less than 1 chance in 10
chance-over-nine-tenths = more than 9 chances in 10
chance-less = fewer than 5 chances in 100
chance-more = more than 95 chances in 100

reason-no_objective = no objective is written down.
reason-finished = no task of it is open.
reason-finished-early = on { $on }, { $span } early.
reason-finished-in-time = on { $on }, in time.
reason-finished-late = on { $on }, { $span } late.
reason-all_tasks_finished = every known task is finished; the tracker does not yet say that it is over.
reason-passed = { $due } has passed, { $span } after the first date.
reason-passed-first = the promised date, { $due }, has passed.
reason-chance = { $chance } of meeting { $due } if this pace holds.
reason-chance-still = { $chance } of meeting { $due } if work resumes now; no task has progressed for { $still }.
reason-chance-new = { $chance } of meeting { $due } if this pace holds; that date was promised on { $on }, this week.
reason-chance-new-still = { $chance } of meeting { $due } if work resumes now; that date was promised on { $on }, this week; no task has progressed for { $still }.
reason-taken_back = the promised date, { $due }, was taken back.
reason-said_finished = { $count ->
    [one] { $total ->
        [1] the tracker says finished, the only task is open.
       *[other] the tracker says finished, one of { $total } tasks is open.
    }
   *[other] the tracker says finished, { $count } of { $total } tasks are open.
}
reason-stood_still = no task has progressed for { $span }; the tracker still says it is under way.
reason-risk-promise_moved = the promised date was postponed to { $due }.
reason-risk-promise_moved-part = { $count ->
    [one] a promised date of one of its parts was postponed.
   *[other] promised dates of { $count } of its parts were postponed.
}
reason-risk-promise_passed = { $count ->
    [one] the promised date of one of its parts has passed.
   *[other] the promised dates of { $count } of its parts have passed.
}
reason-risk-stalled = { $count ->
    [one] one task has not changed for more than { $days } days.
   *[other] { $count } tasks have not changed for more than { $days } days.
}
reason-risk-reopened_again = { $count ->
    [one] one task was finished and taken up again more than once in { $days } days.
   *[other] { $count } tasks were finished and taken up again more than once in { $days } days.
}
reason-risk-piling_up_in_review = { $count ->
    [one] one task has been in its last check for more than { $days } days.
   *[other] { $count } tasks have been in their last check for more than { $days } days.
}
reason-risk-declared_against_evidence = { $count ->
    [one] one task is less advanced than the tracker says.
   *[other] { $count } tasks are less advanced than the tracker says.
}
reason-risk-blocked = { $count ->
    [one] one task has been said to be blocked for more than { $days } days.
   *[other] { $count } tasks have been said to be blocked for more than { $days } days.
}
reason-risk-scope_growing = { $count } tasks came in within { $days } days; { $total ->
    [0] none was finished
    [one] one was finished
   *[other] { $total } were finished
}.
reason-risk-too_little_progress = { $count ->
    [0] none of { $total } tasks is finished
    [one] one of { $total } tasks is finished
   *[other] { $count } of { $total } tasks are finished
}, and { $percent }% of the time has gone.
reason-risk-depends_on_late_work = { $count ->
    [one] it waits for work of another department that is late ({ $other }).
   *[other] it waits for { $count } pieces of work of another department that are late ({ $other }).
}
reason-risk-single_point_of_failure = work of { $count } objectives waits on the same part of the software.
reason-dropped = the work was dropped.
reason-never_read = its tasks were never read as a whole.
reason-too_old = what we know of it is too old to judge.
reason-promise_unseen = no tracker has shown the item that carries its promised date.
reason-no_promise = no date stands promised; the work progresses.

refused-nothing_known = no task of it is known.
refused-nothing_remains = no known task remains.
refused-too_little_finished = { $finished ->
    [0] no task was finished in { $weeks } weeks; a forecast needs at least { $least } finished tasks.
    [one] only one task was finished in { $weeks } weeks; a forecast needs at least { $least } finished tasks.
   *[other] only { $finished } tasks were finished in { $weeks } weeks; a forecast needs at least { $least } finished tasks.
}
refused-too_far = at this pace it ends in more than three years.
refused-growing = at least as much is added as is finished ({ $finished } finished, { $added } added in { $weeks } weeks).
refused-never_read = its tasks were never read as a whole.
refused-too_old = what we know of it is too old.
no-date = No date can be given: { $why }
need = Meeting { $due } takes { $tasks ->
    [one] one task
   *[other] { $tasks } tasks
} in { $weeks ->
    [one] one week
   *[other] { $weeks } weeks
}; { $finished ->
    [0] none was finished
    [one] one was finished
   *[other] { $finished } were finished
} in the last { $past }.
in-last-weeks = { $weeks ->
    [0] if work goes on as in the past weeks
   *[other] if work goes on as in the last { $weeks } weeks
}
pace = { $finished ->
    [one] one task finished
   *[other] { $finished } tasks finished
}, { $added ->
    [0] none added
   *[other] { $added } added
}

forecast-range = Expected on { $expected }, cautious date { $cautious }, at the pace of the last { $weeks } weeks: { $pace }.
forecast-range-still = Expected on { $expected }, cautious date { $cautious }, if work resumes at the pace of the last { $weeks } weeks: { $pace }.
range-label = expected { $expected }, cautious { $cautious }
range-label-still = expected { $expected }, cautious { $cautious }, if work resumes
no-range-label = no date can be given
today-label = today
target-label = promised: { $dates }
target-label-was = promised: { $dates }, now { $latest }
target-label-back = promised: { $dates }, taken back
target-none = no promised date

compare-promise = Promised for { $due }.
compare-promise-kept-on = Promised for { $first }; finished on { $on }.
compare-postponed = First promised for { $first }, postponed { $times }.
compare-moved = Postponed on { $on }, this week, from { $was } to { $due }.
compare-moved-again = First promised for { $first }. Postponed again on { $on }, this week, from { $was } to { $due }.
compare-back = First promised for { $first }; no date stands now.
compare-none = No date was promised.
compare-later = Expected { $span } later than last week.
compare-sooner = Expected { $span } sooner than last week.
compare-same = No change since last week.
compare-no-date-before = Last week, no date could be given.
compare-no-date-either = Last week, no date could be given either.
compare-new = New on this page.
compare-status = Last week: “{ $status }”.

progress = { $total ->
    [1] { $finished } of 1 task finished
   *[other] { $finished } of { $total } tasks finished
}
progress-week = This week: { $changes }.
change-finished = { $count ->
    [0] none finished
   *[other] { $count } finished
}
change-reopened = { $count } opened again
change-added = { $count ->
    [0] none added
   *[other] { $count } added
}
change-taken_up = { $count } taken up again
change-withdrawn = { $finished ->
    [0] { $count } dropped or removed
   *[other] { $count } dropped or removed ({ $finished } of them finished before)
}
progress-none = no task known yet
compact-forecast = expected { $expected }, cautious date { $cautious }, promised for { $due }.
compact-forecast-free = expected { $expected }, cautious date { $cautious }, no promised date.

chart-alt-range = Expected on { $expected }, cautious date { $cautious }.
chart-alt-before = Last week: { $expected } and { $cautious }.
chart-alt-none = No forecast.
chart-alt-promise = Promised for { $due }.
chart-alt-earlier = Before that for { $dates }.
chart-alt-free = No date is promised.
legend-flag = Full flag: date promised.
legend-earlier = Hollow flag: date no longer valid.
legend-range = Wedge: from the expected date (1 chance in 2) to the cautious date (85 chances in 100), { $goes-on }.
legend-before = Small bar: the same last week.
legend-refused = Dashed box: no date can be given.
legend-added = Hatched: added this week.

trust = How reliable this is:
trust-kept = { $due ->
    [one] the one promise due in twelve weeks { $kept ->
        [0] was not kept on its first date.
       *[other] was kept on its first date.
    }
   *[other] { $kept ->
        [0] none of { $due } promises was kept on its first date in twelve weeks.
        [one] 1 of { $due } promises was kept on its first date in twelve weeks.
       *[other] { $kept } of { $due } promises were kept on their first date in twelve weeks.
    }
}
trust-none = no promise came due in twelve weeks.
trust-record = We do not know yet how reliable the expected and cautious dates are, nor these chances: they have no track record.

## Delivered

h-delivered = Finished or put into use this week
h-incidents = Incidents
h-usable = You can use it now
h-finished = Finished, not yet in use
line-available-new = { $count ->
    [one] { $subject }: an improvement is live.
   *[other] { $subject }: { $count } improvements are live.
}
line-available-repair = { $count ->
    [one] { $subject }: one fault has been fixed.
   *[other] { $subject }: { $count } faults have been fixed.
}
line-available-upkeep = { $count ->
    [one] { $subject }: upkeep, one task is in place.
   *[other] { $subject }: upkeep, { $count } tasks are in place.
}
line-available-security = { $count ->
    [one] { $subject }: a security fix is in place.
   *[other] { $subject }: { $count } security fixes are in place.
}
line-available-incident = { $count ->
    [one] { $subject }: the remedy to one incident is in place.
   *[other] { $subject }: the remedies to { $count } incidents are in place.
}
line-finished-new = { $count ->
    [one] { $subject }: an improvement is finished, not yet in use.
   *[other] { $subject }: { $count } improvements are finished, not yet in use.
}
line-finished-repair = { $count ->
    [one] { $subject }: the fix of one fault is finished, not yet in use.
   *[other] { $subject }: the fixes of { $count } faults are finished, not yet in use.
}
line-finished-upkeep = { $count ->
    [one] { $subject }: upkeep, one task is finished, not yet in use.
   *[other] { $subject }: upkeep, { $count } tasks are finished, not yet in use.
}
line-finished-security = { $count ->
    [one] { $subject }: a security fix is ready, not yet in place.
   *[other] { $subject }: { $count } security fixes are ready, not yet in place.
}
line-finished-incident = { $count ->
    [one] { $subject }: the work on one incident is finished, its remedy not yet in place.
   *[other] { $subject }: the work on { $count } incidents is finished, their remedies not yet in place.
}
line-step = a step towards { $short }
line-step-available = in use
line-step-finished = not in use yet
line-remedy-finished = remedy not yet in place
line-promise-kept = promised for { $first }, kept
line-promise-early = promised for { $first }, kept { $span } early
line-promise-late = promised for { $first }, finished { $span } later
delivered-steps = Steps towards { $short } (objective not reached yet): { $told }
steps-finished = { $count } finished this week
steps-used = { $count } put into use, finished earlier
delivered-upkeep = { $count ->
    [one] Upkeep: one task{ $where }; nothing for you to do.
   *[other] Upkeep: { $count } tasks{ $where }; nothing for you to do.
}
delivered-counts = In all this week: { $told }.
count-both = { $count } finished and put into use
count-used = { $count } put into use, finished earlier
count-finished = { $count } finished, not yet in use
delivered-reopened = { $count ->
    [one] Opened again this week: one task that had been finished{ $where }.
   *[other] Opened again this week: { $count } tasks that had been finished{ $where }.
}
in-brackets = { " " }({ $told })
other-work = Other work
delivered-rest = { $count ->
    [one] One of them is only in the data attached to this file.
   *[other] { $count } of them are only in the data attached to this file.
}

## Promises

h-promises = Our promises
promises-what = What we promised
promises-first = First date
promises-latest = Current date
promises-stands = Where it stands
latest-ended = –
latest-none = none
promises-none = No date stands promised to you, and none came due in twelve weeks.
promises-more = { $count ->
    [one] One other promise is in the data attached to this file.
   *[other] { $count } other promises are in the data attached to this file.
}
outcome-kept-early = Kept: finished on { $on }, { $span } early
outcome-kept = Kept: finished on { $on }
outcome-kept-finished-early = Kept: finished on { $on }, { $span } early, not yet in use
outcome-kept-finished = Kept: finished on { $on }, not yet in use
outcome-late = Finished on { $on }, { $span } late
decision = { $outcome }. Decision of { $on }: “{ $words }”
decision-unquoted = { $outcome }. A decision of { $on } about it is in the trackers.
outcome-late-finished = Finished on { $on }, { $span } late, not yet in use
outcome-passed = Not kept, { $span } late so far
outcome-passed-today = Not kept
outcome-passed-early = Current date passed, first date still ahead
outcome-postponed_past = First date not kept
outcome-dropped = Dropped on { $on }
outcome-taken_back = Date taken back on { $on }
outcome-gone = No longer in the tracker since { $on }
outcome-postponed = Not due yet
outcome-not_due = Not due yet
outcome-times = postponed { $times }
outcome-no-date = no new date
outcome-unknown = no date can be given
outcome-expected = expected { $expected }{ $resumes }
kept = { $due ->
    [one] Over twelve weeks, the one promise that came due { $kept ->
        [0] was not kept on its first date.
       *[other] was kept on its first date.
    }
   *[other] { $kept ->
        [0] Over twelve weeks, none of { $due } promises was kept on its first date.
        [one] Over twelve weeks, 1 of { $due } promises was kept on its first date.
       *[other] Over twelve weeks, { $kept } of { $due } promises were kept on their first date.
    }
}
kept-open = { $count ->
    [one] { $postponed ->
        [0] One other is not due yet.
       *[other] One other is not due yet, but already postponed.
    }
   *[other] { $postponed ->
        [0] { $count } others are not due yet.
        [one] { $count } others are not due yet, one of them already postponed.
       *[other] { $count } others are not due yet, { $postponed } of them already postponed.
    }
}
kept-open-only = { $count ->
    [one] { $postponed ->
        [0] One is not due yet.
       *[other] One is not due yet, but already postponed.
    }
   *[other] { $postponed ->
        [0] { $count } are not due yet.
        [one] { $count } are not due yet, one of them already postponed.
       *[other] { $count } are not due yet, { $postponed } of them already postponed.
    }
}
kept-before = In the twelve weeks before: { $kept } of { $due }.
kept-none = No promise came due in twelve weeks.
kept-row = { $count } kept
missed-late = { $count } finished late
missed-awaited = { $count } still awaited
missed-dropped = { $count } dropped
missed-taken_back = { $count } taken back
missed-gone = { $count } gone from the tracker
mark-kept = kept
mark-missed = not kept
mark-open = not due yet
kept-label = One square per promise, in the week it was due, or ended if earlier.
kept-now = this week
kept-alt = Twelve weeks: { $kept } promises kept; not kept: { $missed }.
kept-alt-all = Twelve weeks: { $kept } promises kept, none missed.

## Risks

h-risks = Risks
risk-may_miss = { $sure ->
    [certain] { $subject }: { $due } will almost certainly be missed.
    [very] { $subject }: { $due } will very probably be missed.
    [probably] { $subject }: { $due } will probably be missed.
   *[maybe] { $subject }: { $due } may be missed.
}
risk-stands_still = { $subject } may come later than you count on.
risk-cannot_tell = { $refused ->
    [too_little_finished] { $subject }: too few finished tasks to forecast { $due }.
   *[other] { $subject }: { $due } cannot be forecast.
}
risk-overdue = { $subject }: the { $due } date was missed.
risk-overdue-free = { $subject }: a promised date was missed.
risk-not_protected = { $count ->
    [one] { $subject }: a security fix is not in place.
   *[other] { $subject }: { $count } security fixes are not in place.
}
risk-why = Why
risk-for-you = For you
cause-postponed = { $count ->
    [1] the date was postponed once, from { $due } to { $to };
    [2] the date was postponed twice, from { $due } to { $to };
   *[other] the date was postponed { $count } times, from { $due } to { $to };
}
cause-postponed-from = { $count ->
    [1] the date was postponed once, from { $due };
    [2] the date was postponed twice, from { $due };
   *[other] the date was postponed { $count } times, from { $due };
}
cause-dates_postponed = { $count ->
    [one] its date was postponed, from { $due } to { $to };
   *[other] { $count } promised dates were postponed, the first from { $due };
}
cause-dates_postponed-from = { $count ->
    [one] its date was postponed, from { $due };
   *[other] { $count } promised dates were postponed, the first from { $due };
}
cause-dates_postponed-bare = { $count ->
    [one] its date was postponed;
   *[other] { $count } promised dates were postponed;
}
cause-stalled = { $count ->
    [one] one task has not changed for more than { $days } days;
   *[other] { $count } tasks have not changed for more than { $days } days;
}
cause-stood_still = no task has progressed for { $span };
cause-said_finished = { $count ->
    [one] { $total ->
        [1] the tracker says finished, the only task is open;
       *[other] the tracker says finished, one of { $total } tasks is open;
    }
   *[other] the tracker says finished, { $count } of { $total } tasks are open;
}
cause-passed = { $count ->
    [one] its entry in the tracker holds no decision;
   *[other] { $count } promised dates have passed; their entries in the tracker hold no decision;
}
cause-reopened_again = { $count ->
    [one] one task was finished and taken up again more than once in { $days } days;
   *[other] { $count } tasks were finished and taken up again more than once in { $days } days;
}
cause-piling_up_in_review = { $count ->
    [one] one task has been in its last check for more than { $days } days;
   *[other] { $count } tasks have been in their last check for more than { $days } days;
}
cause-declared_against_evidence = { $limit ->
    [unreleased_days] { $count ->
        [one] one finished task has waited for more than { $days } days to be put into use;
       *[other] { $count } finished tasks have waited for more than { $days } days to be put into use;
    }
    [stalled_after_days] { $count ->
        [one] the tracker says that one task is on course, and nothing of it has changed for more than { $days } days;
       *[other] the tracker says that { $count } tasks are on course, and nothing of them has changed for more than { $days } days;
    }
   *[other] { $count ->
        [one] the tracker says that one task is finished, and its last check is still open;
       *[other] the tracker says that { $count } tasks are finished, and their last check is still open;
    }
}
cause-blocked = { $count ->
    [one] one task has been said to be blocked for more than { $days } days;
   *[other] { $count } tasks have been said to be blocked for more than { $days } days;
}
cause-scope_growing = { $count } tasks came in within { $days } days, { $total ->
    [0] none was finished
    [one] one was finished
   *[other] { $total } were finished
};
cause-too_little_progress = { $count ->
    [0] none of { $total } tasks is finished
    [one] one of { $total } tasks is finished
   *[other] { $count } of { $total } tasks are finished
}, and { $percent }% of the time to { $due } has gone;
cause-depends_on_late_work = { $count ->
    [one] it waits for work of another department that is late ({ $other });
   *[other] it waits for { $count } pieces of work of another department that are late ({ $other });
}
cause-single_point_of_failure = work of { $count } objectives waits on the same part of the software;
cause-awaited = { $other } waits for it, for { $name };
cause-slow = { $count ->
    [one] one task remains; { $total ->
        [0] none finished
       *[other] { $total } finished
    }, { $added ->
        [0] none added
       *[other] { $added } added
    } in { $weeks } weeks;
   *[other] { $count } tasks remain; { $total ->
        [0] none finished
       *[other] { $total } finished
    }, { $added ->
        [0] none added
       *[other] { $added } added
    } in { $weeks } weeks;
}
cause-decided = Decision of { $on }: “{ $words }”
cause-decided-elsewhere = A decision of { $on } names it: “{ $words }”
cause-unquoted = A decision of { $on } about it is in the trackers.
cause-unquoted-elsewhere = A decision of { $on } in the trackers names it.
cause-fix_ready = { $count ->
    [one] one fix is ready, not yet in place{ $fresh ->
        [0] { "" }
       *[other] { " " }(finished this week)
    };
   *[other] { $count } fixes are ready, not yet in place{ $fresh ->
        [0] { "" }
       *[other] { " " }({ $fresh } of them finished this week)
    };
}
cause-fix_open = { $count ->
    [one] one is not finished
   *[other] { $count } are not finished
}{ $days ->
    [0] { "" }
   *[other] , without a change for more than { $days } days
};
cause-known_since = { $count ->
    [one] it was written down on { $on };
   *[other] the oldest was written down on { $on };
}
cause-none = the work that remains is not known well enough.
cost-unknown = we do not know what this costs you.
cost-not_protected = until then, what { $count ->
    [one] it closes stays open
   *[other] they close stays open
}; whether anyone has used it, the trackers do not show.
likelihood-very_likely = very likely
likelihood-likely = likely
likelihood-even = about as likely as not
likelihood-unlikely = unlikely
likelihood-very_unlikely = very unlikely
likelihood-range = { $word }: { $low } to { $high } %
likelihood-most = almost certain: more than { $low } %
odds-missed = of missing { $due }{ $resumes }
odds-if-resumed = { " if work resumes now; more otherwise" }
not-estimated-refused = No forecast is possible yet.
not-estimated-part = We compute a likelihood for whole objectives only.
not-estimated-passed = It has already happened.
not-estimated-not_protected = { $count ->
    [one] We do not know when it will be in place.
   *[other] We do not know when they will be in place.
}
not-estimated-free = No likelihood: no promised date stands to hold it against.
risks-more = { $count ->
    [one] One other risk is not shown.
   *[other] { $count } other risks are not shown.
}
risks-ranked = Most serious first.
risks-none = None of the risks we watch for was found this week: promises postponed or overdue, work without recorded progress, finished work taken up again, work that stays in its last check, work less advanced than is said, blocked work, objectives that grow or make too little progress, late work of another department, several objectives that wait on one part of the software, security fixes not in place.

## What we do not know

h-unknown = What we do not know
unknown-none = We know of no gap in this edition: every project was read to the end of the week, and every task that changed this week belongs to something.
unknown-unmapped = { $count ->
    [one] { $total ->
        [1] What the company’s only active task is for: it could not be assigned to an objective or a part of the business.
       *[other] What one of the company’s { $total } tasks that changed this week ({ $share } %) is for: it could not be assigned to an objective or a part of the business.
    }
   *[other] What { $count } of the company’s { $total } tasks that changed this week ({ $share } %) are for: they could not be assigned to an objective or a part of the business.
}
unknown-unmapped-small = { $count ->
    [one] What one of the company’s { $total } tasks that changed this week (under 1 %) is for: it could not be assigned to an objective or a part of the business.
   *[other] What { $count } of the company’s { $total } tasks that changed this week (under 1 %) are for: they could not be assigned to an objective or a part of the business.
}
unknown-tail = What happened after { $day }, { $time }: the trackers were read until then.
unknown-nothing_read = What happened this week: nothing has reached us from a tracker.
unknown-late = { $count ->
    [one] { $total ->
        [1] What happened in the only project after { $day }, { $time }: it was read only until then.
       *[other] What happened in one of { $total } projects after { $day }, { $time }: it was read only until then.
    }
   *[other] What happened in { $count } of { $total } projects after { $day }, { $time }, at the earliest: they were read only until then.
}
unknown-never_read = { $count ->
    [one] { $total ->
        [1] How complete the only project is: it never was read as a whole.
       *[other] How complete one of { $total } projects is: it never was read as a whole.
    }
   *[other] How complete { $count } of { $total } projects are: they never were read as a whole.
}
unknown-broken = { $count ->
    [one] What one record says that could not be read; it is set aside for the operator.
   *[other] What { $count } records say that could not be read; they are set aside for the operator.
}
unknown-set_aside = { $count ->
    [one] What one message of the trackers says that came this week: it could not be read, and waits for the operator.
   *[other] What { $count } messages of the trackers say that came this week: they could not be read, and wait for the operator.
}
unknown-uncompared = { $count ->
    [one] { $total ->
        [1] Whether every task of the only project still exists: since { $day } it could not be compared with its tracker.
       *[other] Whether every task of one of { $total } projects still exists: since { $day } it could not be compared with its tracker.
    }
   *[other] Whether every task of { $count } of { $total } projects still exists: since { $day }, for the first of them, they could not be compared with their trackers.
}
unknown-missed = { $count ->
    [one] Whether earlier editions were right about one task: it was missing or out of date until we compared everything with the trackers this week. This edition has it.
   *[other] Whether earlier editions were right about { $count } tasks: they were missing or out of date until we compared everything with the trackers this week. This edition has them.
}
unknown-waited = { $hours ->
    [one] This week the trackers made us wait one hour in all before they told us more.
   *[other] This week the trackers made us wait { $hours } hours in all before they told us more.
}
unknown-refused = When { $short } will be ready: { $why }
unknown-passed = { $first }: when this will be ready. { $due } has passed, and no new date is given.
unknown-dropped = { $first }: why this promise was dropped. Its entry in the tracker holds no decision.
unknown-refused_more = { $count ->
    [one] When one more objective will be ready: no date can be given.
   *[other] When { $count } more objectives will be ready: no date can be given.
}
unknown-passed_more = { $count ->
    [one] When one more promise will be ready whose date has passed: no new date is given.
   *[other] When { $count } more promises will be ready whose dates have passed: no new dates are given.
}
unknown-dropped_more = { $count ->
    [one] Why one more promise was dropped. Its entry in the tracker holds no decision.
   *[other] Why { $count } more promises were dropped. Their entries in the tracker hold no decision.
}
unknown-stood_still = { $first }: why no task has progressed for { $span }. Since then, we read no line of the team on it and no decision that names it.
unknown-stood_still-before = { $first }: why no task progressed before the decision of { $on }. We read no line of the team on it and no earlier decision that names it.
unknown-cost = { $first }: what lateness costs you. This is not recorded yet.
unknown-no_track_record = How reliable the expected and cautious dates, and these chances, are: they have no track record yet.

## Words, evidence, who can tell more

h-words = Words used
word-expected = Expected date
word-expected-means = 1 chance in 2 of being ready by then, { $goes-on }.
word-cautious = Cautious date
word-cautious-means = 85 chances in 100 of being ready by then, on the same condition.
word-tracker = Tracker
word-tracker-means = where the teams note their tasks ({ $trackers }).
word-behind-means = fewer than { $least } chances in 100 of meeting the date, or the date has passed.
word-at_risk-means = { $least } to { $most } chances in 100 of meeting the date, or a serious risk.
word-upkeep = Upkeep
word-upkeep-means = replacing what wears out before it fails.
h-purposes = What your objectives are for
purpose-success = It is reached when this holds: { $success }
purpose-sponsor = Asked for by: { $department }.
h-evidence = Evidence
evidence-intro = Each number in the text leads here, to items of the trackers; the rule set, version { $version }, says what they mean. Data until { $day }, { $time }.
evidence-intro-end = Each number in the text leads here, to items of the trackers; the rule set, version { $version }, says what they mean. Data until the end of { $day }.
evidence-intro-never = Each number in the text leads here, to items of the trackers; the rule set, version { $version }, says what they mean.
evidence-more = and { $count } more
evidence-forecast = forecast: { $runs } simulations at the pace of the last { $weeks } weeks ({ $finished ->
    [one] one finished
   *[other] { $finished } finished
}, { $added ->
    [0] none added
   *[other] { $added } added
})
evidence-tasks = { $count ->
    [one] one task
   *[other] { $count } tasks
}
evidence-and = { $tasks } and
evidence-joint = ;
evidence-dropped = { $count ->
    [one] one dropped task is not counted
   *[other] { $count } dropped tasks are not counted
}
evidence-given = promised date { $due }, set on { $on }
evidence-set = changed to { $due } on { $on }
evidence-taken = taken back on { $on }
evidence-rules = promised date { $due }, from the rule set
evidence-by-rules = { $told } by version { $version } of the rule set
evidence-ledger = { $count ->
    [one] one promise that came due between { $since } and { $until }
   *[other] { $count } promises that came due between { $since } and { $until }
}
evidence-ledger-before = { $count } in the twelve weeks before
evidence-read = { $place } read until { $day }, { $time }
evidence-unread = { $place } never read as a whole
h-more = Who can tell you more
more = { $desk }, { $address }. A question asked there is passed on to the team concerned.
