//! Sets of named bits, as the `flags` of a schema become.
//!
//! Each is a type of its own, with a constant for each of its bits and what one expects of such a set: `contains`,
//! `union` and the like as `const fn`, `|`, `&`, `^`, `-` and `!`, and iterators. A bit without a name is kept:
//! whatever a device says is a value, and encodes as it came.

use core::fmt::{self, Write as _};
use core::slice;

/// A named bit of the set `F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flag<F> {
    /// Its name in the standard.
    pub name: &'static str,
    /// The set that holds it alone.
    pub value: F,
}

impl<F> Flag<F> {
    /// A named bit.
    #[must_use]
    pub const fn new(name: &'static str, value: F) -> Self {
        Self { name, value }
    }
}

/// A set of named bits.
pub trait Flags: Copy + 'static {
    /// The bits that have names, in the order of the schema.
    const FLAGS: &'static [Flag<Self>];

    /// The set of these bits, as many of the lowest as it has.
    #[must_use]
    fn from_u64(bits: u64) -> Self;

    /// Its bits.
    #[must_use]
    fn to_u64(self) -> u64;
}

/// The flags of a set one by one, each as the set that holds it alone: those with a name in the order of the schema,
/// then all others as one.
#[derive(Clone, Debug)]
pub struct Iter<F: 'static> {
    names: Names<F>,
    unnamed: u64,
}

impl<F: Flags> Iter<F> {
    /// Those of `set`.
    #[must_use]
    pub fn new(set: F) -> Self {
        Self { names: Names::new(set), unnamed: unnamed(set) }
    }
}

impl<F: Flags> Iterator for Iter<F> {
    type Item = F;

    fn next(&mut self) -> Option<F> {
        if let Some((_, flag)) = self.names.next() {
            return Some(flag);
        }
        let rest = core::mem::take(&mut self.unnamed);
        (rest != 0).then(|| F::from_u64(rest))
    }
}

/// The flags of a set that have a name, with it, in the order of the schema.
#[derive(Clone, Debug)]
pub struct Names<F: 'static> {
    set: u64,
    known: slice::Iter<'static, Flag<F>>,
}

impl<F: Flags> Names<F> {
    /// Those of `set`.
    #[must_use]
    pub fn new(set: F) -> Self {
        Self { set: set.to_u64(), known: F::FLAGS.iter() }
    }
}

impl<F: Flags> Iterator for Names<F> {
    type Item = (&'static str, F);

    fn next(&mut self) -> Option<(&'static str, F)> {
        let Self { set, known } = self;
        known.find(|flag| *set & flag.value.to_u64() != 0).map(|flag| (flag.name, flag.value))
    }
}

/// The bits of a set that have no name.
fn unnamed<F: Flags>(set: F) -> u64 {
    F::FLAGS.iter().fold(set.to_u64(), |rest, flag| rest & !flag.value.to_u64())
}

/// A set for people: `A | B | 0x80`, in its type where that has a name, filled up as a name would be.
pub fn show<F: Flags>(f: &mut fmt::Formatter<'_>, ty: &str, set: F, digits: usize) -> fmt::Result {
    let width = f.width().unwrap_or(0);
    let mut shown = Width(0);
    if width > 0 {
        write(&mut shown, ty, set, digits)?;
    }
    let filling = width.saturating_sub(shown.0);
    let before = match f.align() {
        Some(fmt::Alignment::Right) => filling,
        Some(fmt::Alignment::Center) => filling / 2,
        Some(fmt::Alignment::Left) | None => 0,
    };
    let fill = f.fill();
    (0..before).try_for_each(|_| f.write_char(fill))?;
    write(f, ty, set, digits)?;
    (before..filling).try_for_each(|_| f.write_char(fill))
}

fn write<F: Flags>(out: &mut impl fmt::Write, ty: &str, set: F, digits: usize) -> fmt::Result {
    let (open, close) = if ty.is_empty() { ("", "") } else { ("(", ")") };
    out.write_str(ty)?;
    out.write_str(open)?;
    let mut between = "";
    for (name, _) in Names::new(set) {
        out.write_str(between)?;
        out.write_str(name)?;
        between = " | ";
    }
    let rest = unnamed(set);
    if rest != 0 || between.is_empty() {
        write!(out, "{between}0x{rest:0digits$X}")?;
    }
    out.write_str(close)
}

/// Counts the characters that it is given.
struct Width(usize);

impl fmt::Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.chars().count());
        Ok(())
    }
}

/// The operators of a set of flags, and what shows and collects it: for generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! flag_operators {
    ($name:ident, $text:literal, $digits:literal) => {
        $crate::flag_operators! { @binary $name,
            BitOr bitor BitOrAssign bitor_assign union,
            BitAnd bitand BitAndAssign bitand_assign intersection,
            BitXor bitxor BitXorAssign bitxor_assign symmetric_difference,
            Sub sub SubAssign sub_assign difference
        }
        impl ::core::ops::Not for $name {
            type Output = Self;
            #[inline]
            fn not(self) -> Self {
                self.complement()
            }
        }
        impl ::core::iter::Extend<$name> for $name {
            #[inline]
            fn extend<I: ::core::iter::IntoIterator<Item = $name>>(&mut self, flags: I) {
                for flag in flags {
                    self.insert(flag);
                }
            }
        }
        impl ::core::iter::FromIterator<$name> for $name {
            #[inline]
            fn from_iter<I: ::core::iter::IntoIterator<Item = $name>>(flags: I) -> Self {
                let mut all = Self::empty();
                ::core::iter::Extend::extend(&mut all, flags);
                all
            }
        }
        impl ::core::iter::IntoIterator for $name {
            type Item = Self;
            type IntoIter = $crate::flags::Iter<Self>;
            #[inline]
            fn into_iter(self) -> $crate::flags::Iter<Self> {
                self.iter()
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::flags::show(f, $text, *self, $digits)
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::flags::show(f, "", *self, $digits)
            }
        }
        $crate::flag_operators! { @number $name, Binary LowerHex UpperHex }
    };
    (@binary $name:ident, $($op:ident $method:ident $assign:ident $in_place:ident $by:ident),*) => {$(
        impl ::core::ops::$op for $name {
            type Output = Self;
            #[inline]
            fn $method(self, other: Self) -> Self {
                self.$by(other)
            }
        }
        impl ::core::ops::$assign for $name {
            #[inline]
            fn $in_place(&mut self, other: Self) {
                *self = self.$by(other);
            }
        }
    )*};
    (@number $name:ident, $($base:ident)*) => {$(
        impl ::core::fmt::$base for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::$base::fmt(&self.0, f)
            }
        }
    )*};
}
