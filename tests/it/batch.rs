//! The machine's door: one line in, one line out, in order, and a clear word for every line that cannot be read.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_meigui");

fn founded() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    let out = Command::new(PROGRAM)
        .arg("--db")
        .arg(&db)
        .args(["init", "--code", "S01", "--name", "国贸店"])
        .output();
    assert!(out.unwrap().status.success());
    (folder, db)
}

fn send(db: &Path, input: &str, args: &[&str]) -> (Vec<Value>, i32) {
    let mut child = Command::new(PROGRAM)
        .arg("--db")
        .arg(db)
        .arg("batch")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let lines = String::from_utf8(out.stdout).unwrap();
    (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), out.status.code().unwrap())
}

#[test]
fn every_line_gets_its_answer_in_order() {
    let (_folder, db) = founded();
    let long = format!("{{\"key\":\"l\",\"do\":\"member.open\",\"name\":\"{}\"}}", "长".repeat(500_000));
    let input = [
        r#"{"key":"k1","do":"member.open","name":"王雅琴","phone":"13800138000"}"#,
        r#"{"key":"k1","do":"member.open","name":"王雅琴","phone":"13800138000"}"#,
        r#"{"key":"k1","do":"member.open","name":"别人"}"#,
        "",
        "not json",
        "[1,2]",
        r#"{"key":"k2"}"#,
        r#"{"key":"k3","do":"fly"}"#,
        r#"{"do":"member.open","name":"无号"}"#,
        r#"{"key":"k4","do":"member.open","name":"王","colour":"red"}"#,
        r#"{"key":"k5","do":"topup","member":"M000001","amount":100,"tenders":[{"tender":"cash"}]}"#,
        r#"{"key":"k6","do":"topup","member":"M000001","amount":"100","tenders":[{"tender":"gold"}]}"#,
        r#"{"key":"k7","do":"query.member","member":"M000001"}"#,
        r#"{"key":7,"do":"query.staff"}"#,
        long.as_str(),
        r#"{"key":"k8","do":"query.search","text":"wyq"}"#,
    ]
    .join("\n");
    let (answers, code) = send(&db, &input, &[]);
    assert_eq!(code, 1, "something was refused");
    let codes: Vec<String> = answers
        .iter()
        .map(|answer| match answer["refused"]["code"].as_str() {
            Some(code) => code.to_owned(),
            None if answer["repeated"] == true => "repeated".to_owned(),
            None => format!("ok {}", answer.get("ok").is_some()),
        })
        .collect();
    let unreadable = "command.unreadable";
    let expected = [
        "ok true",
        "repeated",
        "key.reused",
        unreadable,
        unreadable,
        unreadable,
        "verb.unknown",
        "key.missing",
        unreadable,
        unreadable,
        unreadable,
        "ok true",
        "ok true",
        unreadable,
        "ok true",
    ];
    assert_eq!(codes, expected, "{answers:#?}");
    assert_eq!(answers[13]["key"], Value::Null);
    assert_eq!(answers[12]["key"], 7);
    assert_eq!(answers[14]["ok"][0]["name"], "王雅琴");
}

#[test]
fn a_last_line_without_an_end_counts_and_an_empty_input_is_done() {
    let (_folder, db) = founded();
    assert_eq!(send(&db, "", &[]), (Vec::new(), 0));
    let (answers, code) = send(&db, r#"{"do":"query.staff"}"#, &[]);
    assert_eq!((answers.len(), code), (1, 0));
}

#[test]
fn a_group_mixes_sales_and_refusals_as_if_they_came_one_by_one() {
    let run = |group: &str| {
        let (_folder, db) = founded();
        let mut input = vec![
            r#"{"key":"i","do":"item.add","code":"21","kind":"service","name":"护理","price":"100"}"#
                .to_owned(),
            r#"{"key":"m","do":"member.open","name":"王雅琴"}"#.to_owned(),
            r#"{"key":"t","do":"topup","member":"M000001","amount":"350","tenders":[{"tender":"cash"}]}"#
                .to_owned(),
        ];
        for number in 0..20 {
            let cart = json!({"key": format!("c{number}"), "do": "checkout", "member": "M000001",
                "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]});
            input.push(cart.to_string());
        }
        let (answers, _) = send(&db, &input.join("\n"), &["--group", group]);
        let check = Command::new(PROGRAM).arg("--db").arg(&db).arg("check").output().unwrap();
        assert!(check.status.success());
        answers.iter().map(|a| a["refused"]["code"].as_str().unwrap_or("ok").to_owned()).collect::<Vec<_>>()
    };
    let single = run("1");
    assert_eq!(single, run("64"));
    assert_eq!(single.iter().filter(|code| *code == "stored_value.short").count(), 17);
}

#[test]
fn a_managers_batch_writes_past_days_and_a_cashiers_does_not() {
    let (_folder, db) = founded();
    let input = [
        r#"{"key":"h","do":"staff.hire","number":"03","name":"李敏","job":"front_desk"}"#,
        r#"{"key":"i","do":"item.add","code":"21","kind":"service","name":"护理","price":"100"}"#,
        r#"{"key":"m","do":"member.open","name":"王雅琴"}"#,
        r#"{"key":"a","do":"topup","member":"M000001","amount":"500","tenders":[{"tender":"cash"}],"at":"2026-01-05"}"#,
        r#"{"key":"b","do":"checkout","member":"M000001","lines":[{"item":"21"}],"tenders":[{"tender":"stored_value"}],"at":"2026-01-06T01:30"}"#,
        r#"{"key":"c","do":"checkout","lines":[{"item":"21"}],"tenders":[{"tender":"cash"}],"at":"2026-01-07","by":"03"}"#,
        r#"{"key":"d","do":"checkout","lines":[{"item":"21"}],"tenders":[{"tender":"cash"}],"at":"2999-01-07"}"#,
        r#"{"do":"query.balances","member":"M000001","at":"2026-01-04"}"#,
        r#"{"do":"query.balances","member":"M000001","at":"2026-01-05"}"#,
        r#"{"do":"query.bills","at":"2026-01-05"}"#,
    ]
    .join("\n");
    let (answers, _) = send(&db, &input, &[]);
    assert_eq!(answers[3]["ok"]["bill"], "20260105-0001");
    assert_eq!(answers[4]["ok"]["bill"], "20260105-0002", "half past one belongs to the evening before");
    assert_eq!(answers[5]["refused"]["code"], "right.missing");
    assert_eq!(answers[6]["refused"]["code"], "date.in_future");
    assert_eq!(
        (&answers[7]["ok"]["principal"], &answers[8]["ok"]["principal"]),
        (&json!("0.00"), &json!("400.00"))
    );
    assert_eq!(answers[9]["ok"].as_array().unwrap().len(), 2);
}

#[test]
fn the_schema_names_every_verb_and_resolves() {
    let out = Command::new(PROGRAM).args(["batch", "--schema"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&out.stdout).unwrap();
    let commands = schema["oneOf"].as_array().unwrap();
    assert_eq!(commands.len(), meigui::cli::verbs::ENTRIES.len());
    for name in [
        "member.open",
        "member.merge",
        "topup",
        "card.refund",
        "checkout",
        "bill.hold",
        "bill.refund",
        "bill.void",
        "stock.count",
        "staff.hire",
        "item.add",
    ] {
        assert!(commands.iter().any(|command| command["title"] == name), "{name}");
    }
    let text = schema.to_string();
    for part in text.split("\"$ref\":\"").skip(1) {
        let name = part.split('"').next().unwrap().strip_prefix("#/$defs/").unwrap();
        assert!(schema["$defs"].get(name).is_some(), "{name} is not defined");
    }
}

#[test]
fn a_field_said_twice_is_refused_and_a_mark_of_utf8_is_skipped() {
    let (_folder, db) = founded();
    let input = [
        "\u{feff}{\"key\":\"k1\",\"do\":\"member.open\",\"name\":\"王雅琴\"}",
        r#"{"key":"k2","do":"topup","member":"M000001","amount":"100","amount":"900","tenders":[{"tender":"cash"}]}"#,
        r#"{"key":"k3","do":"topup","member":"M000001","amount":"100","tenders":[{"tender":"cash","tender":"bank"}]}"#,
        "\u{feff}{\"do\":\"query.staff\"}",
        r#"{"key":"k4","do":"query.member","member":"M000001"}"#,
    ]
    .join("\n");
    let (answers, _) = send(&db, &input, &[]);
    assert_eq!(answers[0]["ok"]["member"], "M000001");
    for answer in answers.iter().take(4).skip(1) {
        assert_eq!(answer["refused"]["code"], "command.unreadable", "{answer}");
    }
    assert!(answers[1].to_string().contains("twice"), "{}", answers[1]);
    assert_eq!(answers[4]["ok"]["holdings"]["stored_value"], "0.00");
}
