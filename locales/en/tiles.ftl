# Vector tiles: what programs are told.

tiles-wrong = There is no such tile
tiles-zoom = The zoom is { $found }. Expected: a whole number from 0 to { $finest }.
tiles-place = { $name } is { $found }. Expected: a whole number from 0 to { $last }, as this zoom has.
tiles-month = { $name } is { $found }. Expected: a month, as in 2026-03.
tiles-turned = { $name } is { $found }. Expected: a month that is not before the first.
tiles-unreadable = The parameters could not be read. Please write each as name=value; only kind may stand several times.
