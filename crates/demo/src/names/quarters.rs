//! The invented town's sectors and sub-sectors: where they lie, how they are built and what they are called.

/// How the blocks of a quarter are laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fabric {
    /// Length and width of a block in metres.
    pub block: (f64, f64),
    /// The direction of its streets in degrees.
    pub turn: f64,
    /// How irregular it is: 0 a strict grid, 0.4 an old town.
    pub jitter: f64,
}

/// One sub-sector.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quarter {
    pub code: &'static str,
    pub sector: usize,
    pub slug: &'static str,
    pub name: (&'static str, &'static str),
    /// Its heart, in metres from the origin, and how far it reaches from there.
    pub heart: (f64, f64),
    pub reach: f64,
    pub fabric: Fabric,
    /// People per hectare, roughly.
    pub density: f64,
    /// How busy its streets are with what is recorded, against the town's average.
    pub bustle: f64,
}

pub(crate) const COUNTRY: (&str, &str, &str) = ("SHL", "Republic of Sahlan", "جمهورية سهلان");
pub(crate) const REGION: (&str, &str, &str) = ("SHL-W", "Western Coast Governorate", "محافظة الساحل الغربي");
pub(crate) const TOWN: (&str, &str, &str) = ("MRH", "Marsa Rihan", "مرسى ريحان");

/// Code, slug, names.
pub(crate) const SECTORS: [(&str, &str, &str, &str); 4] = [
    ("MRH-1", "centre", "Old Town and Harbour", "البلدة القديمة والميناء"),
    ("MRH-2", "north", "North Bank", "الضفة الشمالية"),
    ("MRH-3", "east", "Eastern Heights", "المرتفعات الشرقية"),
    ("MRH-4", "south", "South Shore", "الشاطئ الجنوبي"),
];

const fn fabric(length: f64, width: f64, turn: f64, jitter: f64) -> Fabric {
    Fabric { block: (length, width), turn, jitter }
}

pub(crate) const QUARTERS: [Quarter; 14] = [
    Quarter {
        code: "MRH-11",
        sector: 0,
        slug: "harbour",
        name: ("Harbour", "الميناء"),
        heart: (560.0, 270.0),
        reach: 420.0,
        fabric: fabric(95.0, 70.0, 24.0, 0.16),
        density: 62.0,
        bustle: 1.7,
    },
    Quarter {
        code: "MRH-12",
        sector: 0,
        slug: "oldtown",
        name: ("Old Town", "البلدة القديمة"),
        heart: (650.0, -260.0),
        reach: 450.0,
        fabric: fabric(62.0, 58.0, 0.0, 0.42),
        density: 118.0,
        bustle: 1.8,
    },
    Quarter {
        code: "MRH-13",
        sector: 0,
        slug: "clocksquare",
        name: ("Clock Square", "ساحة الساعة"),
        heart: (1180.0, 120.0),
        reach: 430.0,
        fabric: fabric(88.0, 72.0, -8.0, 0.14),
        density: 92.0,
        bustle: 2.2,
    },
    Quarter {
        code: "MRH-14",
        sector: 0,
        slug: "fishermen",
        name: ("Fishermen's Quarter", "حي الصيادين"),
        heart: (420.0, -880.0),
        reach: 500.0,
        fabric: fabric(84.0, 66.0, 12.0, 0.3),
        density: 74.0,
        bustle: 1.0,
    },
    Quarter {
        code: "MRH-21",
        sector: 1,
        slug: "lighthouse",
        name: ("Lighthouse", "المنارة"),
        heart: (280.0, 1500.0),
        reach: 640.0,
        fabric: fabric(110.0, 84.0, 38.0, 0.12),
        density: 36.0,
        bustle: 0.8,
    },
    Quarter {
        code: "MRH-22",
        sector: 1,
        slug: "jasmine",
        name: ("Jasmine Hill", "تلة الياسمين"),
        heart: (1150.0, 1280.0),
        reach: 560.0,
        fabric: fabric(104.0, 80.0, 18.0, 0.12),
        density: 55.0,
        bustle: 0.7,
    },
    Quarter {
        code: "MRH-23",
        sector: 1,
        slug: "millbank",
        name: ("Mill Bank", "ضفة الطاحونة"),
        heart: (2150.0, 1260.0),
        reach: 600.0,
        fabric: fabric(112.0, 88.0, -14.0, 0.13),
        density: 47.0,
        bustle: 0.8,
    },
    Quarter {
        code: "MRH-31",
        sector: 2,
        slug: "station",
        name: ("Station", "المحطة"),
        heart: (1850.0, 180.0),
        reach: 500.0,
        fabric: fabric(98.0, 80.0, 6.0, 0.1),
        density: 82.0,
        bustle: 1.5,
    },
    Quarter {
        code: "MRH-32",
        sector: 2,
        slug: "orchards",
        name: ("Orchards", "البساتين"),
        heart: (2850.0, 330.0),
        reach: 640.0,
        fabric: fabric(128.0, 96.0, -20.0, 0.14),
        density: 34.0,
        bustle: 0.6,
    },
    Quarter {
        code: "MRH-33",
        sector: 2,
        slug: "newtown",
        name: ("New Town", "الحي الجديد"),
        heart: (1750.0, -640.0),
        reach: 540.0,
        fabric: fabric(112.0, 92.0, 14.0, 0.05),
        density: 78.0,
        bustle: 0.9,
    },
    Quarter {
        code: "MRH-34",
        sector: 2,
        slug: "upperhill",
        name: ("Upper Hill", "التلة العليا"),
        heart: (2750.0, -620.0),
        reach: 620.0,
        fabric: fabric(122.0, 94.0, 31.0, 0.16),
        density: 38.0,
        bustle: 0.6,
    },
    Quarter {
        code: "MRH-41",
        sector: 3,
        slug: "stadium",
        name: ("Stadium", "الملعب"),
        heart: (1120.0, -1320.0),
        reach: 540.0,
        fabric: fabric(106.0, 86.0, -5.0, 0.09),
        density: 66.0,
        bustle: 1.1,
    },
    Quarter {
        code: "MRH-42",
        sector: 3,
        slug: "saltworks",
        name: ("Saltworks", "الملاحات"),
        heart: (480.0, -1900.0),
        reach: 620.0,
        fabric: fabric(118.0, 92.0, 10.0, 0.14),
        density: 40.0,
        bustle: 0.7,
    },
    Quarter {
        code: "MRH-43",
        sector: 3,
        slug: "workshops",
        name: ("Workshops", "حي الورش"),
        heart: (1950.0, -1650.0),
        reach: 660.0,
        fabric: fabric(140.0, 108.0, -24.0, 0.07),
        density: 26.0,
        bustle: 1.0,
    },
];
