use super::{ANY, Rows, START, U8, look};
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{Use, parse};
use crate::ir::Interval;
use crate::source::{FileId, Span, Spanned};
use crate::syntax::ExprText;

/// One refusal. The place is marked in the text: `a + «nme»`.
fn refused(marked: &str, use_: Use, code: Code) -> Diagnostic {
    let text = marked.replace(['«', '»'], "");
    let start = marked.find('«').unwrap() as u32;
    let end = marked.find('»').unwrap() as u32 - '«'.len_utf8() as u32;
    let (expr, wrong) = look(&text, &Rows::new(), use_);
    assert!(expr.is_none(), "{text}");
    let [wrong] = &wrong[..] else { panic!("{text}: {wrong:?}") };
    assert_eq!(wrong.code, code, "{text}: {}", wrong.message);
    let span = wrong.primary.span;
    assert_eq!((span.start - START, span.end - START), (start, end), "{text}: {}", wrong.message);
    wrong.clone()
}

#[test]
fn syntax() {
    for (marked, message) in [
        ("«»", "expected a number, a name or `(`, found the end"),
        ("a +«»", "expected a number, a name or `(`, found the end"),
        ("a + «*» b", "expected a number, a name or `(`, found `*`"),
        ("(a + 1«»", "expected `)`, found the end"),
        ("a «=» 1", "expected an operator or the end, found `=`"),
        ("a «b»", "expected an operator or the end, found `b`"),
        ("a.«1»", "expected a name after `.`, found `1`"),
        ("a ? b«»", "expected `:`, found the end"),
        ("min(a «b»)", "expected `,` or `)`, found `b`"),
        ("a < b «<» 3", "comparisons do not chain"),
        ("a «$» 1", "`$` stands in no expression"),
        ("«010»", "`010` has a leading zero"),
        ("«0x»", "`0x` is no number"),
        ("«10k»", "`10k` is no number"),
        ("«1__0»", "`1__0` is no number"),
        (
            "«0x80000000000000000000000000000000»",
            "`0x80000000000000000000000000000000` is over the largest number, 2^127 - 1",
        ),
        ("a + «é»", "`é` stands in no expression"),
    ] {
        assert_eq!(refused(marked, ANY, Code::ExprSyntax).message, message);
    }
    assert_eq!(refused("a «=» 1", ANY, Code::ExprSyntax).help.as_deref(), Some("`==` compares"));
}

#[test]
fn depth_is_bounded() {
    let cases = [
        format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000)),
        "-".repeat(100_000) + "1",
        vec!["a"; 100_000].join(" + "),
        vec!["flag"; 100_000].join(" ? "),
        "min(a, ".repeat(100_000),
        "nest".to_owned() + &".x".repeat(100_000),
    ];
    for text in cases {
        let (expr, wrong) = look(&text, &Rows::new(), ANY);
        assert!(expr.is_none());
        assert_eq!(wrong.iter().map(|wrong| wrong.code).collect::<Vec<_>>(), [Code::ExprDepth]);
    }
    // What people write is far from the bound.
    let (expr, _) = look(&vec!["a"; 90].join(" + "), &Rows::new(), ANY);
    assert!(expr.is_some());
}

#[test]
fn escapes_hide_positions() {
    let mut sink = Sink::default();
    let span = Span { file: FileId(0), start: 5, end: 12 };
    assert!(parse(&ExprText::Text(Spanned::new("a".to_owned(), span)), &mut sink).is_none());
    let wrong = sink.drain();
    assert_eq!((wrong[0].code, wrong[0].primary.span), (Code::Escape, span));
}

#[test]
fn names() {
    let wrong = refused("a + «tetx»", ANY, Code::UnknownName);
    assert_eq!(wrong.help.as_deref(), Some("did you mean `text`?"));
    refused("«zzzzzz»", ANY, Code::UnknownName);
    let wrong = refused("Profile.«CDROM»", ANY, Code::UnknownName);
    assert_eq!(wrong.help.as_deref(), Some("did you mean `CD_ROM`?"));
    assert_eq!(wrong.labels.len(), 1);
    refused("nest.«y»", ANY, Code::UnknownName);
    refused("a.«y»", ANY, Code::UnknownName);
    let wrong = refused("«mni»(1, 2)", ANY, Code::UnknownName);
    assert_eq!(wrong.help.as_deref(), Some("did you mean `min`?"));
    refused("«Profile»", ANY, Code::NotReadable);
    let (expr, wrong) = look("Refused.NAME + a", &Rows::new(), ANY);
    assert!(expr.is_none() && wrong.is_empty(), "somebody else has said so");
}

#[test]
fn order_and_presence() {
    for use_ in [Use::Size, Use::Count, Use::Tag, Use::Arg { is_bool: false, range: U8 }] {
        let wrong = refused("a + «late»", use_, Code::LaterField);
        assert_eq!(wrong.labels[0].span.start, 1100);
    }
    refused("«late» == 1", Use::When, Code::LaterField);
    refused("«late» == 1", Use::Check, Code::LaterField);
    refused("«this» == 1", Use::When, Code::OutOfPlace);
    refused("«self» == 1", Use::When, Code::OutOfPlace);
    refused("«self» + 1", ANY, Code::OutOfPlace);
    refused("«opt» + 1", ANY, Code::AbsentField);
    refused("flag ? 0 : «opt»", ANY, Code::AbsentField);
    refused("flag || «opt» == 1", Use::When, Code::AbsentField);
    refused("a == 1 && «opt» == 1", Use::When, Code::AbsentField);
    refused("«rest» + 1", ANY, Code::OutOfPlace);
    refused("len(«struct»)", Use::Size, Code::OutOfPlace);
    refused("len(«data»)", ANY, Code::OutOfPlace);
    refused("«struct»", ANY, Code::NotReadable);
}

#[test]
fn types() {
    refused("«a»", Use::When, Code::NotCondition);
    refused("«a + 1»", Use::DataWhen, Code::NotCondition);
    refused("«a» && flag", Use::When, Code::NotCondition);
    refused("!«a»", Use::When, Code::NotCondition);
    refused("«b» ? 1 : 2", ANY, Code::NotCondition);
    refused("1 + «flag»", ANY, Code::NotNumber);
    refused("-«flag»", ANY, Code::NotNumber);
    refused("«flag» < 1", Use::When, Code::NotNumber);
    refused("«flag»", Use::Size, Code::NotNumber);
    refused("«flag == a»", Use::When, Code::NotNumber);
    refused("a == 1 ? 1 : «flag»", ANY, Code::NotNumber);
    refused("«a == 1»", ANY, Code::NotNumber);
    refused("«text» + 1", ANY, Code::NotReadable);
    refused("len(«arg»)", ANY, Code::NotReadable);
    refused("count(«a»)", ANY, Code::NotReadable);
    refused("«len(a, b)»", ANY, Code::WrongCall);
    refused("«min(a)»", ANY, Code::WrongCall);
    refused("«offset()»", ANY, Code::WrongCall);
    refused("len(«1 + 2»)", ANY, Code::WrongCall);
    refused("wrap(«a», 1)", ANY, Code::WrongCall);
    refused("wrap(«u0», 1)", ANY, Code::WrongCall);
    refused("wrap(«i1», 1)", ANY, Code::WrongCall);
    refused("wrap(«u128», 1)", ANY, Code::WrongCall);
    refused("«a»", Use::Constant, Code::NotConstant);
}

#[test]
fn arithmetic() {
    let wrong = refused("10 / «a»", ANY, Code::DivisionByZero);
    assert_eq!(wrong.message, "the divisor may be zero: it is 0 to 255");
    refused("10 % «s»", ANY, Code::DivisionByZero);
    refused("a > 3 ? 1 : 10 / «a»", ANY, Code::DivisionByZero);
    let wrong = refused("1 << «a»", ANY, Code::ShiftTooFar);
    assert_eq!(wrong.message, "a shift goes by 0 to 126 bits, this one by 0 to 255");
    refused("1 >> «s»", ANY, Code::ShiftTooFar);
    let wrong = refused("«0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF + a»", ANY, Code::Overflow);
    assert!(wrong.message.ends_with("plus 0 to 255 leaves the 128-bit integers"));
    refused("«b << 120»", ANY, Code::Overflow);
    refused("1 - «b * 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF»", ANY, Code::Overflow);
}

#[test]
fn values_that_do_not_fit() {
    let byte = Use::Value { is_bool: false, range: U8 };
    refused("«a + 256»", byte, Code::NeverFits);
    refused("«-1 - a»", Use::Size, Code::NeverFits);
    refused("check(u4, «a + 16»)", ANY, Code::NeverFits);
    let wrong = refused("«b»", Use::Arg { is_bool: false, range: U8 }, Code::MayNotFit);
    assert_eq!(wrong.message, "the arg must be in 0 to 255, this is 0 to 65535");
    let (expr, _) = look("b", &Rows::new(), byte);
    assert!(expr.is_some(), "a value follows the data");
    let flag = Use::Arg { is_bool: true, range: Interval::new(0, 1) };
    refused("«a»", flag, Code::NotCondition);
}

#[test]
fn what_is_not_there_yet() {
    refused("offset(«body»)", ANY, Code::NotSupported);
}

#[test]
fn checksums() {
    let value = Use::Value { is_bool: false, range: Interval::new(0, 0xFFFF) };
    for (marked, code, message) in [
        ("crc(«a»..b)", Code::ExprSyntax, "expected the name of an algorithm in single quotes, found `a`"),
        ("crc('CRC-16/MODBUS' «a»..b)", Code::ExprSyntax, "expected `,`, found `a`"),
        ("sum8(a«)»", Code::ExprSyntax, "expected `..`, found `)`"),
        ("sum8(«1»..b)", Code::ExprSyntax, "expected the first row that is covered, found `1`"),
        ("xor8(a..b «+» 1)", Code::ExprSyntax, "expected `)`, found `+`"),
        ("sum8(sum8«(»a..b)..b)", Code::ExprSyntax, "expected `..`, found `(`"),
        ("crc(«'CRC-16/MODBUSS'», a..b)", Code::UnknownName, "the CRC catalogue has no `CRC-16/MODBUSS`"),
        (
            "crc(«'CRC-82/DARC'», a..b)",
            Code::NotSupported,
            "`CRC-82/DARC` is wider than 64 bits and is not supported yet",
        ),
        ("«sum8(b..a)»", Code::Checksum, "`a` comes before `b`, so that no bytes lie from `b` to `a`"),
        (
            "sum8(«arg»..a)",
            Code::Checksum,
            "a checksum covers rows of the struct that it stands in, and this is none",
        ),
        ("sum8(a..«nope»)", Code::UnknownName, "there is no `nope` here"),
    ] {
        assert_eq!(refused(marked, value, code).message, message, "{marked}");
    }
    let help = |marked| refused(marked, value, Code::UnknownName).help;
    assert_eq!(help("crc(«'CRC-32'», a..b)").as_deref(), Some("did you mean `CRC-32/ISO-HDLC`?"));
    for use_ in [Use::Size, Use::When, Use::Check, Use::Tag, Use::DataSize] {
        refused("«sum8(a..b)» == 1", use_, Code::Checksum);
    }
}
