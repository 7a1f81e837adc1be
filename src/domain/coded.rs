//! Lists of codes (代码): a closed list whose items have the number that is stored and a stable name, written down once.

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $code:literal, $stable:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$item_doc])* $item,)*
        }

        impl $name {
            /// All, ascending by number.
            pub const ALL: &[$name] = &[$($name::$item),*];

            /// The number that is stored; frozen.
            pub const fn code(self) -> u16 {
                match self {
                    $($name::$item => $code,)*
                }
            }

            /// Stable name, as in JSON and on the command line.
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$item => $stable,)*
                }
            }

            /// The one of a stored number.
            pub fn from_code(code: u16) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }

            /// The one of that stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.name() == name)
            }
        }
    };
}

pub(crate) use coded;
