//! What becomes of the part of a kernel that lies outside of the window of observation.

use serde::Serialize;

use super::{Kernel, Settings};
use crate::Error;
use crate::numeric::distribution::normal_cdf;
use crate::numeric::parallel;
use crate::place::ripley::Window;

/// The correction, and the window in which events were observed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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
    match settings.edge {
        Edge::None => Ok(weight.map(<[f64]>::to_vec)),
        Edge::Uniform(window) => {
            window.holds_all(x, y)?;
            Ok(weight.map(<[f64]>::to_vec))
        }
        Edge::Events(window) => {
            window.holds_all(x, y)?;
            let within = Within::new(window, settings);
            let one = |row: usize| weight.map_or(1.0, |weight| weight[row]) / within.share(x[row], y[row]);
            Ok(Some(parallel::map(x.len(), one)))
        }
    }
}

/// For [`Edge::Uniform`]: divides by the part within. Cells whose centre lies outside of the window get zero.
pub fn divide(density: &mut [f64], settings: &Settings) {
    let (Edge::Uniform(window) | Edge::Events(window)) = settings.edge else { return };
    let raster = &settings.raster;
    let within = Within::new(window, settings);
    let divided = |cell: usize| {
        let (x, y) = (raster.x(cell % raster.columns), raster.y(cell / raster.columns));
        match settings.edge {
            _ if x < window.left || x > window.right || y < window.bottom || y > window.top => 0.0,
            Edge::Uniform(_) => density[cell] / within.share(x, y),
            _ => density[cell],
        }
    };
    let divided = parallel::map(density.len(), divided);
    density.copy_from_slice(&divided);
}

/// How much of a kernel lies within the window.
struct Within {
    window: Window,
    kernel: Kernel,
    bandwidth: [f64; 2],
    /// Gauss and Legendre's places and weights over −1 to 1.
    rule: Vec<(f64, f64)>,
}

impl Within {
    fn new(window: Window, settings: &Settings) -> Self {
        Self { window, kernel: settings.kernel, bandwidth: settings.bandwidth, rule: legendre(16) }
    }

    /// The integral of a kernel around (x, y), a place within the window, over the window: 1/4 at the least.
    fn share(&self, x: f64, y: f64) -> f64 {
        let [hx, hy] = self.bandwidth;
        let (left, right) = ((self.window.left - x) / hx, (self.window.right - x) / hx);
        let (below, above) = ((self.window.bottom - y) / hy, (self.window.top - y) / hy);
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
    use crate::place::kernel_density::Raster;

    fn within(kernel: Kernel) -> Within {
        let window = Window { left: 0.0, bottom: 0.0, right: 10.0, top: 4.0 };
        let raster = Raster { left: 0.0, bottom: 0.0, cell: [1.0; 2], columns: 1, rows: 1 };
        Within::new(window, &Settings { kernel, bandwidth: [2.0, 3.0], raster, edge: Edge::None })
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
