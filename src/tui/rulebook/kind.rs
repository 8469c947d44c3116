//! What a kind of rules has of its own: its form, its example, and what stands beside the draft.

use crate::ground::{Clean, Month, Refused};
use crate::shop::{Answer, Envelope, Stop};
use crate::tui::forms::{Field, Form};
use crate::tui::frame::Pen;
use crate::tui::parts::{Around, Step, Wrong};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

/// The names of wishes; each kind sends its own of them.
pub(super) const WHAT: &str = "rulebook";
pub(super) const BESIDE: &str = "rulebook-beside";

/// The book in force.
pub struct InForce<R> {
    /// Its number; 0 where none was ever set.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// Its rules.
    pub rules: Vec<R>,
}

impl<R> Default for InForce<R> {
    fn default() -> Self {
        Self { version: 0, from: String::new(), rules: Vec::new() }
    }
}

/// A rule in a row of the list.
pub struct Cells {
    /// What it is about.
    pub event: String,
    /// Its conditions in a few words.
    pub when: String,
    /// What it pays in a few words.
    pub pays: String,
}

/// A kind of rules that a manager edits as a draft.
pub trait Kind: Default + 'static {
    /// A rule.
    type Rule: Clone + PartialEq + Send + 'static;
    /// The screen's name.
    const TITLE: &'static str;
    /// What an empty book means, and the way out.
    const TEACH: &'static str;
    /// What setting a book does, told on its form.
    const SET_HINT: &'static str;

    /// Asks for the book in force.
    fn ask(turn: u64) -> Wish;

    /// Reads that answer.
    ///
    /// # Errors
    /// What stopped the question.
    fn in_force(reply: Reply) -> Answer<InForce<Self::Rule>>;

    /// Sets a book.
    fn set(envelope: Envelope, from: Option<String>, rules: Vec<Self::Rule>) -> Wish;

    /// Reads that answer and tells it.
    ///
    /// # Errors
    /// What stopped the command.
    fn was_set(reply: Reply, lang: Lang) -> Result<String, Stop>;

    /// A rule to begin with.
    fn fresh() -> Self::Rule;

    /// How people call a rule.
    fn name(rule: &Self::Rule) -> &Clean;

    /// A rule in the list.
    fn cells(lang: Lang, rule: &Self::Rule) -> Cells;

    /// The form of a rule.
    fn fields(lang: Lang, rule: &Self::Rule) -> Vec<Field>;

    /// The rule that a form says.
    ///
    /// # Errors
    /// The field that cannot be read, and why.
    fn read(form: &Form) -> Result<Self::Rule, Wrong>;

    /// The worked example of a rule, told below its form.
    ///
    /// # Errors
    /// Why there is none.
    fn example(lang: Lang, rule: &Self::Rule, form: &Form) -> Result<Vec<String>, Refused>;

    /// Looks a whole draft over before it is taken: answers an empty tuple, or why not.
    fn check(what: &'static str, rules: Vec<Self::Rule>) -> Wish;

    /// Asks for what stands beside the draft.
    fn beside(&mut self, around: &Around, draft: Vec<Self::Rule>, month: Month, turn: u64) -> Vec<Step>;

    /// Reads that answer.
    fn heard(&mut self, around: &Around, reply: Reply);

    /// Draws it.
    fn draw(&self, pen: &mut Pen<'_>, area: ratatui::layout::Rect, month: Month);
}
