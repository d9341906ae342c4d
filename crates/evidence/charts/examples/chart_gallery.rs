//! Every kind of chart, to be looked at: `cargo run -p comity-charts --example chart_gallery -- FOLDER`.

#![allow(clippy::unwrap_used, reason = "an example that cannot write stops")]

use std::path::Path;

use comity_charts::{Chart, Direction, Limits, Marks, Options};

fn chart(title: &str, x_label: &str, y_label: &str, marks: Marks) -> Chart {
    let description = format!("{title}, drawn to be looked at.");
    let [title, x_label, y_label] = [title, x_label, y_label].map(str::to_owned);
    Chart { title, description, x_label, y_label, marks }
}

fn bars(values: &[(&str, f64)]) -> Marks {
    Marks::Bars(values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect())
}

fn wave(place: usize, phase: f64) -> f64 {
    (40.0 + 18.0 * (place as f64 / 3.8 + phase).sin() + (place * 7 % 11) as f64).round()
}

fn gallery() -> Vec<(&'static str, Chart)> {
    let wards = [
        ("Bridge & Mill", 1284.0),
        ("North Dock", 962.0),
        ("St Anne's and the Old Racecourse with Upper Meadows", 731.0),
        ("Castle", 655.5),
        ("Riverside", 0.0),
        ("Unknown", f64::NAN),
    ];
    let hours = (0..24).map(|hour| (hour.to_string(), wave(hour, 3.6))).collect();
    let changes = [("Burglary", -118.0), ("Robbery", 37.5), ("Noise", -12.0), ("Other <theft>", 64.0)];
    let year = |phase| (0..24).map(|month| (2019.0 + month as f64 / 12.0, wave(month, phase))).collect();
    let areas = ["Treated", "Control", "Near treated", "Near control"];
    let lines = areas.iter().enumerate().map(|(at, name)| ((*name).to_owned(), year(at as f64 * 0.9))).collect();
    let long = (0..600).map(|day| (f64::from(day), wave(day as usize, 0.0) + f64::from(day) / 20.0)).collect();
    let intervals = |scale: f64| {
        let rows =
            [("White", 1.0, 1.0, Some(1.0)), ("Black", 2.31, 2.02, Some(2.65)), ("Asian", 0.74, 0.58, Some(0.93))];
        let more = [("Native American and Alaska Native residents", 3.4, 1.9, None), ("Unknown", f64::NAN, 0.0, None)];
        rows.iter()
            .chain(&more)
            .map(|(n, e, l, u)| ((*n).to_owned(), e * scale, l * scale, u.map(|u| u * scale)))
            .collect()
    };
    let days =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map(str::to_owned).to_vec();
    let clock: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
    let week = (0..7).map(|day| (0..24).map(|hour| wave(hour + day * 3, 3.6) / 3.0).collect()).collect();
    let bands = ["0–7 days", "7–14 days", "14–21 days"].map(str::to_owned).to_vec();
    let near = ["same place", "to 200 m", "to 400 m"].map(str::to_owned).to_vec();
    let ratio = vec![vec![0.8, 0.15, -0.1], vec![0.31, -0.42, 0.04], vec![-0.07, f64::NAN, 0.0]];
    vec![
        ("bars-wards", chart("Most reports come from two wards", "", "Reports in 2024", bars(&wards))),
        ("bars-hours", chart("Reports rise after dark", "Hour of the day", "Reports", Marks::Bars(hours))),
        (
            "bars-changes",
            chart("Change against the year before", "", "Difference in recorded incidents", bars(&changes)),
        ),
        ("bars-one", chart("One value", "", "Reports", bars(&[("All", 12_345_678.0)]))),
        ("bars-none", chart("Nothing", "", "Reports", bars(&[]))),
        ("lines-four", chart("Burglaries fell where patrols began", "Year", "Burglaries a month", Marks::Lines(lines))),
        ("lines-long", chart("A long series", "Day", "Reports", Marks::Lines(vec![("All".to_owned(), long)]))),
        (
            "intervals",
            chart(
                "Stops against population",
                "Ratio to white residents (95% interval)",
                "",
                Marks::Intervals { rows: intervals(1.0), reference: Some(1.0) },
            ),
        ),
        (
            "intervals-large",
            chart(
                "Students by type of school",
                "Students",
                "",
                Marks::Intervals { rows: intervals(812_345.0), reference: None },
            ),
        ),
        (
            "heat-week",
            chart(
                "Burglaries by hour of the week",
                "Hour",
                "",
                Marks::Heat { rows: days, columns: clock, values: week },
            ),
        ),
        (
            "heat-knox",
            chart(
                "Near repeats: more or fewer than expected",
                "",
                "",
                Marks::Heat { rows: near, columns: bands, values: ratio },
            ),
        ),
        ("cells-z", chart("Hot and cold cells", "x (m)", "y (m)", Marks::Cells(cells(20, false)))),
        ("cells-many", chart("Density of 100,000 cells", "x (m)", "y (m)", Marks::Cells(cells(316, true)))),
        (
            "points",
            chart(
                "Moran scatterplot",
                "Homicide rate (standardised)",
                "Mean of the neighbours",
                Marks::Points { points: cloud(78), line: Some((0.05, 0.24)) },
            ),
        ),
        ("steps", chart("Fewer incidents since spring", "", "Incidents", steps())),
        ("periods", chart("Two areas, period by period", "", "Incidents", periods())),
        (
            "funnel",
            chart("Four areas of forty lie beyond chance", "Residents", "Incidents for 1,000 residents", funnel()),
        ),
        ("points-many", chart("Two thousand places", "x", "y", Marks::Points { points: cloud(2000), line: None })),
    ]
}

fn months() -> Vec<String> {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"].iter().map(|month| format!("{month} 2025")).collect()
}

fn steps() -> Marks {
    let missing = |place, value| if place == 3 { f64::NAN } else { value };
    let values = (0..8).map(|place| missing(place, 90.0 - wave(place, 1.0) / 2.0)).collect();
    Marks::Steps { names: months(), lines: vec![("Incidents".to_owned(), values)] }
}

fn periods() -> Marks {
    let line = |phase| (0..8).map(|place| (place as f64 + 1.0, wave(place, phase))).collect();
    Marks::Periods { names: months(), lines: vec![("Castle".to_owned(), line(0.0)), ("Market".to_owned(), line(2.0))] }
}

fn funnel() -> Marks {
    let size = |place: usize| 800.0 + (place * place) as f64 * 12.0;
    let far = |place: usize| if place % 11 == 5 { 9.0 } else { 0.0 };
    let points = (0..40)
        .map(|place| (format!("Area {place}"), size(place), 12.0 + far(place) + wave(place, 0.7) / 20.0))
        .collect();
    let at = |width: f64| {
        let sizes = (1..=20).map(|step| f64::from(step) * 1000.0);
        sizes.map(|size| (size, 14.0 - width / (size / 1000.0).sqrt(), 14.0 + width / (size / 1000.0).sqrt())).collect()
    };
    let limits = [("95 %", 4.0), ("99.8 %", 6.5)];
    let limits = limits.map(|(name, width)| Limits { name: name.to_owned(), at: at(width) }).to_vec();
    Marks::Funnel { points, centre: 14.0, limits }
}

fn cells(side: i32, positive: bool) -> Vec<(Vec<(f64, f64)>, f64)> {
    let value = |x: f64, y: f64| {
        let hill = |a: f64, b: f64, wide: f64| (-((x - a).powi(2) + (y - b).powi(2)) / wide).exp();
        let height = 9.0 * hill(0.3, 0.6, 0.02) + 5.0 * hill(0.75, 0.3, 0.05) - 2.5 * hill(0.8, 0.9, 0.04);
        if positive { height.max(0.0) * 30.0 } else { height }
    };
    let cell = |(i, j): (i32, i32)| {
        let (x, y) = (430_000.0 + f64::from(i) * 500.0, 382_000.0 + f64::from(j) * 500.0);
        let found = value(f64::from(i) / f64::from(side), f64::from(j) / f64::from(side));
        let found = if !positive && i == 3 && j < 3 { f64::NAN } else { found };
        (vec![(x, y), (x + 500.0, y), (x + 500.0, y + 500.0), (x, y + 500.0)], found)
    };
    (0..side).flat_map(|i| (0..side).map(move |j| (i, j))).map(cell).collect()
}

fn cloud(count: usize) -> Vec<(f64, f64)> {
    let noise = |at: usize, by: usize| ((at * by % 1009) as f64 / 1009.0 - 0.5) * 2.0;
    let point = |at| (noise(at, 613) * 2.0 + noise(at, 271), noise(at, 613) * 0.5 + noise(at, 97));
    (1..=count).map(point).collect()
}

/// The same in Arabic, from right to left.
fn arabic() -> Vec<(&'static str, Chart)> {
    let names = [("برج حمود", 128.0), ("الأشرفية", 96.0), ("طرابلس الميناء", 73.5), ("صيدا القديمة", 12.0)];
    let rows = names.iter().map(|(name, value)| ((*name).to_owned(), *value, value * 0.8, Some(value * 1.3))).collect();
    let year = |phase| (0..12).map(|month| (f64::from(month) + 1.0, wave(month as usize, phase))).collect();
    let lines = vec![("البلدية".to_owned(), year(0.0)), ("الجوار".to_owned(), year(2.0))];
    let days = ["الاثنين", "الثلاثاء", "الأربعاء"].map(str::to_owned).to_vec();
    let clock: Vec<String> = (0..8).map(|hour| (hour * 3).to_string()).collect();
    let week = (0..3).map(|day| (0..8).map(|hour| wave(hour * 3 + day, 3.6)).collect()).collect();
    vec![
        ("ar-bars", chart("البلاغات حسب الحي", "", "عدد البلاغات", bars(&names))),
        ("ar-intervals", chart("التقدير ومجاله", "المعدل", "", Marks::Intervals { rows, reference: Some(60.0) })),
        ("ar-lines", chart("السرقات شهريا", "الشهر", "عدد السرقات", Marks::Lines(lines))),
        (
            "ar-heat",
            chart("البلاغات حسب ساعة الأسبوع", "الساعة", "", Marks::Heat { rows: days, columns: clock, values: week }),
        ),
    ]
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    let write = |name: &str, chart: &Chart, options: &Options| {
        std::fs::write(folder.join(format!("{name}.svg")), chart.svg_with(options)).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), chart.pdf_with(options)).unwrap();
    };
    for (name, chart) in gallery() {
        write(name, &chart, &Options::default());
        write(&format!("{name}-320"), &chart, &Options { width: 320.0, ..Options::default() });
    }
    for (name, chart) in arabic() {
        let options = Options { direction: Direction::RightToLeft, language: "ar".to_owned(), ..Options::default() };
        write(name, &chart, &options);
        write(&format!("{name}-320"), &chart, &Options { width: 320.0, ..options });
    }
}
