use super::{ANY, Rows, condition, implies, look, right};
use crate::expr::{Use, excludes, linear, same, substitute};
use crate::ir::{Expr, Interval, MAX_LEN, Node, RowId};

fn interval(text: &str) -> (i128, i128) {
    let Expr { interval, .. } = right(text, ANY);
    (interval.min, interval.max)
}

#[test]
fn precedence_is_rusts() {
    for (text, value) in [
        ("1 + 2 * 3", 7),
        ("10 - 4 - 3", 3),
        ("2 * 3 % 4", 2),
        ("1 << 2 + 1", 8),
        ("1 | 2 ^ 3 & 6", 1),
        ("-2 * 3", -6),
        ("~0 & 0xFF", 255),
        ("(1 + 2) * 3", 9),
        ("0b1010 + 0o17 + 1_000 + 0xfF", 1280),
        ("1 < 2 ? 10 : 20", 10),
        ("false ? 1 : true ? 2 : 3", 2),
        ("5 & 4 == 4 ? 1 : 0", 1),
        ("-7 / 2", -3),
        ("-7 % 2", -1),
        ("-7 >> 1", -4),
        ("wrap(u8, 300)", 44),
        ("wrap(i8, 200)", -56),
        ("check(u8, 255)", 255),
        ("min(3, max(1, 2))", 2),
        ("Profile.DVD_ROM", 16),
        ("Profile.cd_rom", 8),
        ("len(a) + len(b)", 3),
        ("len(nest)", 4),
        ("offset(b)", 1),
        ("!(1 == 2) || false && true ? 7 : 8", 7),
    ] {
        assert_eq!(interval(text), (value, value), "{text}");
        assert!(matches!(right(text, ANY).node, Node::Int(found) if found == value), "{text}");
    }
}

#[test]
fn intervals_are_tight() {
    for (text, min, max) in [
        ("a", 0, 255),
        ("a + 1", 1, 256),
        ("s * s", -128 * 127, 128 * 128),
        ("a - b", -0xFFFF, 255),
        ("-s", -127, 128),
        ("min(len(data), 0xFFFF)", 0, 0xFFFF),
        ("max(a, 16)", 16, 255),
        ("a & 0x0C", 0, 12),
        ("b & 0x0F0F", 0, 0x0F0F),
        ("(a & 7) | 0x20", 0x20, 0x27),
        ("a << 8 | a", 0, 0xFFFF),
        ("a ^ 0xFF", 0, 255),
        ("a % 4", 0, 3),
        ("(a & 1) + 6", 6, 7),
        ("((a & 1) + 6) % 5", 1, 2),
        ("s % 4", -3, 3),
        ("b / 256", 0, 255),
        ("b >> 12", 0, 15),
        ("~a", -256, -1),
        ("flag ? a : -1", -1, 255),
        ("wrap(u4, b)", 0, 15),
        ("check(u4, b)", 0, 15),
        ("wrap(u8, a + 256)", 0, 255),
        ("len(struct)", 8, 1000),
        ("len(text)", 0, 20),
        ("len(body)", 0, 300),
        ("count(list)", 0, 10),
        ("nest.x + arg", 0, 30),
        ("late", 0, 255),
        ("a > 9 ? a : 9", 9, 255),
        ("a != 0 ? 100 / a : 0", 0, 100),
        ("a == 0 || b / a > 1 ? 1 : 0", 0, 1),
        ("a < 8 ? 1 << a : 0", 0, 128),
        ("a < 8 && (a == 3 || a == 5) ? a : 4", 3, 5),
    ] {
        assert_eq!(interval(text), (min, max), "{text}");
    }
    assert_eq!(right("rest - 4", Use::Size).interval, Interval::new(-4, MAX_LEN - 4));
}

#[test]
fn what_may_be_absent_is_read_under_its_condition() {
    for text in [
        "flag ? opt : 0",
        "flag && opt > 3 ? 1 : 0",
        "!flag || opt > 3 ? 1 : 0",
        "flag == true ? opt : 0",
        "!flag ? 0 : opt",
    ] {
        right(text, ANY);
    }
    let flag = condition("flag");
    let scope = Rows { known: vec![flag], ..Rows::new() };
    let (expr, wrong) = look("opt + 1", &scope, Use::Size);
    assert!(expr.is_some() && wrong.is_empty());
    // Where it is surely there, its length is not 0.
    let scope = Rows { known: vec![condition("a == 5")], ..Rows::new() };
    assert_eq!(look("len(body)", &scope, ANY).0.unwrap().interval, Interval::new(2, 300));
}

#[test]
fn a_check_sees_its_own_field() {
    for text in ["self % 4 == 0", "this < 9", "len(self) == 1", "a == self"] {
        assert!(right(text, Use::Check).is_bool);
    }
}

#[test]
fn conditions_exclude_and_imply() {
    let c = condition;
    for (a, b) in [
        ("a == 1", "a == 2"),
        ("a == 1", "a != 1"),
        ("flag", "!flag"),
        ("a >= 4", "a < 4"),
        ("a > 3 && flag", "a <= 3 || !flag"),
        ("a == 1 || a == 2", "a == 3 || a > 5"),
        ("(a & 3) == 1", "(a & 3) == 2"),
        ("a == b", "a != b"),
        ("a < b", "b <= a"),
        ("flag ? a == 1 : a == 2", "a == 3"),
        ("flag == (a == 1)", "flag && a != 1"),
        ("Profile.CD_ROM == b", "b == Profile.DVD_ROM"),
    ] {
        assert!(excludes(&c(a), &c(b)), "{a} excludes {b}");
        assert!(excludes(&c(b), &c(a)), "{b} excludes {a}");
    }
    for (a, b) in [("a == 1", "b == 1"), ("a >= 4", "a <= 4"), ("flag", "a == 1"), ("a != 1", "a != 2")] {
        assert!(!excludes(&c(a), &c(b)), "{a} does not exclude {b}");
    }
    for (a, b) in [
        ("a == 5", "a > 4"),
        ("a > 254", "a == 255"),
        ("a == 1 && flag", "flag"),
        ("a == 1 || a == 2", "a >= 1 && a <= 2"),
        ("a != 0", "a >= 1"),
    ] {
        assert!(implies(&c(a), &c(b)), "{a} implies {b}");
    }
    assert!(!implies(&c("a >= 1"), &c("a == 1")));
}

#[test]
fn linear_forms_are_seen() {
    for (text, scale, offset) in [
        ("a", 1, 0),
        ("a + 5", 1, 5),
        ("4 + 2 * a", 2, 4),
        ("(a + 1) * 4", 4, 4),
        ("a << 2", 4, 0),
        ("a * 3 - a - 1", 2, -1),
        ("-(1 - a)", 1, -1),
    ] {
        assert_eq!(linear(&right(text, ANY)), Some((RowId(0), scale, offset)), "{text}");
    }
    for text in ["a + b", "a * a", "a & 3", "arg + 1", "nest.x", "a - a + 1", "7"] {
        assert_eq!(linear(&right(text, ANY)), None, "{text}");
    }
}

#[test]
fn leaves_are_replaced() {
    let before = right("a + 2 * b", ANY);
    let after = substitute(&before, &mut |leaf| {
        matches!(leaf.node, Node::Row(RowId(1), _)).then(|| right("nest.x", ANY))
    });
    assert!(same(&after, &right("a + 2 * nest.x", ANY)));
    assert!(!same(&after, &before));
}
