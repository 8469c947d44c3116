//! Member insight (会员洞察): who comes how often, who will leave, what a member will be worth, and where newcomers stop.
//!
//! Floats are at home here and nowhere else: everything in this slice is an estimate or a count, nothing of it is posted.
//!
//! | to change | open |
//! |---|---|
//! | the model of visits | `model.rs`, fitted in `fit.rs` |
//! | how the model is tried on the past | `back_test.rs` |
//! | what a visit and a member are worth | `value.rs` |

pub mod back_test;
pub mod fit;
pub mod model;
pub mod value;
pub mod visits;
