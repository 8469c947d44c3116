//! Member insight (会员洞察): who comes how often, who will leave, what a member will be worth, and where newcomers stop.
//!
//! Floats are at home here and nowhere else: everything in this slice is an estimate or a count, nothing of it is posted.
//!
//! | to change | open |
//! |---|---|
//! | what is told of a salon and of a member | `salon.rs`, its answers in `answers.rs` |
//! | what counts as a visit, and what it was worth | `history.rs` |
//! | states (保有, 沉睡 ..) and their limits | `state_rules.rs` |
//! | tags and their reasons | `tag_rules.rs` |
//! | the way of newcomers, and when they pay in advance | `journey_rules.rs` |
//! | the same in words | `told.rs` |
//! | the model of visits | `model.rs`, fitted in `fit.rs` |
//! | how the model is tried on the past | `back_test.rs` |
//! | what a visit and a member are worth | `value.rs` |

pub mod answers;
pub mod back_test;
pub mod fit;
pub mod history;
pub mod journey_rules;
pub mod model;
pub mod salon;
pub mod state_rules;
pub mod tag_rules;
pub mod told;
pub mod value;
pub mod visits;
