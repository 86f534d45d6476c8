use opcodec::Wire;
use opcodec::int::u3;

#[derive(Clone, Copy, Wire)]
#[opcodec(endain = "big")]
struct Words {
    #[opcodec(when = "true")]
    a: u8,
    #[opcodec(at = "1", at = "2")]
    b: u8,
    #[opcodec(type = "u8")]
    c: u8,
    d: char,
    camelCase: u8,
}

#[derive(Clone, Copy, Wire)]
#[opcodec(row(at = "1", name = "SIGNATURE"))]
struct Keys {
    #[opcodec(at = "0.7:5", att = "1")]
    a: u3,
}

#[derive(Clone, Copy, Wire)]
struct Rows {
    #[opcodec(at = "0.7:5")]
    a: u3,
    #[opcodec(at = "0.5:4")]
    b: u3,
    #[opcodec(at = "1", check = "d > c", default = 0x100)]
    c: u8,
    long: u16,
}

#[derive(Clone, Copy, Wire)]
#[opcodec(layout = "packed", max_depth = 3)]
struct Variable {
    #[opcodec(prefix = "u8", end = 0)]
    name: [u8; 4],
    text: &'static str,
    pointer: Option<&'static [u8]>,
}

#[derive(Clone, Copy, Wire)]
#[opcodec(layout = "packed")]
struct Packed {
    a: u8,
}

#[derive(Clone, Copy, Wire)]
#[opcodec(layout = "c")]
struct OddInC {
    #[opcodec(at = "0")]
    a: u8,
    b: opcodec::int::u24,
}

#[derive(Wire)]
enum NoStruct {}

fn main() {}
