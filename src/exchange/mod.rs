//! Imports and exports: what comes from outside is read, never believed, and what goes out runs nowhere.
//!
//! The first half reads and knows no store; the second compares with the store and writes. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | the limits and the reasons of refused files | [`limits`] |
//! | which reader a file gets | [`open`] |
//! | encodings | [`decode`] |
//! | text tables | [`csv_in`] |
//! | workbooks: the parent, the child, the zip | [`sheet_in`], [`sheet_child`], [`sheet_zip`] |
//! | what a table is, and where its header stands | [`table`] |
//! | kinds and fields, and the headers that mean them | [`fields`], [`synonyms`] |
//! | how headers are matched and overruled | [`columns`] |
//! | how days and times are read | [`dates`] |
//! | how amounts, counts, yes and no are read | [`values`] |
//! | birthdays, lunar ones too | [`birthday`] |
//! | what a row becomes, and why not | [`rows`], [`problem`] |
//! | the preview and the full check | [`preview`] |
//! | the file of rows in error | [`error_file`] |
//! | CSV that is written | [`csv_out`] |
//! | reports as tables, CSV and workbooks | [`sheet_out`], [`pay_table`] |
//! | what is exported, and who may | [`export`] |
//! | a file read, mapped and known again | [`load`] |
//! | what a row is compared with | [`desk`] |
//! | what a row does to the store | [`into_members`], [`into_balances`], [`into_cards`], [`into_items`], [`into_staff`], [`into_sales`] |
//! | counting before writing | [`dry_run`] |
//! | writing, taking back, listing | [`commit`] and [`mod@write`], [`roll_back`], [`batches`] |
//! | progress and the wish to stop | [`watch`] |
//! | rows and problems in words, and the whole as a door tells it | [`told`], [`report`] |

pub mod batches;
pub mod birthday;
pub mod columns;
pub mod commit;
pub mod csv_in;
pub mod csv_out;
pub mod dates;
pub mod decode;
pub mod desk;
pub mod dry_run;
pub mod error_file;
pub mod export;
pub mod export_file;
pub mod fields;
pub mod into_balances;
pub mod into_cards;
pub mod into_items;
pub mod into_members;
pub mod into_sales;
pub mod into_staff;
pub mod limits;
pub mod load;
pub mod open;
pub mod pay_table;
pub mod preview;
pub mod problem;
pub mod report;
pub mod roll_back;
pub mod rows;
pub mod sheet_child;
pub mod sheet_in;
pub mod sheet_out;
pub mod sheet_zip;
mod store;
pub mod synonyms;
pub mod table;
pub mod told;
pub mod values;
pub mod watch;
pub mod write;
