//! The bits that no row names, of structs whose file says `reserved = "reject"`.
//!
//! A union leaves those to its children that one of them may name: each child looks at what neither it nor what it
//! stands in names. That takes a block of its own, without rows, at the front of the child.

use crate::expr;
use crate::ir::{At, Block, Element, Expr, Gap, Kind, Length, Role, Row, Step, Struct, StructId, TextLength};
use crate::lower::place::masks;

/// Bits that a row at a constant place names, and the condition under which it is there.
struct Named<'s> {
    first: u64,
    /// Of every byte from there on; of all to the end of the world where it is not known how many there are.
    masks: Vec<u8>,
    open: bool,
    when: Option<&'s Expr>,
    /// Index of its step.
    step: usize,
}

/// Fills [`Block::gaps`] and [`Struct::spared`] of every struct that rejects reserved bits.
pub(super) fn fill(structs: &mut [Struct]) {
    if !structs.iter().any(|of| of.rejects_reserved) {
        return;
    }
    let mut walk = Walk { structs, blocks: Vec::new(), leads: vec![None; structs.len()] };
    walk.blocks = structs.iter().map(|of| walk.blocks_of(of)).collect();
    (0..structs.len()).for_each(|index| walk.lead(StructId(index as u32)));
    let spared: Vec<_> = structs.iter().map(|of| walk.spared(of)).collect();
    let Walk { blocks, leads, .. } = walk;
    let found = blocks.into_iter().zip(leads).zip(spared);
    for (of, ((gaps, lead), spared)) in structs.iter_mut().zip(found) {
        of.spared = spared;
        for (step, gaps) in of.steps.iter_mut().zip(gaps) {
            if let Step::Block(block) = step {
                block.gaps = gaps;
            }
        }
        of.steps.splice(0..0, lead.as_deref().and_then(without_rows));
    }
}

/// A block that has no rows, for the gaps of a struct's first bytes.
fn without_rows(gaps: &[Gap]) -> Option<Step> {
    let (start, last) = (gaps.first()?.offset, gaps.last()?);
    Some(Step::Block(Block {
        at: At::Byte(start),
        len: last.offset + last.bytes - start,
        rows: 0..0,
        when: None,
        may_be_absent: false,
        offsets: Vec::new(),
        gaps: gaps.iter().map(|gap| Gap { offset: gap.offset - start, ..*gap }).collect(),
    }))
}

struct Walk<'s> {
    structs: &'s [Struct],
    /// The gaps of every step of every struct.
    blocks: Vec<Vec<Vec<Gap>>>,
    /// Those in front of a child's payload that are the child's to look at; `None`: not known yet.
    leads: Vec<Option<Vec<Gap>>>,
}

impl<'s> Walk<'s> {
    fn get(&self, id: StructId) -> Option<&'s Struct> {
        self.structs.get(id.index())
    }

    /// The gaps of every step.
    fn blocks_of(&self, of: &'s Struct) -> Vec<Vec<Gap>> {
        if !of.rejects_reserved || of.c.is_some() {
            return Vec::new();
        }
        let (own, below) = (self.named(of), self.below(of));
        let blocks = of.steps.iter().enumerate().map(|(index, step)| match step {
            Step::Block(block) => self.block(of, (index, block), &own, &below),
            Step::Row { .. } => Vec::new(),
        });
        blocks.collect()
    }

    /// Finds what a child has to look at in front of its payload, after what its parents look at.
    fn lead(&mut self, id: StructId) {
        if !matches!(self.leads.get(id.index()), Some(None)) {
            return;
        }
        if let Some(parent) = self.get(id).and_then(|of| of.parent) {
            self.lead(parent);
        }
        let lead = self.in_front(id);
        if let Some(slot) = self.leads.get_mut(id.index()) {
            *slot = Some(lead);
        }
    }

    /// The unnamed bits of one block.
    fn block(
        &self,
        of: &Struct,
        (index, block): (usize, &Block),
        own: &[Named<'_>],
        below: &[Named<'_>],
    ) -> Vec<Gap> {
        let mut free = vec![0xFF_u8; block.len as usize];
        for (row, offset) in block.rows.clone().zip(&block.offsets) {
            if let Some(row) = of.rows.get(row as usize) {
                take(&mut free, *offset as usize, &self.masks(row));
            }
        }
        let At::Byte(start) = block.at else { return gaps(&free) };
        // Bytes in front of a child's payload are looked at together.
        let lead = (of.start.saturating_sub(start) as usize).min(free.len());
        free.iter_mut().take(lead).for_each(|byte| *byte = 0);
        let together = |other: &&Named<'_>| match (&block.when, other.when) {
            (Some(a), Some(b)) => !expr::excludes(a, b),
            _ => true,
        };
        // What has no constant length never overlaps it.
        let known = |other: &&Named<'_>| !other.open;
        for other in
            own.iter().filter(|other| other.step != index).filter(together).chain(below).filter(known)
        {
            other.take(&mut free, start);
        }
        gaps(&free)
    }

    fn in_front(&self, id: StructId) -> Vec<Gap> {
        let found = self.get(id).filter(|of| of.parent.is_some() && of.rejects_reserved && !of.apart);
        let Some(of) = found else { return Vec::new() };
        let mut free = vec![0_u8; of.start as usize];
        let mut parents = Vec::new();
        let (mut at, mut end) = (of.parent, of.start);
        while let Some((id, parent)) = at.and_then(|id| Some((id, self.get(id)?))) {
            // What stands in a file that ignores them is not looked at.
            if parent.rejects_reserved {
                let own = free.iter_mut().take(end as usize).skip(parent.start as usize);
                own.for_each(|byte| *byte = 0xFF);
            }
            parents.push((id, parent));
            (at, end) = (parent.parent.filter(|_| !parent.apart), parent.start);
        }
        for (id, parent) in parents {
            self.named(parent).iter().for_each(|named| named.take(&mut free, 0));
            let looked_at = self.blocks.get(id.index()).into_iter().flatten();
            for (step, gaps) in parent.steps.iter().zip(looked_at) {
                if let Step::Block(Block { at: At::Byte(start), .. }) = step {
                    for gap in gaps {
                        take_gap(&mut free, *start, gap);
                    }
                }
            }
            let lead = self.leads.get(id.index()).into_iter().flatten().flatten();
            for gap in lead {
                take_gap(&mut free, 0, gap);
            }
        }
        self.named(of).iter().chain(&self.below(of)).for_each(|named| named.take(&mut free, 0));
        gaps(&free)
    }

    /// The bits in front of a union's payload that children name.
    fn spared(&self, of: &Struct) -> Vec<Gap> {
        let child = of.union.iter().flat_map(|union| &union.cases).find_map(|case| self.get(case.body));
        let Some(child) = child.filter(|child| of.rejects_reserved && !child.apart) else {
            return Vec::new();
        };
        let mut free = vec![0xFF_u8; child.start as usize];
        self.below(of).iter().filter(|named| !named.open).for_each(|named| named.take(&mut free, 0));
        let spared: Vec<u8> = free.iter().map(|byte| !byte).collect();
        gaps(&spared)
    }

    /// What the children of a union, and theirs, name.
    fn below(&self, of: &'s Struct) -> Vec<Named<'s>> {
        let mut named = Vec::new();
        for case in of.union.iter().flat_map(|union| &union.cases) {
            let Some(child) = self.get(case.body).filter(|child| !child.apart) else { continue };
            named.extend(self.named(child));
            named.extend(self.below(child));
        }
        named
    }

    /// What the rows of a struct name that stand at constant places.
    fn named(&self, of: &'s Struct) -> Vec<Named<'s>> {
        let mut named = Vec::new();
        for (step, found) in of.steps.iter().enumerate() {
            match found {
                Step::Block(Block { at: At::Byte(start), rows, offsets, when, .. }) => {
                    for (row, offset) in rows.clone().zip(offsets) {
                        let Some(row) = of.rows.get(row as usize) else { continue };
                        let (masks, when) = (self.masks(row), when.as_ref());
                        named.push(Named { first: start + offset, masks, open: false, when, step });
                    }
                }
                Step::Row { at: At::Byte(first), row } => {
                    let Some(row) = of.rows.get(row.index()) else { continue };
                    // A payload's bytes are its children's to name.
                    if !matches!(row.kind, Kind::Payload(_)) {
                        let when = row.when.as_ref();
                        named.push(Named { first: *first, masks: Vec::new(), open: true, when, step });
                    }
                }
                Step::Block(_) | Step::Row { .. } => {}
            }
        }
        named
    }

    /// The bits that a row of constant length names, byte by byte.
    fn masks(&self, row: &Row) -> Vec<u8> {
        if matches!(row.role, Role::Reserved) {
            return Vec::new();
        }
        if let Kind::Bits(bits) = &row.kind {
            let mut named = vec![0; usize::from(bits.bytes)];
            let place = (bits.shift + bits.width.max(1) - 1, bits.shift);
            for (byte, mask) in masks(0, bits.bytes.into(), place, bits.little_endian) {
                if let Some(named) = named.get_mut(byte as usize) {
                    *named |= mask;
                }
            }
            return named;
        }
        vec![0xFF; self.len(&row.kind) as usize]
    }

    /// How many bytes a row of constant length has.
    fn len(&self, kind: &Kind) -> u64 {
        match kind {
            Kind::Bits(bits) => bits.bytes.into(),
            Kind::Bytes(Length::Fixed(n))
            | Kind::Reserved(Length::Fixed(n))
            | Kind::Text { length: TextLength::Bytes(Length::Fixed(n)), .. } => *n,
            Kind::Array { element: Element::Scalar { bytes, .. }, count } => count * u64::from(*bytes),
            Kind::Array { element: Element::Struct { body, .. }, count } => count * self.fixed(*body),
            Kind::Nested { body, .. } => self.fixed(*body),
            _ => 0,
        }
    }

    fn fixed(&self, body: StructId) -> u64 {
        self.get(body).and_then(|body| body.fixed).unwrap_or(0)
    }
}

impl Named<'_> {
    /// Takes its bits out of what is free from byte `start` on.
    fn take(&self, free: &mut [u8], start: u64) {
        if self.open {
            let from = self.first.saturating_sub(start) as usize;
            free.iter_mut().skip(from).for_each(|byte| *byte = 0);
            return;
        }
        for (byte, mask) in (self.first..).zip(&self.masks) {
            if let Some(byte) = byte.checked_sub(start).and_then(|at| free.get_mut(at as usize)) {
                *byte &= !mask;
            }
        }
    }
}

fn take(free: &mut [u8], offset: usize, masks: &[u8]) {
    for (byte, mask) in free.iter_mut().skip(offset).zip(masks) {
        *byte &= !mask;
    }
}

fn take_gap(free: &mut [u8], start: u64, gap: &Gap) {
    let at = (start + gap.offset) as usize;
    free.iter_mut().skip(at).take(gap.bytes as usize).for_each(|byte| *byte &= !gap.mask);
}

/// Bytes that are alike together.
fn gaps(free: &[u8]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (offset, mask) in (0..).zip(free).filter(|(_, mask)| **mask != 0) {
        match gaps.last_mut() {
            Some(last) if last.offset + last.bytes == offset && last.mask == *mask => last.bytes += 1,
            _ => gaps.push(Gap { offset, bytes: 1, mask: *mask }),
        }
    }
    gaps
}
