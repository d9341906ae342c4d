# Surveys: what people said when they were asked, and how sure that is.

survey-title = What people say
survey-what = surveys, with how sure each answer is
survey-lede = What residents said when they were asked: shares with their intervals, for everybody, by area and by group. Nothing here is about a single person.
survey-none = No survey has been taken into the record yet.
survey-list-caption = Surveys, the latest first
survey-column-survey = Survey
survey-column-when = When people were asked
survey-column-answered = Answered
survey-column-questions = Questions
survey-column-question = Question
survey-column-answer = Answer
survey-column-group = Who
survey-column-compared = What is compared
survey-column-estimate = Estimate
survey-column-careful = Be careful
survey-questions = What was asked
survey-questions-caption = The questions, and what everybody said
survey-mean = Mean
survey-in-per-cent = Per cent
survey-done = How it was done
survey-response-title = Response
survey-response = { $percent } % of the { $asked } people who were asked
survey-stands-for = They stand for this many people
survey-strata = Parts that people were drawn from apart (strata)
survey-clusters = Units that were drawn first (clusters)
survey-weights = Weights
survey-weights-none = Everybody counts the same.
survey-weights-effect = People count differently, so that the sample stands for the population; that alone makes the variance { $effect } times as large (Kish).
survey-finite = The intervals take into account how large a part of the population was asked.
survey-infinite = The intervals take the population as much larger than the sample.
survey-who = Who answered
survey-who-hint = Whether those who answered are like those who live here:
survey-who-caption = People who answered, by { $grouping }
survey-group-unknown = Not known
survey-below = fewer than { $limit }
survey-everybody = Everybody
survey-everybody-caption = What everybody said, with 95 % intervals
survey-by = { $answer }: by { $grouping }, with 95 % intervals
survey-by-round = { $answer }: in each round, with 95 % intervals
survey-rounds = Rounds of this survey
survey-reference-hint = The broken line is what everybody said.
survey-read = How to read an interval
survey-read-chance = Not everybody was asked, so every number could be a little different. If the survey were made a hundred times in the same way, about 95 of the hundred intervals would hold the number that asking everybody would give.
survey-read-overlap = Where two intervals overlap widely, the survey does not tell which number is larger. Where they lie apart, chance alone hardly explains the difference.
survey-read-silent = The interval is about chance only. It does not tell what those would have said who were never reached or did not answer, nor what was asked badly.
survey-rule-title = What is withheld
survey-rule = Of a group, results are shown where at least { $group } people answered. An answer that fewer than { $answer } people of a group gave is withheld, with as many others as it takes that it cannot be worked out.
survey-json = These results for programs (JSON)
survey-said-share = { $estimate } said: { $answer } (95 % interval { $interval }).
survey-said-mean = The mean is { $estimate } (95 % interval { $interval }).
survey-said-n =
    { $n ->
        [one] One person answered.
       *[other] { $n } people answered.
    }
survey-said-nothing = Too few people answered for anything to be shown.
survey-said-answers-withheld =
    { $answers ->
        [one] One answer is withheld, which is not zero.
       *[other] { $answers } answers are withheld, which are not zero.
    }
survey-said-between = The groups shown lie between { $least } and { $most }.
survey-said-apart =
    { $apart ->
        [0] Every interval reaches what everybody said, { $whole }: these answers do not tell the groups apart.
        [one] One interval does not reach what everybody said, { $whole }.
       *[other] { $apart } intervals do not reach what everybody said, { $whole }.
    }
survey-said-groups-withheld =
    { $groups ->
        [one] One group is withheld.
       *[other] { $groups } groups are withheld.
    }
survey-said-changed = From { $first } to { $last } between the first and the last round: more than chance alone would change it.
survey-said-not-changed = { $first } in the first and { $last } in the last round: no more than chance alone could change it.
survey-careful-few-answers = few answers
survey-careful-few-units = few units were drawn: the interval itself is rough
survey-careful-no-freedom = the way of drawing leaves no interval
survey-careful-large-error = large error beside the estimate
survey-careful-all-alike = all said the same: how people differ cannot be seen
