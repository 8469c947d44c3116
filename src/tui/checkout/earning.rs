//! Who will earn what by the bill on the screen, before Enter: asked of the sale itself, and told in a line.

use super::Checkout;
use crate::checkout::cart::Cart;
use crate::checkout::earns::{Earns, WouldEarn};
use crate::ground::Fen;
use crate::tui::app::Effects;
use crate::tui::app::pane::work;
use crate::tui::frame::text;
use crate::tui::screen::Effect;
use crate::worker::{Reply, Wish};

/// What the bill on the screen earns, as the store last answered.
#[derive(Debug, Clone, Default)]
pub struct Earning {
    turn: u64,
    told: Option<Earns>,
}

impl Checkout {
    /// Asks who would earn what by a cart.
    pub(super) fn ask_earns(&mut self, cart: Cart) -> Effects {
        let turn = self.next_turn();
        self.sale.earning.turn = turn;
        let by = self.context.who.as_ref().map(|who| who.number.clone());
        let wish =
            Wish::change("earns", move |shop| shop.rehearse(by.as_deref(), &WouldEarn(cart))).turn(turn);
        vec![work(wish.latest())]
    }

    /// What the pay panel shows has come: how it is paid changes what it earns.
    pub(super) fn priced_and_earned(&mut self, turn: u64, reply: Reply) -> Effects {
        let mut out = self.priced(turn, reply);
        let priced = self.pay.as_ref().filter(|pay| pay.turn == turn).and_then(|pay| pay.priced.as_ref());
        if let Some(cart) = priced.map(|priced| priced.cart.clone()) {
            out.extend(self.ask_earns(cart));
        }
        out
    }

    /// A cart that cannot be paid yet (a card without a member) earns nothing yet.
    pub(super) fn earns_told(&mut self, reply: Reply) -> Effects {
        if reply.tag.turn != self.sale.earning.turn {
            return vec![Effect::Unchanged];
        }
        self.sale.earning.told = reply.read::<Earns>().ok();
        Vec::new()
    }

    /// `提成 陈静35.82 周婷24.12`, as far as there is room; empty where nobody earns anything.
    pub(super) fn commission_words(&self, room: usize) -> String {
        let told = self.sale.earning.told.as_ref();
        told.map(|told| line(self.word("checkout.commission"), &told.commission(), room)).unwrap_or_default()
    }

    /// `奖励 周婷150.00`.
    pub(super) fn reward_words(&self, room: usize) -> String {
        let told = self.sale.earning.told.as_ref();
        told.map(|told| line(self.word("checkout.rewards"), &told.at_once(), room)).unwrap_or_default()
    }
}

/// Everybody where there is room, else the sum of all: a name that is cut would be another one's.
fn line(label: &str, people: &[(&str, Fen)], room: usize) -> String {
    if people.is_empty() {
        return String::new();
    }
    let each: Vec<String> = people.iter().map(|(name, fen)| format!("{name}{}", fen.grouped())).collect();
    let whole = format!("{label} {}", each.join(" "));
    if text::width(&whole) <= room {
        return whole;
    }
    let sum = Fen(people.iter().map(|(_, fen)| fen.0).sum());
    let short = format!("{label} {}", sum.grouped());
    if text::width(&short) <= room { short } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::app::stage::Stage;

    #[test]
    fn the_counter_sees_who_earns_what_before_enter_and_is_told_of_rewards_after_it() {
        let mut stage = Stage::salon();
        stage.send("rules.set", r#"{"rules":[{"name":"项目","event":"service","rate":"0.1"}]}"#);
        let book = r#"{"rewards":[{"name":"回来","event":"returned","away":30,"fixed":"12.50"}]}"#;
        stage.send("rewards.set", book);
        let cart = r#"{"member":"13812348866","lines":[{"item":"22","staff":["05"]}],"tenders":[{"tender":"cash"}]}"#;
        stage.send("checkout", cart);
        stage.world.pass(40 * 86_400_000);
        stage.keys("8866⏎21⏎/2⏎");
        let wide = stage.picture(100, 30);
        assert!(wide.contains("提成 陈静35.82") && wide.contains("奖励 陈静12.50"), "{wide}");
        let narrow = stage.picture(80, 24);
        assert!(narrow.contains("提成 陈静35.82"), "{narrow}");
        stage.keys("⏎⏎");
        assert!(stage.picture(100, 30).contains("奖励 陈静 12.50"), "{}", stage.picture(100, 30));
        stage.keys("21⏎");
        assert!(!stage.picture(100, 30).contains("提成"), "nobody stands on the new bill");
    }

    #[test]
    fn everybody_is_named_where_there_is_room_and_else_the_sum() {
        let people = [("陈静", Fen(3_582)), ("周婷", Fen(2_412))];
        assert_eq!(line("提成", &people, 25), "提成 陈静35.82 周婷24.12");
        assert_eq!(line("提成", &people, 23), "提成 59.94");
        assert_eq!(line("提成", &people, 9), "");
        assert_eq!(line("提成", &[], 80), "");
    }
}
