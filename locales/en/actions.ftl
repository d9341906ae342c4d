# Actions: who does what by when, and what changed.

actions-title = Actions
actions-lede = What you promised to do, and what you did.
actions-lede-areas = What was promised for your area, by whom and by when.
actions-none = There are no actions here yet.
actions-late = Overdue
actions-open = To be done
actions-done = Done

actions-state = State
actions-state-late = Overdue
actions-state-promised = Promised
actions-state-done = Done
actions-owner = Who does it
actions-due = By when
actions-due-by = by
actions-done-on = done on
actions-completed = Done on
actions-area = Where
actions-what = What was promised
actions-changed = What changed
actions-decision = Why
actions-decision-link = the forum’s decision
actions-concern = For
actions-concern-link = the concern that it answers
actions-erased = These words have been erased. The record still shows that something was written here.
actions-name-erased = Action { $reference }

actions-complete-title = Mark it done
actions-note = What changed?
actions-note-hint = What was done, and what is different now. If something could not be done, say so: bad results count too. This is public, so write no names of residents.
actions-complete-do = It is done

actions-text-short = Write a little more: at least { $least } characters.
actions-text-long = This has { $found } characters. Shorten it to { $most } at most.
actions-text-unreadable = There are characters in here that cannot be kept. Please type it again.
actions-owner-unknown = Choose who does it from the list.
actions-due-needed = Give the day by which it is to be done.
actions-due-past = Choose today or a later day.
actions-done-already = This is marked done already. What was recorded stays as it is.
actions-partner-code = A partner’s code has 2 to 40 small Latin letters, digits and hyphens.
actions-partner-names = A partner needs a name in every language.
