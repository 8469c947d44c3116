//! Keys in, pictures out: a file is brought in with the IME-proof keys alone.

use crate::tui::app::stage::Stage;
use crate::tui::input::Key;

/// The stage with the import open and a file named.
fn stage(kind: char, path: &std::path::Path) -> Stage {
    let mut stage = Stage::empty();
    stage.keys(":");
    for ch in "导入".chars() {
        stage.press(Key::Char(ch));
    }
    stage.keys("⏎");
    stage.press(Key::Char(kind));
    stage.keys("⏎");
    for ch in path.to_string_lossy().chars() {
        stage.press(Key::Char(ch));
    }
    stage.keys("⏎");
    stage
}

fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn members_are_looked_over_and_written() {
    let (_folder, path) = file("会员号,姓名,手机\nA1,王雅琴,13800138000\nA2,李红,1.38E+10\n");
    let mut stage = stage('1', &path);
    let shown = stage.picture(100, 30);
    for words in ["a.csv", "A1 | 王雅琴 | 13800138000", "新增 1", "错误 1", "科学计数"] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("有 1 行错误"), "{}", stage.picture(100, 30));
    stage.keys("/");
    let errors = path.with_file_name("a-errors.csv");
    assert!(std::fs::read_to_string(&errors).unwrap().contains("A2,李红"));
    stage.keys("*⏎");
    let shown = stage.picture(100, 30);
    assert!(shown.contains("批次 1") && shown.contains("a-errors.csv"), "{shown}");
    let members = stage.shop.db().one("SELECT count(*) FROM member", &[], |row| row.get::<_, i64>(0));
    assert_eq!(members.unwrap(), Some(1));
}

#[test]
fn balances_ask_for_the_total() {
    let (_folder, path) = file("手机,余额\n13800138000,100.50\n");
    let mut first = Stage::empty();
    first.send("member.open", r#"{"name":"王雅琴","phone":"13800138000"}"#);
    let mut stage = Stage::over(first.shop, first.world);
    stage.keys(":");
    "导入".chars().for_each(|ch| stage.press(Key::Char(ch)));
    stage.keys("⏎2⏎");
    path.to_string_lossy().chars().for_each(|ch| stage.press(Key::Char(ch)));
    stage.keys("⏎ ⏎");
    assert!(stage.picture(100, 30).contains("合计"), "{}", stage.picture(100, 30));
    stage.keys("100.5⏎");
    assert!(stage.picture(80, 24).contains("批次 1"), "{}", stage.picture(80, 24));
}

#[test]
fn esc_while_it_writes_takes_everything_back() {
    let (_folder, path) = file("会员号,姓名,手机\nA1,王雅琴,13800138000\n");
    let mut stage = stage('1', &path);
    stage.lag = true;
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("正在写入"), "{}", stage.picture(100, 30));
    stage.keys("␛");
    stage.lag = false;
    stage.settle();
    assert!(stage.picture(100, 30).contains("什么都没有写入"), "{}", stage.picture(100, 30));
    let members = stage.shop.db().one("SELECT count(*) FROM member", &[], |row| row.get::<_, i64>(0));
    assert_eq!(members.unwrap(), Some(0));
}

#[test]
fn a_column_that_nobody_knows_is_named_by_hand() {
    let (_folder, path) = file("甲,乙\n王雅琴,13800138000\n");
    let mut stage = stage('1', &path);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("王雅琴") && shown.contains("不用"), "{shown}");
    // The first column becomes the name, the second the phone: Right goes through the fields that are free.
    stage.press(Key::Right);
    stage.press(Key::Down);
    stage.press(Key::Right);
    let shown = stage.picture(100, 30);
    assert!(shown.contains("姓名") && shown.contains("手机"), "{shown}");
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("新增 1"), "{}", stage.picture(100, 30));
    stage.keys("⏎");
    assert!(stage.picture(100, 30).contains("批次 1"), "{}", stage.picture(100, 30));
}

#[test]
fn the_encoding_that_was_guessed_can_be_overruled_and_left_as_it_was() {
    let (_folder, path) = file("会员号,姓名,手机\nA1,王雅琴,13800138000\n");
    let mut stage = stage('1', &path);
    stage.keys("+");
    assert!(stage.picture(80, 24).contains("自动"), "{}", stage.picture(80, 24));
    stage.keys("␛");
    assert!(stage.picture(100, 30).contains("新增 1"), "{}", stage.picture(100, 30));
    // Read as GB18030 the same bytes are no such headers, and the screen asks for the columns again.
    stage.keys("+");
    (0..3).for_each(|_| stage.press(Key::Right));
    assert!(stage.picture(100, 30).contains("gb18030"), "{}", stage.picture(100, 30));
    stage.keys("⏎");
    assert!(!stage.picture(100, 30).contains("新增 1"), "{}", stage.picture(100, 30));
}

#[test]
fn a_file_lined_up_with_blanks_and_without_a_header_is_brought_in() {
    let (_folder, path) = file(" 00001 19970101  1  11.77\n 00002 19970112 12   12.00\n");
    let mut stage = stage('6', &path);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("缺少列 日期") && shown.contains("< 自动 >"), "{shown}");
    stage.press(Key::Left);
    stage.press(Key::Down);
    stage.press(Key::Left);
    let shown = stage.picture(80, 24);
    assert!(shown.contains("空格") && shown.contains("没有表头"), "{shown}");
    stage.keys("⏎");
    let shown = stage.picture(80, 24);
    assert!(shown.contains("#4") && shown.contains("11.77"), "{shown}");
}

#[test]
fn a_file_that_is_not_there_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let shown = stage('1', &folder.path().join("x.csv")).picture(80, 24);
    assert!(shown.contains("没有这个文件"), "{shown}");
    let shown = stage('1', folder.path()).picture(80, 24);
    assert!(shown.contains("这是文件夹"), "{shown}");
}

#[test]
fn of_many_rows_in_error_those_are_shown_that_fit_and_the_key_to_all_of_them() {
    let rows: Vec<String> = (0..30).map(|row| format!("A{row},李红,1.38E+10\n")).collect();
    let text = format!("会员号,姓名,手机\n{}", rows.concat());
    let (_folder, path) = file(&text);
    let mut stage = stage('1', &path);
    for lang in [crate::words::Lang::Zh, crate::words::Lang::En] {
        stage.speak(lang);
        for (width, height) in [(80, 24), (100, 30)] {
            let shown = stage.picture(width, height);
            let more = if lang == crate::words::Lang::Zh { "条：按 /" } else { "more: /" };
            assert!(shown.contains(more), "{shown}");
            let last = shown.lines().last().unwrap_or_default();
            for key in ["Enter", "*", "/", "+", "Esc"] {
                assert!(last.contains(key), "{key}: {shown}");
            }
        }
    }
}
