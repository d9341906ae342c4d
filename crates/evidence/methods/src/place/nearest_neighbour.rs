//! Are points closer together than chance would put them?
//!
//! Clark, P. J., & Evans, F. C. (1954), "Distance to nearest neighbor as a measure of spatial relationships in
//! populations", Ecology 35(4), 445–453; edge correction by Donnelly, K. P. (1978), "Simulations to determine the
//! variance and edge effect of total nearest-neighbour distance";
//! in any window by random points, as Besag, J., & Diggle, P. J. (1977), "Simple Monte Carlo tests for spatial pattern",
//! Applied Statistics 26(3), 327–333.

use serde::Serialize;

use crate::numeric::distribution::normal_two_sided;
use crate::numeric::random::Stream;
use crate::numeric::strips::Strips;
use crate::place::window::Window;
use crate::{Caution, Error, Interval, check, sound};

/// What is done about points near the edge, whose nearest neighbour may lie outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Clark and Evans' own: nothing.
    None,
    /// Donnelly's expectation and standard error for a rectangle.
    Donnelly,
    /// The mean and the standard deviation over as many patterns of random points, in a window of any outline (Besag &
    /// Diggle 1977): their points near the edge miss neighbours just as these do.
    Random { simulations: usize, seed: u64 },
}

/// Its name alone.
impl Serialize for Edge {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::None => "none",
            Self::Donnelly => "donnelly",
            Self::Random { .. } => "random",
        })
    }
}

/// The nearest neighbour index.
#[derive(Clone, Debug, Serialize)]
pub struct NearestNeighbour {
    pub n: usize,
    pub area: f64,
    pub edge: Edge,
    /// The mean distance to the nearest neighbour, and what chance brings.
    pub mean: f64,
    pub expected: f64,
    pub se: f64,
    /// mean / expected: below 1 clustered, above 1 spread out.
    pub index: f64,
    pub index_interval: Interval,
    /// (mean − expected) / se, and its two-sided p-value.
    pub z: f64,
    pub p: f64,
    /// Points that share their place with another one.
    pub on_top: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The index of points in a `window`; z and p from the normal distribution, the interval at `level`.
///
/// expected = ½√(A/n) and se = √((4−π)/(4π))·√A/n; with [`Edge::Donnelly`], P the window's perimeter,
/// expected = ½√(A/n) + (0.0514 + 0.041/√n)·P/n and se = √(0.0703·A/n² + 0.037·P·√(A/n⁵)).
///
/// Errors: coordinates that are not numbers, lengths that differ, fewer than two points, points outside the window,
/// Donnelly's correction in one that is no rectangle, fewer than 19 random patterns.
pub fn nearest_neighbour(
    x: &[f64],
    y: &[f64],
    window: &Window,
    edge: Edge,
    level: f64,
) -> Result<NearestNeighbour, Error> {
    check::level("the level", level)?;
    window.holds_all(x, y)?;
    check::at_least("points", x.len(), 2)?;
    let (n, area) = (x.len() as f64, window.area());
    let distances = Strips::new(x, y, (area / n).sqrt()).nearest();
    let mean = crate::numeric::parallel::sum(distances.len(), |row| distances[row]) / n;
    let (expected, se) = by_chance(x.len(), window, edge)?;
    let z = (mean - expected) / se;
    let on_top = distances.iter().filter(|distance| **distance == 0.0).count();
    sound(NearestNeighbour {
        n: x.len(),
        area,
        edge,
        mean,
        expected,
        se,
        index: mean / expected,
        index_interval: Interval::wald(mean / expected, se / expected, level),
        z,
        p: normal_two_sided(z),
        on_top,
        cautions: cautions(x.len(), on_top, edge),
    })
}

/// The mean distance under complete randomness, and its standard error.
fn by_chance(points: usize, window: &Window, edge: Edge) -> Result<(f64, f64), Error> {
    use std::f64::consts::PI;
    let (n, area) = (points as f64, window.area());
    let plain = 0.5 * (area / n).sqrt();
    match (edge, window) {
        (Edge::None, _) => Ok((plain, ((4.0 - PI) / (4.0 * PI)).sqrt() * area.sqrt() / n)),
        (Edge::Donnelly, Window::Rectangle(rectangle)) => {
            let perimeter = 2.0 * (rectangle.width() + rectangle.height());
            Ok((
                plain + (0.0514 + 0.041 / n.sqrt()) * perimeter / n,
                (0.0703 * area / (n * n) + 0.037 * perimeter * (area / n.powi(5)).sqrt()).sqrt(),
            ))
        }
        (Edge::Donnelly, Window::Outline(_)) => {
            Err(Error::setting("the edge correction", "donnelly", "random or none in a window that is no rectangle"))
        }
        (Edge::Random { simulations, seed }, _) => {
            window.can_be_drawn_in()?;
            check::at_least("random patterns", simulations, 19)?;
            let means = crate::numeric::parallel::map(simulations, |number| {
                let (x, y) = window.draw(points, &mut Stream::new(seed, number as u64));
                Strips::new(&x, &y, (area / n).sqrt()).nearest().iter().sum::<f64>() / n
            });
            let count = simulations as f64;
            let expected = means.iter().sum::<f64>() / count;
            let square = means.iter().map(|mean| (mean - expected).powi(2)).sum::<f64>();
            Ok((expected, (square / (count - 1.0)).sqrt()))
        }
    }
}

fn cautions(n: usize, on_top: usize, edge: Edge) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "area-decides",
        "The index depends on the window: a larger one around the same points makes them look clustered. It also takes \
         every part of the window to be equally likely, water and parks included.",
    )];
    if edge == Edge::None {
        cautions.push(Caution::standing(
            "edges",
            "Without edge correction points near the edge seem further from their neighbours than they are.",
        ));
    }
    if on_top > 0 {
        let text = format!(
            "{on_top} of {n} points share their place with another one; where places are rounded or moved to street \
             centres, that alone lowers the index."
        );
        cautions.push(Caution::found("points-on-top", text));
    }
    if n < 30 {
        cautions.push(Caution::found("few-points", format!("With {n} points the normal distribution is rough.")));
    }
    cautions
}
