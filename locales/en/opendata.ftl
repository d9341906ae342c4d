# Open data: what programs are told.

open-wrong = A parameter could not be read
open-wrong-detail = The parameter { $name } is { $found }. Expected: { $expected }.
open-missing = A parameter is missing
open-missing-detail = The parameter { $name } is missing. Expected: { $expected }.
open-unreadable = The parameters could not be read
open-unreadable-detail = Please give each parameter once, as name=value.
open-not-there = Not found
open-not-there-detail = Nothing here is called { $what }.
open-not-published = Not published
open-not-published-detail = Nothing is published of { $what }.
open-too-many = Too many incidents
open-too-many-detail = This would be more than { $most } incidents. Please ask for a smaller area.
open-too-long = The address is too long
open-too-long-detail = The address is longer than { $longest } characters. Please send the shape by POST.
open-busy = Busy
open-busy-detail = As many files as possible are being downloaded. Please ask again in a moment.

open-expected-month = a month, as in 2026-03
open-expected-latitude = degrees from -90 to 90
open-expected-longitude = degrees from -180 to 180
open-expected-point = latitude and longitude in degrees, as in 52.63,-1.13
open-expected-poly = 3 to 20,000 corners, as in 52.1,-1.1:52.2,-1.1:52.2,-1.2
open-expected-around = lat and lng in degrees, or poly
open-expected-location = the number of a location from another answer
open-expected-category = a category, or all-crime
open-expected-force = the id of the force

open-all-crime = All crime
open-near-here = On or near this place
