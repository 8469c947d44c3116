//! The registry of the machine's door: every verb and every question by its name, with its JSON Schema.

use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::exchange::dry_run::DryRun;
use crate::exchange::load::ImportFile;
use crate::exchange::report::Report;
use crate::exchange::sheet_in::SheetReader;
use crate::ground::Refused;
use crate::shop::{Answer, Done, Envelope, Query, Shop, Stop, Verb};
use crate::words::Lang;
use crate::{
    cards, catalog, chain, checkout, close, cockpit, commission, exchange, insight, leaderboard, members,
    pack, parts, payroll, peers, performance, points, promotions, rewards, settlement, shop, staff,
};

/// What a command answers: the value, and whether the key had been seen before.
pub struct Reply {
    /// As JSON.
    pub value: Value,
    /// Whether nothing happened because the key was known.
    pub repeated: bool,
}

type Run = fn(&mut Shop, &Envelope, Value) -> Answer<Reply>;

/// A verb or a question of the door.
pub struct Entry {
    /// `member.open`.
    pub name: &'static str,
    /// Whether it changes the store.
    pub changes: bool,
    /// Does it.
    pub run: Run,
    /// Its JSON Schema.
    pub schema: fn(&mut SchemaGenerator) -> schemars::Schema,
}

fn act<V: Verb>(shop: &mut Shop, envelope: &Envelope, fields: Value) -> Answer<Reply> {
    let verb: V = parse(fields)?;
    let Done { value, repeated, .. } = shop.act(envelope, &verb)?;
    Ok(Reply { value: to_json(&value)?, repeated })
}

fn ask<Q: Query>(shop: &mut Shop, envelope: &Envelope, fields: Value) -> Answer<Reply> {
    let query: Q = parse(fields)?;
    Ok(Reply { value: to_json(&shop.ask_as(envelope, &query)?)?, repeated: false })
}

fn parse<T: serde::de::DeserializeOwned>(fields: Value) -> Result<T, Refused> {
    serde_json::from_value(fields).map_err(|error| Refused::CommandUnreadable {
        reason: crate::ground::Clean::shown(&masked(&error.to_string())).into_string(),
    })
}

/// A parser's words without long numbers: a PIN that was sent as a number must not come back.
fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for ch in text.chars().chain(std::iter::once(' ')) {
        if ch.is_ascii_digit() {
            run.push(ch);
            continue;
        }
        out.push_str(if run.len() >= 4 { "****" } else { &run });
        run.clear();
        out.push(ch);
    }
    out.trim_end().to_owned()
}

fn to_json<T: serde::Serialize>(value: &T) -> Answer<Value> {
    serde_json::to_value(value)
        .map_err(|error| Stop::Fault(crate::db::Fault::Broken(format!("answer: {error}"))))
}

const fn verb<V: Verb>() -> Entry {
    Entry { name: V::NAME, changes: true, run: act::<V>, schema: V::json_schema }
}

const fn query<Q: Query>() -> Entry {
    Entry { name: Q::NAME, changes: false, run: ask::<Q>, schema: Q::json_schema }
}

/// Reads a file by its path, and compares it or writes it.
fn import_file(shop: &mut Shop, envelope: &Envelope, fields: Value) -> Answer<Reply> {
    let file: ImportFile = parse(fields)?;
    let load = std::sync::Arc::new(file.load(&SheetReader::of_this_program()?)?);
    if file.commit {
        let Done { value, repeated, .. } = shop.act(envelope, &file.verb(load))?;
        return Ok(Reply { value: to_json(&value)?, repeated });
    }
    let prospect = shop.ask(&DryRun::of(std::sync::Arc::clone(&load)))?;
    Ok(Reply { value: to_json(&Report::of(&load, prospect, Lang::En))?, repeated: false })
}

/// Everything that the door knows.
pub const ENTRIES: &[Entry] = &[
    verb::<checkout::Cart>(),
    verb::<checkout::after::RateBill>(),
    verb::<checkout::after::Recommend>(),
    verb::<checkout::card_refund::RefundCard>(),
    verb::<checkout::card_upgrade::UpgradeCard>(),
    verb::<checkout::debt_pay::PayDebt>(),
    verb::<checkout::hold::HoldBill>(),
    verb::<checkout::hold::RetrieveBill>(),
    verb::<checkout::merge::MergeMembers>(),
    verb::<checkout::merge::UnmergeMember>(),
    verb::<checkout::refund::RefundBill>(),
    verb::<checkout::refund::VoidBill>(),
    verb::<checkout::roll::RollDay>(),
    verb::<checkout::slip_print::OpenDrawer>(),
    verb::<checkout::slip_print::SlipPrinted>(),
    verb::<checkout::topup::TopUp>(),
    verb::<checkout::topup::VoidTopUp>(),
    verb::<checkout::undo::TakeBack>(),
    verb::<cards::change::ChangeCard>(),
    verb::<catalog::add::AddItem>(),
    verb::<catalog::edit::EditItem>(),
    verb::<catalog::stock::StockCount>(),
    verb::<catalog::stock::StockIn>(),
    verb::<catalog::tier::SetTier>(),
    verb::<chain::admit::AdmitStore>(),
    verb::<chain::apply::ApplyPack>(),
    verb::<chain::fork::AcceptFork>(),
    verb::<chain::issue::IssuePack>(),
    verb::<chain::month::SendMonth>(),
    verb::<chain::policy::SetPolicy>(),
    verb::<chain::rate::NameEvents>(),
    verb::<chain::rate::RateStore>(),
    verb::<chain::received::FilesGone>(),
    verb::<chain::received::Received>(),
    verb::<chain::report::ReportMonth>(),
    verb::<chain::send::SendBundle>(),
    verb::<close::day::CloseDay>(),
    verb::<close::day::ReopenDay>(),
    verb::<close::drawer::MoveCash>(),
    verb::<close::month::CloseMonth>(),
    verb::<close::shift::CloseShift>(),
    verb::<close::shift::CountTill>(),
    verb::<close::shift::OpenShift>(),
    verb::<commission::book::SetRules>(),
    verb::<exchange::export::ExportFile>(),
    verb::<exchange::pay_table::ExportPay>(),
    Entry {
        name: "import.file",
        changes: true,
        run: import_file,
        schema: <ImportFile as schemars::JsonSchema>::json_schema,
    },
    verb::<exchange::roll_back::RollBackImport>(),
    verb::<leaderboard::goals::SetGoals>(),
    verb::<leaderboard::terms::SetScore>(),
    verb::<leaderboard::terms::SetTarget>(),
    verb::<members::edit::EditMember>(),
    verb::<members::family::SetFamily>(),
    verb::<members::hand_over::HandOver>(),
    verb::<members::moving::MoveStaff>(),
    verb::<members::open::OpenMember>(),
    verb::<members::owner::SetOwner>(),
    verb::<members::reveal::RevealPhone>(),
    verb::<members::wallet::SetWallet>(),
    verb::<pack::made::ExportMonth>(),
    verb::<chain::grant::GrantPart>(),
    verb::<chain::granted::RevokeGrant>(),
    verb::<chain::moving::MoveMember>(),
    verb::<parts::accept::AcceptPart>(),
    verb::<parts::ask::AskPart>(),
    verb::<parts::give::GivePart>(),
    verb::<parts::give_back::ReturnPart>(),
    verb::<parts::take::TakePart>(),
    verb::<payroll::payout::PayAll>(),
    verb::<payroll::payout::PayOut>(),
    verb::<payroll::payout::TakeBackPay>(),
    verb::<payroll::wage::SetWage>(),
    verb::<performance::rebuild::Rebuild>(),
    verb::<points::adjust::AdjustPoints>(),
    verb::<promotions::coupons::IssueCoupon>(),
    verb::<promotions::coupons::WithdrawCoupon>(),
    verb::<promotions::offers::SetOffers>(),
    verb::<promotions::discounts::SetDiscounts>(),
    verb::<rewards::book::SetRewards>(),
    verb::<settlement::settle::Settle>(),
    verb::<settlement::book::SetClearing>(),
    verb::<shop::pin_set::MakeRecovery>(),
    verb::<shop::pin_set::SetPin>(),
    verb::<shop::setting_put::PutSetting>(),
    verb::<shop::rename::RenameStore>(),
    verb::<staff::edit::EditStaff>(),
    verb::<staff::hire::Hire>(),
    verb::<staff::leave::Leave>(),
    verb::<staff::rotation::MoveRotation>(),
    query::<checkout::bill::ListBills>(),
    query::<checkout::bill::ShowBill>(),
    query::<checkout::card_refund::CardRefundPreview>(),
    query::<checkout::custody::Custody>(),
    query::<checkout::bill::LastBill>(),
    query::<checkout::slip_print::Prints>(),
    query::<checkout::hold::HeldBills>(),
    query::<checkout::member_view::Balances>(),
    query::<checkout::member_view::ShowMember>(),
    query::<checkout::quote::Quote>(),
    query::<checkout::slip::SlipOf>(),
    query::<checkout::today::Liability>(),
    query::<checkout::today::Totals>(),
    query::<checkout::topup::TopUpPreview>(),
    query::<catalog::list::Items>(),
    query::<catalog::stock::Stock>(),
    query::<catalog::tier::Tiers>(),
    query::<chain::cross::CrossCheck>(),
    query::<chain::received::Inbox>(),
    query::<close::day::Days>(),
    query::<close::gaps::Gaps>(),
    query::<close::month::Months>(),
    query::<close::month_check::MonthCheck>(),
    query::<close::shift::Shift>(),
    query::<close::slip::DaySlip>(),
    query::<close::slip::ShiftSlip>(),
    query::<close::z_report::Shifts>(),
    query::<close::z_report::ZReport>(),
    query::<commission::book::Rules>(),
    query::<commission::lines::CommissionLines>(),
    query::<commission::report::Commission>(),
    query::<commission::report::RulesPreview>(),
    query::<exchange::batches::Imports>(),
    query::<leaderboard::Board>(),
    query::<leaderboard::feed::EarnedFeed>(),
    query::<leaderboard::profile::Profile>(),
    query::<leaderboard::terms::ScoreHistory>(),
    query::<leaderboard::why::Why>(),
    query::<members::duplicates::Duplicates>(),
    query::<members::search::Search>(),
    query::<payroll::payout::Payouts>(),
    query::<payroll::sheet::PaySheet>(),
    query::<payroll::slip::PaySlip>(),
    query::<payroll::wage::Wages>(),
    query::<rewards::book::Rewards>(),
    query::<rewards::feed::RewardFeed>(),
    query::<parts::list::CodeOf>(),
    query::<parts::list::Parts>(),
    query::<chain::roam::Roamers>(),
    query::<chain::granted::Grants>(),
    query::<chain::board::ChainBoard>(),
    query::<chain::cockpit::ChainAlert>(),
    query::<chain::cockpit::ChainCockpit>(),
    query::<chain::insight::ChainInsight>(),
    query::<cockpit::alerts::AlertRows>(),
    query::<cockpit::page::Cockpit>(),
    query::<insight::salon::Insight>(),
    query::<insight::salon::MemberInsight>(),
    query::<chain::people::ChainMembers>(),
    query::<peers::told::Chain>(),
    query::<promotions::offers::Offers>(),
    query::<promotions::discounts::Discounts>(),
    query::<settlement::matrix::CrossEvents>(),
    query::<settlement::matrix::MatrixOf>(),
    query::<settlement::simulate::SimulateClearing>(),
    query::<settlement::book::ClearingExample>(),
    query::<settlement::book::ClearingRules>(),
    query::<staff::roster::Roster>(),
    query::<staff::moves::StaffHistory>(),
    query::<staff::rotation::Rotation>(),
];

/// The entry of a name.
pub fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

/// The JSON Schema of one line at the door: the envelope and the fields of each command.
pub fn schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let mut commands = Vec::new();
    for entry in ENTRIES {
        let fields = (entry.schema)(&mut generator).to_value();
        commands.push(command_schema(entry, fields));
    }
    let definitions = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "meigui batch",
        "description": "One command per line. Answers: {\"key\":..,\"ok\":{..}}, {\"key\":..,\"refused\":{\"code\":..}} or {\"key\":..,\"error\":..}.",
        "oneOf": commands,
        "$defs": definitions,
    })
}

fn command_schema(entry: &Entry, mut fields: Value) -> Value {
    let mut properties = Map::new();
    properties.insert("do".into(), json!({ "const": entry.name }));
    properties.insert(
        "key".into(),
        json!({ "type": "string", "minLength": 1, "maxLength": 200,
        "description": "the same key twice has one effect and returns the first result" }),
    );
    for (name, text) in super::batch::ENVELOPE {
        properties.insert((*name).into(), json!({ "type": "string", "description": text }));
    }
    let required = if entry.changes { vec![json!("do"), json!("key")] } else { vec![json!("do")] };
    // Quotes are carts: their schema is a reference, and the envelope stands beside it.
    let Some(object) = fields.as_object_mut().filter(|object| !object.contains_key("$ref")) else {
        return json!({ "title": entry.name, "allOf": [
            { "type": "object", "properties": properties, "required": required }, fields ] });
    };
    if let Some(Value::Object(own)) = object.remove("properties") {
        properties.extend(own);
    }
    let mut all = required;
    if let Some(Value::Array(own)) = object.remove("required") {
        all.extend(own);
    }
    object.insert("title".into(), json!(entry.name));
    object.insert("type".into(), json!("object"));
    object.insert("properties".into(), Value::Object(properties));
    object.insert("required".into(), Value::Array(all));
    fields
}
