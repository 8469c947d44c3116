//! Parts of a balance (持有份额): what a home store passes on, another store takes in, and nobody spends twice.
//!
//! | to change | open |
//! |---|---|
//! | what a code says and how it proves itself | [`code_rules`] |
//! | asking for a part at the serving store | [`ask`] |
//! | passing one on at the home store | [`give`] |
//! | taking it in | [`take`] |
//! | giving back what is left of it | [`give_back`] |
//! | what a file lost that went back to a back-up | [`accept`] |
//! | what headquarters grants without a code | [`grant`] |
//! | the list of parts, and a code once more | [`list`] |
//! | parts in words | [`told`] |
//! | what became of it there | [`end`] |

pub mod accept;
pub mod ask;
pub mod code_rules;
pub mod end;
pub mod give;
pub mod give_back;
pub mod grant;
mod guard;
pub mod list;
mod store;
pub mod take;
pub mod told;

pub use code_rules::{Part, PartKind};
