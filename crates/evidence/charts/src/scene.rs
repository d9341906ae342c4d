//! What a chart is made of once it is laid out: a short list of lines, shapes, dots and texts.
//!
//! Coordinates are pixels from the upper left corner; both writers print the same list.

use crate::Direction;

pub type Point = (f64, f64);

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

pub const WHITE: Ink = Ink(0xff, 0xff, 0xff);
/// Words and estimates.
pub const TEXT: Ink = Ink(0x1b, 0x1b, 0x1b);
/// Words that may stand back: labels of a scale. 7:1 on white.
pub const SOFT: Ink = Ink(0x59, 0x59, 0x59);
pub const GRID: Ink = Ink(0xdd, 0xdd, 0xdd);
pub const AXIS: Ink = Ink(0x6f, 0x6f, 0x6f);
/// The one colour where there is only one.
pub const MAIN: Ink = Ink(0x12, 0x43, 0x6d);

/// The sizes of letters.
pub const TITLE: f64 = 17.0;
pub const SIZE: f64 = 13.0;

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Left,
    Middle,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Filled outlines of one shade; `told` is what a pointer that rests on them is told.
    Shape { outlines: Vec<Vec<Point>>, fill: Ink, edge: Option<Ink>, told: Option<String> },
    /// A line through points, with dashes (lengths of stroke and gap; none: unbroken).
    Line { points: Vec<Point>, ink: Ink, width: f64, dash: &'static [f64] },
    /// Round dots, filled or as rings.
    Dots { centres: Vec<Point>, radius: f64, ink: Ink, ring: bool },
    /// A line of text; `whole` where it had to be cut.
    Text { at: Point, text: String, size: f64, bold: bool, anchor: Anchor, ink: Ink, whole: Option<String> },
}

/// A chart that is laid out.
#[derive(Clone, Debug)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub title: String,
    pub description: String,
    pub language: String,
    pub direction: Direction,
    pub items: Vec<Item>,
}

impl Scene {
    pub fn line(&mut self, from: Point, to: Point, ink: Ink, width: f64) {
        self.items.push(Item::Line { points: vec![from, to], ink, width, dash: &[] });
    }

    pub fn rectangle(&mut self, (x, y): Point, width: f64, height: f64, fill: Ink, told: Option<String>) {
        self.items.push(Item::Shape { outlines: vec![corners(x, y, width, height)], fill, edge: None, told });
    }

    pub fn text(&mut self, at: Point, text: impl Into<String>, anchor: Anchor, ink: Ink) {
        let text = text.into();
        self.items.push(Item::Text { at, text, size: SIZE, bold: false, anchor, ink, whole: None });
    }

    /// Every word of the chart.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// The scene as a mirror shows it, with texts that can be read.
    pub fn mirror(&mut self) {
        let width = self.width;
        for item in &mut self.items {
            match item {
                Item::Shape { outlines, .. } => {
                    outlines.iter_mut().flatten().for_each(|point| point.0 = width - point.0)
                }
                Item::Line { points, .. } | Item::Dots { centres: points, .. } => {
                    points.iter_mut().for_each(|point| point.0 = width - point.0);
                }
                Item::Text { at, anchor, .. } => {
                    at.0 = width - at.0;
                    *anchor = match anchor {
                        Anchor::Left => Anchor::Right,
                        Anchor::Middle => Anchor::Middle,
                        Anchor::Right => Anchor::Left,
                    };
                }
            }
        }
    }
}

/// The corners of an upright rectangle.
pub fn corners(x: f64, y: f64, width: f64, height: f64) -> Vec<Point> {
    vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
}
