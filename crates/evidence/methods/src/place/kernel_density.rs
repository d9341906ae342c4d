//! Where are events dense? A surface of events per unit of area that integrates to their number.
//!
//! Silverman, B. W. (1986), "Density Estimation for Statistics and Data Analysis", chapter 4. Every point adds a kernel
//! that integrates to one over the plane, and the sum is evaluated exactly at each cell's centre: no point is moved to
//! a grid, and what differs from the plain double sum is rounding alone.

pub mod bandwidth;
mod edge;
mod gaussian;
mod points;
mod polynomial;

use serde::Serialize;

pub use edge::Edge;

use crate::place::ripley::Window;
use crate::{Caution, Error, check, counted};

/// The shape of the bump that each event adds, as a function of the distance u in bandwidths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kernel {
    /// 3/π · (1 − u²)² within one bandwidth (Silverman 1986, equation 4.5; also called biweight).
    Quartic,
    /// 2/π · (1 − u²) within one bandwidth (Silverman 1986, equation 4.4).
    Epanechnikov,
    /// 1/2π · e^(−u²/2), everywhere.
    Gaussian,
}

impl Kernel {
    /// The factor that makes the kernel integrate to one over the plane.
    pub fn scale(self) -> f64 {
        use std::f64::consts::PI;
        match self {
            Self::Quartic => 3.0 / PI,
            Self::Epanechnikov => 2.0 / PI,
            Self::Gaussian => 0.5 / PI,
        }
    }
}

/// The cells in whose centres the surface is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Raster {
    /// The centre of the cell at the lower left.
    pub left: f64,
    pub bottom: f64,
    /// A cell's width and height.
    pub cell: [f64; 2],
    pub columns: usize,
    pub rows: usize,
}

impl Raster {
    /// The x of a column's centres.
    pub fn x(&self, column: usize) -> f64 {
        self.left + column as f64 * self.cell[0]
    }

    /// The y of a row's centres.
    pub fn y(&self, row: usize) -> f64 {
        self.bottom + row as f64 * self.cell[1]
    }
}

/// What is asked of the events.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub kernel: Kernel,
    /// Along x and along y, above zero.
    pub bandwidth: [f64; 2],
    pub raster: Raster,
    pub edge: Edge,
}

/// A surface of density.
#[derive(Clone, Debug, Serialize)]
pub struct KernelDensity {
    /// The number of events, and the sum of their weights.
    pub n: usize,
    pub total: f64,
    pub kernel: Kernel,
    pub bandwidth: [f64; 2],
    pub edge: Edge,
    pub raster: Raster,
    /// Events per unit of area in each cell's centre, row by row from the lower left.
    #[serde(skip)]
    pub density: Vec<f64>,
    /// The sum over cells of density × cell size: `total`, as far as the raster and its cells cover the kernels.
    pub integral: f64,
    /// The greatest density.
    pub greatest: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The most cells of a raster.
const CELLS: usize = 100_000_000;

/// The widest bandwidth, in cells: beyond it every cell's density is the same to several digits.
const WIDEST: f64 = 100_000.0;

/// The density of events at (`x`, `y`), each counting as its `weight` (one without).
///
/// d(g) = Σ wᵢ K(|g − pᵢ| / h) / (hx hy), distances along each axis in bandwidths.
///
/// Errors: coordinates or weights that are not numbers, weights below zero, lengths that differ, no events, a bandwidth
/// or a cell not above zero, a bandwidth beyond 100,000 cells, an edge correction whose window does not hold every event.
pub fn kernel_density(
    x: &[f64],
    y: &[f64],
    weight: Option<&[f64]>,
    settings: &Settings,
) -> Result<KernelDensity, Error> {
    check::at_least("events", x.len(), 1)?;
    check::length("y", y.len(), x.len())?;
    check::finite("x", x)?;
    check::finite("y", y)?;
    if let Some(weight) = weight {
        check::length("weight", weight.len(), x.len())?;
        check::not_negative("weight", weight)?;
    }
    let raster = settings.raster;
    for (what, value) in [("the bandwidth", settings.bandwidth), ("the cell", raster.cell)] {
        value.iter().try_for_each(|value| check::positive_setting(what, *value))?;
    }
    if (0..2).any(|axis| settings.bandwidth[axis] / raster.cell[axis] > WIDEST) {
        let found = format!("{:?} with cells of {:?}", settings.bandwidth, raster.cell);
        return Err(Error::setting("the bandwidth", found, format!("at most {WIDEST} cells")));
    }
    if !(raster.left.is_finite() && raster.bottom.is_finite()) {
        let found = format!("{},{}", raster.left, raster.bottom);
        return Err(Error::setting("the raster's lower left", found, "two numbers"));
    }
    let cells = raster.columns.checked_mul(raster.rows).filter(|cells| (1..=CELLS).contains(cells));
    if cells.is_none() {
        let found = format!("{} by {} cells", raster.columns, raster.rows);
        return Err(Error::setting("the raster", found, format!("1 to {CELLS} cells")));
    }
    let weight = edge::weights(x, y, weight, settings)?;
    let mut density = match settings.kernel {
        Kernel::Gaussian => gaussian::sums(x, y, weight.as_deref(), settings),
        _ => polynomial::sums(x, y, weight.as_deref(), settings),
    };
    let scale = settings.kernel.scale() / (settings.bandwidth[0] * settings.bandwidth[1]);
    density.iter_mut().for_each(|value| *value *= scale);
    edge::divide(&mut density, settings);
    Ok(result(x.len(), weight.as_deref(), settings, density))
}

fn result(n: usize, weight: Option<&[f64]>, settings: &Settings, density: Vec<f64>) -> KernelDensity {
    let total = weight.map_or(n as f64, |weight| weight.iter().sum());
    let [width, height] = settings.raster.cell;
    KernelDensity {
        n,
        total,
        kernel: settings.kernel,
        bandwidth: settings.bandwidth,
        edge: settings.edge,
        raster: settings.raster,
        integral: crate::numeric::parallel::sum(density.len(), |cell| density[cell]) * width * height,
        greatest: density.iter().copied().fold(0.0, f64::max),
        cautions: cautions(n, settings),
        density,
    }
}

fn cautions(n: usize, settings: &Settings) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "bandwidth-decides",
            "The bandwidth decides what is seen: compare surfaces only at one bandwidth, and look at several.",
        ),
        Caution::standing("no-test", "A surface shows hot spots in random points too: it is a drawing, not a test."),
    ];
    if settings.edge == Edge::None {
        cautions.push(Caution::standing(
            "edges",
            "Without edge correction the density falls towards the border of what was observed.",
        ));
    }
    let [width, height] = settings.raster.cell;
    if settings.bandwidth[0] < width || settings.bandwidth[1] < height {
        let text = "The bandwidth is smaller than a cell: events fall between the centres, and the sum over the cells \
                    is not their number.";
        cautions.push(Caution::found("cells-too-large", text));
    }
    if n < 30 {
        cautions.push(Caution::found(
            "few-events",
            format!("The surface rests on {} alone: each is a bump of its own.", counted(n, "event")),
        ));
    }
    cautions
}

/// A raster over `window`: cells of about `cell` whose edges are the window's own.
///
/// Errors: a cell not above zero.
pub fn raster(window: &Window, cell: f64) -> Result<Raster, Error> {
    check::positive_setting("the cell", cell)?;
    let number = |length: f64| (length / cell - 1e-9).ceil().clamp(1.0, CELLS as f64 + 1.0);
    let (columns, rows) = (number(window.width()), number(window.height()));
    let size = [window.width() / columns, window.height() / rows];
    Ok(Raster {
        left: window.left + size[0] / 2.0,
        bottom: window.bottom + size[1] / 2.0,
        cell: size,
        columns: columns as usize,
        rows: rows as usize,
    })
}
