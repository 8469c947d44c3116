//! Members: who they are, how they are found, to whom they belong, and who shares their cards.
//!
//! | to change | open |
//! |---|---|
//! | opening a file | [`open`] |
//! | changing one | [`edit`] |
//! | two files of one person | [`duplicates`]; merging itself moves balances and lives in `checkout` |
//! | searching as you type | [`search`] and [`readings`] |
//! | birthdays by sun and moon | [`birthday`] |
//! | family, owner, a lost wallet | [`family`], [`owner`], [`wallet`] |
//! | showing a phone number in full | [`reveal`] |

pub mod birthday;
pub mod duplicates;
pub mod edit;
pub mod family;
pub mod hand_over;
pub mod moving;
pub mod open;
pub mod owner;
pub mod readings;
pub mod reveal;
pub mod search;
pub mod store;
pub mod wallet;

use serde::{Deserialize, Serialize};

pub use birthday::{Birthday, Calendar};

/// Female or male.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// 女.
    Female,
    /// 男.
    Male,
}

impl Gender {
    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// Whether stored value and cards may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WalletState {
    /// In use.
    Open,
    /// 冻结.
    Frozen,
    /// 挂失.
    Lost,
}

impl WalletState {
    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen => "frozen",
            Self::Lost => "lost",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Self {
        match code {
            "frozen" => Self::Frozen,
            "lost" => Self::Lost,
            _ => Self::Open,
        }
    }
}

/// A member's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// Member number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Gender.
    pub gender: Option<Gender>,
    /// Birthday.
    pub birthday: Option<Birthday>,
    /// Tier.
    pub tier: String,
    /// Where the card was opened.
    pub home_store: String,
    /// The staff number of the person the member belongs to.
    pub owner: Option<String>,
    /// How they found the salon.
    pub source: String,
    /// The member who brought them.
    pub referrer: Option<String>,
    /// Tags by hand, separated by commas.
    pub tags: String,
    /// Notes.
    pub notes: String,
    /// Allergies and contra-indications, shown at checkout.
    pub warning: String,
    /// Whether they agreed to be contacted.
    pub consent: bool,
    /// Code of the wallet, as printed on a card or shown as a code.
    pub wallet_code: Option<String>,
    /// Whether the wallet may be used.
    pub wallet: WalletState,
    /// The file this one was merged into; its own id where the import that brought it was rolled back.
    pub merged_into: Option<i64>,
    /// The day the file was opened.
    pub opened_on: String,
    /// The last visit; empty for none.
    pub last_visit_on: String,
}
