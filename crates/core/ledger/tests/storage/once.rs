//! A form is taken once, however often and wherever it is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use comity_kernel::clock::Stopwatch;
use comity_ledger::{Decided, Ledger, Once, Refusal, SUBMISSIONS_KEPT};
use comity_store::StoreError;
use comity_testing::{Database, block_on, each_store, verify};

use crate::notes::{BEAT, changed, number, open, written};

fn form(body: &str) -> Option<Once> {
    Once::of(&[3; 32], "author", "/notes", body.as_bytes())
}

/// Writes a note of a name drawn anew each time; answers that name.
async fn note(ledger: &Ledger, once: Option<Once>) -> Decided<String> {
    try_note(ledger, once).await.unwrap()
}

async fn try_note(ledger: &Ledger, once: Option<Once>) -> Result<Decided<String>, Refusal> {
    let decided = ledger.decide_once("author", once, |decision| {
        let name = decision.ids().reference().to_string();
        decision.record_first(&format!("note/{name}"), written("lights", "dark"))?;
        Ok(name)
    });
    decided.await
}

/// Changes the note `a`, which somebody saw at its first version.
async fn change(ledger: &Ledger, once: Option<Once>) -> Result<Decided<()>, Refusal> {
    let decide = |decision: &mut comity_ledger::Decision<'_, '_>| {
        decision.expect("note/a", 1)?;
        decision.record("note/a", changed("lights", "bright")).map(drop)
    };
    ledger.decide_once("author", once, decide).await
}

fn entries(ledger: &Ledger) -> i64 {
    number(ledger, "SELECT COUNT(*) FROM entries")
}

each_store! {
    async fn a_form_sent_again_gets_the_first_answer(database) {
        let ledger = open(database);
        let first = note(&ledger, form("a")).await;
        ledger.clock().set(ledger.clock().now().plus(crate::notes::BEAT));
        let again = note(&ledger, form("a")).await;
        assert_eq!((&again.value, &again.written), (&first.value, &first.written));
        assert!(again.again && !first.again);
        assert_eq!(ledger.taken::<String>(form("a")).await.unwrap().unwrap().written, first.written);
        assert!(ledger.taken::<String>(form("b")).await.unwrap().is_none());
        assert_eq!(entries(&ledger), 1);
        // Another word, another page or another person is another form; and so is one of which nothing is known.
        let others = [form("b"), Once::of(&[3; 32], "other", "/notes", b"a"), Once::of(&[3; 32], "author", "/other", b"a")];
        for (count, once) in (2..).zip(others.into_iter().chain([None, None])) {
            assert_ne!(note(&ledger, once).await.value, first.value);
            assert_eq!(entries(&ledger), count);
        }
        verify(&ledger);
    }

    async fn what_is_stale_because_the_form_itself_was_taken_is_no_refusal(database) {
        let ledger = open(database);
        // Refused first, it can be sent again when it is possible.
        assert!(change(&ledger, form("a")).await.is_err());
        ledger.decide("author", |decision| decision.record_first("note/a", written("lights", "dark")).map(drop)).await.unwrap();
        let first = change(&ledger, form("a")).await.unwrap();
        let again = change(&ledger, form("a")).await.unwrap();
        assert_eq!(first.written, again.written);
        assert!(crate::notes::is_stale(&change(&ledger, form("b")).await));
        assert_eq!(entries(&ledger), 2);
        verify(&ledger);
    }

    async fn sent_many_times_at_once_to_two_nodes_it_is_recorded_once(database) {
        let nodes = [open(database), open(database)];
        nodes[0].decide("author", |decision| decision.record_first("note/a", written("lights", "dark")).map(drop)).await.unwrap();
        let tasks: Vec<_> = (0..40).map(|number| {
            let ledger = nodes[number % 2].clone();
            tokio::spawn(async move { (note(&ledger, form("new")).await.value, change(&ledger, form("change")).await.unwrap().written) })
        }).collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(entries(&nodes[0]), 3);
        nodes.iter().for_each(verify);
    }

    async fn what_is_kept_of_a_form_opens_nothing_and_goes_after_its_time(database) {
        let ledger = open(database);
        let once = form("a").unwrap();
        note(&ledger, Some(once)).await;
        assert_eq!(once.code(), form("a").unwrap().code());
        assert_ne!(once.code(), form("b").unwrap().code());
        ledger.clock().set(ledger.clock().now().plus(SUBMISSIONS_KEPT - crate::notes::BEAT));
        assert_eq!(ledger.sweep_submissions().await.unwrap(), 0);
        ledger.clock().set(ledger.clock().now().plus(crate::notes::BEAT));
        assert_eq!(ledger.sweep_submissions().await.unwrap(), 1);
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM submissions"), 0);
        note(&ledger, Some(once)).await;
        assert_eq!(entries(&ledger), 2);
    }

    fn nothing_is_signed_about_an_entry_that_was_altered(database) {
        for alteration in [
            "UPDATE entries SET due = due - 1", "UPDATE entries SET time = time + 1", "UPDATE entries SET commitment = seal",
            "UPDATE entries SET body = replace(body, 'lights', 'nights')", "UPDATE entries SET seal = commitment",
            "DELETE FROM entries",
        ] {
            let database = Database::fresh(database.engine());
            let ledger = open(&database);
            let stream = format!("note/{}", block_on(note(&ledger, form("a"))).value);
            assert!(block_on(note(&ledger, form("a"))).again);
            let prove = || {
                let (ledger, stream) = (ledger.clone(), stream.clone());
                ledger.store().clone().read_now(move |tx| ledger.prove(tx, &stream, true))
            };
            assert_eq!(prove().unwrap().entries.len(), 1);
            database.tamper(alteration);
            let again = block_on(try_note(&ledger, form("a")));
            assert!(matches!(again, Err(Refusal::Broken(_))), "{alteration}: {again:?}");
            if !alteration.starts_with("DELETE") {
                assert!(matches!(prove(), Err(Refusal::Broken(_))), "{alteration}");
            }
        }
    }

    async fn a_form_that_was_taken_is_answered_while_nobody_can_write(database) {
        let ledger = open(database);
        let first = note(&ledger, form("a")).await;
        // Every writing thread is held up, and then the queue is filled.
        let threads = if database.is_postgres() { 16 } else { 1 };
        let (done, held) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let full = Arc::new(AtomicBool::new(false));
        let mut waiting = Vec::new();
        let watch = Stopwatch::start();
        while !full.load(Ordering::SeqCst) {
            if waiting.len() >= threads && held.load(Ordering::SeqCst) < threads {
                tokio::time::sleep(BEAT / 10_000).await;
                assert!(watch.elapsed() < BEAT, "only {held:?} of {threads} threads write");
                continue;
            }
            let store = ledger.store().clone();
            let (done, held, full) = (Arc::clone(&done), Arc::clone(&held), Arc::clone(&full));
            waiting.push(tokio::spawn(async move {
                let hold = move |_: &mut comity_store::Write<'_>| {
                    held.fetch_add(1, Ordering::SeqCst);
                    while !done.load(Ordering::SeqCst) {
                        comity_kernel::clock::wait(BEAT / 10_000);
                    }
                    Ok::<_, StoreError>(())
                };
                if matches!(store.write(hold).await, Err(StoreError::Overloaded)) {
                    full.store(true, Ordering::SeqCst);
                }
            }));
            tokio::task::yield_now().await;
        }
        let soon = |once| tokio::time::timeout(BEAT, try_note(&ledger, once));
        let again = soon(form("a")).await.expect("an answer at once").unwrap();
        assert_eq!((again.again, &again.written), (true, &first.written));
        let other = soon(form("b")).await.expect("an answer at once");
        assert!(matches!(other, Err(Refusal::Store(StoreError::Overloaded))), "{other:?}");
        done.store(true, Ordering::SeqCst);
        for writer in waiting {
            writer.await.unwrap();
        }
        assert_eq!(entries(&ledger), 1);
    }
}
