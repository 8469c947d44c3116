//! Imports and exports: what comes from outside is read, never believed, and what goes out runs nowhere.
//!
//! So far the half without a database. To change …, open …:
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
//! | what a row becomes | [`rows`] |
//! | the preview and the full check | [`preview`] |
//! | the file of rows in error | [`error_file`] |
//! | CSV that is written | [`csv_out`] |
//! | what is exported, and who may | [`export`] |

pub mod birthday;
pub mod columns;
pub mod csv_in;
pub mod csv_out;
pub mod dates;
pub mod decode;
pub mod error_file;
pub mod export;
pub mod fields;
pub mod limits;
pub mod open;
pub mod preview;
pub mod rows;
pub mod sheet_child;
pub mod sheet_in;
pub mod sheet_zip;
pub mod synonyms;
pub mod table;
pub mod values;
