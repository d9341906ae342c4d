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
