//! Charts as they are laid out and printed.

use super::{bars, chart, scene, texts, told};
use crate::scene::{Item, Point, Scene};
use crate::{Chart, Direction, Limits, Marks, Options, kinds};

fn every_kind() -> Vec<Marks> {
    let square = |x: f64| vec![(x, 0.0), (x + 1.0, 0.0), (x + 1.0, 1.0), (x, 1.0)];
    let row = |name: &str, estimate: f64| (name.to_owned(), estimate, estimate - 1.0, Some(estimate + 2.0));
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let week = vec![vec![1.0, -2.0, f64::NAN], vec![4.0]];
    vec![
        bars(&[("One & <two>", 3.0), ("Three", -4.0), ("Unknown", f64::NAN)]),
        Marks::Bars((0..24).map(|hour| (hour.to_string(), f64::from(hour))).collect()),
        Marks::Bars((0..3000).map(|place| (format!("place {place}"), 1.0)).collect()),
        Marks::Lines(vec![
            ("A".to_owned(), vec![(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)]),
            ("B".to_owned(), vec![(0.0, 2.0)]),
        ]),
        Marks::Intervals { rows: vec![row("A", 1.0), ("B".to_owned(), 5.0, 2.0, None)], reference: Some(1.0) },
        Marks::Heat { rows: named(&["Mon", "Tue"]), columns: named(&["a", "b", "c"]), values: week },
        Marks::Cells(vec![(square(0.0), 1.0), (square(1.0), -3.0), (square(2.0), f64::NAN), (vec![], 1.0)]),
        Marks::Points { points: vec![(0.0, 1.0), (2.0, 5.0), (f64::INFINITY, 1.0)], line: Some((1.0, 2.0)) },
        Marks::Steps {
            names: named(&["January", "February", "March"]),
            lines: vec![("A".to_owned(), vec![0.0, f64::NAN, 4.0]), ("B".to_owned(), vec![2.0])],
        },
        funnel(),
    ]
}

/// Three rates around 10, the last of them above the outer limits.
fn funnel() -> Marks {
    let point = |name: &str, size: f64, rate: f64| (name.to_owned(), size, rate);
    let limits = |name: &str, reach: f64| Limits {
        name: name.to_owned(),
        at: (1..=20)
            .map(|step| (f64::from(step) * 50.0, 10.0 - reach / f64::from(step), 10.0 + reach / f64::from(step)))
            .collect(),
    };
    let points = vec![point("Hill", 100.0, 12.0), point("Mill", 900.0, 10.1), point("Quay", 500.0, 14.0)];
    Marks::Funnel { points, centre: 10.0, limits: vec![limits("95 %", 6.0), limits("99.8 %", 10.0)] }
}

fn empty_kinds() -> Vec<Marks> {
    vec![
        bars(&[]),
        bars(&[("x", f64::NAN)]),
        Marks::Lines(vec![]),
        Marks::Lines(vec![("A".to_owned(), vec![])]),
        Marks::Intervals { rows: vec![], reference: Some(1.0) },
        Marks::Heat { rows: vec![], columns: vec![], values: vec![] },
        Marks::Cells(vec![]),
        Marks::Points { points: vec![], line: None },
        Marks::Steps { names: vec!["January".to_owned()], lines: vec![("A".to_owned(), vec![f64::NAN])] },
        Marks::Steps { names: vec![], lines: vec![] },
        Marks::Funnel { points: vec![], centre: 1.0, limits: vec![] },
        Marks::Funnel { points: vec![("A".to_owned(), 1.0, 1.0)], centre: f64::NAN, limits: vec![] },
    ]
}

fn options() -> Vec<Options> {
    let mut all = Vec::new();
    for width in [240.0, 320.0, 720.0, 1280.0, f64::NAN] {
        for direction in [Direction::LeftToRight, Direction::RightToLeft] {
            all.push(Options { width, direction, ..Options::default() });
        }
    }
    all
}

fn points(scene: &Scene) -> Vec<Point> {
    let each = scene.items.iter().flat_map(|item| match item {
        Item::Shape { outlines, .. } => outlines.concat(),
        Item::Line { points, .. } => points.clone(),
        Item::Dots { centres, .. } => centres.clone(),
        Item::Text { at, .. } => vec![*at],
    });
    each.collect()
}

#[test]
fn every_chart_lies_on_its_sheet_in_every_size_and_direction() {
    for marks in every_kind().into_iter().chain(empty_kinds()) {
        for options in options() {
            let scene = kinds::scene(&chart(marks.clone()), &options);
            for (x, y) in points(&scene) {
                assert!((0.0..=scene.width).contains(&x) && (0.0..=scene.height).contains(&y), "{x} {y}: {marks:?}");
            }
            assert!(scene.height < 1500.0, "{}: {marks:?}", scene.height);
        }
    }
}

#[test]
fn where_there_is_nothing_it_is_said() {
    for marks in empty_kinds() {
        assert!(texts(&scene(marks.clone())).contains(&"There are no values to draw."), "{marks:?}");
    }
    for marks in every_kind() {
        assert!(!texts(&scene(marks.clone())).contains(&"There are no values to draw."), "{marks:?}");
    }
}

#[test]
fn bars_are_as_long_as_their_values_from_zero() {
    let lying = scene(bars(&[("a", 300.0), ("b", 75.0), ("c", -150.0), ("none", f64::NAN)]));
    let shapes = told(&lying);
    let long = |at: usize| shapes[at].1[1].0 - shapes[at].1[0].0;
    assert_eq!(shapes.iter().map(|shape| shape.0).collect::<Vec<_>>(), ["a: 300", "b: 75", "c: \u{2212}150"]);
    assert!((long(0) / long(1) - 4.0).abs() < 1e-9 && (long(0) / long(2) - 2.0).abs() < 1e-9);
    assert!((shapes[0].1[0].0 - shapes[2].1[1].0).abs() < 1e-9, "both sides begin at zero");
    assert!(texts(&lying).contains(&"no value"));
    let upright = scene(Marks::Bars((0..24).map(|hour| (hour.to_string(), f64::from(hour) - 5.0)).collect()));
    let high = |at: usize| told(&upright)[at].1[2].1 - told(&upright)[at].1[1].1;
    assert!((high(23) / high(9) - 18.0 / 4.0).abs() < 1e-9 && (high(0) / high(10) - 1.0).abs() < 1e-9);
    assert!(texts(&upright).contains(&"23"));
}

#[test]
fn a_turned_sheet_has_names_on_the_right_and_grows_to_the_left() {
    let options = Options { direction: Direction::RightToLeft, ..Options::default() };
    let marks = bars(&[("برج", 4.0), ("صيدا", 2.0)]);
    let (plain, turned) = (scene(marks.clone()), kinds::scene(&chart(marks), &options));
    for (a, b) in told(&plain).iter().zip(told(&turned)) {
        assert!(a.1.iter().zip(b.1).all(|(a, b)| (a.0 + b.0 - plain.width).abs() < 1e-9 && a.1 == b.1));
    }
    // The number line of a curve keeps its direction: later points lie further to the right.
    let marks = Marks::Lines(vec![("A".to_owned(), vec![(0.0, 1.0), (1.0, 2.0)])]);
    let turned = kinds::scene(&chart(marks), &options);
    let curve = turned.items.iter().find_map(|item| match item {
        Item::Line { points, width, .. } if *width == 2.0 => Some(points.clone()),
        _ => None,
    });
    let curve = curve.unwrap();
    assert!(curve[0].0 < curve[1].0, "{curve:?}");
    let svg = chart(bars(&[("برج", 4.0)])).svg_with(&options);
    assert!(svg.contains("direction=\"rtl\">برج</text>"), "{svg}");
}

#[test]
fn lines_are_told_apart_without_colour() {
    let line = |name: &str, y: f64| (name.to_owned(), vec![(0.0, y), (1.0, y)]);
    let lines: Vec<_> = (0..8).map(|at| line(&format!("line {at}"), f64::from(at))).collect();
    let scene = scene(Marks::Lines(lines));
    let looks: Vec<_> = scene
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Line { ink, width, dash, .. } if *width == 2.0 => Some((*ink, *dash)),
            _ => None,
        })
        .collect();
    assert_eq!(looks.len(), 8);
    for (at, look) in looks.iter().enumerate() {
        assert!(!looks[..at].contains(look), "two lines look the same");
        assert!(at == 0 || looks[at - 1].1 != look.1, "two lines have the same dashes");
    }
    // Names stand apart, in the order of the lines' ends.
    let mut places: Vec<(f64, &str)> = scene
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text { at, text, .. } if text.starts_with("line ") => Some((at.1, text.as_str())),
            _ => None,
        })
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(places.windows(2).all(|pair| pair[1].0 - pair[0].0 > 14.9 && pair[0].1 > pair[1].1), "{places:?}");
}

#[test]
fn intervals_stand_at_their_values_and_an_open_end_is_an_arrow() {
    let rows = vec![("A".to_owned(), 2.0, 1.0, Some(4.0)), ("B".to_owned(), 3.0, 2.0, None)];
    let scene = scene(Marks::Intervals { rows, reference: Some(1.0) });
    let dots: Vec<f64> = scene
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Dots { centres, .. } => Some(centres[0].0),
            _ => None,
        })
        .collect();
    let level = scene
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Line { points, width, .. } if *width == 2.0 && points.len() == 2 && points[0].1 == points[1].1 => {
                Some((points[0].0, points[1].0))
            }
            _ => None,
        })
        .collect::<Vec<_>>();
    let unit = dots[1] - dots[0];
    assert!((level[0].0 - (dots[0] - unit)).abs() < 1e-9 && (level[0].1 - (dots[0] + 2.0 * unit)).abs() < 1e-9);
    assert!((level[1].1 - level[0].1).abs() < 1e-9, "the open end reaches the plot's end, which is 4");
    let heads = scene
        .items
        .iter()
        .filter(|item| matches!(item, Item::Line { points, width, .. } if *width == 2.0 && points.len() == 3));
    assert_eq!(heads.count(), 1);
    assert!(texts(&scene).contains(&"2 [1, 4]") && texts(&scene).contains(&"3 [2, …]"), "{:?}", texts(&scene));
}

#[test]
fn a_map_is_as_wide_as_it_is_and_degrees_shrink() {
    let square = vec![(0.0, 60.0), (1.0, 60.0), (1.0, 61.0), (0.0, 61.0)];
    let sides = |label: &str| {
        let drawn = Chart { x_label: label.to_owned(), ..chart(Marks::Cells(vec![(square.clone(), 1.0)])) };
        let scene = kinds::scene(&drawn, &Options::default());
        let shape = scene
            .items
            .iter()
            .find_map(|item| match item {
                Item::Shape { outlines, .. } => Some(outlines[0].clone()),
                _ => None,
            })
            .unwrap();
        (shape[1].0 - shape[0].0) / (shape[0].1 - shape[3].1)
    };
    assert!((sides("x") - 1.0).abs() < 1e-9);
    assert!((sides("Longitude") - 60.5_f64.to_radians().cos()).abs() < 1e-9);
}

#[test]
fn the_same_chart_gives_the_same_bytes_and_many_cells_stay_small() {
    let cell = |at: u32| {
        let (x, y) = (f64::from(at % 316), f64::from(at / 316));
        (vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)], f64::from(at % 97))
    };
    let many = chart(Marks::Cells((0..99_856).map(cell).collect()));
    let (svg, pdf) = (many.svg(), many.pdf());
    assert_eq!((&many.svg(), &many.pdf()), (&svg, &pdf));
    assert!(svg.len() < 3_500_000 && pdf.len() < 1_500_000, "{} {}", svg.len(), pdf.len());
    assert!(svg.len() > 1_000_000, "where are the cells? {}", svg.len());
}

/// Whether elements open and close in order, and no text holds a bare bracket or ampersand.
fn is_well_formed(svg: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for piece in svg.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { return false };
        let plain = text
            .split('&')
            .skip(1)
            .all(|rest| ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|name| rest.starts_with(name)));
        if !plain || text.contains('>') || tag.matches('"').count() % 2 != 0 {
            return false;
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(_) => return false,
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    open.is_empty()
}

#[test]
fn svg_is_well_formed_and_brings_nothing_along() {
    for marks in every_kind() {
        for options in options() {
            let svg = chart(marks.clone()).svg_with(&options);
            assert!(is_well_formed(&svg), "{svg}");
            assert!(
                svg.contains("role=\"img\"")
                    && svg
                        .contains("<title>A &lt;title&gt; &amp; &quot;more&quot;</title>\n<desc>What it shows.</desc>")
            );
            assert!(!["<script", "style=", "href", "url(", "NaN", "inf"].iter().any(|bad| svg.contains(bad)), "{svg}");
        }
    }
    assert!(!is_well_formed("<a><b></a></b>") && !is_well_formed("<a>x & y</a>"));
    let odd = Chart { title: "bell \u{7} and \u{0}".to_owned(), ..chart(bars(&[])) };
    assert!(odd.svg().contains("<title>bell \u{fffd} and \u{fffd}</title>"));
}

#[test]
fn a_pdf_says_what_it_is() {
    for marks in every_kind() {
        let pdf = chart(marks).pdf();
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
        for part in [
            "/Title",
            "/Lang",
            "/MarkInfo",
            "/StructTreeRoot",
            "/Alt",
            "/Helvetica",
            "/WinAnsiEncoding",
            "/FlateDecode",
        ] {
            assert!(text.contains(part), "{part} is missing");
        }
    }
    assert!(chart(bars(&[("Zoë", 1.0)])).pdf_has_all_letters());
    assert!(!chart(bars(&[("صيدا", 1.0)])).pdf_has_all_letters());
}

#[test]
fn a_step_without_a_value_is_told_from_zero() {
    let steps = |values: &[f64]| {
        let names = (0..values.len()).map(|step| format!("step {step}")).collect();
        scene(Marks::Steps { names, lines: vec![("A".to_owned(), values.to_vec())] })
    };
    let (whole, gap) = (steps(&[3.0, 0.0, 2.0]), steps(&[3.0, f64::NAN, 2.0]));
    let lines = |scene: &Scene| {
        scene.items.iter().filter(|item| matches!(item, Item::Line { width, .. } if *width == 2.0)).count()
    };
    assert_eq!((lines(&whole), lines(&gap)), (1, 0), "the line is broken");
    assert!(texts(&gap).contains(&"no value") && !texts(&whole).contains(&"no value"));
    let crosses = |scene: &Scene| {
        scene.items.iter().filter(|item| matches!(item, Item::Line { width, .. } if *width == 1.5)).count()
    };
    assert_eq!(
        (crosses(&whole), crosses(&gap)),
        (0, 4),
        "one cross on the scale and one in the key, of two strokes each"
    );
}

#[test]
fn a_funnel_draws_full_what_lies_outside_its_outer_limits() {
    let scene = scene(funnel());
    assert_eq!(told(&scene).iter().map(|(told, _)| *told).collect::<Vec<_>>(), ["Quay: 14"]);
    let rings = scene.items.iter().filter_map(|item| match item {
        Item::Dots { centres, ring: true, .. } => Some(centres.len()),
        _ => None,
    });
    assert_eq!(rings.collect::<Vec<_>>(), [2]);
    assert!(texts(&scene).contains(&"99.8 %"));
    let of = |dash: &[f64]| {
        let found = scene
            .items
            .iter()
            .filter(|item| matches!(item, Item::Line { dash: of, points, .. } if *of == dash && points.len() > 2));
        found.count()
    };
    assert_eq!((of(&[2.0, 3.0]), of(&[7.0, 4.0])), (2, 2), "a lower and an upper line of each");
}

/// Periods are called by their names, not by their numbers, and no more of them stand below than fit.
#[test]
fn periods_have_their_names_below() {
    let names: Vec<String> = (0..48).map(|month| format!("{}-{:02}", 2016 + month / 12, 1 + month % 12)).collect();
    let line = (1..=48).map(|month| (f64::from(month), f64::from(month % 7))).collect();
    let found = scene(Marks::Periods { names, lines: vec![("A".to_owned(), line)] });
    let texts: Vec<String> = found.texts().map(str::to_owned).collect();
    let months: Vec<&String> = texts.iter().filter(|text| text.starts_with("201")).collect();
    assert!(months.contains(&&"2016-10".to_owned()) && (2..=10).contains(&months.len()), "{texts:?}");
    assert!(!texts.contains(&"48".to_owned()) && !texts.contains(&"20".to_owned()), "{texts:?}");
}
