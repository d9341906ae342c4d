//! The first page, the explored view and what can be taken away of it.

use axum::http::StatusCode;
use comity_observatory::published::Publication;

use crate::{bench, plain, rows};

/// Two years of four neighbourhoods, exact.
fn two_years() -> String {
    let mut csv = String::new();
    for year in [2024, 2025] {
        for month in 1..=12 {
            for n in 0..4 {
                csv += &rows(n, &format!("{year}-{month:02}"), "Burglary", n * 2 + month % 5);
            }
        }
    }
    csv + &rows(3, "2025-07", "Vehicle crime", 40)
}

comity_testing::each_store! {
    fn before_anything_is_published_pages_say_so(database) {
        let bench = bench(database, 2, &[]);
        for path in ["/observatory", "/observatory/explore", "/observatory/explore?area=N0&from=2024-01&to=2024-02"] {
            let page = bench.get(path);
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains("Nothing is published of this yet"), "{path}");
            assert!(!page.body.contains("<table"), "{path}");
        }
        assert!(bench.get("/observatory/explore.json").body.contains("\"published\":null"));
        assert_eq!(bench.get("/observatory/explore.csv").body.lines().count(), 1);
        bench.verify();
    }

    fn the_view_shows_the_published_numbers_and_its_sentences_say_them(database) {
        let bench = bench(database, 4, &[(0, 1200)]);
        bench.publish(&two_years(), Publication::AsSource);
        let page = bench.get("/observatory/explore?area=T&from=2025-01&to=2025-12");
        assert_eq!(page.status, StatusCode::OK);
        let words = plain(&page.body);
        // A year of burglaries: 12 × (0 + 2 + 4 + 6) by place, and 4 × the sum of month % 5 (23); 40 more in July.
        let burglaries = 12 * 12 + 4 * (1 + 2 + 3 + 4 + 1 + 2 + 3 + 4 + 1 + 2);
        for said in [
            format!("T: {} incidents on record from January 2025 to December 2025.", burglaries + 40),
            "Most incidents were recorded in July 2025: 60. Fewest were recorded in October 2025: 12.".to_owned(),
            format!("Most often recorded: Burglary, {burglaries} of {} incidents", burglaries + 40),
            // N3 has 12 × 6 + 23 + 40 = 135 of 276: not yet half.
            "Half of the incidents are in 2 of 4 areas.".to_owned(),
        ] {
            assert!(words.contains(&said), "“{said}” is missing in {words}");
        }
        for part in ["id=\"months-caption\"", "id=\"kinds-caption\"", "id=\"areas-caption\"", "<svg class=\"map\"", "not known", "1,200"] {
            assert!(page.body.contains(part), "{part}");
        }
        assert!(page.body.contains("explore.csv?area=T&amp;from=2025-01&amp;to=2025-12"));
        let arabic = bench.get_in_arabic("/observatory/explore?area=T&kind=Burglary&from=2025-07&to=2025-07");
        assert!(arabic.body.contains("dir=\"rtl\"") && plain(&arabic.body).contains("20 حادثًا مسجلًا"), "{}", plain(&arabic.body));
        bench.verify();
    }

    fn what_cannot_be_meant_is_refused_and_kept(database) {
        let bench = bench(database, 2, &[]);
        bench.publish(&rows(0, "2025-01", "Drugs", 3), Publication::AsSource);
        for (query, said) in [
            ("area=%3Cnowhere%3E", "There is no such area"),
            ("kind=Magic", "Nothing is published of such a kind"),
            ("from=2025-13", "This is not a month"),
            ("from=2025-02&to=2025-01", "The last month comes before the first"),
        ] {
            let page = bench.get(&format!("/observatory/explore?{query}"));
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(plain(&page.body).contains(said), "{query}");
            for file in ["csv", "json"] {
                let file = bench.ask(&format!("/observatory/explore.{file}?{query}"), "en", &[("accept", "application/json")]);
                assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
                assert_eq!(file.headers["content-type"], "application/problem+json");
                assert!(file.body.contains(said), "{}", file.body);
            }
        }
        let page = bench.get("/observatory/explore?area=%3Cnowhere%3E&from=2025-13");
        assert!(page.body.contains("<option value=\"&lt;nowhere&gt;\" selected>") && page.body.contains("<option value=\"2025-13\" selected>"));
        bench.verify();
    }

    fn what_is_withheld_is_never_shown_as_zero(database) {
        let bench = bench(database, 4, &[]);
        let mut csv = String::new();
        for (m, month) in ["2025-07", "2025-08", "2025-09"].into_iter().enumerate() {
            for n in 0..4 {
                csv += &rows(n, month, "Burglary", if n == 1 && m == 1 { 1 } else { 30 + n * 7 + m });
            }
        }
        bench.publish(&csv, Publication::Counts);
        let page = bench.get("/observatory/explore?area=N1&from=2025-07&to=2025-09");
        let words = plain(&page.body);
        assert!(words.contains("withheld or not complete, which is not zero"), "{words}");
        let (_, table) = page.body.split_once("id=\"months-caption\"").unwrap();
        let (table, _) = table.split_once("</table>").unwrap();
        assert!(table.contains("withheld") && !table.contains(">0<") && !table.contains(">1<"), "{table}");
        let taken = bench.get("/observatory/explore.csv?area=N1&from=2025-07&to=2025-09");
        assert!(taken.body.contains("month,N1,N1,2025-08,2025-08,,,withheld"), "{}", taken.body);
        assert!(taken.body.contains("\nrule,"), "the rule goes along: {}", taken.body);
    }

    fn what_is_not_all_published_is_said_on_the_page_and_in_files(database) {
        let bench = bench(database, 4, &[]);
        bench.publish(&two_years(), Publication::AsSource);
        let asked = "area=T&from=2025-10&to=2026-03";
        let words = plain(&bench.get(&format!("/observatory/explore?{asked}")).body);
        for said in ["T: at least", "withheld or not published", "is published for: October 2025 – December 2025.", "Published for October 2025 – December 2025 only: Burglary"] {
            assert!(words.contains(said), "“{said}” is missing in {words}");
        }
        let csv = bench.get(&format!("/observatory/explore.csv?{asked}")).body;
        assert!(csv.contains(",at least\n") && csv.contains("covered,T,T,2025-10,2025-12,,,all published"), "{csv}");
        let json = bench.get(&format!("/observatory/explore.json?{asked}")).body;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let covered = serde_json::json!([{ "from": "2025-10", "to": "2025-12" }]);
        assert_eq!(json["published"]["covered"], covered);
        assert_eq!(json["published"]["by_area"][0]["covered"], covered);
        assert!(json["published"]["by_area"][0]["incidents"]["count"].is_null());
        assert!(bench.get_in_arabic(&format!("/observatory/explore?{asked}")).body.contains("لم يُنشر كل شيء"));
        bench.verify();
    }

    /// A spreadsheet would run a kind that is a formula.
    fn a_kind_that_is_a_formula_is_a_text_in_tables(database) {
        let bench = bench(database, 2, &[]);
        bench.publish(&rows(0, "2025-01", "=cmd|' /C calc'!A0", 3), Publication::AsSource);
        let csv = bench.get("/observatory/explore.csv").body;
        assert!(csv.contains(",'=cmd|") && !csv.contains(",=cmd|"), "{csv}");
        assert!(bench.get("/observatory/explore.json").body.contains("\"=cmd|"));
    }

    fn what_is_taken_away_says_the_same_as_the_page(database) {
        let bench = bench(database, 4, &[]);
        bench.publish(&two_years(), Publication::AsSource);
        let csv = bench.get("/observatory/explore.csv?area=T&from=2025-01&to=2025-12");
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        assert!(csv.body.contains("month,T,T,2025-07,2025-07,,60,exact"), "{}", csv.body);
        assert!(csv.body.contains("kind,T,T,2025-01,2025-12,Vehicle crime,40,exact"));
        let json = bench.get("/observatory/explore.json?area=T&from=2025-01&to=2025-12");
        let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        let published = &json["published"];
        assert_eq!(published["by_month"][6], serde_json::json!({ "month": "2025-07", "incidents": { "count": 60 } }));
        assert_eq!(published["by_area"].as_array().unwrap().len(), 4);
        assert_eq!(published["rules"][0]["publication"], "as-source");
        bench.verify();
    }
}

#[test]
fn a_page_is_packed_for_visitors() {
    let database = comity_testing::Database::fresh(comity_testing::Engine::Sqlite);
    let bench = bench(&database, 2, &[]);
    let packed = bench.ask("/observatory", "en", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert!(bench.get("/observatory").headers.get("content-encoding").is_none());
}
