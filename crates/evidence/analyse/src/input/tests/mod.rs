mod damaged;
mod parquet;

use std::io::Write;

use super::*;

fn table(text: &[u8], columns: &[&str]) -> Result<Table, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    Table::read(file.path(), columns)
        .map_err(|fault| fault.to_string().replace(&file.path().display().to_string(), "FILE"))
}

#[test]
fn the_columns_asked_for_are_read_whatever_divides_them() {
    for text in [
        "a,b,c\n1,x,3\n4,\"y,\nz\",6\n",
        "a;b;c\n1;x;3\n4;\"y,\nz\";6\n",
        "\u{feff}a\tb\tc\r\n1\tx\t3\r\n4\t\"y,\nz\"\t6\r\n",
    ] {
        let read = table(text.as_bytes(), &["c", "a", "c"]).unwrap();
        assert_eq!(read.numbers("c").unwrap(), [3.0, 6.0]);
        assert_eq!(read.numbers("a").unwrap(), [1.0, 4.0]);
    }
}

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let told = |text: &[u8], column| match table(text, &[column]) {
        Err(fault) => fault,
        Ok(table) => table.numbers(column).unwrap_err().to_string().split_once(", column ").unwrap().1.to_owned(),
    };
    assert_eq!(told(b"a,b\n1,2\n3\n", "a"), "line 3 of FILE has 1 values where the header has 2");
    assert_eq!(told(b"a,b\n1,2\n", "c"), "line 1 of FILE: there is no column \"c\"; there are a, b");
    let bare = "line 1 of FILE: there is no column \"c\"; there are 2016, 17; is the header missing? The first line must name the columns";
    assert_eq!(told(b"2016,17\n2017,18\n", "c"), bare);
    assert_eq!(told(b"a,a\n1,2\n", "a"), "line 1 of FILE: two columns are called \"a\"");
    assert_eq!(told(b"a,b\n1,\xe9\n", "b"), "line 2 of FILE is not UTF-8; save the file as UTF-8");
    assert_eq!(told(b"a,b\n", "b"), "FILE has a header and no rows");
    assert_eq!(told(b"", "b"), "FILE is empty: a header and rows are needed");
    assert_eq!(told(b"a,b\n1,2\n\"x\ny\",2\n4,five\n", "b"), "b: \"five\" is not a number");
    assert_eq!(told(b"a,b\n1,\n", "b"), "b: there is no value, a number is needed");
    assert_eq!(told(b"a,b\n1,inf\n", "b"), "b: \"inf\" is not a number");
    let comma = "b: \"1,5\" is not a number; write it without a comma, decimals with a point";
    assert_eq!(told(b"a;b\n1;1,5\n", "b"), comma);
    let long = told(format!("b\n{}\n", "x".repeat(9999)).as_bytes(), "b");
    assert_eq!(long, format!("b: \"{}\"… is not a number", "x".repeat(80)));
}

/// A quote that is opened and not closed takes in all rows that follow: they would be lost without a word.
#[test]
fn a_quote_that_is_never_closed_is_told() {
    let told = "line 3 of FILE: a quote is opened and never closed";
    for text in ["a,b\n1,x\n2,\"y\n3,z\n4,q\n", "b,a\nx,1\n\"y,2\nz,3\n", "a,b\n1,x\n2,\"y\n3,z"] {
        assert_eq!(table(text.as_bytes(), &["a"]).unwrap_err(), told, "{text}");
    }
    for text in ["a,b\n1,x\n2,\"y\n3,z\"\n", "a,b\n1,x\n2,\"y\n\"\r\n\n", "b,a\nx,1\n\"y\n\",2", "a,b\n1,x\n2,\"y"] {
        assert_eq!(table(text.as_bytes(), &["a"]).unwrap().numbers("a").unwrap(), [1.0, 2.0], "{text}");
    }
}

/// What is no table at all has a first line of any length and of any letters.
#[test]
fn names_in_a_message_are_short_and_harmless() {
    let told = table(b"a\x1b[31m,\0b\n1,2\n", &["c"]).unwrap_err();
    assert_eq!(told, "line 1 of FILE: there is no column \"c\"; there are a\u{fffd}[31m, \u{fffd}b");
    let told = table("a,".repeat(9999).as_bytes(), &["c"]).unwrap_err();
    assert!(told.len() < 800 && told.ends_with('…'), "{told}");
}

#[test]
fn a_line_is_counted_as_an_editor_counts_it() {
    let read = table(b"a,b\n\"x\ny\",2\n4,five\n", &["b"]).unwrap();
    assert!(read.numbers("b").unwrap_err().to_string().starts_with("line 4 of "));
}

#[test]
fn rows_without_a_value_are_left_out_and_counted() {
    let read = table(b"a,b\n1,2\nNA,3\n5,\n6,7\n", &["a", "b"]).unwrap();
    let (kept, dropped) = read.complete(&["a", "b"]).unwrap();
    assert_eq!((kept.numbers("a").unwrap(), dropped), (vec![1.0, 6.0], 2));
    assert!(kept.at(1, "a").starts_with("line 5 of "));
    assert_eq!(read.numbers_or_none("b").unwrap(), [Some(2.0), Some(3.0), None, Some(7.0)]);
}

#[test]
fn where_no_column_is_named_all_are_read() {
    let read = table(b"b,a\n1,2\n", &[]).unwrap();
    assert_eq!(read.names(), ["b", "a"]);
    assert_eq!(read.numbers("a").unwrap(), [2.0]);
}
