//! Tiles and bundles as they are served: everything that is published, and nothing beyond it.

use comity_ledger::commitment::Commitment;
use comity_ledger::paths::{Kind, Piece, read_bundle};
use comity_ledger::{Ledger, place_of, published};
use comity_testing::{each_store, merkle, verify};

use crate::notes::{head, open, written};

fn get(ledger: &Ledger, kind: Kind, index: u64, width: u32) -> Option<Vec<u8>> {
    ledger.store().read_now(move |tx| published(tx, &Piece { kind, index, width })).unwrap()
}

fn write_many(ledger: &Ledger, part: u32, count: u32) {
    let write = move |decision: &mut comity_ledger::Decision<'_, '_>| {
        (0..count)
            .try_for_each(|n| decision.record_first(&format!("note/{part}-{n}"), written("lights", "x")).map(drop))
    };
    ledger.decide_now("author", write).unwrap();
}

each_store! {
    fn every_width_up_to_the_published_one_is_served(database) {
        let ledger = open(database);
        write_many(&ledger, 1, 300);
        ledger.settle_and_publish().unwrap();
        // More is sequenced, but not published.
        write_many(&ledger, 2, 300);
        ledger.settle().unwrap();
        let size = head(&ledger).published_size;
        assert!(size > 256 && size < 512 && head(&ledger).tree.size >= size + 300);
        let rest = u32::try_from(size - 256).unwrap();
        let commitments: Vec<Commitment> = [(0, 256), (1, rest)]
            .into_iter()
            .flat_map(|(index, width)| read_bundle(&get(&ledger, Kind::Entries, index, width).unwrap()).unwrap())
            .collect();
        let leaves: Vec<merkle::Hash> = commitments.iter().map(|commitment| merkle::leaf(&commitment.0)).collect();
        for (index, full) in [(0, 256), (1, rest)] {
            let from = usize::try_from(index * 256).unwrap();
            for width in 1..=256 {
                let (tile, bundle) = (get(&ledger, Kind::Level(0), index, width), get(&ledger, Kind::Entries, index, width));
                if width > full {
                    assert_eq!((tile, bundle), (None, None), "tile {index} at width {width} is not published");
                    continue;
                }
                let to = from + width as usize;
                assert_eq!(tile.unwrap(), leaves[from..to].concat());
                assert_eq!(read_bundle(&bundle.unwrap()).unwrap(), commitments[from..to]);
            }
        }
        assert_eq!(get(&ledger, Kind::Level(1), 0, 1).unwrap(), merkle::root(&leaves[..256]));
        // The second full tile of level 0 is there, and not published.
        for (kind, index, width) in [
            (Kind::Level(1), 0, 2), (Kind::Level(1), 1, 1), (Kind::Level(2), 0, 1), (Kind::Level(63), 0, 1),
            (Kind::Level(0), 2, 1), (Kind::Entries, 2, 1), (Kind::Level(0), u64::MAX, 1), (Kind::Entries, 1 << 56, 256),
        ] {
            assert_eq!(get(&ledger, kind, index, width), None, "{kind:?} {index} {width}");
        }
        verify(&ledger);
    }

    fn every_published_leaf_is_found_whatever_it_stands_for(database) {
        let ledger = open(database);
        write_many(&ledger, 1, 300);
        ledger.settle_and_publish().unwrap();
        write_many(&ledger, 2, 5);
        ledger.settle().unwrap();
        let place = |leaf: Commitment| ledger.store().read_now(move |tx| place_of(tx, &leaf)).unwrap();
        let size = head(&ledger).published_size;
        let rest = u32::try_from(size - 256).unwrap();
        let leaves: Vec<Commitment> = [(0, 256), (1, rest)]
            .into_iter()
            .flat_map(|(index, width)| read_bundle(&get(&ledger, Kind::Entries, index, width).unwrap()).unwrap())
            .collect();
        assert!(leaves.len() as u64 == size && size > 300, "there are covers among them");
        for (index, leaf) in (0..).zip(&leaves) {
            assert_eq!(place(*leaf), Some(index));
        }
        // What is not published has no place yet, and what never was has none.
        let unpublished = ledger.store().read_now(|tx| {
            let sql = "SELECT commitment FROM entries WHERE place >= $1";
            let size = i64::try_from(comity_ledger::head(tx)?.published_size).unwrap();
            Ok::<_, comity_ledger::Refusal>(tx.query(sql, &[size.into()])?)
        });
        let unpublished = unpublished.unwrap();
        assert_eq!(unpublished.len(), 5);
        for row in unpublished {
            assert_eq!(place(Commitment(row.get(0).unwrap())), None);
        }
        assert_eq!(place(Commitment([7; 32])), None);
    }

    fn an_empty_log_serves_nothing(database) {
        let ledger = open(database);
        assert_eq!(get(&ledger, Kind::Level(0), 0, 1), None);
        assert_eq!(get(&ledger, Kind::Entries, 0, 1), None);
        write_many(&ledger, 1, 3);
        ledger.settle().unwrap();
        assert_eq!(get(&ledger, Kind::Entries, 0, 1), None, "sequenced, and not published");
        verify(&ledger);
    }
}
