//! Bytes from the command line.

use std::io::Read as _;

use opcodec_schema::value::unhex;

use crate::answer::Refusal;

/// The bytes that the arguments spell: hex with or without spaces, commas and `0x`, in one argument or
/// several; `-` is what standard input holds.
pub(crate) fn bytes(args: &[String]) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    for arg in args {
        if arg == "-" {
            bytes.extend(spelled(&standard_input()?)?);
        } else {
            bytes.extend(spelled(arg)?);
        }
    }
    Ok(bytes)
}

fn standard_input() -> Result<String, Refusal> {
    let mut text = String::new();
    match std::io::stdin().lock().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Refusal::refused("file", format!("cannot read hex from standard input: {error}"))),
    }
}

fn spelled(text: &str) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word);
        match (digits.len(), u8::from_str_radix(digits, 16)) {
            (1, Ok(byte)) => bytes.push(byte),
            _ => bytes.extend(
                unhex(digits).ok().filter(|bytes| !bytes.is_empty()).ok_or_else(|| no_hex(word, digits))?,
            ),
        }
    }
    Ok(bytes)
}

fn no_hex(word: &str, digits: &str) -> Refusal {
    let why = match digits.chars().find(|c| !c.is_ascii_hexdigit()) {
        Some(c) => format!("{c:?} is no hex digit"),
        None if digits.is_empty() => "it has no digits".to_owned(),
        None => format!("{} digits are not whole bytes", digits.len()),
    };
    Refusal::usage(format!("{word:?} is not bytes in hex: {why}"))
        .help("two digits a byte, like `28 00 12 34`, `28001234` or `0x28,0x00`")
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn every_usual_spelling_is_read() {
        for text in ["28 00 0A", "28000a", "0x28, 0x00, 0xa", "0x28000A", "28,0,a", " 2800\n0A\t"] {
            assert_eq!(spelled(text).ok(), Some(vec![0x28, 0, 0x0A]), "{text}");
        }
        assert_eq!(spelled(" , ").ok(), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_byte_is_refused() {
        for text in ["280", "2g", "0x", "28 0x1234 abc", "+1", "é", "0x0x1"] {
            assert!(spelled(text).is_err(), "{text}");
        }
    }
}
