//! Why a value of a file is refused, with the keys of its words.

use super::fields::Field;
use crate::ground::Refused;

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field; none where the row as a whole is refused.
    pub field: Option<Field>,
    /// The refusal, with its code and facts.
    pub why: Refused,
}

impl Problem {
    /// The refusal's code. The locales hold the words under `import.reason.` and this code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.why.code()
    }

    /// The locales' key for what to do about it.
    #[must_use]
    pub fn advice(&self) -> String {
        format!("import.advice.{}", self.code())
    }

    /// The locales' key for why.
    #[must_use]
    pub fn reason(&self) -> String {
        format!("import.reason.{}", self.code())
    }
}

/// Every code that a problem can carry.
pub const CODES: &[&str] = &[
    "amount.unreadable",
    "amount.too_fine",
    "amount.too_large",
    "date.unreadable",
    "date.ambiguous",
    "phone.unreadable",
    "phone.scientific",
    "text.too_long",
    "text.missing",
    "choice.unknown",
    "import.count_unreadable",
    "import.birthday_unreadable",
    "import.cell_damaged",
    "import.row_too_wide",
    "import.row_twice",
    "import.name_differs",
    "import.member_unclear",
    "import.lower",
    "import.split_off",
    "import.sessions_off",
    "import.card_differs",
    "date.in_future",
    "amount.not_positive",
    "member.unknown",
    "member.merged",
    "item.code_unfit",
    "item.barcode_taken",
    "item.wrong_kind",
    "card.code_taken",
];
