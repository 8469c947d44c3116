//! Between the files of a chain: bundles that leave a store, headquarters that merges them, packs that come back.
//!
//! | to change | open |
//! |---|---|
//! | which tables and columns leave a store | [`crate::ledger::tables`] |
//! | how rows are written as bytes | [`rows`] |
//! | the form of a `.meigui` file, signed | [`container`] |
//! | what a bundle holds and says of itself | [`bundle`] |
//! | that a bundle leaves | [`send`] |
//! | that a closed month leaves | [`month`] |
//! | all that headquarters does with what came | [`desk`] |
//! | a statement as a table | [`statement`] |
//! | what only the books of all stores show | [`cross`] |
//! | whether phones leave, sealed | [`policy`] |
//! | a member moves to another store for good | [`moving`] |
//! | what a store is told of members of others | `guests` |
//! | members of all stores | [`people`] |
//! | what of a copy is worked out before somebody looks | [`ready`] |
//! | how headquarters looks at files, store by store | [`merge`] |
//! | what is written down of each file, and what is missing | [`received`] |
//! | how headquarters rates what was used between stores | [`rate`] |
//! | the consolidated pack of a month | [`report`] |
//! | what headquarters tells a store | [`letter`], written by [`issue`], read by [`apply`] |
//! | the board of all stores | [`board`] |
//! | the cockpit of all stores | [`cockpit`] |
//! | the insight of all stores | [`insight`] |
//! | what headquarters grants to stores where a member roams | [`grant`], [`granted`], [`roam`] |
//! | what became of a file in words | [`told`] |
//! | how a fork is mended | [`fork`] |
//! | whose bundles are taken | [`admit`] |
//! | how headquarters takes one into its copy of a store | [`replica`] |

pub mod admit;
pub mod apply;
pub mod board;
pub mod bundle;
pub mod cockpit;
pub mod container;
pub mod cross;
pub mod desk;
pub mod fork;
pub mod grant;
pub mod granted;
mod guests;
pub mod insight;
pub mod issue;
pub mod letter;
pub mod merge;
pub mod month;
pub mod moving;
pub mod people;
pub mod policy;
pub mod rate;
pub mod ready;
pub mod received;
pub mod replica;
pub mod report;
pub mod roam;
pub mod rows;
pub mod send;
pub mod statement;
mod store;
pub mod told;
