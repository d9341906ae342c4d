//! How far each concern has come, and when: the plan behind the script.

use comity_kernel::Day;

use super::moment::{Moment, leisure_minute};
use super::types::{Course, Helped};
use crate::dice::Dice;

/// A concern to be: its end by today, the meeting that takes it up, and the moment it is raised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    pub course: Course,
    pub meeting: Option<usize>,
    pub raised: Moment,
}

/// Concerns that never reach a meeting: course, how many, and the days ago they were raised (earliest and latest).
const OUTSIDE: [(Course, usize, (i32, i32)); 5] = [
    (Course::Raised, 33, (9, 1)),
    (Course::Raised, 12, (64, 10)),
    (Course::Answered, 115, (540, 12)),
    (Course::Continued, 50, (535, 40)),
    (Course::Closed, 36, (530, 75)),
];

/// What became of the concerns on each agenda; the last meeting is the coming one.
const AGENDAS: [&[(Course, usize)]; 5] = [
    &[
        (Course::Discussed, 1),
        (Course::Decided, 1),
        (Course::Done, 1),
        (Course::Helped(Helped::Yes), 3),
        (Course::Helped(Helped::Partly), 1),
        (Course::Helped(Helped::No), 1),
    ],
    &[
        (Course::Discussed, 1),
        (Course::Decided, 1),
        (Course::Promised, 1),
        (Course::Overdue, 1),
        (Course::Done, 1),
        (Course::Helped(Helped::Yes), 2),
        (Course::Helped(Helped::Partly), 2),
        (Course::Helped(Helped::No), 1),
    ],
    &[
        (Course::Discussed, 1),
        (Course::Decided, 1),
        (Course::Promised, 3),
        (Course::Overdue, 2),
        (Course::Done, 2),
        (Course::Helped(Helped::Yes), 1),
        (Course::Helped(Helped::Partly), 1),
        (Course::Helped(Helped::No), 1),
    ],
    &[
        (Course::Discussed, 2),
        (Course::Decided, 2),
        (Course::Promised, 6),
        (Course::Overdue, 2),
        (Course::Done, 2),
        (Course::Helped(Helped::Yes), 1),
    ],
    &[(Course::OnAgenda, 9)],
];

/// All three hundred, in the order in which they are raised. `days` are those of the five meetings.
pub(crate) fn outlines(dice: &mut Dice, today: Day, days: &[Day]) -> Vec<Outline> {
    let mut outlines = Vec::new();
    let at = |dice: &mut Dice, day: Day| Moment { day, minute: leisure_minute(dice) };
    for (course, count, (earliest, latest)) in OUTSIDE {
        for _ in 0..count {
            // A little more of them lately: the offer becomes known.
            let ago = f64::from(latest) + dice.unit().powf(1.25) * f64::from(earliest - latest);
            let raised = at(dice, today.plus_days(-(ago.round() as i32)));
            outlines.push(Outline { course, meeting: None, raised });
        }
    }
    for (meeting, (agenda, day)) in AGENDAS.iter().zip(days).enumerate() {
        for &(course, count) in *agenda {
            for _ in 0..count {
                let coming = course == Course::OnAgenda;
                let day =
                    if coming { today.plus_days(-dice.whole(15, 60)) } else { day.plus_days(-dice.whole(18, 80)) };
                outlines.push(Outline { course, meeting: Some(meeting), raised: at(dice, day) });
            }
        }
    }
    outlines.sort_by_key(|outline| outline.raised);
    outlines
}

/// The five meetings, fifteen weeks apart on a Tuesday: four past, one in two to three weeks.
pub(crate) fn meeting_days(today: Day) -> Vec<Day> {
    // 1 is Tuesday.
    let coming = (14..21)
        .map(|days| today.plus_days(days))
        .find(|day| day.0.weekday().to_monday_zero_offset() == 1)
        .unwrap_or(today.plus_days(14));
    (0..5).rev().map(|before| coming.plus_days(-105 * before)).collect()
}
