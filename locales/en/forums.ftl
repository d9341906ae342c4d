# Forums: their meetings, agendas, minutes and decisions.

forums-title = Meetings
forums-lede = Everybody may come. What was said, decided and promised is written down here, with the objections.
forums-upcoming = To come
forums-none-upcoming = No meeting has been called yet.
forums-past = Past
forums-none-past = There was no meeting yet.
forums-past-caption = Past meetings and what they decided
forums-column-items = Items
forums-column-decisions = Decisions
forums-items =
    { $count ->
        [0] nothing on it yet
        [one] one item
       *[other] { $count } items
    }
forums-forum = Forum
forums-day = Day
forums-when = When
forums-starts = Begins at
forums-place = Place
forums-agenda = Agenda

forums-meeting-title = Meeting: { $forum }
forums-no-items = There is nothing on the agenda yet.
forums-title-erased = An item whose title has been erased
forums-chain-link = What became of this concern
forums-to-be-discussed = To be discussed at this meeting.
forums-not-discussed-yet = Nothing is recorded about this yet.
forums-discussion = What was said
forums-decision = What was decided
forums-objection = Objection
forums-actions = Who does what by when
forums-action-link = Open the action: { $action }

forums-call-title = Call a meeting
forums-call-lede = It is announced at once on the page of every neighbourhood that the forum speaks for.
forums-call-do = Call the meeting
forums-forum-choose = Choose a forum
forums-forum-unknown = Choose a forum from the list.
forums-no-forum = There is no forum in your area yet.
forums-day-hint = Tomorrow or later, so that people hear of it in time.
forums-day-needed = Give the day of the meeting.
forums-day-past = Choose a day from tomorrow on.
forums-starts-hint = For example 18:00
forums-starts-unreadable = Write the time as hours and minutes, for example 18:00.
forums-place-hint = So that somebody who was never there finds it: building, room, street.
forums-area-unknown = There is no such area.
forums-names = A forum needs a name in every language.

forums-put-title = Put a concern on the agenda
forums-put-lede = The forum sees the title that you write, and not what the resident wrote.
forums-put-about = About
forums-put-area = Neighbourhood
forums-put-raised = Raised
forums-days-ago =
    { $days ->
        [0] (today)
        [one] (yesterday)
       *[other] ({ $days } days ago)
    }
forums-put-planned = It is on the agenda already:
forums-put-none = No meeting of a forum for this neighbourhood has been called.
forums-put-none-text = The chair or the secretary of the forum or the coordinator calls one, on the page of meetings. Ask them; the concern stays in your inbox until then.
forums-put-meeting = Which meeting?
forums-put-meeting-needed = Choose a meeting.
forums-put-name = Neutral public title
forums-put-name-hint = Everybody can read it. Say what it is about and roughly where, for example “Lighting between the school and the market”. No names, no addresses of homes, no accusations.
forums-put-do = Put it on the agenda
forums-meeting-over = This meeting is over. Choose one to come.
forums-other-area = This forum does not speak for the neighbourhood of this concern.
forums-on-agenda-already = This concern is on the agenda of this meeting already.

forums-record-title = Record
forums-record-early = The day of this meeting has not come yet. Record only what was really said and decided.
forums-record-public = What you write here is public and cannot be changed afterwards. You can leave the rest empty and add it later.
forums-record-more = Record about: { $title }
forums-record-summary = What was said
forums-record-summary-hint = In short, all sides. No names of residents.
forums-record-decision = What was decided
forums-record-decision-hint = One or two sentences that everybody understands.
forums-record-minority = Objection
forums-record-minority-hint = If somebody did not agree: what they say, in their words. It stays beside the decision.
forums-record-action = What will be done
forums-record-action-hint = What exactly, so that everybody can see later whether it was done. Further actions can be added afterwards.
forums-record-owner = Who does it
forums-record-owner-hint = The body that promised it.
forums-record-owner-choose = Choose a body
forums-record-due = By when
forums-record-do = Record it
forums-nothing-to-record = Write down what was said, or what was decided or promised.
forums-summary-first = First write what was said: a decision stands on a discussion.
forums-decision-first = First write what was decided: an action follows from a decision.
forums-not-discussed = A decision stands on a discussion, and none is recorded yet.
forums-discussed-already = What was said about this is recorded already, and stays as it is.
forums-decided-already = A decision about this is recorded already, and stays as it is.
