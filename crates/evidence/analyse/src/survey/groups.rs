//! The groups that a survey is estimated by.

use super::sample::labels;
use crate::fault::Fault;
use crate::input::Table;

/// The groups: a number for each row (`u32::MAX` where it has none), and their names; one without a name where the whole
/// sample is one group.
pub struct Groups {
    pub of: Vec<u32>,
    pub names: Vec<Option<String>>,
}

impl Groups {
    /// The groups by the answers in the columns `by`.
    ///
    /// Errors: no row has a group.
    pub fn read(table: &Table, by: &[String]) -> Result<Self, Fault> {
        let mut groups = Self { of: vec![0; table.rows()], names: vec![None] };
        for column in by {
            let (codes, answers) = labels(table, column)?;
            let many = answers.len() as u32;
            for (group, code) in groups.of.iter_mut().zip(codes) {
                *group = match code {
                    Some(code) if *group != u32::MAX => *group * many + code,
                    _ => u32::MAX,
                };
            }
            let joined = |name: &Option<String>, answer: &String| match name {
                None => Some(answer.clone()),
                Some(name) => Some(format!("{name} / {answer}")),
            };
            groups.names =
                groups.names.iter().flat_map(|name| answers.iter().map(move |answer| joined(name, answer))).collect();
            groups.drop_empty();
        }
        if groups.names.is_empty() {
            return Err(Fault::input(format!("--by {}: no row has a group", by.join(","))));
        }
        Ok(groups)
    }

    /// Leaves out combinations of answers that no row has.
    fn drop_empty(&mut self) {
        let mut used = vec![false; self.names.len()];
        self.of.iter().for_each(|group| {
            if let Some(used) = used.get_mut(*group as usize) {
                *used = true;
            }
        });
        let mut next = 0;
        let new: Vec<u32> = used
            .iter()
            .map(|used| {
                next += u32::from(*used);
                next.wrapping_sub(1)
            })
            .collect();
        self.of.iter_mut().for_each(|group| *group = new.get(*group as usize).copied().unwrap_or(u32::MAX));
        let mut used = used.into_iter();
        self.names.retain(|_| used.next().unwrap_or(false));
    }
}
