//! The month-end pack (月结包): the files of a closed month that headquarters takes, the same bytes whenever they are made.
//!
//! | to change | open |
//! |---|---|
//! | which sheets there are and what is in them | [`month`], `columns` |
//! | what a sheet, a column and a cell are | [`sheet`] |
//! | the workbook, and Parquet | [`xlsx`], [`parquet`] |
//! | CSV, JSON and the manifest | [`files`] |
//! | versions, and who may take a pack out | [`made`] |
//! | writing a folder that is whole or not there | [`mod@write`] |

mod columns;
pub mod files;
pub mod made;
pub mod month;
pub mod parquet;
pub mod sheet;
pub mod write;
pub mod xlsx;
