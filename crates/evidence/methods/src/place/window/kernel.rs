//! How much of a kernel lies within an outline.
//!
//! By Green's theorem the integral over the outline is a sum over its sides: of the kernel's mass out to the side, over
//! the angle under which the side is seen. Along a side at the distance d, s from the foot of the perpendicular, the angle
//! grows by d/(d² + s²) ds, which makes the polynomial kernels' integrals polynomials of d and s; the Gaussian's is
//! smooth, and summed by Gauss and Legendre's rule.

use std::f64::consts::PI;

use super::Outline;
use crate::place::grid::Point;
use crate::place::kernel_density::Kernel;

/// Beyond as many bandwidths nothing is left of a Gaussian.
const GAUSSIAN_REACH: f64 = 9.0;

impl Outline {
    /// The integral over the outline of a kernel of bandwidth one around (x, y); `rule` are Gauss and Legendre's places.
    pub fn share(&self, kernel: Kernel, rule: &[(f64, f64)], x: f64, y: f64) -> f64 {
        let reach = if kernel == Kernel::Gaussian { GAUSSIAN_REACH } else { 1.0 };
        if self.distance(x, y) >= reach {
            return if self.within(x, y) { 1.0 } else { 0.0 };
        }
        let side = |(a, b): (Point, Point)| sector(kernel, rule, reach, (a.0 - x, a.1 - y), (b.0 - x, b.1 - y));
        self.sides().map(side).sum::<f64>().clamp(0.0, 1.0)
    }
}

/// The kernel's mass between its centre at zero and the side from `a` to `b`, above zero where b lies to the left of a.
fn sector(kernel: Kernel, rule: &[(f64, f64)], reach: f64, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy);
    let d = (a.0 * b.1 - b.0 * a.1) / length;
    if d == 0.0 || length == 0.0 {
        return 0.0;
    }
    let along = |point: Point| (point.0 * dx + point.1 * dy) / length;
    let (start, end) = (along(a), along(b));
    let angle = |from: f64, to: f64| (to / d).atan() - (from / d).atan();
    let limit = (reach * reach - d * d).max(0.0).sqrt();
    let (from, to) = (start.clamp(-limit, limit), end.clamp(-limit, limit));
    let outside = (angle(start, end) - angle(from, to)) / (2.0 * PI);
    let inside = match kernel {
        Kernel::Gaussian => gaussian(rule, d, from, to),
        _ => polynomial(kernel, d, to) - polynomial(kernel, d, from),
    };
    outside + inside
}

/// The antiderivative along s of M(ρ) d/(d² + s²), ρ² = d² + s²; M = scale · (ρ²/2 − ρ⁴/4) or (ρ²/2 − ρ⁴/2 + ρ⁶/6).
fn polynomial(kernel: Kernel, d: f64, s: f64) -> f64 {
    let (dd, ss) = (d * d, s * s);
    let (second, fourth) = (dd + ss / 3.0, dd * dd + ss * (2.0 / 3.0 * dd + ss / 5.0));
    let mass = match kernel {
        Kernel::Quartic => 0.5 - 0.5 * second + fourth / 6.0,
        _ => 0.5 - 0.25 * second,
    };
    kernel.scale() * d * s * mass
}

/// The integral along s of (1 − e^(−ρ²/2))/2π · d/ρ², in pieces of at most two bandwidths.
fn gaussian(rule: &[(f64, f64)], d: f64, from: f64, to: f64) -> f64 {
    let pieces = ((to - from).abs() / 2.0).ceil().max(1.0);
    let half = 0.5 * (to - from) / pieces;
    let at = |s: f64| {
        let square = d * d + s * s;
        if square > 0.0 { -(-0.5 * square).exp_m1() / square } else { 0.5 }
    };
    let piece = |number: u32| {
        let middle = from + half * (2.0 * f64::from(number) + 1.0);
        rule.iter().map(|(place, weight)| weight * at(middle + half * place)).sum::<f64>()
    };
    d * half * (0..pieces as u32).map(piece).sum::<f64>() / (2.0 * PI)
}
