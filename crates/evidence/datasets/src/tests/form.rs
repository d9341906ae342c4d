//! The reader of records, beside the one that everybody uses.

use proptest::prelude::*;

use super::super::quoted::Fault;
use super::super::records::{Item, Records};
use super::super::source::Source;

type Lines = Vec<Result<Vec<String>, String>>;

fn ours(bytes: &[u8]) -> Lines {
    let mut records = Records::new(Source::open(bytes).unwrap()).unwrap();
    let mut all = Vec::new();
    while let Some(item) = records.next().unwrap() {
        all.push(match item {
            Item::Record(record) => Ok(record.cells().map(str::to_owned).collect()),
            Item::Fault(bad) => Err(format!("{}: {}", bad.line, bad.expected)),
        });
    }
    all
}

fn fault(line: u64, fault: Fault) -> Result<Vec<String>, String> {
    Err(format!("{line}: {}", fault.expected()))
}

fn theirs(bytes: &[u8]) -> Lines {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|record| Ok(record.unwrap().iter().map(str::to_owned).collect())).collect()
}

proptest! {
    #[test]
    fn what_the_csv_crate_writes_is_read_as_it_reads_it(
        rows in prop::collection::vec(prop::collection::vec("[\",\r\na-cé ]{0,6}", 1..6), 1..20),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        prop_assert_eq!(ours(&bytes), theirs(&bytes));
        let read: Vec<Vec<String>> = ours(&bytes).into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(read, rows);
    }

    /// Where nothing is at fault by the strict rules, the lax reader must agree.
    #[test]
    fn any_text_is_read_alike_or_at_fault(text in "[\",\na-cé ]{1,60}") {
        prop_assume!(!text.starts_with('\u{feff}'));
        let read = ours(text.as_bytes());
        if read.iter().all(Result::is_ok) {
            prop_assert_eq!(read, theirs(text.as_bytes()));
        }
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 1..400)) {
        let _ = super::imported(&bytes);
        let _ = super::imported(&[super::HEADER.as_bytes(), &bytes].concat());
        let _ = super::imported(&[&[0x1f, 0x8b, 8, 0], bytes.as_slice()].concat());
    }
}

#[test]
fn faults_of_form_are_told_with_their_line_and_reading_goes_on() {
    let text = "a,b\nc\"d,e\nf,\"g\"h\n\"two\nlines\",i\nj\rk\n\"x\" ,y\nl,\"m\n";
    assert_eq!(
        ours(text.as_bytes()),
        [
            Ok(vec!["a".into(), "b".into()]),
            fault(2, Fault::QuoteInBareCell),
            fault(3, Fault::TextAfterQuote),
            Ok(vec!["two\nlines".into(), "i".into()]),
            fault(6, Fault::ReturnInBareCell),
            fault(7, Fault::TextAfterQuote),
            fault(8, Fault::QuoteLeftOpen),
        ]
    );
    assert_eq!(ours(b"a\nb\xe9\nc\n")[1], fault(2, Fault::NotUtf8));
    assert_eq!(ours(b"\"x\"\r\n\"y\"\r\n"), [Ok(vec!["x".into()]), Ok(vec!["y".into()])]);
}
