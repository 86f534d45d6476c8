//! An object of 1 GiB goes to and from the simulated responder, and memory stays as it was.
#![cfg(all(feature = "std", target_os = "linux"))]

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::task::{Context, Poll};

use opcodec::{Call, Sink, Source, StreamError};
use opcodec_protocols::mtp::{GetObject, ObjectInfo, OpenSession, SendObject, SendObjectInfo};
use opcodec_protocols::sim::mtp::{Responder, Storage};

const SIZE: u64 = 1 << 30;
const BLOCK: usize = 1 << 16;

/// Bytes that tell their place: block n is full of n.
struct Pattern {
    at: u64,
    block: Vec<u8>,
}

impl Pattern {
    fn new() -> Self {
        Pattern { at: 0, block: vec![0; BLOCK] }
    }

    /// What is here, up to the end of the block.
    fn here(&mut self, most: usize) -> &[u8] {
        let within = (self.at % BLOCK as u64) as usize;
        let left = usize::try_from(SIZE - self.at).unwrap().min(most).min(BLOCK - within);
        self.block.fill((self.at / BLOCK as u64) as u8);
        &self.block[..left]
    }

    fn give(&mut self, into: &mut [u8]) -> usize {
        let here = self.here(into.len());
        let n = here.len();
        into[..n].copy_from_slice(here);
        self.at += n as u64;
        n
    }

    fn check(&mut self, from: &[u8]) -> Option<usize> {
        let here = self.here(from.len());
        let n = here.len();
        let right = n > 0 && from[..n] == *here;
        self.at += n as u64;
        right.then_some(n)
    }
}

impl Source for Pattern {
    fn remaining(&self) -> Option<u64> {
        Some(SIZE - self.at)
    }
    fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(Ok(self.give(into)))
    }
}

impl Sink for Pattern {
    fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(self.check(from).ok_or(StreamError))
    }
}

/// A place for an object's bytes that keeps none of them: it knows which they are.
impl Read for Pattern {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        Ok(self.give(into))
    }
}
impl Write for Pattern {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.check(from).ok_or_else(|| io::Error::other("other bytes than were sent"))
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
impl Seek for Pattern {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(_) => SIZE,
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap_or(SIZE),
        };
        Ok(self.at)
    }
}

/// The most memory that this process ever had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a Linux kernel says it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("and says it so");
    line.trim().trim_end_matches("kB").trim().parse().expect("in KiB")
}

#[test]
fn one_gibibyte_to_the_device_and_back_in_constant_memory() {
    let mut device = Responder::new();
    device.insert(Storage::backed_by(2 * SIZE, |_: &str| Ok(Pattern::new())));
    device.call(&OpenSession { session_id: 1 }, ()).unwrap();
    let info = ObjectInfo {
        object_compressed_size: SIZE as u32,
        filename: "large.bin".into(),
        ..ObjectInfo::DEFAULT
    };
    let mut data = vec![0; info.encoded_len()];
    let answer = device.call(&SendObjectInfo::default(), info.encode(&mut data).unwrap()).unwrap();

    let before = peak();
    let mut source = Pattern::new();
    device.call_from(&SendObject {}, &mut source).unwrap();
    assert_eq!(source.at, SIZE);
    let mut sink = Pattern::new();
    device.call_into(&GetObject { object_handle: answer.object_handle }, &mut sink).unwrap();
    assert_eq!(sink.at, SIZE);
    let grown = peak() - before;
    assert!(grown < 4 << 10, "{grown} KiB more than before");
}
