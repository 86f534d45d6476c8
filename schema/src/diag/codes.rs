//! The table of codes: one line each, from which everything that knows a code takes it.

macro_rules! codes {
    ($($name:ident = $number:literal, $title:literal;)*) => {
        /// A stable code. Its number never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $name = $number,)*
        }
        impl Code {
            /// All codes in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// One line on what is wrong.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    // 1 to 29: TOML and keys (reader)
    TomlSyntax = 1, "the file is not TOML";
    UnknownKey = 2, "a key that the language does not have";
    WrongType = 3, "a value of the wrong type";
    MissingKey = 4, "a key is missing";
    ExclusiveKeys = 5, "keys that exclude each other";
    NumberRange = 6, "a number out of range";
    NotSupported = 7, "a construct that is not supported yet";
    // 30 to 49: names and files
    // 50 to 89: layout
    // 90 to 119: expressions
    // 120 to 159: values, opcode tables, commands, error codes
    // 160 to 169: test vectors
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OP{:04}", *self as u16)
    }
}
