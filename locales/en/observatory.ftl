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
observatory-rule-hash = This rule's fingerprint:
observatory-withheld = withheld
observatory-unpublished = not published
observatory-unknown = not known
observatory-at-least = at least { $count }
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
        [one] { $area }: at least one incident on record from { $from } to { $to }. Some numbers are withheld.
       *[other] { $area }: at least { $count } incidents on record from { $from } to { $to }. Some numbers are withheld.
    }
observatory-whole-withheld = { $area }: the number from { $from } to { $to } is withheld.
observatory-wider = These kinds are published for wider areas only and are not counted here:
observatory-share = Address of this view, to share it
observatory-csv = These numbers as a table (CSV)
observatory-json = These numbers for programs (JSON)
observatory-compare-link = Compare areas fairly
observatory-by-month = By month
observatory-by-period = Incidents by period
observatory-by-period-why = The months of this choice are withheld, because their numbers are small. These are the longer periods of which numbers are published.
observatory-by-kind = By kind
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
        [one] The number of one month is withheld, which is not zero.
       *[other] The numbers of { $months } months are withheld, which is not zero.
    }
observatory-said-months-unpublished =
    { $months ->
        [one] Of one month nothing is published.
       *[other] Of { $months } months nothing is published.
    }
observatory-said-kind = Of the kinds shown, most often recorded: { $kind }, { $count } times.
observatory-said-kind-share = Most often recorded: { $kind }, { $count } of { $total } incidents ({ $percent } %).
observatory-said-kinds-alike = { $kinds } kinds are recorded equally often, { $count } times each; no other kind shown is recorded more often.
observatory-said-kinds-withheld =
    { $kinds ->
        [one] The number of one kind is withheld.
       *[other] The numbers of { $kinds } kinds are withheld.
    }
observatory-said-half =
    { $places ->
        [one] One of { $areas } areas holds half of the incidents.
       *[other] Half of the incidents are in { $places } of { $areas } areas.
    }
observatory-said-gini = The Gini coefficient is { $gini }; chance alone would give { $chance }.
observatory-said-areas-withheld =
    { $areas ->
        [one] One area whose number is withheld is left out.
       *[other] { $areas } areas whose numbers are withheld are left out.
    }
observatory-compare = Compare areas fairly
observatory-warnings = Early warnings
