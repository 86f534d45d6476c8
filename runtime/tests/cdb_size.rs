//! The sizes of requests: of a table, and of what their own bytes say.

use opcodec::{Formula, Operator, RuleSize, SizeRule, SizeTable};

const fn rule(group: Option<u8>, size: RuleSize, rule: &'static str) -> SizeRule {
    SizeRule { group, size, rule, note: "" }
}

/// Bytes 8 and on are additional.
const VARIABLE: RuleSize = RuleSize::Computed {
    formula: Formula::Of(Operator::Add, &Formula::Byte(7), &Formula::Int(8)),
    written: "byte(7) + 8",
};

static TABLE: SizeTable = SizeTable::new(
    (6, 260),
    &[(0x00, 0x1F, 0), (0x20, 0x7E, 1), (0x7F, 0x7F, 2), (0x80, 0xFF, 3)],
    &[(&[0x05], 4)],
    &[
        rule(Some(0), RuleSize::Exact(6), "exact"),
        rule(Some(1), RuleSize::Exact(10), "exact"),
        rule(Some(3), VARIABLE, "variable"),
        rule(Some(7), RuleSize::Any, "vendor"),
        rule(None, RuleSize::Exact(256), "exempt"),
    ],
);

fn variable(additional: u8, len: usize) -> Vec<u8> {
    let mut request = vec![0x7F, 0, 0, 0, 0, 0, 0, additional];
    request.resize(len, 0);
    request
}

#[test]
fn a_request_may_say_its_own_size() {
    let verdict = TABLE.check(&variable(24, 32)).expect("8 bytes and 24");
    assert_eq!((verdict.opcode(), verdict.group(), verdict.rule()), (0x7F, Some(3), "variable"));
    assert_eq!(verdict.size(), Some(32));

    let error = TABLE.check(&variable(24, 31)).expect_err("one is missing");
    assert_eq!((error.opcode(), error.expected(), error.got()), (Some(0x7F), (32, 32), 31));
    let text = "operation code 0x7F asks for as many bytes as its own say (byte(7) + 8), 32; this one has 31";
    assert_eq!(error.to_string(), text);
}

#[test]
fn the_bytes_that_say_it_must_be_there() {
    for len in 1..8 {
        let error = TABLE.check(&variable(0, len)).expect_err("byte 7 is missing");
        assert_eq!((error.expected(), error.got()), ((8, 260), len));
    }
    let error = TABLE.check(&variable(0, 6)).expect_err("byte 7 is missing");
    let text = "operation code 0x7F asks for as many bytes as its own say (byte(7) + 8), the last of them byte 7; \
                this one has 6";
    assert_eq!(error.to_string(), text);
}

#[test]
fn what_they_say_must_be_a_size_of_the_table() {
    let error = TABLE.check(&variable(255, 263)).expect_err("over 260");
    assert_eq!((error.expected(), error.got()), ((263, 263), 263));
    let text = "operation code 0x7F asks for as many bytes as its own say (byte(7) + 8), 263, and requests have 6 to \
                260; this one has 263";
    assert_eq!(error.to_string(), text);
}

#[test]
fn sizes_of_more_than_a_byte_are_compared_too() {
    let mut request = [0; 256];
    request[0] = 0x05;
    assert_eq!(
        TABLE.check(&request).map(|verdict| (verdict.size(), verdict.group())),
        Ok((Some(256), Some(0)))
    );
    assert_eq!(TABLE.check(&request[..6]).map_err(|error| error.expected()), Err((256, 256)));
    assert_eq!(TABLE.check(&[0xC0; 7]).map(|verdict| verdict.size()), Ok(None));
}

#[test]
fn every_operator_computes_what_the_language_says() {
    const A: Formula = Formula::Byte(1);
    const B: Formula = Formula::Byte(2);
    macro_rules! of {
        ($operator:ident) => {
            Formula::Of(Operator::$operator, &A, &B)
        };
    }
    // Of 29 and 3.
    for (formula, size) in [
        (of!(Add), 32),
        (of!(Sub), 26),
        (of!(Mul), 87),
        (of!(Div), 9),
        (Formula::Of(Operator::Add, &of!(Rem), &Formula::Int(6)), 8),
        (of!(Shl), 232),
        (Formula::Of(Operator::Shr, &A, &Formula::Int(1)), 14),
        (Formula::Of(Operator::Add, &of!(BitAnd), &Formula::Int(9)), 10),
        (of!(BitOr), 31),
        (of!(BitXor), 30),
        (Formula::If(&of!(Eq), &Formula::Int(7), &Formula::Int(8)), 8),
        (Formula::If(&of!(Ne), &Formula::Int(7), &Formula::Int(8)), 7),
        (Formula::If(&of!(Lt), &Formula::Int(7), &Formula::Int(8)), 8),
        (Formula::If(&of!(Le), &Formula::Int(7), &Formula::Int(8)), 8),
        (Formula::If(&of!(Gt), &Formula::Int(7), &Formula::Int(8)), 7),
        (Formula::If(&of!(Ge), &Formula::Int(7), &Formula::Int(8)), 7),
        (Formula::If(&of!(And), &Formula::Int(7), &Formula::Int(8)), 7),
        (Formula::If(&Formula::Not(&of!(Or)), &Formula::Int(7), &Formula::Int(8)), 8),
        (Formula::Of(Operator::Add, &of!(Min), &Formula::Int(6)), 9),
        (of!(Max), 29),
        (Formula::Neg(&Formula::Int(-12)), 12),
        (Formula::BitNot(&Formula::Int(-12)), 11),
        (Formula::Wrap(false, 3, &Formula::Int(0xFE)), 6),
        (Formula::Neg(&Formula::Wrap(true, 4, &Formula::Int(0xF8))), 8),
        // Nothing that the generator writes, and no panic either.
        (Formula::Of(Operator::Add, &Formula::Of(Operator::Div, &A, &Formula::Int(0)), &Formula::Int(6)), 6),
    ] {
        let rules = Box::leak(Box::new([rule(None, RuleSize::Computed { formula, written: "" }, "")]));
        let table: &'static SizeTable =
            Box::leak(Box::new(SizeTable::new((6, 260), &[(0, 0xFF, 0)], &[], rules)));
        let mut request = vec![0; size];
        request[1..3].copy_from_slice(&[29, 3]);
        assert_eq!(table.check(&request).map(|verdict| verdict.size()), Ok(Some(size as u16)), "{formula:?}");
        request.push(0);
        assert_eq!(
            table.check(&request).map_err(|error| error.expected().0),
            Err(size as u16),
            "{formula:?}"
        );
    }
}
