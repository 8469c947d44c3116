#![doc = include_str!("ARCHITECTURE.md")]

pub mod ground;

pub mod db;
pub mod settlement;
pub mod shop;

pub mod ledger;

pub mod peers;

pub mod catalog;
pub mod members;
pub mod staff;

pub mod cards;
pub mod close;
pub mod commission;
pub mod pack;
pub mod parts;
pub mod payroll;
pub mod performance;
pub mod points;
pub mod promotions;

pub mod checkout;

pub mod cockpit;
pub mod insight;
pub mod leaderboard;

pub mod proof;
pub mod rewards;

pub mod output;

pub mod exchange;

pub mod chain;

pub mod demo;

pub mod words;

pub mod worker;

pub mod cli;
pub mod tui;
