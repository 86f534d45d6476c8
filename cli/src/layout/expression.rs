//! Checked expressions and types as an author would write them.

use opcodec_schema::ir::{
    Checksum, Constant, Element, Expr, IntType, Kind, Node, Param, RowId, Scalar, Schema, Struct, Unary,
    Union,
};

/// What the names in an expression mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) schema: &'a Schema,
    pub(super) of: &'a Struct,
}

impl Scope<'_> {
    /// An expression in its own language.
    pub(super) fn text(self, expr: &Expr) -> String {
        self.within(expr, 0)
    }

    /// In brackets where what is around it binds tighter.
    fn within(self, expr: &Expr, around: u8) -> String {
        let (text, binds) = self.node(expr);
        if binds < around { format!("({text})") } else { text }
    }

    fn node(self, expr: &Expr) -> (String, u8) {
        const ATOM: u8 = 12;
        let call = |name: &str, args: &[&Expr]| {
            let args: Vec<String> = args.iter().map(|arg| self.text(arg)).collect();
            (format!("{name}({})", args.join(", ")), ATOM)
        };
        let text = match &expr.node {
            Node::Int(value) if expr.is_bool => (*value != 0).to_string(),
            Node::Int(value) => number(*value),
            Node::Row(row, path) => self.path(*row, path),
            Node::Param(index) => self.param(*index),
            Node::LenRow(row) => format!("len({})", self.path(*row, &[])),
            Node::LenParam(index) => format!("len({})", self.param(*index)),
            Node::LenStruct => "len(struct)".to_owned(),
            Node::LenData => "len(data)".to_owned(),
            Node::Count(row) => format!("count({})", self.path(*row, &[])),
            Node::Offset(row) => format!("offset({})", self.path(*row, &[])),
            Node::Rest => "rest".to_owned(),
            Node::Byte(byte) => format!("byte({byte})"),
            Node::Tag(row) => format!("tag({})", self.path(*row, &[])),
            Node::Checksum(sum, first, last) => {
                let range = format!("{}..{}", self.path(*first, &[]), self.path(*last, &[]));
                match sum {
                    Checksum::Crc(crc) => format!("crc('{}', {range})", crc.name),
                    Checksum::Sum8 => format!("sum8({range})"),
                    Checksum::Xor8 => format!("xor8({range})"),
                }
            }
            Node::Unary(operator, operand) => {
                let sign = match operator {
                    Unary::Neg => '-',
                    Unary::BitNot => '~',
                    Unary::Not => '!',
                };
                return (format!("{sign}{}", self.within(operand, 11)), 11);
            }
            Node::Binary(operator, left, right) => {
                let (sign, level) = operator.written();
                // A choice binds less than any of them.
                let binds = level + 1;
                // Comparisons do not chain.
                let left = self.within(left, if operator.compares() { binds + 1 } else { binds });
                let right = self.within(right, binds + 1);
                return (format!("{left} {sign} {right}"), binds);
            }
            Node::If(condition, yes, no) => {
                let condition = self.within(condition, 1);
                return (format!("{condition} ? {} : {}", self.within(yes, 1), self.within(no, 0)), 0);
            }
            Node::Min(a, b) => return call("min", &[a, b]),
            Node::Max(a, b) => return call("max", &[a, b]),
            Node::Wrap(ty, value) => format!("wrap({}, {})", integer(*ty), self.text(value)),
            Node::Check(ty, value) => format!("check({}, {})", integer(*ty), self.text(value)),
        };
        (text, ATOM)
    }

    fn param(self, index: u32) -> String {
        self.of.params.get(index as usize).map_or_else(|| "?".to_owned(), |param| param.name.snake())
    }

    fn path(self, row: RowId, path: &[RowId]) -> String {
        let mut of = self.of;
        let mut text = String::new();
        for row in std::iter::once(&row).chain(path) {
            let Some(row) = of.rows.get(row.index()) else { break };
            if !text.is_empty() {
                text.push('.');
            }
            match &row.name {
                Some(name) => text.push_str(&name.snake()),
                None => text.push_str(&row.printed_at),
            }
            if let Kind::Nested { body, .. } = &row.kind
                && let Some(inner) = self.schema.structs.get(body.index())
            {
                of = inner;
            }
        }
        text
    }

    /// A type in the language's notation.
    pub(super) fn scalar(self, ty: Scalar) -> String {
        let schema = self.schema;
        let name = match ty {
            Scalar::Int(ty) => return integer(ty),
            Scalar::Bool => return "bool".to_owned(),
            Scalar::Enum(id) => schema.enums.get(id.index()).map(|it| &it.name),
            Scalar::Flags(id) => schema.flags.get(id.index()).map(|it| &it.name),
            Scalar::Errors(id) => schema.errors.get(id.index()).map(|it| &it.name),
        };
        name.map_or_else(String::new, |name| name.printed.clone())
    }

    pub(super) fn element(self, element: &Element) -> String {
        match element {
            Element::Scalar { ty, .. } => self.scalar(*ty),
            Element::Struct { body, args } => self.body(*body, args),
        }
    }

    /// `Name(args)`.
    pub(super) fn body(self, body: opcodec_schema::ir::StructId, args: &[Expr]) -> String {
        let name = self.schema.structs.get(body.index()).map_or("", |it| it.name.printed.as_str());
        if args.is_empty() {
            return name.to_owned();
        }
        let args: Vec<String> = args.iter().map(|arg| self.text(arg)).collect();
        format!("{name}({})", args.join(", "))
    }

    /// `name: type` of what a caller passes.
    pub(super) fn declared(self, param: &Param) -> String {
        format!("{}: {}", param.name.snake(), self.scalar(param.ty))
    }

    /// The tags of a union's child, by the names that they have in the tag's type.
    pub(super) fn tags(self, union: &Union, tags: &[i128]) -> String {
        let row = union.tag_row.and_then(|row| match &self.of.rows.get(row.index())?.kind {
            Kind::Bits(bits) => Some(bits.ty),
            _ => None,
        });
        let param = match union.tag.node {
            Node::Param(param) => self.of.params.get(param as usize).map(|param| param.ty),
            _ => None,
        };
        let ty = row.or(param);
        let tags: Vec<String> = tags
            .iter()
            .map(|tag| match ty {
                _ if union.tag.is_bool => (*tag != 0).to_string(),
                Some(Scalar::Bool) => (*tag != 0).to_string(),
                ty => self.constant(&Constant::Int(*tag), ty),
            })
            .collect();
        tags.join(", ")
    }

    /// A value that the schema states, of a type where it is an integer.
    pub(super) fn constant(self, value: &Constant, ty: Option<Scalar>) -> String {
        let value = match value {
            Constant::Int(value) => *value,
            Constant::Bytes(bytes) => return opcodec_schema::value::hex(bytes),
            Constant::Text(text) => return format!("{text:?}"),
        };
        match ty {
            Some(Scalar::Enum(id)) => {
                let values =
                    self.schema.enums.get(id.index()).map(|it| it.values.as_slice()).unwrap_or_default();
                match values.iter().find(|known| known.value == value) {
                    Some(known) => format!("{} ({})", known.name.printed, known.written),
                    None => number(value),
                }
            }
            Some(Scalar::Int(IntType { signed: false, bits })) if bits >= 8 => {
                format!("0x{value:0width$X}", width = usize::from(bits).div_ceil(4))
            }
            _ => number(value),
        }
    }
}

fn integer(ty: IntType) -> String {
    format!("{}{}", if ty.signed { 'i' } else { 'u' }, ty.bits)
}

/// Small numbers as they are counted, large ones as they are coded.
pub(super) fn number(value: i128) -> String {
    if (-999..=999).contains(&value) || value < 0 { value.to_string() } else { format!("0x{value:X}") }
}
