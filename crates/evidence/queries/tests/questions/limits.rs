//! A question that would take too much says so.

use std::num::NonZero;
use std::time::Duration;

use comity_queries::{By, Engine, Filter, Limits, QueryError};

use super::made::{Row, file, put, wait};

fn many(areas: usize) -> Vec<Row> {
    let row = |i: usize| Row {
        kind: Some(format!("kind {}", i % 40)),
        month: 20_000 + (i % 300) as i32,
        area: Some(format!("E{i}")),
        hour: Some((i % 168) as i32),
        ..Row::default()
    };
    (0..areas).map(row).collect()
}

fn ask(limits: Limits, by: &[By]) -> Result<usize, QueryError> {
    let folder = tempfile::tempdir().unwrap();
    let name = put(folder.path(), &file(&many(5000), 1000, true));
    let engine = Engine::open(folder.path(), limits).unwrap();
    wait(engine.counts(&[name], &Filter::default(), by)).map(|counts| counts.len())
}

#[test]
fn a_table_beyond_the_memory_is_refused_and_a_smaller_one_is_not() {
    let limits = Limits { memory: 16 << 20, ..Limits::default() };
    assert_eq!(ask(limits, &[By::Area]).unwrap(), 5000);
    assert_eq!(ask(limits, &[By::Month, By::Kind]).unwrap(), 600);
    let refused = ask(limits, &[By::Area, By::Month, By::Kind, By::Hour]);
    assert!(matches!(refused, Err(QueryError::TooManyCells { cells, most }) if cells > most), "{refused:?}");
}

#[test]
fn a_question_ends_when_its_time_is_over() {
    let limits = Limits { time: Duration::ZERO, threads: NonZero::<usize>::MIN, ..Limits::default() };
    let late = ask(limits, &[By::Area]);
    assert!(matches!(late, Err(QueryError::TimedOut(_))), "{late:?}");
}

#[test]
fn an_engine_can_go_while_it_is_asked_and_where_nothing_may_wait() {
    let folder = tempfile::tempdir().unwrap();
    let name = put(folder.path(), &file(&many(2000), 100, true));
    wait(async {
        let engine = Engine::open(folder.path(), Limits::default()).unwrap();
        let names = [name];
        let filter = Filter::default();
        let question = engine.counts(&names, &filter, &[By::Area]);
        drop(question);
        drop(engine);
    });
}
