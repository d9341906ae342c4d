//! The sum of Gaussian kernels to the last digits of a double: Hermite's expansion in boxes of half a bandwidth
//! (Greengard, L., & Strain, J. (1991), "The fast Gauss transform", SIAM J. Sci. Stat. Comput. 12(1), 79–94).
//!
//! What is left out is below 2⁻⁵³ of a kernel's peak for each point: terms beyond the 17th power, and nodes more than
//! 8.6 bandwidths away.

use rayon::prelude::*;

use super::Settings;

/// Where a kernel falls below 2⁻⁵³ of its peak, in bandwidths.
const REACH: f64 = 8.6;

/// A box's side in bandwidths.
const BOX: f64 = 0.5;

/// Powers 0 to 17: 0.25¹⁸/√18! is 2e-19.
const POWERS: usize = 18;

/// Σ w·e^(−u²/2) over the points, at each node: the kernel without its scale.
pub fn sums(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings) -> Vec<f64> {
    let across =
        Axis::new(x, settings.raster.left, settings.raster.cell[0], settings.bandwidth[0], settings.raster.columns);
    let along =
        Axis::new(y, settings.raster.bottom, settings.raster.cell[1], settings.bandwidth[1], settings.raster.rows);
    let weight = |row: usize| weight.map_or(1.0, |weight| weight[row]);
    // Both ways' work, in steps of about a nanosecond.
    let (points, boxes) = (x.len() as f64, along.boxes as f64);
    let (columns, rows) = (across.nodes as f64, along.nodes as f64);
    let alone = points * across.reached() * along.reached();
    if alone < 400.0 * points + 3500.0 * boxes * columns + 300.0 * rows * columns {
        direct(&across, &along, weight)
    } else {
        expanded(&across, &along, weight)
    }
}

/// The points and nodes along one axis, in bandwidths from the first box's edge.
struct Axis {
    points: Vec<f64>,
    first: f64,
    step: f64,
    nodes: usize,
    boxes: usize,
}

impl Axis {
    fn new(points: &[f64], first: f64, cell: f64, bandwidth: f64, nodes: usize) -> Self {
        let last = first + (nodes - 1) as f64 * cell;
        let far = REACH * bandwidth;
        let near = || points.iter().copied().filter(|at| *at >= first - far && *at <= last + far);
        let (least, most) = near().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), at| (a.min(at), b.max(at)));
        let origin = if least.is_finite() { least } else { first };
        let boxes = if least <= most { ((most - least) / bandwidth / BOX).floor() as usize + 1 } else { 0 };
        Self {
            points: points.iter().map(|at| (at - origin) / bandwidth).collect(),
            first: (first - origin) / bandwidth,
            step: cell / bandwidth,
            nodes,
            boxes,
        }
    }

    /// The nodes that one kernel reaches, at most.
    fn reached(&self) -> f64 {
        (2.0 * REACH / self.step + 1.0).min(self.nodes as f64)
    }

    fn node(&self, node: usize) -> f64 {
        self.first + node as f64 * self.step
    }

    /// The nodes within reach of a place.
    fn around(&self, at: f64) -> std::ops::Range<usize> {
        let number = |place: f64| ((place - self.first) / self.step).clamp(0.0, self.nodes as f64);
        number(at - REACH).ceil() as usize..number(at + REACH + self.step).floor() as usize
    }

    /// The box of a point, where it is near enough to matter.
    fn in_box(&self, point: usize) -> Option<usize> {
        let number = (self.points[point] / BOX).floor();
        (number >= 0.0 && number < self.boxes as f64).then_some(number as usize)
    }

    fn middle(number: usize) -> f64 {
        (number as f64 + 0.5) * BOX
    }

    /// For each node the boxes within reach, and Hermite's functions at the distance to each.
    fn functions(&self) -> Vec<(usize, Vec<[f64; POWERS]>)> {
        let of = |node: usize| {
            let at = self.node(node);
            let number = |place: f64| (place / BOX).clamp(0.0, self.boxes as f64);
            let (from, to) = (number(at - REACH - BOX).floor() as usize, number(at + REACH + BOX).ceil() as usize);
            (from, (from..to).map(|number| hermite(at - Self::middle(number))).collect())
        };
        (0..self.nodes).into_par_iter().map(of).collect()
    }
}

/// He_n(t)·e^(−t²/2)/n!, n = 0 … 17: the factors of u^n in e^(−(t−u)²/2).
fn hermite(t: f64) -> [f64; POWERS] {
    let mut values = [0.0; POWERS];
    values[0] = (-0.5 * t * t).exp();
    values[1] = t * values[0];
    for n in 1..POWERS - 1 {
        // He_{n+1} = t·He_n − n·He_{n−1}, each divided by its factorial.
        values[n + 1] = (t * values[n] - values[n - 1]) / (n + 1) as f64;
    }
    values
}

/// Node by node: for kernels on few nodes, or few points.
fn direct(across: &Axis, along: &Axis, weight: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
    const BAND: usize = 32;
    let mut sums = vec![0.0; across.nodes * along.nodes];
    sums.par_chunks_mut(BAND * across.nodes).enumerate().for_each(|(band, nodes)| {
        let first = band * BAND;
        let last = first + nodes.len() / across.nodes;
        let mut factors: Vec<f64> = Vec::new();
        for (point, (x, y)) in across.points.iter().zip(&along.points).enumerate() {
            let (rows, columns) = (along.around(*y), across.around(*x));
            let rows = rows.start.max(first)..rows.end.min(last);
            if rows.is_empty() || columns.is_empty() {
                continue;
            }
            let kernel = |away: f64| (-0.5 * away * away).exp();
            factors.clear();
            factors.extend(columns.clone().map(|column| kernel(across.node(column) - x)));
            for row in rows {
                let factor = weight(point) * kernel(along.node(row) - y);
                let nodes = &mut nodes[(row - first) * across.nodes..][columns.clone()];
                nodes.iter_mut().zip(&factors).for_each(|(node, other)| *node += factor * other);
            }
        }
    });
    sums
}

/// By boxes: their powers first, then along x for each row of boxes, then along y.
fn expanded(across: &Axis, along: &Axis, weight: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
    let lines = by_line(across, along);
    let functions = across.functions();
    // For each row of boxes and each power of y, the sum along x in each column of nodes.
    let rows: Vec<Vec<f64>> = lines
        .par_iter()
        .enumerate()
        .map(|(line, points)| {
            let moments = moments(across, along, line, points, &weight);
            let mut sums = vec![0.0; POWERS * across.nodes];
            for (node, (from, functions)) in functions.iter().enumerate() {
                let powers = gathered(&moments[*from..][..functions.len()], functions);
                (0..POWERS).for_each(|power| sums[power * across.nodes + node] = powers[power]);
            }
            sums
        })
        .collect();
    let functions = along.functions();
    let mut sums = vec![0.0; across.nodes * along.nodes];
    sums.par_chunks_mut(across.nodes).zip(&functions).for_each(|(nodes, (from, functions))| {
        for (line, functions) in rows[*from..].iter().zip(functions) {
            for (power, function) in line.chunks_exact(across.nodes).zip(functions) {
                nodes.iter_mut().zip(power).for_each(|(node, sum)| *node += function * sum);
            }
        }
    });
    sums
}

/// The points of each row of boxes, in their order.
fn by_line(across: &Axis, along: &Axis) -> Vec<Vec<u32>> {
    let mut lines = vec![Vec::new(); along.boxes];
    for point in 0..across.points.len() {
        if let (Some(_), Some(line)) = (across.in_box(point), along.in_box(point)) {
            lines[line].push(point as u32);
        }
    }
    lines
}

/// Σ w·u^a·v^b in one box, a + b ≤ 17: `[a][b]`.
type Powers = [[f64; POWERS]; POWERS];

/// The powers in each box of a row of boxes.
fn moments(across: &Axis, along: &Axis, line: usize, points: &[u32], weight: &impl Fn(usize) -> f64) -> Vec<Powers> {
    let mut boxes = vec![[[0.0; POWERS]; POWERS]; across.boxes];
    for point in points {
        let point = *point as usize;
        let Some(column) = across.in_box(point) else { continue };
        let (u, v) = (across.points[point] - Axis::middle(column), along.points[point] - Axis::middle(line));
        let mut power = [1.0; POWERS];
        (1..POWERS).for_each(|b| power[b] = power[b - 1] * v);
        let mut factor = weight(point);
        for (a, sums) in boxes[column].iter_mut().enumerate() {
            let length = POWERS - a;
            sums[..length].iter_mut().zip(&power[..length]).for_each(|(sum, power)| *sum += factor * power);
            factor *= u;
        }
    }
    boxes
}

/// The sums along x at one node, for each power of y.
fn gathered(boxes: &[Powers], functions: &[[f64; POWERS]]) -> [f64; POWERS] {
    let mut sums = [0.0; POWERS];
    for (powers, functions) in boxes.iter().zip(functions) {
        for (a, (powers, function)) in powers.iter().zip(functions).enumerate() {
            let length = POWERS - a;
            sums[..length].iter_mut().zip(&powers[..length]).for_each(|(sum, power)| *sum += function * power);
        }
    }
    sums
}
