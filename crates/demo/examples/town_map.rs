//! Draws the invented town as an SVG on standard output: `cargo run -p comity-demo --example town_map [SEED] > town.svg`.

use comity_demo::Town;
use comity_kernel::Day;
use comity_places::Level;
use std::fmt::Write as _;
use std::io::Write as _;

/// Pixels per degree and the corner of the picture.
const SCALE: (f64, f64) = (22_000.0, 26_400.0);
const CORNER: (f64, f64) = (31.470, 33.384);

fn pixel([longitude, latitude]: [f64; 2]) -> String {
    format!("{:.1},{:.1}", (longitude - CORNER.0) * SCALE.0, (CORNER.1 - latitude) * SCALE.1)
}

fn path(line: &[[f64; 2]]) -> String {
    line.iter().map(|point| pixel(*point)).collect::<Vec<_>>().join(" ")
}

fn main() -> std::io::Result<()> {
    let seed = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(7);
    let Some(today) = Day::parse("2026-11-20") else { return Ok(()) };
    let town = Town::generate(seed, today);
    let mut svg = String::from("<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='1400'>");
    svg.push_str("<rect width='1200' height='1400' fill='#b9d3e0'/>");
    let mut draw = |text: std::fmt::Arguments<'_>| svg.write_fmt(text).unwrap_or_default();
    let inland = [[31.53, 33.40], [31.53, 33.32]];
    let land: Vec<[f64; 2]> = town.coast.iter().chain(&inland).copied().collect();
    draw(format_args!("<polygon points='{}' fill='#eef0e2' stroke='#b5b9a0'/>", path(&land)));
    let tints = ["#f3d9c4", "#d9e7c9", "#e6dcef", "#f4ecc2"];
    for area in town.areas.iter().filter(|area| area.level == Level::SubSector) {
        let sector = area.parent.as_deref().and_then(|code| code.chars().last()?.to_digit(10)).unwrap_or(1) as usize;
        let tint = tints.get(sector - 1).copied().unwrap_or("white");
        let style = format!("fill='{tint}' stroke='#7a6a5a' stroke-width='2'");
        area.boundary.iter().for_each(|ring| draw(format_args!("<polygon points='{}' {style}/>", path(ring))));
    }
    for point in &town.points {
        draw(format_args!("<polyline points='{}' stroke='white' stroke-width='2.4'/>", path(&point.ends)));
    }
    for area in town.areas.iter().filter(|area| matches!(area.level, Level::Sector | Level::SubSector)) {
        let width = if area.level == Level::Sector { 3.2 } else { 1.4 };
        let style = format!("fill='none' stroke='#5a4636' stroke-width='{width}'");
        area.boundary.iter().for_each(|ring| draw(format_args!("<polygon points='{}' {style}/>", path(ring))));
    }
    draw(format_args!("<polyline points='{}' fill='none' stroke='#8fb8cf' stroke-width='9'/>", path(&town.river)));
    for area in town.areas.iter().filter(|area| area.level == Level::SubSector) {
        let ring = area.boundary.first().map(Vec::as_slice).unwrap_or_default();
        let (x, y) = ring.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point[0], sum.1 + point[1]));
        let middle = pixel([x / ring.len() as f64, y / ring.len() as f64]);
        let (x, y) = middle.split_once(',').unwrap_or_default();
        let style = "font-family='sans-serif' font-size='15' text-anchor='middle' font-weight='bold'";
        draw(format_args!("<text x='{x}' y='{y}' {style}>{}</text>", area.name.en));
    }
    svg.push_str("</svg>");
    std::io::stdout().write_all(svg.as_bytes())
}
