//! The commands of the desk: reports, doctor, completions, man page, slips, from the real binary.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::salon::Salon;

fn meigui(db: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meigui")).arg("--db").arg(db).args(words).output().unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn totals_are_a_table_json_or_csv() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    let mut counter = Salon::small_in_file(&db);
    counter.sell();
    drop(counter);
    let span = ["--from", "2026-11-21", "--to", "2026-11-21"];
    let report = |words: &[&str]| meigui(&db, &[&["report"], words, &span[..]].concat());
    let staff = out(&report(&["staff"]));
    assert!(staff.contains("陈静") && staff.contains("398.00"), "{staff}");
    assert_eq!(out(&report(&["tenders", "--plain"])).lines().nth(1), Some("现金\t1\t398.00\t0.00\t398.00"));
    let day: Value = serde_json::from_str(&out(&report(&["day", "--json"]))).unwrap();
    assert_eq!(day["received"], "398.00");
    assert!(out(&meigui(&db, &["report", "liability", "--lang", "en"])).contains("Principal"));
    let csv = folder.path().join("day.csv");
    out(&report(&["tenders", "--csv", csv.to_str().unwrap()]));
    let text = std::fs::read_to_string(&csv).unwrap();
    assert!(
        text.starts_with("\u{feff}收款方式,") && text.contains("现金,1,398.00,0.00,398.00\r\n"),
        "{text}"
    );
    assert_eq!(report(&["day", "--csv", csv.to_str().unwrap()]).status.code(), Some(1), "never over a file");
    assert_eq!(meigui(&db, &["report", "day", "--from", "21.11.26"]).status.code(), Some(1));
    assert_eq!(meigui(&db, &["report", "weather"]).status.code(), Some(2));
    // What a report would not heed is refused: its figures would be of other days than were asked for.
    let refused = |words: &[&str]| {
        let output = meigui(&db, &[&["report", "--lang", "en"], words].concat());
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["cockpit", "--from", "2026-11-01"]).contains("does not heed --from"));
    assert!(
        refused(&["payroll", "--from", "2026-11-01", "--to", "2026-11-30"]).contains("does not heed --to")
    );
    assert!(refused(&["day", "--weights", "1,2,3,4"]).contains("It heeds: --from, --to"));
    assert!(out(&meigui(&db, &["report", "alerts", "--plain"])).starts_with("预警\t门店\t会员号"));
}

#[test]
fn whoever_has_seen_enough_hears_no_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    drop(Salon::small_in_file(&db));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut report = Command::new(env!("CARGO_BIN_EXE_meigui"));
    report.arg("--db").arg(&db).args(["report", "day"]).stdout(writer);
    let output = report.output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(3), String::new()));
}

#[test]
fn the_doctor_looks_at_everything_with_and_without_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    let none: Value = serde_json::from_str(&out(&meigui(&db, &["doctor", "--json"]))).unwrap();
    assert!(
        none.as_array().unwrap().iter().any(|one| one["what"] == "store" && one["mark"] == "warn"),
        "{none}"
    );
    drop(Salon::small_in_file(&db));
    let found: Value = serde_json::from_str(&out(&meigui(&db, &["doctor", "--json"]))).unwrap();
    let names: Vec<&str> = found.as_array().unwrap().iter().filter_map(|one| one["what"].as_str()).collect();
    for name in [
        "file",
        "file_system",
        "settings",
        "schema",
        "chain",
        "clock",
        "encodings",
        "timing_sync",
        "printer",
        "glyphs",
    ] {
        assert!(names.contains(&name), "no {name} in {names:?}");
    }
    let settings = found.as_array().unwrap().iter().find(|one| one["what"] == "settings").unwrap();
    assert_eq!(settings["mark"], "ok", "{settings}");
    assert!(out(&meigui(&db, &["doctor"])).contains("SQLite"));
}

#[test]
fn slips_are_shown_and_saved_and_words_for_the_shell_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    let number = Salon::small_in_file(&db).sell();
    assert!(out(&meigui(&db, &["slip", &number, "--preview"])).contains(&number));
    let to = format!("file:{}", folder.path().join("slips").display());
    assert!(out(&meigui(&db, &["slip", &number, "--copy", "--to", &to])).contains(&number));
    assert!(folder.path().join("slips").join(format!("{number}.txt")).exists());
    assert_eq!(meigui(&db, &["slip", &number]).status.code(), Some(1), "no printer is set up");
    assert_eq!(meigui(&db, &["drawer"]).status.code(), Some(1));
    assert!(out(&meigui(&db, &["completions", "bash"])).contains("restore"));
    assert!(
        out(&meigui(&db, &["man"])).contains("meigui\\-backup")
            || out(&meigui(&db, &["man"])).contains("backup")
    );
}

#[test]
fn exports_are_written_down_first_and_only_for_those_who_may() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    let mut counter = Salon::small_in_file(&db);
    counter.ok("member.open", json!({ "name": "=HYPERLINK(1)", "phone": "13900139000" }));
    counter.sell();
    drop(counter);
    let to = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let export = |what: &str, name: &str, more: &[&str]| {
        meigui(&db, &[&["export", what, "--to", &to(name)], more].concat())
    };
    out(&export("members", "m.csv", &[]));
    let text = std::fs::read_to_string(to("m.csv")).unwrap();
    assert!(text.starts_with("\u{feff}编号,姓名,手机,") && text.contains(",13800138866,"), "{text}");
    assert!(text.contains(",'=HYPERLINK(1),"), "{text}");
    out(&export("items", "i.csv", &["--encoding", "gb18030", "--lang", "en"]));
    assert!(std::fs::read(to("i.csv")).unwrap().starts_with(b"Code,Name,Type,"));
    out(&export("bills", "b.csv", &[]));
    assert!(std::fs::read_to_string(to("b.csv")).unwrap().contains(",2026-11-21,消费,"));
    assert_eq!(export("bills", "b.csv", &[]).status.code(), Some(1), "never over a file");
    assert_eq!(export("members", "no.csv", &["--by", "02"]).status.code(), Some(1), "a technician may not");
    assert!(!Path::new(&to("no.csv")).exists() && !Path::new(&to("no.csv.part")).exists());
}

#[test]
fn a_span_the_wrong_way_round_and_a_file_that_is_not_there_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    drop(Salon::small_in_file(&db));
    let no = |db: &Path, words: &[&str]| {
        let output = meigui(db, words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for subject in ["tenders", "day", "commission", "rewards", "gaps", "shifts", "leaderboard"] {
        let said = no(&db, &["report", subject, "--from", "2026-11-21", "--to", "2026-11-20"]);
        assert!(said.contains("2026-11-21 晚于截止日 2026-11-20"), "{subject}: {said}");
    }
    // One end alone is a question about that day, or about its month up to it.
    let day = out(&meigui(&db, &["report", "day", "--to", "2026-11-20", "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&day).unwrap()["from"], "2026-11-20");
    let gaps = out(&meigui(&db, &["report", "gaps", "--to", "2026-10-20", "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&gaps).unwrap()["from"], "2026-10-01");
    let missing = folder.path().join("nobody.db");
    for words in [&["report", "day"][..], &["check"], &["batch"], &["backup", "x.db"]] {
        assert!(no(&missing, words).contains("nobody.db"), "{words:?}");
    }
    assert!(!missing.exists());
}

#[test]
fn what_would_mislead_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("meigui.db");
    drop(Salon::small_in_file(&db));
    let no = |words: &[&str]| {
        let output = meigui(&db, words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    // A store alone does not know what stores owe each other.
    assert!(no(&["report", "settlement"]).contains("总部"));
    // A name that promises a workbook for a text.
    let book = folder.path().join("items.xlsx");
    let said = no(&["export", "items", "--to", book.to_str().unwrap()]);
    assert!(said.contains(".csv") && !book.exists(), "{said}");
}
