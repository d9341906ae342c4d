//! What becomes of the part of a kernel that lies outside of the window of observation.

use serde::Serialize;

use super::{Kernel, Settings};
use crate::Error;
use crate::numeric::distribution::normal_cdf;
use crate::numeric::parallel;
use crate::place::window::{Outline, Rectangle, Window, in_common};

/// The correction, and the window in which events were observed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase", tag = "correction", content = "window")]
pub enum Edge {
    /// None: part of each kernel near the border is lost beyond it.
    None,
    /// The density in each cell is divided by the part of a kernel around it that lies within (Diggle 1985): right on
    /// average where the density is even.
    Uniform(Window),
    /// Each event is divided by the part of its own kernel that lies within (Jones 1993): the surface integrates to
    /// the number of events over the window.
    Events(Window),
}

/// The weights of the events: for [`Edge::Events`] divided by the part of each kernel within.
pub fn weights(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings) -> Result<Option<Vec<f64>>, Error> {
    match &settings.edge {
        Edge::None => Ok(weight.map(<[f64]>::to_vec)),
        Edge::Uniform(window) => {
            window.holds_all(x, y)?;
            Ok(weight.map(<[f64]>::to_vec))
        }
        Edge::Events(window) => {
            window.holds_all(x, y)?;
            let within = Within::new(window, settings)?;
            let one = |row: usize| weight.map_or(1.0, |weight| weight[row]) / within.share(x[row], y[row]);
            Ok(Some(parallel::map(x.len(), one)))
        }
    }
}

/// For [`Edge::Uniform`]: divides by the part within. Cells outside of the window get zero: those whose centre does, or,
/// where the window is an outline, those that have no `shares` in it.
pub fn divide(density: &mut [f64], settings: &Settings, shares: Option<&[f64]>) -> Result<(), Error> {
    let (Edge::Uniform(window) | Edge::Events(window)) = &settings.edge else { return Ok(()) };
    let raster = &settings.raster;
    let within = Within::new(window, settings)?;
    let divided = |cell: usize| {
        let (x, y) = (raster.x(cell % raster.columns), raster.y(cell / raster.columns));
        let inside = shares.map_or_else(|| window.holds(x, y), |shares| shares[cell] > 0.0);
        match settings.edge {
            _ if !inside || density[cell] == 0.0 => 0.0,
            Edge::Uniform(_) => density[cell] / within.share(x, y),
            _ => density[cell],
        }
    };
    let divided = parallel::map(density.len(), divided);
    density.copy_from_slice(&divided);
    Ok(())
}

/// Where the window is an outline, the share of each cell that lies within it.
pub fn shares(settings: &Settings) -> Option<Vec<f64>> {
    let (Edge::Uniform(Window::Outline(outline)) | Edge::Events(Window::Outline(outline))) = &settings.edge else {
        return None;
    };
    let raster = &settings.raster;
    let [width, height] = raster.cell;
    let of_row = |row: usize| {
        let (low, high) = (raster.y(row) - 0.5 * height, raster.y(row) + 0.5 * height);
        let cell = |column: usize| {
            let (left, right) = (raster.x(column) - 0.5 * width, raster.x(column) + 0.5 * width);
            vec![(left, low), (right, low), (right, high), (left, high)]
        };
        let common = in_common(outline.rings(), low, high, (0..raster.columns).map(cell));
        // A hair of a side that lies on the outline is no share.
        let share = |area: f64| Some(area / (width * height)).filter(|share| *share > 1e-9).unwrap_or(0.0).min(1.0);
        common.into_iter().map(share).collect::<Vec<_>>()
    };
    Some(parallel::map(raster.rows, of_row).concat())
}

/// How much of a kernel lies within the window.
struct Within {
    window: Inner,
    kernel: Kernel,
    bandwidth: [f64; 2],
    /// Gauss and Legendre's places and weights over −1 to 1.
    rule: Vec<(f64, f64)>,
}

enum Inner {
    Rectangle(Rectangle),
    /// In bandwidths.
    Outline(Outline),
}

impl Within {
    fn new(window: &Window, settings: &Settings) -> Result<Self, Error> {
        let window = match window {
            Window::Rectangle(rectangle) => Inner::Rectangle(*rectangle),
            Window::Outline(outline) => Inner::Outline(outline.in_units_of(settings.bandwidth)?),
        };
        Ok(Self { window, kernel: settings.kernel, bandwidth: settings.bandwidth, rule: legendre(16) })
    }

    /// The integral of a kernel around (x, y) over the window: in a rectangle, 1/4 at the least for a place within.
    fn share(&self, x: f64, y: f64) -> f64 {
        let [hx, hy] = self.bandwidth;
        let window = match &self.window {
            Inner::Rectangle(rectangle) => rectangle,
            Inner::Outline(outline) => return outline.share(self.kernel, &self.rule, x / hx, y / hy),
        };
        let (left, right) = ((window.left - x) / hx, (window.right - x) / hx);
        let (below, above) = ((window.bottom - y) / hy, (window.top - y) / hy);
        match self.kernel {
            Kernel::Gaussian => (normal_cdf(right) - normal_cdf(left)) * (normal_cdf(above) - normal_cdf(below)),
            _ if left <= -1.0 && right >= 1.0 && below <= -1.0 && above >= 1.0 => 1.0,
            _ => self.part_of_disc(left.max(-1.0), right.min(1.0), below.max(-1.0), above.min(1.0)),
        }
    }

    /// The integral over the part of the unit disc between these limits, row by row: y = sin θ.
    fn part_of_disc(&self, left: f64, right: f64, below: f64, above: f64) -> f64 {
        // Where the disc's rim passes the left or right limit the inner integral changes its form.
        let (start, end) = (below.asin(), above.asin());
        let mut breaks = vec![start, end];
        for limit in [left, right] {
            let angle = limit.abs().min(1.0).acos();
            breaks.extend([-angle, angle].into_iter().filter(|angle| start < *angle && *angle < end));
        }
        breaks.sort_unstable_by(f64::total_cmp);
        let piece = |pair: &[f64]| {
            let (middle, half) = (0.5 * (pair[0] + pair[1]), 0.5 * (pair[1] - pair[0]));
            let at = |(place, weight): &(f64, f64)| {
                let wide = (middle + half * place).cos();
                weight * wide * (self.along(wide, right.min(wide)) - self.along(wide, left.max(-wide)))
            };
            half * self.rule.iter().map(at).sum::<f64>()
        };
        self.kernel.scale() * breaks.windows(2).map(piece).sum::<f64>()
    }

    /// The kernel's antiderivative along x in a row whose half width within the disc is `wide`: 1 − y² = wide².
    fn along(&self, wide: f64, x: f64) -> f64 {
        let (s, square) = (wide * wide, x * x);
        match self.kernel {
            Kernel::Quartic => x * (s * s - square * (2.0 / 3.0 * s - square / 5.0)),
            _ => x * (s - square / 3.0),
        }
    }
}

/// Gauss and Legendre's rule: Newton's steps on the polynomial from its known neighbourhoods.
fn legendre(points: u32) -> Vec<(f64, f64)> {
    let n = f64::from(points);
    let node = |number: u32| {
        let mut x = (std::f64::consts::PI * (f64::from(number) + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..8 {
            let (mut before, mut value) = (1.0, x);
            for degree in 2..=points {
                let k = f64::from(degree);
                (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
            }
            slope = n * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..points).map(node).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::grid::Area;
    use crate::place::kernel_density::Raster;

    fn within(kernel: Kernel) -> Within {
        let window = Rectangle { left: 0.0, bottom: 0.0, right: 10.0, top: 4.0 };
        let raster = Raster { left: 0.0, bottom: 0.0, cell: [1.0; 2], columns: 1, rows: 1 };
        Within::new(&window.into(), &Settings { kernel, bandwidth: [2.0, 3.0], raster, edge: Edge::None }).unwrap()
    }

    #[test]
    fn half_and_quarter_at_sides_and_corners() {
        for kernel in [Kernel::Quartic, Kernel::Epanechnikov] {
            let within = within(kernel);
            assert!((within.share(5.0, 0.0) - 0.5).abs() < 1e-14);
            assert!((within.share(0.0, 0.0) - 0.25).abs() < 1e-14);
            assert!((within.share(10.0, 4.0) - 0.25).abs() < 1e-14);
        }
        // The window is less than three bandwidths high, which the Gaussian still sees.
        assert!((within(Kernel::Gaussian).share(5.0, 2.0) - 0.4888671708762913).abs() < 1e-13);
    }

    /// The outline of a rectangle holds as much of a kernel as the rectangle, by other formulas.
    #[test]
    fn a_rectangle_told_as_an_outline() {
        let area = Area { rings: vec![vec![(0.0, 0.0), (0.0, 4.0), (10.0, 4.0), (10.0, 1.0), (10.0, 0.0)]] };
        for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
            let plain = within(kernel);
            let outline = Within {
                window: Inner::Outline(Outline::new(&area).unwrap().in_units_of([2.0, 3.0]).unwrap()),
                ..within(kernel)
            };
            for (x, y) in [(0.7, 1.1), (9.5, 3.9), (1.9, 2.0), (5.0, 1.0), (0.0, 0.0), (10.0, 2.0), (5.0, 2.0)] {
                let (found, expected) = (outline.share(x, y), plain.share(x, y));
                assert!((found - expected).abs() < 1e-13, "{kernel:?} {x} {y}: {found} is not {expected}");
            }
        }
    }

    /// A fine double sum over the window, with half cells at nothing: right to some 1e-6.
    #[test]
    fn any_place_against_a_double_sum() {
        for kernel in [Kernel::Quartic, Kernel::Epanechnikov] {
            let within = within(kernel);
            for (x, y) in [(0.7, 1.1), (9.5, 3.9), (1.9, 2.0), (5.0, 1.0)] {
                let (steps, mut sum) = (1000, 0.0);
                for (i, j) in (0..steps).flat_map(|i| (0..steps).map(move |j| (i, j))) {
                    let u = ((f64::from(i) + 0.5) * 10.0 / 1000.0 - x) / 2.0;
                    let v = ((f64::from(j) + 0.5) * 4.0 / 1000.0 - y) / 3.0;
                    let inside = (1.0 - u * u - v * v).max(0.0);
                    sum += if kernel == Kernel::Quartic { inside * inside } else { inside };
                }
                let sum = sum * kernel.scale() * 40.0 / 1e6 / 6.0;
                assert!((within.share(x, y) - sum).abs() < 2e-6, "{x} {y}: {} is not {sum}", within.share(x, y));
            }
        }
    }
}
