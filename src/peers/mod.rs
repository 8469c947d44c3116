//! The other stores of the chain and headquarters: who they are, their keys, and what is signed, sealed and
//! authenticated between them.
//!
//! | to change | open |
//! |---|---|
//! | signatures, sealed letters, digits that prove themselves | [`sign`] |
//! | whom this file knows | [`store`] |
//! | what the console and the command line are told of them | [`told`] |

pub mod sign;
pub mod store;
pub mod told;

pub use sign::{Key, Public};
pub use store::Peer;
