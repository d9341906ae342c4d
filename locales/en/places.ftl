# Areas, their teams and what these put first.

places-too-long = This is too long. Please keep each line under 400 characters.
places-too-many = Twelve at most fit here.
places-unreadable = There are characters in here that cannot be kept. Please type it again.
places-officer-nameless = Every officer needs a name.
places-priority-nameless = Every priority needs a title.
