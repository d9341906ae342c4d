# Recorded incidents: the categories of police.uk.

kind-anti-social-behaviour = Anti-social behaviour
kind-bicycle-theft = Bicycle theft
kind-burglary = Burglary
kind-criminal-damage = Criminal damage and arson
kind-drugs = Drugs
kind-other-crime = Other crime
kind-other-theft = Other theft
kind-weapons = Possession of weapons
kind-public-order = Public order
kind-robbery = Robbery
kind-shoplifting = Shoplifting
kind-theft-from-person = Theft from the person
kind-vehicle-crime = Vehicle crime
kind-violence = Violence and sexual offences
kind-not-stated = Not stated

# The pages of the observatory.

observatory-title = What is on record
observatory-lede = Recorded incidents of this community: how many, when and of what kind. All that is shown here is published, so that nobody can be found in it.
observatory-months = Numbers are published from { $from } to { $to }.
observatory-nothing = Nothing is published of this yet. Numbers come out once a period is over and its delay has passed.
observatory-explore = Explore recorded incidents
observatory-explore-lede = Choose an area, months and kinds. The address of the page holds your choice: whoever opens it sees the same.
observatory-compare-what = rates by residents, with how far chance alone reaches
observatory-warnings-what = months in which more was recorded than past years lead us to expect
observatory-not = What recorded incidents do not say
observatory-not-trust = More on record can mean more trust: people report more to a police that they trust and that answers them.
observatory-not-danger = More is on record where more people come together. The numbers do not say where it is dangerous, and areas are never ranked here.
observatory-not-seen = Much is never recorded: violence at home most of all. Few incidents on record do not mean that little happens.
observatory-not-people = A number says nothing about those who live in an area.
observatory-rule = The rule by which these numbers are published
observatory-rule-why = A small number could give a person away. So some numbers are withheld, and the rule for that is the same for all.
observatory-unpublished = not published
observatory-unknown = not known
observatory-area = Area
observatory-everywhere = The whole partnership
observatory-from = From
observatory-to = To
observatory-kinds = Choose kinds of incidents
observatory-kinds-label = Kinds
observatory-kinds-hint = None ticked: all of them.
observatory-show = Show
observatory-area-unknown = There is no such area. Choose one from the list.
observatory-kind-unknown = Nothing is published of such a kind. Tick kinds from the list.
observatory-month-wrong = This is not a month. Choose one from the list, or write year and month as in 2025-03.
observatory-months-turned = The last month comes before the first. Choose a later one.
observatory-total = In all
observatory-whole =
    { $count ->
        [one] { $area }: one incident on record from { $from } to { $to }.
       *[other] { $area }: { $count } incidents on record from { $from } to { $to }.
    }
observatory-whole-at-least =
    { $count ->
        [one] { $area }: at least one incident on record from { $from } to { $to }. Some numbers are withheld or not published.
       *[other] { $area }: at least { $count } incidents on record from { $from } to { $to }. Some numbers are withheld or not published.
    }
observatory-whole-withheld = { $area }: the number from { $from } to { $to } is withheld or not published.
observatory-share = Address of this view, to share it
observatory-csv = These numbers as a table (CSV)
observatory-json = These numbers for programs (JSON)
observatory-compare-link = Compare areas fairly
observatory-by-month = By month
observatory-by-period = Incidents by period
observatory-by-period-why = The months of this choice are withheld, because their numbers are small. These are the longer periods of which numbers are published.
observatory-by-kind = By kind
observatory-by-hour = By hour of the week
observatory-hours-all-kinds = Hours are published for all kinds together only. Choose no kind to see them.
observatory-hours-none = No hours are published of these months and this place: the data have months or days only, too little happened, or it is an area smaller than a district.
observatory-hours-of = Releases from { $from } to { $to }, in local time.
observatory-hours-most =
    { $count ->
        [one] The most in one of the times shown is one incident, on { $day }, { $time }.
       *[other] The most in one of the times shown are { $count } incidents, on { $day }, { $time }.
    }
observatory-hours-withheld =
    { $cells ->
        [one] One time of the week is withheld, which is not zero.
       *[other] { $cells } times of the week are withheld, which is not zero.
    }
observatory-hours-unknown =
    { $count ->
        [one] Of one incident the hour is not known.
       *[other] Of { $count } incidents the hour is not known.
    }
observatory-hours-unknown-withheld = Of how many incidents the hour is not known, is withheld.
observatory-hours-without =
    { $releases ->
        [one] One release of these months has no hours, and is not in here.
       *[other] { $releases } releases of these months have no hours, and are not in here.
    }
observatory-hours-from = Hour of the day
observatory-hours-time = Time
observatory-hours-week = All days
observatory-hours-day = The whole day
observatory-hours-caption = Incidents by hour of the week, { $from } to { $to }
observatory-by-area = Where
observatory-span = { $from } – { $to }
observatory-months-caption = Incidents by month, { $from } to { $to }
observatory-kinds-caption = Incidents by kind, { $from } to { $to }
observatory-areas-caption = Incidents by area, { $from } to { $to }
observatory-column-incidents = Incidents
observatory-column-kind = Kind
observatory-column-area = Area
observatory-column-people = Residents
observatory-column-period = Period
observatory-column-more = More
observatory-profile = Profile
observatory-profile-of = Profile of { $area }
observatory-no-parts = This area has no parts of which numbers are published.
observatory-too-few-parts = The numbers of too few areas are shown to say how concentrated incidents are.
observatory-caution = More is on record where more people come together and where people report more. These numbers do not say where it is dangerous.
observatory-legend = Incidents on record:
observatory-map-links = An area on the map leads to the same view of that area. The table below says the same as the map.
observatory-part-title =
    { $count ->
        [one] { $area }: one incident on record
       *[other] { $area }: { $count } incidents on record
    }
observatory-part-withheld = { $area }: number withheld
observatory-concentration = How concentrated
observatory-lorenz = Share of incidents in the areas with the fewest
observatory-lorenz-across = Areas, those with the fewest incidents first, in per cent
observatory-lorenz-up = Their share of incidents, in per cent
observatory-lorenz-found = As on record
observatory-lorenz-even = If all areas had the same
observatory-gini-hint = The Gini coefficient is 0 where every area has the same number and near 1 where one area has all. Areas differ in how many people live in them and come to them, so that this says nothing about blame.
observatory-nothing-to-draw = There is nothing to draw.
observatory-said-months = Most incidents were recorded in { $month }: { $most }. Fewest were recorded in { $other }: { $fewest }.
observatory-said-months-alike =
    { $months ->
        [one] One month is shown, with { $count } incidents.
       *[other] Each of the { $months } months shown has the same number of incidents: { $count }.
    }
observatory-said-months-withheld =
    { $months ->
        [one] The number of one month is withheld or not complete, which is not zero.
       *[other] The numbers of { $months } months are withheld or not complete, which is not zero.
    }
observatory-said-months-unpublished =
    { $months ->
        [one] Of one month nothing is published.
       *[other] Of { $months } months nothing is published.
    }
observatory-said-sources = From { $month } on, the numbers come from other files than before: a step there can be a change of the files.
observatory-said-kind = Of the kinds shown, most often recorded: { $kind }, { $count } times.
observatory-said-kind-share = Most often recorded: { $kind }, { $count } of { $total } incidents ({ $percent } %).
observatory-said-kinds-alike = { $kinds } kinds are recorded equally often, { $count } times each; no other kind shown is recorded more often.
observatory-said-kinds-withheld =
    { $kinds ->
        [one] The number of one kind is withheld or not complete.
       *[other] The numbers of { $kinds } kinds are withheld or not complete.
    }
observatory-said-half =
    { $places ->
        [one] One of { $areas } areas holds half of the incidents.
       *[other] Half of the incidents are in { $places } of { $areas } areas.
    }
observatory-said-gini = The Gini coefficient is { $gini }; chance alone would give { $chance }.
observatory-said-areas-withheld =
    { $areas ->
        [one] One area whose number is withheld or not complete is left out.
       *[other] { $areas } areas whose numbers are withheld or not complete are left out.
    }
observatory-compare = Compare areas fairly
observatory-warnings = Early warnings
observatory-compare-lede = Rates by residents, and how far chance alone takes them from the common rate. Areas stand in the order of the alphabet: there is no ranking here.
observatory-compare-months = Only the months from { $from } to { $to } are compared: of the others not everything is published.
observatory-compare-too-few = There are too few areas of which both residents and incidents are known. At least three are needed.
observatory-rates = Rates
observatory-rate-thousand = Incidents per 1,000 residents
observatory-rates-caption = Incidents per 1,000 residents, { $from } to { $to }, with 95 % intervals
observatory-column-rate = Per 1,000 residents
observatory-column-interval = 95 % interval
observatory-column-limits = With regard to chance
observatory-funnel = Rates by the number of residents, within the limits of chance
observatory-funnel-hint = The unbroken line is the common rate. Rings lie within the outer limits, full marks outside. The fewer people live in an area, the further chance alone takes its rate.
observatory-limits-inner = 19 in 20 lie within by chance alone (95 %)
observatory-limits-outer = 499 in 500 lie within by chance alone (99.8 %)
observatory-side-within = within the limits
observatory-side-above-inner = above the inner limit
observatory-side-below-inner = below the inner limit
observatory-side-above-outer = above the outer limit
observatory-side-below-outer = below the outer limit
observatory-said-rate = From { $from } to { $to } there were { $rate } incidents per 1,000 residents in the { $areas } areas compared here.
observatory-said-outside =
    { $above ->
        [0] No area lies above the outer limit
        [one] One area lies above the outer limit
       *[other] { $above } areas lie above the outer limit
    }{ $below ->
        [0] , none below it.
        [one] , one below it.
       *[other] , { $below } below it.
    }
observatory-said-dispersed = The areas differ { $times } times as much as chance alone would make them, so that many lie outside: they differ in more than chance, and nothing here says in what.
observatory-said-lacking =
    { $areas ->
        [one] One area is not in this rate because its number is withheld, while areas without any incident are: where few incidents are withheld, the rate is not that of the whole.
       *[other] { $areas } areas are not in this rate because their numbers are withheld, while areas without any incident are: where few incidents are withheld, the rate is not that of the whole.
    }
observatory-said-rate-whole = The rate of all of { $area }, from its own published number: { $rate } per 1,000 residents.
observatory-not-compared = Not compared
observatory-people-unknown = how many people live here is not known
observatory-number-withheld = the number is withheld or not complete
observatory-outside = What lying outside means, and what not
observatory-outside-chance = Chance alone does not explain the difference. That is all it says.
observatory-outside-visitors = Rates count residents only. Where many come to work, shop or go out, incidents are many and residents few.
observatory-outside-trust = Where people trust and report more, more is on record. A low rate can be a sign of silence.
observatory-outside-question = It is a question to ask there, together with those who live and work there; never a verdict on them.
observatory-people = People
observatory-people-known =
    { $people ->
        [one] One person lives here.
       *[other] { $people } people live here.
    }
observatory-people-sum =
    { $people ->
        [one] One person lives here, added up from its parts.
       *[other] { $people } people live here, added up from its parts.
    }
observatory-people-none = How many people live here is not known, so that no rate can be given.
observatory-incidents = Incidents on record
observatory-profile-months = Published numbers from { $from } to { $to }.
observatory-rate = { $rate } (95 % interval { $interval })
observatory-rate-hint = The interval says how far chance alone moves the rate. A rate by residents misleads where many others come.
observatory-share-of-whole = Share of all incidents of the partnership
observatory-services = Who works here
observatory-team-of = The team of { $area } works here.
observatory-no-team = No team has been named for this area yet.
observatory-neighbourhood-page = The area's own page: its team, meetings, and what was promised and done
observatory-warnings-lede = The latest published month, beside what the same time of past years leads us to expect. Made from published numbers alone.
observatory-warnings-found = The latest month
observatory-warnings-caption = The latest published month by area and kinds, in the order of the alphabet
observatory-column-kinds = Kinds
observatory-column-found = Found
observatory-column-observed = On record
observatory-column-expected = Expected
observatory-column-bound = Bound
observatory-group-ordinary = Kinds published for small areas
observatory-group-sensitive = Kinds published for districts only
observatory-verdict-wider = not published for an area as small as this
observatory-verdict-short =
    { $there ->
        [one] one month is published,
       *[other] { $there } months are published,
    } { $missing ->
        [one] one more is needed
       *[other] { $missing } more are needed
    }
observatory-verdict-gaps = numbers are withheld or missing in the last three years
observatory-verdict-changed = the files behind the numbers changed in the last years
observatory-verdict-no-baseline = nothing to expect from past years
observatory-verdict-above = more than expected
observatory-verdict-within = within what is expected
observatory-said-none-judged = No number can be judged yet: a little more than three years of months without a gap are needed.
observatory-said-judged =
    { $judged ->
        [one] One number was judged.
       *[other] { $judged } numbers were judged.
    }
observatory-said-above =
    { $above ->
        [0] None lies above its bound.
        [one] One lies above its bound.
       *[other] { $above } lie above their bounds.
    }
observatory-said-by-chance = By chance alone, about { $chance } would.
observatory-warnings-mean = What a warning means, and what not
observatory-warning-question = It is a reason to look and ask, not a finding. One number in a hundred lies above its bound by chance alone.
observatory-warning-recording = A change in how incidents are recorded or reported looks the same as a change in what happens.
observatory-warning-past = A rise in past years that lasted raises the bound, and can hide a like rise now.
observatory-warning-sources = Only files that cover all the past years and the latest month are judged. A file that began later would look like a rise.
observatory-warning-public = Numbers come out after a delay. What happens today is not here.
observatory-datasets-what = the files behind the numbers, and how good each is
