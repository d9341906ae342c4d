# Who is heard: concerns beside the people of an area, and those who answered beside those who live there.

heard-title = Who is heard
heard-what = concerns by area beside the people there, and who answered surveys beside who lives here
heard-lede = Whose voice reaches the partnership, and whose does not: concerns beside the number of residents, and those who answered surveys beside the groups of the population.
heard-concerns = Concerns by area
heard-nothing = No numbers of concerns are out yet. They come out half a year at a time, once it is over and its delay has passed.
heard-rate = Concerns per 1,000 residents
heard-column-concerns = Concerns
heard-column-topic = Topic
heard-caption = Concerns and residents by area, { $from } to { $to }, with exact 95 % intervals
heard-topics-caption = Concerns by topic, { $from } to { $to }
heard-reference-hint = The broken line is the rate of the whole partnership. An area whose number is withheld has no mark.
heard-rule = Numbers of concerns from 1 to below { $threshold } are withheld, and as many others as it takes that none of them can be worked out. They come out half a year at a time and then stay as they are.
heard-said-total =
    { $count ->
        [one] One concern was raised from { $from } to { $to }.
       *[other] { $count } concerns were raised from { $from } to { $to }.
    }
heard-said-at-least =
    { $count ->
        [0] The number of concerns from { $from } to { $to } is withheld.
        [one] At least one concern was raised from { $from } to { $to }; some numbers are withheld.
       *[other] At least { $count } concerns were raised from { $from } to { $to }; some numbers are withheld.
    }
heard-said-rate = That is { $rate } per 1,000 residents (95 % interval { $interval }).
heard-said-apart =
    { $above ->
        [0] No area's interval lies wholly above that rate
        [one] One area's interval lies wholly above that rate
       *[other] { $above } areas' intervals lie wholly above that rate
    }{ $below ->
        [0] , none wholly below it.
        [one] , one wholly below it.
       *[other] , { $below } wholly below it.
    }
heard-said-withheld =
    { $areas ->
        [one] The number of one area is withheld.
       *[other] The numbers of { $areas } areas are withheld.
    }
heard-surveys = Who answered surveys
heard-no-groups = The groups of those who answered cannot be compared yet: either no survey has been taken, or the groups of the population are not known.
heard-beside = Those who answered beside those who live here, by { $grouping }
heard-ratio = Share of those who answered, divided by the share of residents
heard-ratio-hint = The broken line is 1: a group that answered as often as its share of residents. Left of it the group is heard less than its share, right of it more. The intervals are Wilson's and take everybody as drawn by chance.
heard-column-share = Share of answers
heard-column-people = Share of residents
heard-said-less = Heard less than their share, beyond chance: { $groups }.
heard-said-more = Heard more than their share, beyond chance: { $groups }.
heard-said-alike = No group's interval misses its share of the population.
heard-said-not-compared = Some of these numbers are withheld, so that shares are not compared.
heard-said-unknown =
    { $count ->
        [0] The group of everybody who answered is known.
        [one] The group of one person who answered is not known.
       *[other] The group of { $count } people who answered is not known; they are left out.
    }
heard-said-unknown-below = The group of fewer than { $limit } people who answered is not known; they are left out.
heard-forums = Who comes to forums
heard-forums-none = Forums record no groups of those who come: nobody is asked for sex or age at the door. So this cannot be shown.
heard-means = What this says, and what not
heard-means-silence = Few concerns do not mean that all is well. They can mean that people do not know how to be heard, do not trust it, or are afraid.
heard-means-shares = The right shares do not make the right answers: within a group, those who come forward may differ from those who do not.
heard-means-question = It is a question to the partnership: who is missing, and what would make it easier to be heard?
heard-json = These numbers for programs (JSON)

# Two parts of an area's profile.

profile-concerns = Concerns raised
profile-concerns-count =
    { $count ->
        [one] One concern was raised here from { $from } to { $to }.
       *[other] { $count } concerns were raised here from { $from } to { $to }.
    }
profile-concerns-at-least =
    { $count ->
        [one] At least one concern was raised here from { $from } to { $to }; some numbers are withheld.
       *[other] At least { $count } concerns were raised here from { $from } to { $to }; some numbers are withheld.
    }
profile-concerns-withheld = How many concerns were raised here from { $from } to { $to } is withheld.
profile-concerns-no-topics =
    { $topics ->
        [one] Of one topic nothing was raised.
       *[other] Of { $topics } topics nothing was raised.
    }
profile-concerns-wider = By topic, numbers of concerns are published for wider areas only: here they would be small.
profile-demand = Not only crime
profile-demand-share = { $percent } % of the incidents shown here ({ $count } of { $total }) are recorded under names that are no crime, or need not be one.
profile-demand-at-least =
    { $count ->
        [one] At least one incident is recorded under a name that is no crime, or need not be one. Some numbers are withheld.
       *[other] At least { $count } incidents are recorded under names that are no crime, or need not be one. Some numbers are withheld.
    }
profile-demand-withheld = How many incidents are recorded under names that are no crime, or need not be one, is withheld.
profile-demand-none = All kinds of incidents shown here are crimes by their names, or it is not known what they are.
profile-demand-means = Noise, worry about somebody, people in distress: much of what police are called to asks for other services as much as for police.
profile-demand-caption = Incidents under names that are no crime, or need not be one, { $from } to { $to }
