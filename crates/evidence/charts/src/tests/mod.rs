//! Every kind of chart: its geometry, its numbers, and that both files are what they claim.

mod drawn;
mod parts;

use crate::scene::{Item, Point, Scene};
use crate::{Chart, Marks, Options, kinds};

fn chart(marks: Marks) -> Chart {
    Chart {
        title: "A <title> & \"more\"".to_owned(),
        description: "What it shows.".to_owned(),
        x_label: "across".to_owned(),
        y_label: "upwards".to_owned(),
        marks,
    }
}

fn bars(values: &[(&str, f64)]) -> Marks {
    Marks::Bars(values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect())
}

fn scene(marks: Marks) -> Scene {
    kinds::scene(&chart(marks), &Options::default())
}

/// The shapes that a pointer is told about: name with value, and the corners.
fn told(scene: &Scene) -> Vec<(&str, &[Point])> {
    let shapes = scene.items.iter().filter_map(|item| match item {
        Item::Shape { outlines, told: Some(told), .. } => Some((told.as_str(), outlines[0].as_slice())),
        _ => None,
    });
    shapes.collect()
}

fn texts(scene: &Scene) -> Vec<&str> {
    scene.texts().collect()
}
