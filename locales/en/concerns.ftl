# Concerns: raising one, and the officers' inbox.

category-lighting = Street lighting
category-traffic = Traffic and speed
category-noise = Noise
category-litter = Litter and dumping
category-young-people = Young people and public places
category-drugs = Drugs in public
category-theft = Theft and burglary
category-harassment = Harassment in public places
category-transport = Public transport
category-buildings = Empty or unsafe buildings
category-animals = Dogs and other animals
category-water = Water, drains and sewage
category-other = Something else

concerns-new-title = Raise a concern
concerns-new-lede = Say what worries you where you live. You need no account and no name.
concerns-danger = Is somebody in danger now? Do not write here. Call the emergency number.
concerns-sensitive = This form is not for violence at home, sexual violence, hate crime, trafficking, corruption or the conduct of police. Such matters need a sealed way that only their recipient can open, and this form is not sealed.
concerns-area = Where is it?
concerns-area-hint = The neighbourhood that it is about. If you are not sure, take the nearest.
concerns-area-choose = Choose a neighbourhood
concerns-area-needed = Choose the neighbourhood that it is about.
concerns-area-unknown = This neighbourhood is not in the list. Choose one from the list.
concerns-category = What is it about?
concerns-category-choose = Choose what it is about. “Something else” is fine.
concerns-words = What would you like to say?
concerns-words-hint = In any language. What happens, where and when? Write no names if you do not want to.
concerns-words-needed = Write what you would like to say.
concerns-words-short = { $least ->
   *[other] Write a little more: at least { $least } characters.
}
concerns-words-long = { $most ->
   *[other] This has { $found } characters. Shorten it to { $most } at most.
}
concerns-unreadable = There are characters in here that cannot be kept. Please type it again.
concerns-contact = How can you be reached?
concerns-contact-hint = Only if you want to be called or written to. Your team sees it, nobody else.
concerns-contact-long = This is too long. A telephone number or an address for mail is enough.
concerns-what-happens = Your words go to the team of the neighbourhood and its supervisors, and to nobody else. They are never published. You get a code with which you can read the answer and write again.
concerns-send = Send
concerns-too-many = Very many concerns came from your connection within a short time. Please try again in an hour. What you wrote is still here.
concerns-not-written = This could not be saved just now. What you wrote is still here: please send it again in a moment. If you change nothing in it, it is recorded once, however often it is sent.
concerns-closed = This concern is closed. The person who raised it can open it again by writing.
concerns-not-acted = Whether it helped can be said when something was done.

concerns-raised-title = Your concern is on record
concerns-raised-kept = It is saved, and nobody can quietly change or drop it.
concerns-code-title = Your code
concerns-code-keep = Write it down or photograph it. With it you come back to read the answer and to write again. It is shown only now, and nobody can give it to you a second time.
concerns-code-danger = Whoever has the code can read what you wrote. If somebody looks at your phone, write it on paper and clear this page from your history.
concerns-next-title = What happens next
concerns-next-read = The team of the neighbourhood reads it.
concerns-next-answer = You find their answer here with your code.
concerns-next-forum = If it needs more than an answer, it goes to the neighbourhood forum, without your name or your words.
concerns-next-back = Come back with the code
concerns-promise = The signed promise that it will be in the public log
concerns-promise-text = The record promises under its signature that your entry has its place in the public log by { $by }. You can keep this text as evidence.

concerns-by-you = You
concerns-by-resident = The resident
concerns-by-team = The team
concerns-erased = These words have been erased. The record still shows that something was written here.

concerns-state-raised = Raised
concerns-state-answered = Answered
concerns-state-on-agenda = On the agenda
concerns-state-discussed = Discussed
concerns-state-decided = Decided
concerns-state-promised = Promised
concerns-state-acted = Done
concerns-state-judged = Done, and judged
concerns-state-closed = Closed

inbox-title = Inbox
inbox-show = Which concerns
inbox-waiting = Waiting for an answer
inbox-answered = Answered
inbox-none-waiting = Nobody is waiting for an answer.
inbox-none = There are none.
inbox-about = About
inbox-area = Neighbourhood
inbox-state = State
inbox-wrote-again = Wrote again
inbox-since = Last change
inbox-raised = Raised
inbox-days = { $days ->
    [0] waiting since today
    [one] waiting for one day
   *[other] waiting for { $days } days
}
inbox-contact = The person can be reached at:
inbox-answer-title = Answer
inbox-answer = Your answer
inbox-answer-hint = The person reads it with their code. Say what you will do, or why nothing can be done.
inbox-answer-do = Send the answer
inbox-forum-title = Take it to the forum
inbox-forum-text = When it needs more than an answer: put it on the agenda of the next forum, under a neutral title.
inbox-forum-do = Put it on an agenda
inbox-close-title = Close it
inbox-close-reason = Why is it closed?
inbox-close-reason-needed = Choose why it is closed.
inbox-close-words = What the person reads
inbox-close-hint = Say why it is closed, and what they can do if they do not agree.
inbox-close-do = Close the concern
close-reason-answered = The answer settled it
close-reason-done = What was promised is done
close-reason-referred = Another agency has it now
close-reason-not-possible = Nothing can be done
