//! One binary for all that is tested from outside the crate, because each further one is linked again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test's own tools may fail aloud, as its body may"
)]

mod audit_cards;
mod audit_later;
mod audit_money;
mod audit_rights;
mod batch;
mod board;
mod cases;
mod cases_close;
mod cases_commission;
mod chain;
mod chain_roam;
mod chain_sim;
mod clearing;
mod closing;
mod commission;
mod commission_laws;
mod copies;
mod counter;
mod demo_chain;
mod desk;
mod discounts;
mod earns;
mod exchange_bombs;
mod exchange_commit;
mod exchange_files;
mod exchange_mutants;
mod exchange_rollback;
mod exchange_round;
mod exchange_salon;
mod exchange_words;
mod faults;
mod grant_holes;
mod grants;
mod groups;
mod guard;
mod insight;
mod kills;
mod laws;
mod mends;
mod moves;
mod office;
mod pack;
mod part_terms;
mod parts;
mod pay_walk;
mod payroll;
mod profile;
mod rewards;
mod rolls;
mod salon;
mod settlement;
mod slips;
mod tidy;
mod tidy_sql;
mod workbooks;
