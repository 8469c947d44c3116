//! The cockpit (驾驶舱): how the salon stands on one page. Every figure is read from the books of one store, or of several, and
//! what is compared is compared with the same span right before.
//!
//! | to change | open |
//! |---|---|
//! | the page, and over which stores | `page.rs` |
//! | turnover, prepaid work, visits, stored value | `tiles.rs` |
//! | which items sell and are had again | `items.rs` |
//! | which two bring people back together | `pair_rules.rs` |
//! | what is said of the items in words | `told.rs` |
//! | when customers come | `hours.rs` |
//! | what wants somebody's eye | `alerts.rs` |

pub mod alerts;
pub mod hours;
pub mod items;
pub mod page;
pub mod pair_rules;
pub mod tiles;
pub mod told;
