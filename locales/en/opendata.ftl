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
open-near = On or near
open-near-here = On or near this place

# The page of files.

open-title = Open data
open-lede = Everything that is published about this community, to take away: for reading, for checking, for reuse.
open-files = Files
open-file-counts = Counts by area, time and kind
open-file-areas = Areas with their outlines and totals
open-file-points = Map points with what is drawn there
open-file-rule = The rule that was applied
open-files-filter = Add area=, kind=, from= and to= to the address of a file for a part of it, as in /data/counts.csv?from=2026-01&to=2026-03.
open-status-published = The count is published.
open-status-at-least = Not all of this sum is published: some parts are withheld, or not out yet, or published for districts only. It is at least what is published.
open-status-withheld = What is marked “withheld” is not zero: the count is not published, so that nobody can be found by it.
open-rule = What was done before publishing
open-terms = Terms of use
open-licence = Free to use, to share and to change, with this partnership named as the source. Where data were published elsewhere first, the terms of that source hold as well.
open-programs = For programs
open-way-ogc = OGC API Features, for geographic information systems
open-way-police = An API that is compatible with data.police.uk
open-way-openapi = The description of both (OpenAPI)
open-releases = What came out
open-releases-caption = { $count ->
    [one] One release; the latest is first
   *[other] { $count } releases; the latest are first
}
open-column-months = Months
open-column-way = Published as
open-column-kinds = Kinds
open-column-out = On
open-nothing-yet = Nothing has been published yet.
open-publication-withheld = not at all
open-publication-counts = counts
open-publication-points = map points and counts
open-publication-as-source = as in its source

# OGC API Features.

open-collections = Collections
open-conformance = What this conforms to
open-links = Links
open-no-features = No feature is here.
open-this-page = This page
open-next-page = The next page
open-expected-form = json or html
open-expected-number = a whole number within its limits
open-expected-bbox = west, south, east and north in degrees, as in -3,50.5,-2,51
open-expected-datetime = a moment or an interval, as in 2026-01-01T00:00:00Z/2026-03-31T23:59:59Z
