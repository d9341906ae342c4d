//! Where points were observed: a rectangle, or any outline.

mod clip;
mod kernel;
mod outline;

use std::sync::Arc;

use serde::{Serialize, Serializer};

pub(crate) use clip::in_common;
pub use outline::Outline;

use crate::numeric::random::Stream;
use crate::{Error, check};

/// A rectangle in which points were observed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rectangle {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl Rectangle {
    /// The smallest rectangle around the points.
    ///
    /// Errors: coordinates that are not numbers, no points, points on one line along an axis.
    pub fn around(x: &[f64], y: &[f64]) -> Result<Self, Error> {
        check::finite("x", x)?;
        check::finite("y", y)?;
        check::at_least("points", x.len(), 2)?;
        let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self { left: least(x), bottom: least(y), right: most(x), top: most(y) }.valid()
    }

    /// This rectangle, where it has an area.
    pub fn valid(self) -> Result<Self, Error> {
        let sides = [self.left, self.bottom, self.right, self.top];
        if sides.iter().all(|side| side.is_finite()) && self.width() > 0.0 && self.height() > 0.0 {
            return Ok(self);
        }
        let found = format!("{},{},{},{}", self.left, self.bottom, self.right, self.top);
        Err(Error::setting("the window", found, "left,bottom,right,top with an area above zero"))
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }

    pub fn area(&self) -> f64 {
        self.width() * self.height()
    }

    /// Whether a point lies within, the edges included.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        self.left <= x && x <= self.right && self.bottom <= y && y <= self.top
    }

    /// The distance from a point within to the nearest side.
    fn depth(&self, x: f64, y: f64) -> f64 {
        (x - self.left).min(self.right - x).min(y - self.bottom).min(self.top - y)
    }

    /// The share of the circle of radius `distance` around a point within that lies within.
    fn arc(&self, x: f64, y: f64, distance: f64) -> f64 {
        use std::f64::consts::{FRAC_PI_2, PI};
        // The half angle of the arc beyond each side, in turn around the rectangle.
        let sides = [self.right - x, self.top - y, x - self.left, y - self.bottom];
        let beyond = sides.map(|side| if side < distance { (side / distance).acos() } else { 0.0 });
        // Arcs beyond neighbouring sides share what goes past the corner.
        let shared: f64 = (0..4).map(|at| (beyond[at] + beyond[(at + 1) % 4] - FRAC_PI_2).max(0.0)).sum();
        1.0 - (2.0 * beyond.iter().sum::<f64>() - shared) / (2.0 * PI)
    }
}

/// Where points were observed.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Window {
    Rectangle(Rectangle),
    Outline(#[serde(serialize_with = "pointed_at")] Arc<Outline>),
}

fn pointed_at<S: Serializer>(outline: &Arc<Outline>, to: S) -> Result<S::Ok, S::Error> {
    outline.as_ref().serialize(to)
}

impl From<Rectangle> for Window {
    fn from(rectangle: Rectangle) -> Self {
        Self::Rectangle(rectangle)
    }
}

impl From<Outline> for Window {
    fn from(outline: Outline) -> Self {
        Self::Outline(Arc::new(outline))
    }
}

impl Window {
    pub fn area(&self) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.area(),
            Self::Outline(outline) => outline.area(),
        }
    }

    /// The smallest rectangle around it.
    pub fn bounds(&self) -> Rectangle {
        match self {
            Self::Rectangle(rectangle) => *rectangle,
            Self::Outline(outline) => outline.bounds(),
        }
    }

    /// Whether a point lies within, the edges included.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        match self {
            Self::Rectangle(rectangle) => rectangle.holds(x, y),
            Self::Outline(outline) => outline.holds(x, y),
        }
    }

    /// Every point is finite and within, the edges included.
    pub fn holds_all(&self, x: &[f64], y: &[f64]) -> Result<(), Error> {
        let bounds = self.bounds().valid()?;
        check::length("y", y.len(), x.len())?;
        check::finite("x", x)?;
        check::finite("y", y)?;
        let expected = "a place within the window";
        if let Some(row) = x.iter().position(|x| *x < bounds.left || *x > bounds.right) {
            return Err(Error::value("x", row, x[row], expected));
        }
        match x.iter().zip(y).position(|(x, y)| !self.holds(*x, *y)) {
            Some(row) => Err(Error::value("y", row, y[row], expected)),
            None => Ok(()),
        }
    }

    /// The distance from a point within to the nearest edge.
    pub(crate) fn depth(&self, x: f64, y: f64) -> f64 {
        match self {
            Self::Rectangle(rectangle) => rectangle.depth(x, y),
            Self::Outline(outline) => outline.distance(x, y),
        }
    }

    /// The share of the circle of radius `distance` around a point within, `depth` from the edge, that lies within.
    pub(crate) fn arc(&self, (x, y): (f64, f64), depth: f64, distance: f64) -> f64 {
        match self {
            _ if depth >= distance => 1.0,
            Self::Rectangle(rectangle) => rectangle.arc(x, y, distance),
            Self::Outline(outline) => outline.arc(x, y, distance),
        }
    }

    /// Random points can be drawn within: it fills a thousandth of the rectangle around it.
    pub(crate) fn can_be_drawn_in(&self) -> Result<(), Error> {
        let part = self.area() / self.bounds().area();
        if part >= 1e-3 {
            return Ok(());
        }
        let found = format!("{:.4} % of the rectangle around it", 100.0 * part);
        Err(Error::setting("the window", found, "at least 0.1 % of it, for random points to fall within"))
    }

    /// `n` points drawn at random, each place within equally likely.
    pub(crate) fn draw(&self, n: usize, stream: &mut Stream) -> (Vec<f64>, Vec<f64>) {
        let bounds = self.bounds();
        match self {
            Self::Rectangle(_) => {
                let x = (0..n).map(|_| bounds.left + stream.unit() * bounds.width()).collect();
                (x, (0..n).map(|_| bounds.bottom + stream.unit() * bounds.height()).collect())
            }
            Self::Outline(outline) => {
                let mut point = || loop {
                    let x = bounds.left + stream.unit() * bounds.width();
                    let y = bounds.bottom + stream.unit() * bounds.height();
                    if outline.within(x, y) {
                        return (x, y);
                    }
                };
                (0..n).map(|_| point()).unzip()
            }
        }
    }
}
