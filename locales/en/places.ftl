# Areas, their teams and what these put first.

places-team-title = Team and contact
places-priorities-title = What the team puts first
places-both-languages = Everybody can read this. Please write it in both languages where you can; where one is missing, the other is shown.
places-officer = Officer { $number }
places-name = Name in English
places-name-ar = Name in Arabic
places-rank = Rank in English
places-rank-ar = Rank in Arabic
places-since = In this area since (year)
places-phone = Telephone
places-email = E-mail
places-office = Office, in English
places-office-ar = Office, in Arabic
places-hours = Hours, in English
places-hours-ar = Hours, in Arabic
places-priority = Priority { $number }
places-title = What, in English
places-title-ar = What, in Arabic
places-why = Why, in English
places-why-ar = Why, in Arabic
places-doing = What is being done, in English
places-doing-ar = What is being done, in Arabic
places-save = Save and publish

places-too-long = This is too long. Please keep each line under 400 characters.
places-too-many = Six at most fit here.
places-unreadable = There are characters in here that cannot be kept. Please type it again.
places-since-unreadable = Please give the year with four digits, such as 2023.
places-officer-nameless = Every officer needs a name.
places-priority-nameless = Every priority needs a title.

map-label = Map. Arrow keys move it, plus and minus change its size; Enter opens the area in the middle.
map-open = Map to move and enlarge
map-asking = The map is being fetched …
map-without = This browser cannot show a map that moves. The drawing shows the same.
map-failed = The map could not be fetched. The drawing shows the same.
map-in = Larger
map-out = Smaller
map-whole = All of it
map-hint = Point at an area to read its name and number; press it to open it. With the keyboard: arrow keys, plus and minus, and Enter for the area in the middle. Outlines and numbers are those of the drawing and come from this site; MapLibre draws them.
map-circles = Circles are published incidents at their map points, put together where they lie close; the larger, the more.
map-at = At { $place }: { $count } on record.
map-spot = Drawn here together: { $count } on record.
