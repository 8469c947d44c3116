//! Forms: keys in, values and pictures out.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::*;
use crate::tui::frame::{Marks, test_manner};
use crate::tui::picture::plain;

fn form() -> Form {
    Form::new(vec![
        Field::line("name", "field.name", Takes::Text),
        Field::choice("kind", "key.member", vec!["女".to_owned(), "男".to_owned()]),
        Field::line("pin", "field.number", Takes::Secret),
    ])
}

#[test]
fn what_is_typed_takes_the_place_of_a_number_that_was_given_and_goes_on_with_a_text() {
    let typed = |field: Field, keys: &[Key]| {
        let mut form = Form::new(vec![field]);
        for key in keys {
            form.press(*key);
        }
        form.value("name")
    };
    let amount = || Field::line("name", "field.name", Takes::Amount).with("378.10");
    let text = || Field::line("name", "field.name", Takes::Text);
    let digits = [Key::Char('2'), Key::Char('0')];
    assert_eq!(typed(amount(), &digits), "20");
    assert_eq!(typed(amount(), &[Key::Char('x')]), "378.10");
    assert_eq!(typed(amount(), &[Key::Backspace, Key::Char('5')]), "378.15");
    assert_eq!(typed(text().with("靠窗"), &[Key::Char('，')]), "靠窗，");
    assert_eq!(typed(text().suggesting("我的店"), &[Key::Char('花'), Key::Char('间')]), "花间");
}

#[test]
fn a_form_is_filled_with_digits_arrows_and_enter() {
    let mut form = form();
    let heard: Vec<Heard> = [
        Key::Char('王'),
        Key::Enter,
        Key::Char('２'),
        Key::Char('9'),
        Key::Down,
        Key::Char('7'),
        Key::F(2),
        Key::Enter,
    ]
    .into_iter()
    .map(|key| form.press(key))
    .collect();
    use Heard::{Changed, Passed, Submitted};
    assert_eq!(heard, [Changed, Changed, Changed, Passed, Changed, Changed, Passed, Submitted]);
    assert_eq!(
        (form.value("name"), form.value("kind"), form.value("pin")),
        ("王".into(), "1".into(), "7".into())
    );
    assert_eq!(form.press(Key::Tab), Changed);
    assert_eq!(form.focused(), Some("name"));
    form.scan("M001", 0);
    assert_eq!(form.value("name"), "M001");
}

#[test]
fn a_form_shows_its_errors_where_they_are_and_hides_its_pin() {
    let mut form = form();
    for key in [Key::Tab, Key::Tab, Key::Char('1'), Key::Char('2')] {
        form.press(key);
    }
    form.fail("name", "请填写姓名");
    let mut buf = Buffer::empty(Rect::new(0, 0, 30, 4));
    let mut marks = Marks::default();
    form.draw(&mut Pen::new(&mut buf, &mut marks, test_manner()), 0);
    assert_eq!(plain(&buf), "▸ 姓名 >\n         ✗ 请填写姓名\n  会员   [1 女] 2 男\n  工号 > **");
    assert_eq!(marks.caret, Some(Position::new(9, 0)));
    assert_eq!(form.height(30, Lang::Zh), 4);
}

#[test]
fn a_long_error_and_many_choices_go_on_below() {
    let kinds = ["会员", "储值余额", "次卡", "项目与产品", "员工", "历史销售"].map(str::to_owned).to_vec();
    let mut form = Form::new(vec![
        Field::choice("kind", "key.member", kinds).with("5"),
        Field::line("pin", "field.number", Takes::Secret),
    ]);
    form.fail("pin", "PIN 错得太多，请等 60 秒；店主可在 PIN 格输 20 位恢复码");
    let mut buf = Buffer::empty(Rect::new(0, 0, 40, 6));
    let mut marks = Marks::default();
    form.draw(&mut Pen::new(&mut buf, &mut marks, test_manner()), 0);
    let shown = plain(&buf);
    assert!(shown.contains("[6 历史销售]") && shown.contains("恢复码"), "{shown}");
    assert_eq!(usize::from(form.height(40, Lang::Zh)), shown.trim_end().lines().count(), "{shown}");
}

#[test]
fn a_form_with_work_in_it_is_left_by_the_second_esc() {
    let mut form = Form::new(vec![
        Field::line("name", "field.name", Takes::Text),
        Field::line("phone", "field.phone", Takes::Digits),
        Field::choice("unit", "field.amount", vec!["a".into(), "b".into()]),
    ]);
    form.press(Key::Char('王'));
    assert_eq!(form.press(Key::Esc), Heard::Cancelled, "one field is soon typed again");
    form.press(Key::Tab);
    form.press(Key::Char('1'));
    let before = form.height(40, Lang::En);
    assert_eq!(form.press(Key::Esc), Heard::Changed);
    assert_eq!(form.height(40, Lang::En), before + 1, "it says so");
    // Whoever goes on is asked again the next time.
    assert_eq!(form.press(Key::Char('3')), Heard::Changed);
    assert_eq!(form.height(40, Lang::En), before);
    assert_eq!(form.value("phone"), "13");
    assert_eq!(form.press(Key::Esc), Heard::Changed);
    assert_eq!(form.press(Key::Esc), Heard::Cancelled);
}
