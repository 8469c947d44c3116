//! Which column fills which field: guessed from the headers, overruled by a person, and nothing is dropped unseen.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::fields::{Field, Kind};
use super::synonyms;
use crate::ground::{Clean, Refused, wide};

/// Begins the header of a column that an error file added; the mapping leaves such columns alone.
pub const ADDED_PREFIX: &str = "[meigui]";

/// Which column of a table fills which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What the file holds.
    pub kind: Kind,
    /// The fields with their columns, from 0, in the order of the kind's fields.
    pub columns: Vec<(Field, usize)>,
    /// The columns that fill nothing; they stay in the error file.
    pub unknown: Vec<usize>,
}

impl Mapping {
    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    /// Checks that all required fields are mapped.
    ///
    /// # Errors
    /// [`Refused::ColumnMissing`] with the missing field, or those of which one must be there, and the headers.
    pub fn complete(&self, headers: &[Clean]) -> Result<(), Refused> {
        for group in self.kind.required() {
            if !group.iter().any(|field| self.column(*field).is_some()) {
                let names: Vec<&str> = group.iter().map(|field| field.name()).collect();
                return Err(missing(&names.join("/"), headers));
            }
        }
        Ok(())
    }
}

/// Guesses the mapping from the headers. A column fills one field, and a field has one column: its most telling
/// header, and of two alike the first.
#[must_use]
pub fn guess(headers: &[Clean], kind: Kind) -> Mapping {
    let plain: Vec<[String; 2]> = headers.iter().map(|header| forms(header.as_str())).collect();
    let mut columns: Vec<(Field, usize)> = Vec::new();
    for exact in [0, 1] {
        for column @ (field, _) in kind.columns() {
            if columns.iter().any(|(known, _)| known == field) {
                continue;
            }
            let free = |column: &usize| !columns.iter().any(|(_, taken)| taken == column);
            let hit = synonyms::headers(column).find_map(|synonym| {
                let wanted = squeezed(synonym);
                (0..plain.len())
                    .filter(free)
                    .find(|column| plain.get(*column).and_then(|forms| forms.get(exact)) == Some(&wanted))
            });
            if let Some(column) = hit {
                columns.push((*field, column));
            }
        }
    }
    finish(kind, columns, headers)
}

/// Applies what a person states: `field=Header`, `field=#3` for the third column, `field=` for none.
///
/// # Errors
/// [`Refused::ChoiceUnknown`] for a field that the kind does not have, [`Refused::ColumnMissing`] for a header
/// that is not there.
pub fn overrule(guessed: Mapping, headers: &[Clean], stated: &[String]) -> Result<Mapping, Refused> {
    let Mapping { kind, mut columns, .. } = guessed;
    for one in stated {
        let (name, header) = one.split_once('=').unwrap_or((one, ""));
        let field = field_named(kind, name.trim())?;
        columns.retain(|(known, _)| *known != field);
        if header.trim().is_empty() {
            continue;
        }
        let column = column_named(headers, header.trim()).ok_or_else(|| missing(field.name(), headers))?;
        columns.retain(|(_, taken)| *taken != column);
        columns.push((field, column));
    }
    Ok(finish(kind, columns, headers))
}

/// Whether a header is one of those known for any kind.
#[must_use]
pub fn is_known(header: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let all = Kind::ALL.into_iter().flat_map(Kind::columns);
        all.flat_map(synonyms::headers).map(squeezed).collect()
    });
    header.len() < 100 && forms(header).iter().any(|form| KNOWN.contains(form))
}

/// Whether an error file added this column.
#[must_use]
pub fn is_added(header: &Clean) -> bool {
    header.as_str().starts_with(ADDED_PREFIX)
}

fn finish(kind: Kind, mut columns: Vec<(Field, usize)>, headers: &[Clean]) -> Mapping {
    let place = |field: Field| kind.columns().iter().position(|(known, _)| *known == field);
    columns.sort_by_key(|(field, _)| place(*field));
    let unknown = (0..headers.len())
        .filter(|column| !columns.iter().any(|(_, taken)| taken == column))
        .filter(|column| !headers.get(*column).is_some_and(is_added))
        .collect();
    Mapping { kind, columns, unknown }
}

fn field_named(kind: Kind, name: &str) -> Result<Field, Refused> {
    let fields = || kind.columns().iter().map(|(field, _)| *field);
    fields().find(|field| field.name() == name).ok_or_else(|| Refused::ChoiceUnknown {
        field: "map".into(),
        value: Clean::shown(name).into_string(),
        known: fields().map(Field::name).collect::<Vec<_>>().join(", "),
    })
}

fn column_named(headers: &[Clean], wanted: &str) -> Option<usize> {
    if let Some(number) = wanted.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
        return number.checked_sub(1).filter(|column| *column < headers.len());
    }
    let squeezed_wanted = squeezed(wanted);
    let exact = headers.iter().position(|header| header.as_str() == wanted);
    exact.or_else(|| headers.iter().position(|header| squeezed(header.as_str()) == squeezed_wanted))
}

fn missing(field: &str, headers: &[Clean]) -> Refused {
    let headers: Vec<&str> = headers.iter().map(Clean::as_str).collect();
    Refused::ColumnMissing {
        field: field.to_owned(),
        headers: Clean::shown(&headers.join(", ")).into_string(),
    }
}

/// A header as it is compared, and the same without what stands in brackets behind it: `余额(元)`.
fn forms(header: &str) -> [String; 2] {
    let narrow = wide::narrow(header);
    let bare = narrow.split_once(['(', '[', '/']).map_or(narrow.as_str(), |(before, _)| before);
    [squeezed(&narrow), squeezed(bare)]
}

/// NFC, narrow, lower case, and only what is written: no spaces, dashes, dots or stars.
fn squeezed(text: &str) -> String {
    let nfc: String = text.nfc().collect();
    let narrow = wide::narrow(&nfc).to_lowercase();
    narrow.chars().filter(|ch| ch.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn headers(names: &[&str]) -> Vec<Clean> {
        names.iter().map(|name| Clean::shown(name)).collect()
    }

    fn guessed(names: &[&str], kind: Kind) -> Vec<(&'static str, usize)> {
        guess(&headers(names), kind).columns.into_iter().map(|(field, at)| (field.name(), at)).collect()
    }

    #[test]
    fn headers_are_known_by_many_names() {
        type Case = (Kind, &'static [&'static str], &'static [(&'static str, usize)]);
        let table: [Case; 9] = [
            (Kind::Members, &["会员姓名", "手机号", "会员等级"], &[("name", 0), ("phone", 1), ("tier", 2)]),
            (Kind::Members, &["Ｎａｍｅ", " Mobile_Phone "], &[("name", 0), ("phone", 1)]),
            (Kind::Members, &["电话", "手机", "客户"], &[("name", 2), ("phone", 1)]),
            (Kind::Balances, &["TEL", "余额（元）", "赠金*"], &[("phone", 0), ("balance", 1), ("gift", 2)]),
            (Kind::Balances, &["卡号", "本金", "赠送余额"], &[("code", 0), ("principal", 1), ("gift", 2)]),
            (
                Kind::Items,
                &["IsActive", "Code", "Desc", "Cate", "Price", "Cost"],
                &[("name", 2), ("code", 1), ("price", 4), ("category", 3), ("cost", 5), ("active", 0)],
            ),
            (
                Kind::Cards,
                &["手机", "次卡名称", "总次数", "剩余次数", "有效期至"],
                &[("phone", 0), ("card", 1), ("sessions_total", 2), ("sessions_left", 3), ("expires_on", 4)],
            ),
            (Kind::Staff, &["工号", "姓名", "岗位"], &[("name", 1), ("code", 0), ("role", 2)]),
            (
                Kind::Sales,
                &["单号", "日期", "项目", "技师", "数量", "实收"],
                &[("receipt", 0), ("date", 1), ("item", 2), ("staff", 3), ("quantity", 4), ("amount", 5)],
            ),
        ];
        for (kind, names, columns) in table {
            assert_eq!(guessed(names, kind), columns, "{names:?}");
            assert_eq!(guess(&headers(names), kind).complete(&headers(names)), Ok(()));
        }
    }

    #[test]
    fn a_person_overrules_the_guess() {
        let names = headers(&["Name", "Tel", "Mystery", "[meigui] 原因"]);
        let mapping = guess(&names, Kind::Members);
        assert_eq!(mapping.unknown, [2]);
        let stated = ["points=#3".to_owned(), "phone=".to_owned(), "code=tel".to_owned()];
        let mapping = overrule(mapping, &names, &stated).unwrap();
        assert_eq!(mapping.columns, [(Field::Name, 0), (Field::Code, 1), (Field::Points, 2)]);
        let wrong = |stated: &str| overrule(guess(&names, Kind::Members), &names, &[stated.to_owned()]);
        assert_eq!(wrong("shoe=Name").unwrap_err().code(), "choice.unknown");
        assert_eq!(wrong("note=Nothing").unwrap_err().code(), "import.column_missing");
        assert_eq!(wrong("note=#9").unwrap_err().code(), "import.column_missing");
    }

    #[test]
    fn what_is_required_is_named() {
        let names = headers(&["姓名", "积分"]);
        let no = guess(&names, Kind::Members).complete(&names).unwrap_err();
        assert_eq!(no.to_string(), "import.column_missing field=phone/code headers=姓名, 积分");
    }

    #[test]
    fn no_kind_gives_one_header_to_two_fields() {
        for kind in Kind::ALL {
            let mut seen = BTreeMap::new();
            for column @ (field, _) in kind.columns() {
                for synonym in synonyms::headers(column) {
                    let before = seen.insert(squeezed(synonym), field);
                    assert!(before.is_none_or(|other| other == field), "{} {field} {synonym}", kind.name());
                }
            }
            assert_eq!(Kind::named(kind.name()), Ok(kind));
        }
    }
}
