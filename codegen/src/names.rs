//! The Rust names of what a schema declares.

use opcodec_schema::ir::{Form, Struct};
use opcodec_schema::name::Name;
use proc_macro2::{Ident, Span};

/// The type of an enum, struct, union, error table or command.
pub fn type_name(name: &Name) -> String {
    identifier(name.camel())
}

/// A member, an arg, a function: without `r#`.
pub fn member_name(name: &Name) -> String {
    identifier(name.snake())
}

/// An enumerator or an error code.
pub fn constant_name(name: &Name) -> String {
    identifier(name.screaming())
}

/// The enum of a union's children: the union itself where it has no fields of its own.
pub fn payload_name(layout: &Struct) -> String {
    let name = type_name(&layout.name);
    if has_members(layout) { format!("{name}Payload") } else { name }
}

/// Whether a union has rows of its own beside its payload.
pub fn has_members(layout: &Struct) -> bool {
    layout.form == Form::Union && layout.rows.len() > 1
}

/// An identifier must not begin with a digit.
fn identifier(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// An identifier; a raw one where it is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    const KEYWORDS: [&str; 48] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
        "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
        "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
        "while", "yield",
    ];
    match name {
        "self" | "super" | "crate" | "Self" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        name if KEYWORDS.contains(&name) => Ident::new_raw(name, Span::call_site()),
        name => Ident::new(name, Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, ident, member_name};

    #[test]
    fn keywords_are_raw_and_digits_are_led() {
        for (printed, rust) in [("TYPE", "r#type"), ("SELF", "self_"), ("3PC", "_3pc"), ("LBA", "lba")] {
            assert_eq!(ident(&member_name(&Name::new(printed))).to_string(), rust);
        }
    }
}
