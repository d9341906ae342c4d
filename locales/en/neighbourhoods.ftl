# The first page, finding a neighbourhood, and the page of each.

home-title = Safer together, on record
home-what = Here residents, police, municipality and others work on the safety of their neighbourhood. Whatever you say can be followed, from the first word to what was decided, done and changed.
home-find = Find your neighbourhood
home-say = Say what worries you
home-say-text = You need no account and no name. You get a code with which you come back, read the answer and write again.
home-back = You have a code?
home-back-link = Come back to your concern
home-lately = Promised and done
home-next-meeting = The next meeting
home-nothing-yet = Nothing has been promised yet. What is, will stand here with who does it and by when.

find-title = Find your neighbourhood
find-by-name = Name of the neighbourhood
find-by-point = By latitude and longitude
find-lat = Latitude
find-lat-hint = In degrees, such as 53.872
find-lon = Longitude
find-lon-hint = In degrees, such as -3.03
find-point-do = Find this point
find-degrees-wrong = Please give this in degrees, as a number such as 53.872.
find-list = All neighbourhoods
find-all = See all neighbourhoods
find-none-yet = There are no neighbourhoods yet.
find-no-name = No neighbourhood is called “{ $name }”. Try a part of its name, or look for it by where it is.
find-found =
    { $count ->
        [one] One neighbourhood has “{ $name }” in its name.
       *[other] { $count } neighbourhoods have “{ $name }” in their names.
    }
find-nowhere = This point lies in none of the neighbourhoods here. If it should, please check the numbers, or look for the neighbourhood by name.

area-level-country = Country
area-level-region = Region
area-level-district = District
area-level-sector = Sector
area-level-sub-sector = Neighbourhood
area-level-within = { $level } in { $area }.
area-population =
    { $people ->
        [one] One person lives here.
       *[other] { $people } people live here.
    }
area-population-sum =
    { $people ->
        [one] One person lives here, added up from its parts.
       *[other] { $people } people live here, added up from its parts.
    }
area-population-unknown = How many people live here is not known.
area-raise = Raise a concern here
area-edit-team = Change the team and its contact
area-edit-priorities = Change what the team puts first

area-team = Your team
area-team-of = This is the team of { $area }, which is responsible here too.
area-no-team = No team has been named for this neighbourhood yet. You can raise a concern all the same.
area-since = here since { $year }
area-phone = Telephone
area-email = E-mail
area-office = Where
area-hours = When
area-priorities = What comes first
area-priorities-of = These are set for the whole of { $area }.
area-no-priorities = What the team here puts first has not been set yet.
area-meeting = Next meeting
area-no-meeting = No meeting has been called.
area-meetings = All meetings
area-promised = Promised and done
area-no-actions = Nothing has been promised here yet. What is, will stand here with who does it and by when.
area-chain = How it came to this, and what came of it
area-action = About this action

area-map = On the map
area-nearby = Nearby
area-parts = Its parts
area-part-title =
    { $count ->
        [one] { $area }: one incident on record
       *[other] { $area }: { $count } incidents on record
    }
area-legend = Incidents on record:
area-caution = More is on record where more people come together and where people report more. These numbers do not say where it is dangerous.
area-parts-caption = Its parts, with incidents on record from { $from } to { $to }
area-parts-caption-plain = Its parts
area-column-area = Area
area-column-people = Residents
area-column-incidents = Incidents
area-column-kind = Kind
area-unknown = not known

area-incidents = Incidents on record
area-no-dataset = No incidents have been imported yet.
area-incidents-total =
    { $count ->
        [0] No incidents are on record here from { $from } to { $to }.
        [one] One incident is on record here from { $from } to { $to }.
       *[other] { $count } incidents are on record here from { $from } to { $to }.
    }
area-observatory = These numbers by residents, and beside other areas
area-by-month = Incidents by month
area-by-kind = By kind, { $from } to { $to }
area-part-title-at-least =
    { $count ->
        [one] { $area }: at least one incident on record
       *[other] { $area }: at least { $count } incidents on record
    }
area-part-title-withheld = { $area }: few incidents on record, or their number is withheld
area-nothing-published = Incidents have been imported. Nothing is published of them yet: they come out some time after the end of each period.
area-incidents-at-least =
    { $count ->
        [one] At least one incident is on record here from { $from } to { $to }; other numbers are withheld.
       *[other] At least { $count } incidents are on record here from { $from } to { $to }; other numbers are withheld.
    }
area-incidents-withheld = Few incidents are on record here from { $from } to { $to }, or their number is withheld.
