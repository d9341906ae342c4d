//! Surveys and the population's groups through the commands: taken once, refused in a sentence, shown by the server.

use std::io::Write as _;

use comity_testing::each_store;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::place::{Place, shared};
use crate::server::Server;

const LAYOUT: &str = "from = \"2026-01-05\"\nto = \"2026-01-20\"
groups = [{ column = \"stype\", by = \"school\", text = { en = \"School\" } }]
questions = [{ column = \"api00\", kind = \"number\", text = { en = \"Score\" } }]
[title]
en = \"California's schools\"
[design]
weight = \"pw\"
strata = \"stype\"
population = \"fpc\"
";

each_store! {
    fn a_survey_is_taken_once_and_shown_without_its_rows(database) {
        let place = Place::new(database).with_town();
        let file = shared("data/survey/apistrat.csv");
        let layout = database.folder().join("layout.toml");
        // A column is a group or a question, and may be of the design as well.
        std::fs::write(&layout, LAYOUT).unwrap();
        let words = ["import", "survey", file.to_str().unwrap(), "--layout", layout.to_str().unwrap()];
        let ran = place.run(&[&words[..], &["--json"]].concat()).ok();
        let told = ran.json();
        assert_eq!((told["respondents"].as_u64(), told["questions"].as_u64()), (Some(200), Some(1)), "{told}");
        let survey = told["survey"].as_str().unwrap().to_owned();

        let before = place.fingerprint();
        let packed = database.folder().join("packed.csv.gz");
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&std::fs::read(&file).unwrap()).unwrap();
        std::fs::write(&packed, packer.finish().unwrap()).unwrap();
        for again in [&file, &packed] {
            let ran = place.run(&["import", "survey", again.to_str().unwrap(), "--layout", layout.to_str().unwrap()]);
            assert_eq!((ran.status, ran.out.as_str()), (3, ""), "{ran:?}");
            assert!(ran.err.contains(&survey) && ran.err.trim().lines().count() == 1, "{ran:?}");
        }
        assert_eq!(place.fingerprint(), before);

        let server = Server::start(&place);
        let anybody = server.client();
        let page = anybody.get(&format!("/observatory/surveys/{survey}/1")).text();
        assert!(page.contains("662.3") && page.len() < 60_000, "{page}");
        let told = anybody.get(&format!("/observatory/surveys/{survey}.json")).text();
        // No school of the file is named, and no column that the layout does not name.
        for row in ["Open Magnet", "19647336097927", "Los Angeles"] {
            assert!(!told.contains(row) && !page.contains(row), "{row}");
        }
        for unknown in ["/observatory/surveys/0000000000000000", "/observatory/surveys/x.json"] {
            assert_eq!(anybody.get(unknown).status, 404, "{unknown}");
        }
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn a_damaged_survey_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data")).with_town();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let layout = file("layout.toml", LAYOUT.as_bytes());
    let whole = std::fs::read(shared("data/survey/apistrat.csv")).unwrap();
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&whole).unwrap();
    let packed = packer.finish().unwrap();
    let before = place.fingerprint();
    for (name, bytes, telling) in [
        ("no bytes", &b""[..], "empty"),
        ("truncated gzip", &packed[..packed.len() / 2], "truncated"),
        ("other columns", b"a,b\n1,2\n", "--show-layout"),
        ("Latin-1", b"stype,api00,pw,fpc\nE,Caf\xe9,1,2\n", "line 2"),
    ] {
        let ran = place.run(&["import", "survey", &file(name, bytes), "--layout", &layout]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{name}: {ran:?}");
        assert!(ran.err.contains(telling), "{name}: {ran:?}");
    }
    let wrong = file("wrong.toml", b"title = 3");
    let ran = place.run(&["import", "survey", &file("whole", &whole), "--layout", &wrong]);
    assert!(ran.status == 1 && ran.err.contains("the layout does not fit"), "{ran:?}");
    let people = file("people.csv", "code,by,group,people\nNOWHERE,sex,women,3\n".as_bytes());
    let ran = place.run(&["import", "population", &people]);
    assert!(ran.status == 1 && ran.err.contains("NOWHERE"), "{ran:?}");
    assert_eq!(place.fingerprint(), before);

    let draft = place.run(&["import", "survey", &file("whole", &whole), "--show-layout"]).ok();
    assert!(draft.out.contains("weight = \"pw\"") && draft.out.contains("column = \"awards\""), "{}", draft.out);
}
