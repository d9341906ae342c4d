# What is public of recorded incidents, and by which rule.

published-withheld = withheld
published-at-least = at least { $count }
published-withheld-means = “Withheld” stands where there were few, or where the number would give away a small one elsewhere. Where some parts are withheld or not published, a sum is “at least” the others.
published-apart = Counted by kind only, and in no other number here: { $kinds }. They are published for districts only, and later.
published-wider = Not shown for an area as small as this: { $kinds }. They are published for districts only.
published-covered = Not everything is published of all these months. All that is added up here is published for: { $months }.
published-covered-none = Of none of these months everything is published that is added up here.
published-partly = Published for { $months } only: { $kinds }.
published-partly-none = Published of a part of these months, and for wider areas: { $kinds }.
published-areas-without = Not in the numbers of the areas within: { $kinds }. They are published for districts only.
published-outside = Incidents outside every area or without a place, which are in no other number here:
published-rule = What is shown of these numbers, and what is not
published-rule-hash = The rule’s mark:
published-corrected = { $count ->
        [one] One of the releases behind these numbers took the place of an earlier one, with corrections.
       *[other] { $count } of the releases behind these numbers took the place of earlier ones, with corrections.
    }

disclosure-as-source = These data are public already in the form shown here. They are shown as in their source.
disclosure-suppress-zeros-protected = Counts below { $threshold }, zero included, are withheld, and as many others as it takes that none of them can be worked out to within less than { $width }.
disclosure-suppress-zeros-published = Counts from 1 to below { $threshold } are withheld, and as many others as it takes that none of them can be worked out to within less than { $width }. Zeros are shown.
disclosure-coarsen = Areas and periods are put together until each count is at least { $threshold }, or zero.
disclosure-perturb = Every count has random noise added (ε = { $epsilon } for this release, of { $budget } for all). The margin beside it says how much.
disclosure-points = Incidents are drawn at map points that stand for at least { $addresses } addresses each, or none, at least { $clearance } metres from any home.
disclosure-sensitive-district = Sensitive kinds are shown by district only, { $delay } days after the end of the period.
disclosure-sensitive-area = Sensitive kinds are shown by area and on no map, { $delay } days after the end of the period.
disclosure-sensitive-point = Sensitive kinds are shown like all others, { $delay } days after the end of the period.
disclosure-release-month = Data come out a whole month at a time, { $delay } days after its end.
disclosure-release-quarter = Data come out a whole quarter at a time, { $delay } days after its end.
disclosure-release-year = Data come out a whole year at a time, { $delay } days after its end.
disclosure-corrections = Where data are corrected, a number changes by { $threshold } incidents or more at a time; fewer wait. What was withheld stays withheld. Incidents drawn at map points stay where they are.
disclosure-final = What is out stays as it is.
