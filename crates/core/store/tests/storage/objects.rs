//! Bulk data by its hash.

use std::fs;
use std::io::Write as _;

use comity_store::{ObjectError, Objects};

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn objects() -> (tempfile::TempDir, Objects) {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::in_folder(folder.path().join("objects")).unwrap();
    (folder, objects)
}

fn files(objects: &Objects) -> Vec<String> {
    fs::read_dir(objects.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn bytes_come_back_under_their_hash() {
    let (_folder, objects) = objects();
    assert_eq!(objects.put(b"").unwrap(), EMPTY);
    assert_eq!(objects.get(EMPTY).unwrap(), b"");
    let many: Vec<u8> = (0..3_000_000u32).map(|n| (n % 251) as u8).collect();
    let hash = objects.put(&many).unwrap();
    assert_eq!(objects.put(&many).unwrap(), hash);
    assert_eq!(objects.get(&hash).unwrap(), many);
    objects.check(&hash).unwrap();
    assert_eq!(files(&objects).len(), 2);
}

#[test]
fn an_altered_object_is_an_error() {
    let (_folder, objects) = objects();
    let hash = objects.put(b"the boundaries of the wards").unwrap();
    fs::write(objects.folder().join(&hash), b"the boundaries of the Wards").unwrap();
    assert!(matches!(objects.get(&hash), Err(ObjectError::Altered(found)) if found == hash));
    assert!(matches!(objects.check(&hash), Err(ObjectError::Altered(_))));
    // Stored again, it is whole again.
    objects.put(b"the boundaries of the wards").unwrap();
    objects.check(&hash).unwrap();
}

#[test]
fn what_is_not_there_or_is_no_hash_is_missing() {
    let (folder, objects) = objects();
    fs::write(folder.path().join("secret"), b"secret").unwrap();
    for name in [EMPTY, "", "../secret", "/etc/passwd", &EMPTY.to_uppercase(), EMPTY.trim_start_matches('e')] {
        assert!(matches!(objects.get(name), Err(ObjectError::Missing(_))), "{name}");
        assert!(matches!(objects.check(name), Err(ObjectError::Missing(_))), "{name}");
    }
}

#[test]
fn a_draft_that_is_not_kept_vanishes() {
    let (_folder, objects) = objects();
    let mut draft = objects.draft().unwrap();
    draft.write_all(b"half of it").unwrap();
    assert_eq!(files(&objects).len(), 1);
    drop(draft);
    assert_eq!(files(&objects).len(), 0);
    let mut draft = objects.draft().unwrap();
    draft.write_all(b"all ").unwrap();
    draft.write_all(b"of it").unwrap();
    let hash = draft.keep().unwrap();
    assert_eq!(files(&objects), [hash.as_str()]);
    assert_eq!(objects.get(&hash).unwrap(), b"all of it");
}

#[test]
fn a_draft_of_a_killed_program_goes_when_the_folder_is_opened_again() {
    let (_folder, objects) = objects();
    let mut alive = objects.draft().unwrap();
    alive.write_all(b"still being written").unwrap();
    fs::write(objects.folder().join(".draft-1-0"), b"left over").unwrap();
    let again = Objects::in_folder(objects.folder()).unwrap();
    assert_eq!(files(&again).len(), 1, "the draft in use stays");
    let hash = alive.keep().unwrap();
    assert_eq!(again.get(&hash).unwrap(), b"still being written");
}
