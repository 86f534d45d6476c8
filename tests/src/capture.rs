//! What went over USB, out of captures taken with usbmon: SCSI commands of mass storage (bulk-only transport), and
//! the control and bulk transfers of any device.

use std::path::Path;

/// One command of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// The command block as it was sent, with its padding.
    pub cdb: Vec<u8>,
    /// How many bytes of data the host expected.
    pub expected: u32,
    /// Whether data goes to the host.
    pub into_host: bool,
    /// The bytes of data that the capture kept.
    pub data: Vec<u8>,
    /// How many bytes of data there were on the wire.
    pub data_len: u32,
    /// `bCSWStatus`: 0 is passed, 1 failed.
    pub status: u8,
}

/// One packet of usbmon: its header, and the bytes that moved.
struct Packet {
    header: [u8; 64],
    data: Vec<u8>,
}

/// The packets of a capture file in order.
fn packets(path: &Path) -> Vec<Packet> {
    let file = std::fs::read(path).expect("the capture is there");
    assert_eq!(u32_at(&file, 0), 0xA1B2_C3D4, "a little-endian pcap");
    assert_eq!(u32_at(&file, 20), 220, "usbmon with 64-byte headers");
    let mut packets = Vec::new();
    let mut rest = &file[24..];
    while !rest.is_empty() {
        let kept = u32_at(rest, 8) as usize;
        let (packet, next) = rest[16..].split_at(kept);
        rest = next;
        let (header, data) = packet.split_at(64);
        let header = header.try_into().expect("64 bytes");
        packets.push(Packet { header, data: data.to_vec() });
    }
    packets
}

/// A control transfer: its SETUP packet, and the data that came from the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The eight bytes.
    pub setup: [u8; 8],
    /// What the device sent.
    pub data: Vec<u8>,
}

/// The control transfers of a capture file in order.
///
/// # Panics
/// If the file is not what `captures/README.md` says.
pub fn controls(path: &Path) -> Vec<Control> {
    let (mut controls, mut open) = (Vec::new(), None);
    for Packet { header, data } in packets(path) {
        match (header[8], header[9]) {
            (b'S', 2) => open = Some(header[40..48].try_into().expect("eight bytes")),
            (b'C', 2) => {
                let setup = open.take().expect("a completion follows a submission");
                controls.push(Control { setup, data });
            }
            _ => {}
        }
    }
    controls
}

/// What moved in the bulk transfers of a capture file, in either direction, in order.
///
/// # Panics
/// If the file is not what `captures/README.md` says.
pub fn bulk(path: &Path) -> Vec<Vec<u8>> {
    let moved = |packet: &Packet| {
        let (event, is_bulk, is_in) =
            (packet.header[8], packet.header[9] == 3, packet.header[10] & 0x80 != 0);
        is_bulk && (event == b'C') == is_in && !packet.data.is_empty()
    };
    let whole = |packet: Packet| {
        assert_eq!(packet.data.len(), u32_at(&packet.header, 32) as usize, "the capture kept all of it");
        packet.data
    };
    packets(path).into_iter().filter(moved).map(whole).collect()
}

/// The SCSI commands of a capture file in order.
///
/// # Panics
/// If the file is not what `captures/README.md` says.
pub fn commands(path: &Path) -> Vec<Captured> {
    let (mut commands, mut open) = (Vec::new(), None::<Captured>);
    for Packet { header, data } in packets(path) {
        let data = data.as_slice();
        let is_bulk = header[9] == 3;
        match (header[8], header[10], data) {
            (b'S', 0x02, [b'U', b'S', b'B', b'C', ..]) if is_bulk => open = Some(wrapper(data)),
            (b'C', 0x81, [b'U', b'S', b'B', b'S', ..]) if is_bulk => {
                let mut done = open.take().expect("a status follows a command");
                done.status = data[12];
                commands.push(done);
            }
            (b'C', 0x81, _) if is_bulk => {
                let command = open.as_mut().expect("data follows a command");
                command.data.extend_from_slice(data);
                command.data_len += u32_at(&header, 32);
            }
            _ => {}
        }
    }
    commands
}

/// A command block wrapper.
fn wrapper(bytes: &[u8]) -> Captured {
    assert_eq!(bytes.len(), 31);
    let len = usize::from(bytes[14]);
    Captured {
        cdb: bytes[15..15 + len].to_vec(),
        expected: u32_at(bytes, 8),
        into_host: bytes[12] & 0x80 != 0,
        ..Captured::default()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
