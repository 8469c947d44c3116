//! The people who serve: numbered, with a job, a role and dates. A person who left stays in every old bill.
//!
//! | to change | open |
//! |---|---|
//! | hiring | [`hire`] |
//! | a name, a job, a role, skills | [`edit`] |
//! | leaving | [`leave`] |
//! | lists | [`roster`] |
//! | the queue that gives customers to technicians | [`rotation`], its rules [`rotation_rules`] |

pub mod edit;
pub mod hire;
pub mod leave;
pub mod moves;
pub mod roster;
pub mod rotation;
pub mod rotation_rules;
pub mod store;

use serde::{Deserialize, Serialize};

/// What a person does in the salon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// 技师: does the work.
    Technician,
    /// 顾问: sells and advises.
    Consultant,
    /// 前台.
    FrontDesk,
    /// 店长.
    Manager,
    /// 店主.
    Owner,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 5] =
        [Self::Technician, Self::Consultant, Self::FrontDesk, Self::Manager, Self::Owner];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Technician => "technician",
            Self::Consultant => "consultant",
            Self::FrontDesk => "front_desk",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.code() == code)
    }

    /// The role that goes with a job unless another is given.
    pub fn usual_role(self) -> crate::shop::Role {
        match self {
            Self::Technician | Self::Consultant => crate::shop::Role::Staff,
            Self::FrontDesk => crate::shop::Role::Cashier,
            Self::Manager => crate::shop::Role::Manager,
            Self::Owner => crate::shop::Role::Owner,
        }
    }
}

/// A person's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Row id.
    #[serde(skip)]
    pub id: i64,
    /// Staff number, as typed at the counter.
    pub number: String,
    /// Name.
    pub name: String,
    /// Job.
    pub job: Job,
    /// Role.
    pub role: crate::shop::Role,
    /// Categories or services the person is good at, separated by commas.
    pub skills: String,
    /// Phones, the main one first.
    #[serde(default)]
    pub phones: Vec<String>,
    /// First day.
    pub hired_on: String,
    /// Last day.
    pub left_on: Option<String>,
    /// Whether a PIN guards the person.
    pub guarded: bool,
}
