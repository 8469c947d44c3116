//! What an attack on the ledger found, as sentences: refunds, cards and merges that must come out to the fen.
