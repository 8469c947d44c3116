//! Every "no" of the house: a refusal is an answer with a code and facts, and its words live in the locales.

use super::money::Fen;

mod shape;
mod told;
use shape::refusals;
pub use told::Fact;
use told::printable;

refusals! {
    /// Not an amount in yuan.
    AmountUnreadable = "amount.unreadable" { text: String }
    /// More than two decimals.
    AmountTooFine = "amount.too_fine" { text: String }
    /// Beyond what an amount may be.
    AmountTooLarge = "amount.too_large" {}
    /// An amount that must be above zero.
    AmountNotPositive = "amount.not_positive" { field: String }
    /// Not a rate.
    RateUnreadable = "rate.unreadable" { text: String }
    /// A discount that is neither tenths, percent nor an amount.
    DiscountUnreadable = "discount.unreadable" { text: String }
    /// Not a day.
    DateUnreadable = "date.unreadable" { text: String }
    /// A past day on which there was not that much yet, or on a day after it would be too little.
    DayShort = "day.short" { date: String, since: String }
    /// Not a month.
    MonthUnreadable = "month.unreadable" { text: String }
    /// Day and month could be swapped.
    DateAmbiguous = "date.ambiguous" { text: String }
    /// A day that has not come yet.
    DateInFuture = "date.in_future" { date: String }
    /// A day on which the thing was not there yet.
    DateTooEarly = "date.too_early" { what: String, since: String, date: String }
    /// A span that ends before it begins.
    DateOrder = "date.order" { from: String, to: String }
    /// A day before the last one on which a period card was used, frozen or opened.
    CardMovedSince = "card.moved_since" { card: String, since: String, date: String }
    /// Not a phone number.
    PhoneUnreadable = "phone.unreadable" { text: String }
    /// A phone number that a spreadsheet turned into 1.38E+10.
    PhoneScientific = "phone.scientific" { text: String }
    /// Too long a text.
    TextTooLong = "text.too_long" { chars: i64, limit: i64 }
    /// A text that must be there.
    TextMissing = "text.missing" { field: String }
    /// An amount that no part can take.
    NothingToSplit = "split.nothing" {}
    /// A setting outside its range.
    SettingInvalid = "setting.invalid" { name: String, value: String }
    /// A value that is none of those known.
    ChoiceUnknown = "choice.unknown" { field: String, value: String, known: String }

    // -- commands -------------------------------------------------------------------------------------------
    /// A command without a key.
    KeyMissing = "key.missing" {}
    /// The same key with another content.
    KeyReused = "key.reused" { key: String, first: String }
    /// A command that cannot be read.
    CommandUnreadable = "command.unreadable" { reason: String }
    /// No such verb.
    VerbUnknown = "verb.unknown" { verb: String }
    /// Another process holds the file.
    Busy = "store.busy" { seconds: i64 }

    // -- the store and its people ---------------------------------------------------------------------------
    /// The file holds no store yet.
    StoreMissing = "store.missing" {}
    /// There is no such file.
    StoreNone = "store.none" { file: String }
    /// The file holds a store already.
    StoreExists = "store.exists" { code: String }
    /// A store code that is not a capital letter and digits.
    StoreCodeInvalid = "store.code_invalid" { code: String }
    /// No such operator, or one who has left.
    OperatorUnknown = "operator.unknown" { number: String }
    /// The role may not do that.
    RightMissing = "right.missing" { act: String, role: String, allowed: String }
    /// A second person must approve.
    ApprovalMissing = "approval.missing" { act: String, allowed: String }
    /// The same person cannot approve their own act.
    ApprovalSelf = "approval.self" { act: String }
    /// A reason must be given.
    ReasonMissing = "reason.missing" { act: String }
    /// A wrong PIN.
    PinWrong = "pin.wrong" { left: i64 }
    /// Too many wrong PINs.
    PinThrottled = "pin.throttled" { seconds: i64 }
    /// Too many wrong transfer codes.
    CodeThrottled = "code.throttled" { seconds: i64 }
    /// A PIN that is not 4 to 12 digits.
    PinUnfit = "pin.unfit" {}
    /// A PIN that was typed differently the second time.
    PinDiffers = "pin.differs" {}
    /// No such staff number.
    StaffUnknown = "staff.unknown" { number: String }
    /// Somebody who stands in the rotation queue already.
    RotationJoined = "rotation.joined" { name: String }
    /// Somebody who does not stand in the rotation queue.
    RotationAbsent = "rotation.absent" { name: String }
    /// A staff number in use.
    StaffNumberTaken = "staff.number_taken" { number: String, name: String }
    /// A member of staff who has left.
    StaffLeft = "staff.left" { number: String, name: String, date: String }
    /// The last owner cannot go.
    StaffLastOwner = "staff.last_owner" {}

    // -- members --------------------------------------------------------------------------------------------
    /// No such member.
    MemberUnknown = "member.unknown" { who: String }
    /// A phone that several members share.
    MemberAmbiguous = "member.ambiguous" { who: String, candidates: String }
    /// The phone belongs to somebody.
    MemberPhoneTaken = "member.phone_taken" { phone: String, number: String, name: String }
    /// A member file that was merged into another.
    MemberMerged = "member.merged" { number: String, into: String }
    /// A member cannot be merged into itself.
    MemberSame = "member.same" { number: String }
    /// Nothing to take apart.
    MemberNotMerged = "member.not_merged" { number: String }
    /// A verb that needs a member.
    MemberNeeded = "member.needed" { act: String }
    /// A birthday that no calendar has.
    BirthdayInvalid = "member.birthday_invalid" { text: String }
    /// A number in use.
    MemberNumberTaken = "member.number_taken" { number: String }

    // -- catalog --------------------------------------------------------------------------------------------
    /// No such item.
    ItemUnknown = "item.unknown" { code: String }
    /// An item code in use.
    ItemCodeTaken = "item.code_taken" { code: String, name: String }
    /// An item code that the entry box could not tell from a phone tail.
    ItemCodeUnfit = "item.code_unfit" { code: String }
    /// An item that is not of the kind needed.
    ItemWrongKind = "item.wrong_kind" { code: String, needed: String }
    /// An item that is no longer sold.
    ItemRetired = "item.retired" { code: String, name: String }
    /// A barcode in use.
    BarcodeTaken = "item.barcode_taken" { barcode: String, code: String }
    /// Not enough in stock.
    StockShort = "stock.short" { code: String, name: String, on_hand: i64, wanted: i64 }
    /// A package without parts, or one that holds a package.
    PackageUnfit = "item.package_unfit" { code: String }

    // -- holdings -------------------------------------------------------------------------------------------
    /// Not enough stored value.
    StoredValueShort = "stored_value.short" { balance: Fen, wanted: Fen }
    /// The wallet is frozen or reported lost.
    WalletClosed = "wallet.closed" { state: String }
    /// A named wallet needs its member.
    WalletNeedsMember = "wallet.needs_member" {}
    /// Stored value cannot buy stored value or cards.
    WalletBuysWallet = "wallet.buys_wallet" { item: String }
    /// No such top-up lot.
    LotUnknown = "lot.unknown" { lot: i64 }
    /// A top-up that was partly spent cannot be taken back whole.
    LotSpent = "lot.spent" { lot: i64, left: Fen, paid: Fen }
    /// A gift must not exceed what the salon allows.
    GiftTooLarge = "topup.gift_too_large" { gift: Fen, limit: Fen }
    /// Above the legal limit of a prepaid card.
    TopUpAboveLimit = "topup.above_limit" { balance: Fen, limit: Fen }
    /// No such card.
    CardUnknown = "card.unknown" { card: String }
    /// Not this member's card.
    CardNotHers = "card.not_hers" { card: String }
    /// A card that is frozen, lost, refunded or used up.
    CardClosed = "card.closed" { card: String, state: String }
    /// A card that was handed on to another member since.
    CardHandedOn = "card.handed_on" { card: String, member: String }
    /// A card that has expired.
    CardExpired = "card.expired" { card: String, date: String }
    /// A card that does not cover the service.
    CardDoesNotCover = "card.does_not_cover" { card: String, item: String }
    /// No session left.
    SessionsShort = "card.sessions_short" { card: String, left: i64, wanted: i64 }
    /// Sessions that money has not covered yet.
    SessionsUnpaid = "card.sessions_unpaid" { card: String, covered: i64, used: i64 }
    /// Not enough points.
    PointsShort = "points.short" { balance: i64, wanted: i64 }
    /// More points than one bill may take.
    PointsAboveCap = "points.above_cap" { cap: i64, wanted: i64 }
    /// Points go in whole multiples.
    PointsNotMultiple = "points.not_multiple" { multiple: i64, wanted: i64 }
    /// No such coupon.
    CouponUnknown = "coupon.unknown" { code: String }
    /// A coupon that was used or withdrawn.
    CouponUsed = "coupon.used" { code: String }
    /// A coupon that has expired.
    CouponExpired = "coupon.expired" { code: String, date: String }
    /// A bill below the coupon's threshold.
    CouponBelowThreshold = "coupon.below_threshold" { code: String, threshold: Fen, bill: Fen }
    /// A coupon that names nothing on the bill.
    CouponOutOfScope = "coupon.out_of_scope" { code: String }
    /// More paid than owed.
    DebtOverpaid = "debt.overpaid" { owed: Fen, paid: Fen }
    /// A debt limit.
    DebtAboveLimit = "debt.above_limit" { limit: Fen, wanted: Fen }

    // -- checkout -------------------------------------------------------------------------------------------
    /// An empty cart.
    CartEmpty = "cart.empty" {}
    /// No such line.
    LineUnknown = "cart.line_unknown" { line: i64 }
    /// A quantity outside 1…999.
    QuantityUnfit = "cart.quantity_unfit" { quantity: i64 }
    /// A discount above what the role may give.
    DiscountAboveLimit = "discount.above_limit" { limit: String, wanted: String, allowed: String }
    /// A timed price or a threshold that cannot be.
    DiscountUnfit = "discount.unfit" { what: String }
    /// A discount larger than the price.
    DiscountTooLarge = "discount.too_large" { price: Fen, discount: Fen }
    /// Tenders that do not cover the bill.
    TenderShort = "tender.short" { due: Fen, paid: Fen }
    /// More than due in a tender that gives no change.
    TenderOver = "tender.over" { tender: String, due: Fen, paid: Fen }
    /// Two lines of a tender that goes once.
    TenderTwice = "tender.twice" { tender: String }
    /// A tender that is not known.
    TenderUnknown = "tender.unknown" { tender: String }
    /// A tender that this kind of bill does not take.
    TenderUnfit = "tender.unfit" { tender: String }
    /// The price changed since it was shown.
    PriceChanged = "price.changed" { shown: Fen, now: Fen }
    /// More than is due to a person.
    PayTooMuch = "pay.too_much" { due: Fen, amount: Fen }
    /// Nothing is due to a person.
    PayNothing = "pay.nothing" { name: String, month: String }
    /// A month that has not begun.
    PayAhead = "pay.ahead" { month: String }
    /// No such payout.
    PayoutUnknown = "pay.unknown" { payout: String }
    /// A payout that was taken back, or takes one back.
    PayoutTakenBack = "pay.taken_back" { payout: String }
    /// No such bill.
    BillUnknown = "bill.unknown" { bill: String }
    /// A bill that was voided already.
    BillVoided = "bill.voided" { bill: String }
    /// A bill of another kind.
    BillWrongKind = "bill.wrong_kind" { bill: String, kind: String }
    /// More refunded than sold.
    RefundTooMuch = "refund.too_much" { line: i64, left: i64, wanted: i64 }
    /// What the bill gave was used since.
    RefundUsedUp = "refund.used_up" { bill: String, what: String }
    /// The day of the bill is closed.
    DayClosed = "day.closed" { date: String }
    /// A rate that may be meant as a share or in percent.
    RateUnclear = "rate.unclear" { text: String }
    /// More cash goes out than there is.
    DrawerShort = "drawer.short" { there: Fen, wanted: Fen }
    /// More cash would go out than there is, without telling what is there.
    DrawerTooLittle = "drawer.too_little" { wanted: Fen }
    /// What money is for was not said.
    NoteMissing = "note.missing" {}
    /// A shift that must be closed first.
    ShiftStillOpen = "shift.still_open" { shift: i64, name: String }
    /// No such shift, or one that is still open.
    ShiftUnknown = "shift.unknown" { shift: i64 }
    /// The drawer was not counted.
    CountMissing = "shift.count_missing" { shift: i64 }
    /// Something was taken since the drawer was counted.
    CountStale = "shift.count_stale" { shift: i64 }
    /// A difference without a cause.
    CauseMissing = "shift.cause_missing" { difference: Fen }
    /// What the day took was not counted.
    DayUncounted = "day.uncounted" { date: String }
    /// A day that is not closed.
    DayOpen = "day.open" { date: String }
    /// Something stands in the way of closing a month.
    MonthBlocked = "month.blocked" { month: String, what: String, count: i64 }
    /// A month that is not closed yet.
    MonthNotClosed = "month.not_closed" { month: String }
    /// A month that was closed already, or a later one was.
    MonthDone = "month.done" { month: String, through: String }
    /// Too late to take back.
    UndoTooLate = "undo.too_late" { seconds: i64 }
    /// Nothing to take back.
    UndoNothing = "undo.nothing" {}
    /// No such held bill.
    HoldUnknown = "hold.unknown" { hold: i64 }
    /// A held bill that somebody else took.
    HoldTaken = "hold.taken" { hold: i64 }
    /// A rating outside 1…5.
    RatingUnfit = "rating.unfit" { rating: i64 }
    /// No shift is open.
    ShiftNone = "shift.none" {}

    // -- files ----------------------------------------------------------------------------------------------
    /// A file that cannot be read.
    FileUnreadable = "file.unreadable" { file: String, reason: String }
    /// A file beyond the limits.
    FileTooLarge = "file.too_large" { file: String, reason: String }
    /// The reader gave up.
    FileReaderDied = "file.reader_died" { file: String, reason: String }
    /// A column that must be mapped.
    ColumnMissing = "import.column_missing" { field: String, headers: String }
    /// The control total does not match.
    ControlTotalOff = "import.control_total_off" { typed: Fen, found: Fen }
    /// Rows in error.
    ImportRowsBad = "import.rows_bad" { errors: i64 }
    /// The very same file was imported before.
    ImportTwice = "import.twice" { file: String, batch: i64 }
    /// No such batch, or one that was rolled back.
    ImportBatchUnknown = "import.batch_unknown" { batch: i64 }
    /// What the batch brought was used since.
    ImportBatchUsed = "import.batch_used" { batch: i64, what: String }
    /// A file that exists and would be overwritten.
    FileExists = "file.exists" { file: String }
    /// A newer file would be overwritten.
    FileNewer = "file.newer" { file: String }
    /// Not a file of this program.
    FileForeign = "file.foreign" { file: String }
    /// A file written by a newer version.
    FileFromFuture = "file.from_future" { file: String, version: i64, known: i64 }
    /// A damaged file.
    FileDamaged = "file.damaged" { file: String, reason: String }
    /// A copy of a running file without its log: its newest sales may be missing.
    FileTorn = "file.torn" { file: String }
    /// A file of another store.
    FileOtherStore = "file.other_store" { file: String, code: String, here: String }
    /// A network drive.
    FileOnNetwork = "file.on_network" { file: String, system: String }
    /// The disk is full.
    DiskFull = "disk.full" {}
    /// A rule that cannot be meant.
    RulesUnfit = "rules.unfit" { rule: String, what: String }
    /// The same, in a file.
    RulesLineUnfit = "rules.line_unfit" { line: i64, column: i64, rule: String, what: String }
    /// A file of rules that cannot be read.
    RulesUnreadable = "rules.unreadable" { line: i64, column: i64, reason: String }
    /// A month that is closed.
    MonthClosed = "month.closed" { date: String, through: String }
    /// Not a whole number.
    CountUnreadable = "import.count_unreadable" { text: String }
    /// Not a birthday, neither solar nor lunar.
    BirthdayUnreadable = "import.birthday_unreadable" { text: String }
    /// A value whose bytes could not be decoded.
    CellDamaged = "import.cell_damaged" { field: String }
    /// More filled cells than there are headers: the values may have slipped sideways.
    RowTooWide = "import.row_too_wide" { cells: i64, headers: i64 }
    /// The same thing stands in an earlier row of the file.
    ImportRowTwice = "import.row_twice" { row: i64 }
    /// The row names somebody else than the member its number or phone belongs to.
    ImportNameDiffers = "import.name_differs" { name: String, found: String }
    /// Several members have the row's phone, and nothing tells them apart.
    ImportMemberUnclear = "import.member_unclear" { who: String, count: i64 }
    /// Less than an earlier import brought.
    ImportLower = "import.lower" { brought: String, found: String }
    /// Principal and gift do not add up to the balance.
    ImportSplitOff = "import.split_off" { balance: Fen, principal: Fen, gift: Fen }
    /// More sessions left than there were.
    ImportSessionsOff = "import.sessions_off" { total: i64, left: i64 }
    /// A card that came in before with another count.
    ImportCardDiffers = "import.card_differs" { card: String, brought: i64, found: i64 }
    /// A card number in use.
    CardCodeTaken = "card.code_taken" { card: String }
    /// Balances come in only with the total that the owner types.
    ControlTotalMissing = "import.control_total_missing" {}
    /// What people did is not worked out yet in this file.
    BoardUnfilled = "board.unfilled" {}
    /// An option that a report would not heed.
    ReportOption = "report.option" { report: String, option: String, takes: String }
    /// Another store or headquarters cannot be dealt with.
    ChainUnfit = "chain.unfit" { store: String, what: String }
    /// A bundle or a pack that is not taken.
    BundleUnfit = "bundle.unfit" { file: String, what: String, detail: String }
    /// A transfer code that is not taken, or cannot be given.
    CodeUnfit = "code.unfit" { what: String }
    /// Stopped by the person at the counter; nothing was written.
    ImportStopped = "import.stopped" { row: i64 }
}

#[cfg(test)]
mod tests;
