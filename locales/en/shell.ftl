# What every page has in common: frame, forms, components, dates.

shell-skip = Skip to the content
shell-navigation = Main
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-leave = Leave this page
shell-leave-address = https://www.google.com/search?q=weather
shell-trail = Way to this page
shell-more = More
shell-more-label = Rest of the list
shell-beginning = Back to the beginning
shell-search = Search
shell-footer-promise = What is recorded here cannot be quietly changed or dropped. Anyone entitled to can check it.
shell-footer-private = No tracking, and nothing is fetched from other sites.

shell-optional = (optional)
shell-title-refused = To be put right:
shell-summary-title = Something has to be put right
shell-summary-kept = What you typed is still here.
shell-field-empty = Please fill this in.
shell-form-stale = Somebody else changed this while you were writing. Look at how it stands now, then send again.
shell-form-too-many =
    { $minutes ->
        [one] That was tried too often. Please try again in one minute.
       *[other] That was tried too often. Please try again in { $minutes } minutes.
    }

shell-locate = Use where I am
shell-locate-asking = Asking your browser where you are…
shell-locate-refused = Your browser did not tell where you are. Please search by name instead.

chain-said = Said
chain-received = Received
chain-answered = Answered
chain-discussed = Discussed
chain-decided = Decided
chain-promised = Promised
chain-done = Done
chain-helped = Did it help?
chain-closed = Closed
chain-due = by
chain-no-day = Not yet
chain-awaited = Awaited
chain-late = Overdue
chain-unhelped = Did not help
chain-broken = Not kept
chain-reached = (step { $place } of { $of })

months-month = Month
months-withheld = + stands for at least so many, * for none that are shown: some are withheld.

date-comma = ,
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
