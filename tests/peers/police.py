"""Asks a site with the client that others wrote for data.police.uk, and prints as JSON what it understood.

    python police.py http://127.0.0.1:8080 TOO_MANY_MONTH
"""

import json
import sys

from police_api import PoliceAPI
from police_api.exceptions import APIError

site, crowded = sys.argv[1:]
api = PoliceAPI(base_url=f"{site}/api/")


def refused(ask):
    """The status with which a question is refused."""
    try:
        ask()
    except APIError as error:
        return error.status_code
    return None


def seen(crimes):
    """What the client made of crimes: it asks for their categories by itself."""
    return sorted(
        [crime.category.name, crime.month, crime.location.name if hasattr(crime, "location") and crime.location else None]
        for crime in crimes
    )


force = api.get_forces()[0]
neighbourhoods = force.neighbourhoods
south = next(found for found in neighbourhoods if found.name == "South")
crimes = api.get_crimes_point(0.5, 1.0, date="2025-12")
located = api.locate_neighbourhood(0.5, 1.0)
drugs = [crime for crime in crimes if crime.category.id == "drugs"]
print(
    json.dumps(
        {
            "force": [force.id, force.name, force.url, len(force.senior_officers)],
            "neighbourhoods": [[found.id, found.name] for found in neighbourhoods],
            "south": {
                "name": south.name,
                "population": south.population,
                "centre": south.centre,
                "contact": south.contact_details,
                "officers": [[officer.name, officer.rank] for officer in south.officers],
                "priorities": [[one.issue, one.action, one.issue_date.year] for one in south.priorities],
                "events": [[one.title, one.start_date.isoformat(), one.address] for one in south.events],
                "boundary": len(south.boundary),
                "crimes": len(south.crimes),
            },
            "located": [located.force.id, located.id],
            "nowhere": api.locate_neighbourhood(51.5, -0.1),
            "dates": api.get_dates(),
            "latest": api.get_latest_date(),
            "categories": [[one.id, one.name] for one in api.get_crime_categories("2025-12")],
            "crimes": seen(crimes),
            "outcomes": sorted(crime.outcome_status.category.name for crime in drugs),
            "ids": len({crime.id for crime in crimes}),
            "persistent": sorted({crime.persistent_id for crime in crimes}),
            "earlier": seen(api.get_crimes_point(0.5, 1.0, date="2025-11")),
            "burglaries": len(api.get_crimes_point(0.5, 1.0, date="2025-12", category="burglary")),
            "shape": len(api.get_crimes_area([(0.4, 0.9), (0.4, 1.1), (0.502, 1.1), (0.502, 0.9)], date="2025-12")),
            "at": seen(api.get_crimes_location(drugs[0].location.id, date="2025-12")),
            "nowhere_drawn": len(api.get_crimes_no_location(force, date="2025-12")),
            "refused": [
                refused(lambda: api.get_crimes_point(0.5, 1.0, date="yesterday")),
                refused(lambda: api.get_crimes_point(0.5, 1.0, date="2031-01")),
                refused(lambda: api.get_crimes_point(0.5, 1.0, date="2025-12", category="piracy")),
                refused(lambda: api.get_crimes_point(91, 1.0)),
                refused(lambda: api.get_crime("0" * 64)),
                refused(lambda: api.get_neighbourhoods("elsewhere")),
                refused(lambda: api.get_crimes_point(0.5, 1.0, date=crowded)),
            ],
        }
    )
)
