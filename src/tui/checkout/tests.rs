//! Scripted tests of the checkout.
