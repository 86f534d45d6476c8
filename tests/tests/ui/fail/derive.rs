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

#[derive(Wire)]
enum NoStruct {}

fn main() {}
