//! What every entry of the list of refusals becomes: a variant, a code, and its facts by name.

macro_rules! refusals {
    ($( $(#[doc = $doc:literal])+ $name:ident = $code:literal { $( $field:ident : $kind:ty ),* } )+) => {
        /// A refusal: nothing was changed, and this is why. Amounts print as yuan.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Refused {
            $( $(#[doc = $doc])+ #[allow(missing_docs)] $name { $( $field: $kind ),* }, )+
        }

        impl Refused {
            /// The stable name of this refusal, as doors and logs print it: `points.short`.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => $code, )+ }
            }

            /// What is known about it, by name.
            #[must_use]
            pub fn facts(&self) -> Vec<(&'static str, String)> {
                match self {
                    $( Self::$name { $( $field ),* } => {
                        let facts: Vec<(&'static str, &dyn Fact)> = vec![ $( (stringify!($field), $field) ),* ];
                        facts.into_iter().map(|(name, fact)| (name, printable(&fact.to_string()))).collect()
                    } )+
                }
            }

            /// Every code with the names of its facts, for the locales' test.
            pub const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[ $( ($code, &[ $( stringify!($field) ),* ]) ),+ ];
        }
    };
}

pub(super) use refusals;
