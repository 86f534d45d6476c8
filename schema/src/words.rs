//! The words that the language has inside of strings, with a line about each for editors. Keys have theirs in
//! [`read::keys`](crate::read::keys).

/// A function of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub call: &'static str,
    /// What it gives.
    pub about: &'static str,
}

/// The functions of expressions.
pub const FUNCTIONS: [Function; 13] = [
    function(
        "len",
        "len(x)",
        "The encoded bytes of a field; `len(struct)` of the whole, `len(data)` of the data phase.",
    ),
    function("count", "count(xs)", "The elements of a list or array."),
    function("offset", "offset(x)", "The first byte of a field."),
    function("tag", "tag(x)", "The tag of what stands in a union."),
    function("min", "min(a, b)", "The smaller one."),
    function("max", "max(a, b)", "The larger one."),
    function("wrap", "wrap(u16, e)", "The low bits, whatever the rest is."),
    function("check", "check(u16, e)", "The same value; an error where it does not fit."),
    function(
        "crc",
        "crc('CRC-16/MODBUS', a..b)",
        "A checksum over the bytes from field `a` to field `b`, both included.",
    ),
    function("sum8", "sum8(a..b)", "The low 8 bits of the sum of these bytes."),
    function("xor8", "xor8(a..b)", "These bytes, one exclusive-or the other."),
    function("byte", "byte(n)", "A byte of a raw request, in `[opcode_size]`."),
    function("ctl_code", "ctl_code(device, function, method, access)", "A control code, of its four parts."),
];

const fn function(name: &'static str, call: &'static str, about: &'static str) -> Function {
    Function { name, call, about }
}

/// The types that have a name, and what each is. Beside them there are the integers, `u1` to `u128` and `i2` to
/// `i128`.
pub const TYPES: [(&str, &str); 7] = [
    ("bool", "one bit"),
    ("bytes", "octets"),
    ("ascii", "text in ASCII"),
    ("utf8", "text in UTF-8"),
    ("utf16", "text in 16-bit units of the row's byte order"),
    ("payload", "in a union: where its child goes"),
    ("ptr", "a pointer, in a struct with `layout = \"c\"` and in the args of a map"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(row: &str) -> String {
        let text = format!("[protocol]\nname = \"x\"\nedition = 1\n[struct.X]\nfields = [{{ {row} }}]");
        crate::compile_with(std::path::Path::new("x.toml"), &mut |_| Ok(text.clone())).render(false)
    }

    /// A call without arguments may be refused for that, but not because there is no such function.
    #[test]
    fn functions_are_those_that_the_compiler_has() {
        for Function { name, call, .. } in FUNCTIONS {
            assert!(call.starts_with(&format!("{name}(")), "{call}");
            let said = said(&format!("name = \"a\", type = \"u8\", value = \"{name}()\""));
            assert!(!said.contains("there is no function"), "{said}");
        }
    }

    #[test]
    fn types_are_those_that_the_compiler_has() {
        for (name, _) in TYPES {
            let said = said(&format!("name = \"a\", type = \"{name}\""));
            assert!(!said.contains("there is no type"), "{said}");
        }
    }
}
