//! Areas by their residents, beside each other, and beside their own past.

use axum::http::StatusCode;
use comity_observatory::published::Publication;

use crate::{bench, plain, rows};

comity_testing::each_store! {
    fn a_profile_gives_the_rate_with_its_interval_or_says_why_not(database) {
        let bench = bench(database, 3, &[(0, 2000), (1, 0)]);
        bench.publish(&(rows(0, "2025-11", "Burglary", 30) + &rows(1, "2025-11", "Drugs", 10)), Publication::AsSource);
        let page = plain(&bench.get("/observatory/areas/N0").body);
        // poisson.test(30, 2): 15, from 10.1 to 21.4.
        for said in ["2,000 people live here.", "15.0 (95 % interval 10.1–21.4)", "75.0 %", "No team has been named"] {
            assert!(page.contains(said), "“{said}” is missing in {page}");
        }
        let unknown = plain(&bench.get("/observatory/areas/N2").body);
        assert!(unknown.contains("is not known, so that no rate can be given") && unknown.contains("0.0 %"), "{unknown}");
        assert!(bench.get_in_arabic("/observatory/areas/N1").body.contains("dir=\"rtl\""));
        assert_eq!(bench.get("/observatory/areas/nowhere").status, StatusCode::NOT_FOUND);
        bench.verify();
    }

    fn areas_are_compared_in_alphabetical_order_with_what_chance_does(database) {
        let bench = bench(database, 6, &[(0, 1000), (1, 1000), (2, 1000), (3, 1000), (4, 1000)]);
        let counts = [20, 22, 90, 19, 21, 7].iter().enumerate();
        bench.publish(&counts.map(|(n, count)| rows(n, "2025-11", "Burglary", *count)).collect::<String>(), Publication::AsSource);
        let page = bench.get("/observatory/compare");
        let words = plain(&page.body);
        // The common rate is that of the five areas whose residents are known: 172 by 5,000.
        for said in [
            "there were 34.4 incidents per 1,000 residents in the 5 areas compared here.",
            "One area lies above the outer limit, none below it.",
            "times as much as chance alone would make them",
            "N5: how many people live here is not known",
        ] {
            assert!(words.contains(said), "“{said}” is missing in {words}");
        }
        let (_, table) = page.body.split_once("id=\"rates-caption\"").unwrap();
        let table = table.split("</table>").next().unwrap();
        let places: Vec<usize> = (0..5).map(|n| table.find(&format!(">N{n}<")).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(table.contains("above the outer limit") && table.contains("72.4–110.6"), "{table}");
        assert!(!table.contains("N5"));
        assert_eq!(bench.get("/observatory/compare?area=nowhere").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(plain(&bench.get("/observatory/compare?area=N0").body).contains("too few areas"));
        assert!(bench.get_in_arabic("/observatory/compare").body.contains("منطقة واحدة فوق الحد الخارجي"));
        bench.verify();
    }

    fn what_the_common_rate_lacks_stands_beside_it(database) {
        let bench = bench(database, 6, &[(0, 1000), (1, 1000), (2, 1000), (3, 1000), (4, 1000), (5, 1000)]);
        let counts = [30, 32, 90, 29, 31, 2].iter().enumerate();
        bench.publish(&counts.map(|(n, count)| rows(n, "2025-07", "Burglary", *count)).collect::<String>(), Publication::Counts);
        let words = plain(&bench.get("/observatory/compare").body);
        assert!(words.contains("not in this rate because"), "{words}");
        // 214 incidents of 6,000 people, the withheld ones included.
        assert!(words.contains("The rate of all of T, from its own published number: 35.7 per 1,000 residents."), "{words}");
        let months = plain(&bench.get("/observatory/compare?from=2025-07&to=2025-12").body);
        assert!(months.contains("Only the months from July 2025 to July 2025 are compared"), "{months}");
        assert!(bench.get_in_arabic("/observatory/compare?from=2025-07&to=2025-12").body.contains("تُقارن الأشهر"));
        bench.verify();
    }

    fn a_warning_needs_years_and_tells_what_is_missing(database) {
        let bench = bench(database, 2, &[]);
        let mut csv = String::new();
        for year in 2022..=2025 {
            for month in 1..=12 {
                let usual = 20 + (year + month) % 3;
                let count = if (year, month) == (2025, 12) { 90 } else { usual };
                csv += &rows(0, &format!("{year}-{month:02}"), "Burglary", usize::try_from(count).unwrap());
                csv += &rows(1, &format!("{year}-{month:02}"), "Burglary", usize::try_from(usual).unwrap());
            }
        }
        bench.publish(&csv, Publication::AsSource);
        let page = bench.get("/observatory/warnings?area=T");
        let words = plain(&page.body);
        for said in ["3 numbers were judged.", "2 lie above their bounds.", "about 0.0 would", "more than expected", "within what is expected"] {
            assert!(words.contains(said), "“{said}” is missing in {words}");
        }
        assert!(bench.get_in_arabic("/observatory/warnings?area=T").body.contains("اثنان منها فوق حديهما"));
        bench.verify();
    }

    fn without_years_there_is_no_warning(database) {
        let bench = bench(database, 2, &[]);
        assert!(bench.get("/observatory/warnings").body.contains("Nothing is published of this yet"));
        bench.publish(&(rows(0, "2025-01", "Drugs", 9) + &rows(0, "2025-12", "Drugs", 9)), Publication::AsSource);
        let words = plain(&bench.get("/observatory/warnings").body);
        assert!(words.contains("12 months are published, 26 more are needed") && words.contains("No number can be judged yet"), "{words}");
        assert_eq!(bench.get("/observatory/warnings?area=x").status, StatusCode::UNPROCESSABLE_ENTITY);
        bench.verify();
    }
}
