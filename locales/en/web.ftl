# Requests and answers: signing in, and what is said when something was not done.

nav-neighbourhoods = Neighbourhoods
nav-raise = Raise a concern
nav-mine = My concern
nav-inbox = Inbox
nav-observatory = What is on record
nav-meetings = Meetings
nav-actions = Actions
nav-ledger = The record

role-resident = Resident
role-officer = Officer
role-supervisor = Supervisor
role-coordinator = Coordinator
role-chair = Forum chair
role-secretary = Forum secretary
role-member = Forum member
role-partner = Partner
role-analyst = Analyst
role-oversight = Oversight
role-administrator = Administrator

sign-in-title = Sign in
sign-in-needed = You need to sign in to see that page. You will be taken to it afterwards.
sign-in-name = Name
sign-in-password = Password
sign-in-do = Sign in
sign-in-residents = Did you raise a concern? You need no account:
sign-in-residents-link = come back with your code.
sign-in-wrong = Name and password do not fit together. Check both and try again.
sign-in-too-many = There were too many attempts. { $minutes ->
    [one] Try again in one minute.
   *[other] Try again in { $minutes } minutes.
}

refused-home = Go to the first page
refused-reference = If you ask somebody about this, give them this reference:
refused-unsent = What you wrote, so that you can copy it:
refused-unsent-part = What you wrote, { $number } of { $all }, so that you can copy it:
refused-fields-title = Something in the form does not fit
refused-fields-text = Go back and look at the fields named.
refused-rule-title = This cannot be done now
refused-rule-text = Nothing was changed.
refused-stale-title = Somebody else changed this meanwhile
refused-stale-text = Nothing of yours was saved over it. Go back, look at how it stands now, and decide again.
refused-missing-title = There is nothing here for you to see
refused-missing-text = The address may be mistyped, or the page is not open to you.
refused-forbidden-title = You may not do this
refused-forbidden-text = Your role does not include it for this area. If you think it should, ask your supervisor or the administrator.
refused-sign-in-title = Please sign in
refused-sign-in-text = Somebody must be signed in for this.
refused-too-many-title = Too many attempts
refused-too-many-text = Please wait a few minutes and try again. Nothing was changed.
refused-busy-title = Very many people are writing at this moment
refused-busy-text = Nothing of this attempt was saved. Please load this page again in a minute: a form that was saved already is not saved a second time.
refused-not-written-title = This could not be saved
refused-not-written-text = The record could not be written, so nothing of this attempt was kept. Please load this page again in a few minutes: a form that was saved already is not saved a second time.
refused-unsure-title = We do not know whether this was saved
refused-unsure-text = The connection to our database broke at that very moment. Load this page again and let your browser send the form once more: that is the safe way, for a form that was saved already is not saved a second time, and you get its answer.
refused-away-title = This cannot be shown just now
refused-away-text = Our database cannot be reached at the moment. Please try again in a minute.
refused-broken-title = Something went wrong on our side
refused-broken-text = Nothing was changed. It has been noted for those who look after Comity.
refused-too-long = This is longer than can be taken. Shorten it, or send it in parts.
refused-unreadable = The form arrived damaged. Go back and send it again.
refused-expired = The page was open for too long, or your browser did not send its cookie. Open the form again and send it once more; cookies of this site must be allowed for that.
