//! A reader who holds everything that is shown of invented surveys, grouped in two ways at once.

use comity_disclosure::attack::Attacker;
use comity_disclosure::{Cell, Hierarchy, Layout};
use comity_observatory::surveys::protect::{Counts, Row, THRESHOLD, answers, groups};

/// How many people of each group of the first way, of the second, and of each answer.
struct Survey(Vec<Vec<Vec<u64>>>);

/// What is learnt of a small count must leave a range at least so wide.
const WIDTH: u64 = 3;
const FIRST: usize = 5;
const SECOND: usize = 3;
const ANSWERS: usize = 5;

impl Survey {
    /// Some groups and answers are rare.
    fn invented(seed: u64) -> Self {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut draw = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let sizes = [1, 3, 9, 14, 4];
        let common = [9, 4, 2, 1, 1];
        let mut cell = |first: usize, second: usize, answer: usize| {
            let most = sizes[first] * common[answer] * (second as u64 + 1) / 4;
            draw(most + 1)
        };
        let of = |first: usize, second: usize, cell: &mut dyn FnMut(usize, usize, usize) -> u64| {
            (0..ANSWERS).map(|answer| cell(first, second, answer)).collect()
        };
        let groups = (0..FIRST).map(|first| (0..SECOND).map(|second| of(first, second, &mut cell)).collect());
        Self(groups.collect())
    }

    /// Over both ways and the answers; nothing: all of them.
    fn count(&self, [first, second, answer]: [Option<usize>; 3]) -> u64 {
        let fits = |wanted: Option<usize>, at: usize| wanted.is_none_or(|wanted| wanted == at);
        let mut sum = 0;
        for (one, rows) in self.0.iter().enumerate().filter(|(at, _)| fits(first, *at)) {
            for (_, row) in rows.iter().enumerate().filter(|(at, _)| fits(second, *at)) {
                assert!(one < FIRST);
                sum += row.iter().enumerate().filter(|(at, _)| fits(answer, *at)).map(|(_, count)| count).sum::<u64>();
            }
        }
        sum
    }

    fn counts(&self) -> Vec<Counts> {
        let row = |first: Option<usize>, second: Option<usize>| -> Vec<u64> {
            (0..ANSWERS).map(|answer| self.count([first, second, Some(answer)])).collect()
        };
        vec![
            (0..FIRST).map(|group| row(Some(group), None)).collect(),
            (0..SECOND).map(|group| row(None, Some(group))).collect(),
        ]
    }
}

fn layout() -> Layout {
    let tree = |what, size: usize| {
        let names: Vec<String> = (0..size).map(|part| part.to_string()).collect();
        Hierarchy::flat(what, "all", &names.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    };
    Layout::new(tree("area", FIRST), tree("period", SECOND), tree("kind", ANSWERS))
}

/// The cell of a group of one of the two ways.
fn cell(way: usize, group: Option<usize>, answer: Option<usize>) -> Cell {
    let at = |node: Option<usize>| node.map_or(0, |node| node + 1);
    if way == 0 { [at(group), 0, at(answer)] } else { [0, at(group), at(answer)] }
}

/// What a row says, as the reader learns it.
fn learn(reader: &mut Attacker, survey: &Survey, (way, group): (usize, Option<usize>), row: &Row, headline: &[usize]) {
    let Some((answers, together)) = row else { return };
    let count = |answer| survey.count(if way == 0 { [group, None, answer] } else { [None, group, answer] });
    reader.learn(&[cell(way, group, None)], count(None));
    for (answer, _) in answers.iter().enumerate().filter(|(_, shown)| **shown) {
        reader.learn(&[cell(way, group, Some(answer))], count(Some(answer)));
    }
    if *together {
        let cells: Vec<Cell> = headline.iter().map(|answer| cell(way, group, Some(*answer))).collect();
        reader.learn(&cells, headline.iter().map(|answer| count(Some(*answer))).sum());
    }
}

/// Everything small that nobody may learn.
fn small(survey: &Survey) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (way, counts) in survey.counts().iter().enumerate() {
        for (group, row) in counts.iter().enumerate() {
            if (1..THRESHOLD.group).contains(&row.iter().sum()) {
                cells.push(cell(way, Some(group), None));
            }
            let few = |count: &u64| (1..THRESHOLD.answer).contains(count);
            cells
                .extend(row.iter().enumerate().filter(|(_, n)| few(n)).map(|(at, _)| cell(way, Some(group), Some(at))));
        }
    }
    let total = |answer| survey.count([None, None, Some(answer)]);
    cells.extend(
        (0..ANSWERS).filter(|at| (1..THRESHOLD.answer).contains(&total(*at))).map(|at| cell(0, None, Some(at))),
    );
    cells
}

#[test]
fn nobody_learns_a_small_group_or_a_rare_answer() {
    let (mut shown_rows, mut lost) = (0, 0);
    for seed in 1..=300 {
        let survey = Survey::invented(seed);
        let (counts, headline) = (survey.counts(), [0, 2]);
        let all: Vec<Vec<bool>> = counts
            .iter()
            .map(|counts| groups(&[counts.iter().map(|row| row.iter().sum()).collect()]).unwrap())
            .collect();
        let shown = answers(&counts, &headline, &all).unwrap();
        let mut reader = Attacker::new(layout());
        learn(&mut reader, &survey, (0, None), &shown.whole, &headline);
        for (way, rows) in shown.groups.iter().enumerate() {
            for (group, row) in rows.iter().enumerate() {
                shown_rows += usize::from(row.is_some());
                learn(&mut reader, &survey, (way, Some(group)), row, &headline);
            }
        }
        let small = small(&survey);
        assert_eq!(reader.attack(&small, WIDTH), [], "survey {seed}: {:?}", survey.0);

        // The same reader, where only what is small is withheld.
        let mut reader = Attacker::new(layout());
        let whole: Row = Some(((0..ANSWERS).map(|at| survey.count([None, None, Some(at)]) >= 5).collect(), true));
        learn(&mut reader, &survey, (0, None), &whole, &headline);
        for (way, counts) in counts.iter().enumerate() {
            for (group, row) in counts.iter().enumerate().filter(|(_, row)| row.iter().sum::<u64>() >= THRESHOLD.group)
            {
                let row: Row = Some((row.iter().map(|count| *count >= 5 || *count == 0).collect(), true));
                learn(&mut reader, &survey, (way, Some(group)), &row, &headline);
            }
        }
        lost += usize::from(!reader.attack(&small, WIDTH).is_empty());
    }
    assert!(shown_rows > 300, "only {shown_rows} groups are shown of 300 surveys");
    assert!(lost > 150, "the reader should win where only small numbers are withheld, and won in {lost} of 300");
}

#[test]
fn a_group_is_withheld_with_another_and_in_every_question() {
    // By how many answered at all, and one question that few of the last group answered.
    let shown = groups(&[vec![40, 50, 60, 30], vec![40, 50, 60, 8]]).unwrap();
    assert_eq!(shown.iter().filter(|shown| !**shown).count(), 2, "{shown:?}");
    assert!(!shown[3]);
    assert_eq!(groups(&[vec![40, 50, 60, 30]]).unwrap(), [true; 4]);
    // Nobody is nobody.
    assert_eq!(groups(&[vec![40, 0, 60]]).unwrap(), [true; 3]);
}

#[test]
fn answers_that_are_put_together_do_not_tell_what_one_of_them_is() {
    // Two of the first group gave the second answer: with the first and both together it would be known.
    let counts = vec![vec![vec![20, 2, 30, 20], vec![40, 30, 30, 20]]];
    let shown = answers(&counts, &[0, 1], &[vec![true; 2]]).unwrap();
    let (first, together) = shown.groups[0][0].clone().unwrap();
    assert!(!(first[1] || first[0] && together), "{first:?} {together}");
}
