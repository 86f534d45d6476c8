//! The table of codes: one line each, from which everything that knows a code takes it. The explanation of
//! each stands in `explain`, in a file of the code's name: one that is missing does not compile.

use crate::name::nearest;

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

            /// What the rule is and why, a wrong example and its mend, in Markdown.
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("explain/", stringify!($name), ".md")),)*
                }
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
    UnknownWord = 8, "a word that is none of those that may stand here";
    BadForm = 9, "text that has not the form that is asked for";
    Escape = 10, "an escape in text whose every position must map to the file";
    // 30 to 49: names and files (30 to 39 names, 40 to 49 files)
    NameClash = 30, "a name that stands for two things";
    RustNameClash = 31, "two names that become one Rust name";
    TakenName = 32, "a name that generated code takes";
    BadName = 33, "a name that becomes no Rust identifier";
    UnknownFields = 34, "no such `[fields.X]`";
    UnknownUnion = 35, "`of` names no union";
    UnreadableFile = 40, "a file that is missing or cannot be read";
    ImportCycle = 41, "files that import each other";
    ImportTwice = 42, "a file that is imported twice";
    ModuleClash = 43, "two files of one name";
    ContextClash = 44, "one thing that a caller knows, said in two ways";
    // 50 to 89: layout
    Overlap = 50, "two rows at one place";
    PastEnd = 51, "a row past the end";
    Backwards = 52, "positions that go backwards";
    WidthMismatch = 53, "a width and a type that differ";
    TooWide = 54, "a position wider than any integer, without a type";
    UnknownType = 55, "no such type";
    TypeArgs = 56, "a type called with the wrong arguments";
    NoLength = 57, "a row without a length";
    EmptyElement = 58, "a list of elements that may be empty";
    Recursion = 59, "a type that can hold itself";
    Payloads = 60, "not exactly one payload";
    OpenPayload = 61, "an open union whose payload has no length";
    ConditionalTag = 62, "a tag that may be absent";
    DoubleTag = 63, "two children with one tag";
    TagRange = 64, "a tag that its field cannot hold";
    BitRange = 65, "bits outside of their word";
    PartialByte = 66, "a row that is not whole bytes, without its place";
    NoType = 67, "a row without a type";
    ByteOrder = 68, "a row of several bytes without a byte order";
    ElementType = 69, "a type that no list can repeat";
    MisplacedKey = 70, "a key that such a row does not take";
    ConstantType = 71, "a constant that its row cannot hold";
    StructSize = 72, "a struct's size that is neither a number nor linear in one of its rows";
    SizeRow = 73, "a struct's size in a row that cannot be computed from it";
    RequiredRange = 74, "`required` where it cannot be";
    NoTag = 75, "a child without any tag";
    ChildAlone = 76, "a child of a union used without it";
    TagType = 77, "cases whose names are no tags";
    ValueCycle = 78, "computed values that need each other";
    ParamType = 79, "an argument that is no integer";
    CRow = 85, "a row that no C structure has";
    PointerPlace = 86, "a pointer outside of memory";
    // 90 to 119: expressions
    ExprSyntax = 90, "an expression that cannot be read";
    ExprDepth = 91, "an expression that nests too deep";
    UnknownName = 92, "a name that nothing here has";
    LaterField = 93, "a field that comes later";
    AbsentField = 94, "a field that may be absent";
    NotCondition = 95, "a condition that is not boolean";
    NotNumber = 96, "arithmetic on booleans";
    Overflow = 97, "a value that leaves the 128-bit integers";
    DivisionByZero = 98, "a division that may be by zero";
    ShiftTooFar = 99, "a shift that may be too far";
    WrongCall = 100, "a function called with the wrong arguments";
    NotReadable = 101, "a name that stands for no number";
    OutOfPlace = 102, "a word that has no meaning in this place";
    NeverFits = 103, "a value that can never fit";
    MayNotFit = 104, "a value that may not fit";
    NotConstant = 105, "a constant that is none";
    NotPointer = 106, "a pointer that is none";
    Checksum = 107, "a checksum where none can be computed";
    // 120 to 159: values, opcode tables, commands, error codes
    CommandSize = 120, "a command whose size breaks the opcode table";
    NoCommandSize = 121, "a command whose size nothing says";
    CommandsAlike = 122, "commands that cannot be told apart";
    CommandLayout = 123, "a request that is no fixed layout";
    DataType = 125, "a type that no data phase can move";
    NoCarrier = 126, "commands without a carrier";
    CarrierClash = 127, "commands of another carrier";
    CarrierKey = 128, "a key that belongs to another carrier";
    Parameters = 129, "parameters that no operation can have";
    CommandAlias = 130, "an alias of no command";
    EventsAlike = 131, "events that cannot be told apart";
    FrameSize = 132, "a request that is too long";
    FrameAnswer = 133, "an answer that no frame can be";
    // 140 to 159: enums, opcode tables, error tables
    EnumType = 140, "an enum whose type is no integer";
    EnumeratorRange = 141, "an enumerator outside its type";
    DoubleEnumerator = 142, "two enumerators of one value";
    EmptyEnum = 143, "a closed enum without values";
    OpcodeHole = 144, "an opcode that no row speaks for";
    OpcodeDouble = 145, "an opcode that two rows speak for";
    SizeRange = 146, "a size outside the table's range";
    CodeRange = 147, "an error code outside its type";
    Severity = 148, "an error code against its severity";
    Facility = 149, "an error code against its facility";
    NoFacility = 150, "a facility where codes have none";
    DoubleCode = 151, "an undeclared second name of an error code";
    Alias = 152, "an alias of no error code";
    PatternForm = 153, "a pattern that cannot be read";
    AmbiguousPattern = 154, "two patterns that match one answer equally well";
    DeadPattern = 155, "a pattern that never matches";
    FlagsType = 156, "flags whose type is no unsigned integer";
    FlagRange = 157, "a flag outside its type";
    DoubleFlag = 158, "two flags of one bit";
    // 160 to 169: test vectors
    FailingVector = 160, "a test vector that does not hold";
    UnknownMember = 161, "a field that the layout does not have";
    NotMember = 162, "a row that nobody gives a value to";
    MemberValue = 163, "a value that its field cannot hold";
    MissingMember = 164, "a field that has no default and no value";
    UnknownCase = 165, "no such case of the union";
    // 170 to 179: maps
    MapStruct = 170, "no structure that a map can read or fill";
    MapMissing = 171, "a map that leaves a row of its target without a value";
    MapTarget = 172, "no such row in a map's target";
    MapReserved = 173, "a row of a map's target that no map sets";
    MapValue = 174, "a value that its row of a map's target cannot take";
    MapKey = 175, "a key of `by` that is no value of what is looked up";
    MapDouble = 176, "a row or a key of a map that is given twice";
    UnknownMap = 177, "no such map";
    ViaChain = 178, "maps that do not follow on each other";
    ViaArgs = 179, "a map called with the wrong arguments";
    // 180 to 199: warnings, and what allows them
    Unused = 180, "a name that nothing uses";
    ClosedAnswer = 181, "a closed enum in a device's answer";
    OpenSize = 182, "a command whose size the opcode table leaves open";
    Unfilled = 183, "a `size` that the rows do not fill";
    IdleAllow = 184, "an `allow` that allows nothing";
    NotWarning = 185, "an `allow` of what is no warning";
}

impl Code {
    /// Whether it warns: the schema is accepted, and `allow` silences it.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::Unused | Self::ClosedAnswer | Self::OpenSize | Self::Unfilled | Self::IdleAllow)
    }

    /// The code of that number.
    pub fn of(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| *code as u16 == number)
    }

    /// The code that is written in any of the usual ways: `OP0050`, `op50`, `50`.
    pub fn read(written: &str) -> Option<Self> {
        let digits = written.trim().trim_start_matches(['o', 'O', 'p', 'P']);
        digits.parse().ok().and_then(Self::of)
    }

    /// The code among `known` that is written most like `written`.
    pub fn near(written: &str, known: impl Iterator<Item = Self>) -> Option<Self> {
        let known: Vec<String> = known.map(|code| code.to_string()).collect();
        let near = nearest(&written.to_uppercase(), known.iter().map(String::as_str))?;
        Self::read(near)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OP{:04}", *self as u16)
    }
}
