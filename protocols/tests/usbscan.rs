//! Register access, sentence by sentence.
#![cfg(feature = "std")]

use std::task::{Context, Poll};
use std::time::Duration;

use opcodec::usb::{Setup, UsbReply};
use opcodec::{Effect, Exchange, Kind, Transport, TransportError, UsbControl};
use opcodec_protocols::sim;
use opcodec_protocols::usb::DescriptorType;
use opcodec_protocols::usbscan::{
    ChannelInfo, DeviceDescriptor, Error, Input, IoBlock, IoBlockEx, IoctlAbortPipe, IoctlCancelIo,
    IoctlGetChannelAlignRqst, IoctlGetDeviceDescriptor, IoctlGetPipeConfiguration, IoctlGetUsbDescriptor,
    IoctlGetVersion, IoctlReadRegisters, IoctlResetPipe, IoctlSendUsbRequest, IoctlSetTimeout,
    IoctlWaitOnDeviceEvent, IoctlWriteRegisters, NtStatus, PipeSelection, PipeType, RawPipeType, Reason,
    Scanner, UsbscanGetDescriptor, UsbscanPipeConfiguration, UsbscanTimeout,
};

/// The page's sample, as a program.
#[path = "../examples/write_registers.rs"]
mod sample;

/// Remembers what reaches it, and answers as it is told.
#[derive(Default)]
struct Probe {
    seen: Vec<[u8; 8]>,
    timeouts: Vec<Option<Duration>>,
    out: Vec<u8>,
    /// What it sends.
    data: Vec<u8>,
    stalls: bool,
    fails: Option<TransportError>,
}

impl Transport<UsbControl> for Probe {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, UsbControl>,
    ) -> Poll<Result<(), TransportError>> {
        self.seen.push(*exchange.request.as_bytes());
        self.timeouts.push(exchange.timeout);
        if let Some(error) = self.fails {
            return Poll::Ready(Err(error));
        }
        let mut piece = [0; 4096];
        while let Poll::Ready(Ok(n @ 1..)) = exchange.poll_take(cx, &mut piece) {
            self.out.extend_from_slice(&piece[..n]);
        }
        let _ = exchange.poll_give(cx, &self.data);
        exchange.reply = if self.stalls { UsbReply::STALL } else { UsbReply::ACK };
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

fn block(offset: u32, data: &[u8], index: u32) -> IoBlock<'_> {
    let length = u32::try_from(data.len()).unwrap();
    IoBlock { u_offset: offset, u_length: length, pby_data: Some(data), u_index: index }
}

/// The packet, the data and the bytes returned of one request that goes through.
fn sent(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> ([u8; 8], Vec<u8>, u32) {
    let data = vec![0x5A; output.as_deref().map_or(0, <[u8]>::len)];
    let mut scanner = Scanner::new(Probe { data, ..Probe::default() });
    let returned = scanner.device_io_control(code, input, output).unwrap();
    let probe = scanner.into_transport();
    let [packet] = probe.seen[..] else { panic!("one transfer: {:?}", probe.seen) };
    (packet, probe.out, returned)
}

/// The error of a request that breaks a rule. Nothing reaches the transport.
#[track_caller]
fn refused(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> Error {
    let mut scanner = Scanner::new(Probe { data: vec![0; 0x2_0000], ..Probe::default() });
    let before = output.as_deref().map(<[u8]>::to_vec);
    let output = output.unwrap_or_default();
    let given = if before.is_some() { Some(&mut *output) } else { None };
    let error = scanner.device_io_control(code, input, given).unwrap_err();
    assert_eq!(scanner.into_transport().seen, [[0; 8]; 0], "{error}");
    assert_eq!(before.unwrap_or_default(), output, "the output buffer is as it was");
    error
}

/// [`refused`] as a wrong parameter.
#[track_caller]
fn wrong(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> Reason {
    let error = refused(code, input, output);
    assert_eq!(error.status, NtStatus::STATUS_INVALID_PARAMETER, "{error}");
    error.reason
}

const WRITE: u32 = IoctlWriteRegisters::OPCODE;
const READ: u32 = IoctlReadRegisters::OPCODE;
const SEND: u32 = IoctlSendUsbRequest::OPCODE;

#[test]
fn the_twelve_control_codes_and_the_alias_are_those_of_the_header() {
    let codes = [
        (IoctlGetVersion::OPCODE, 0x8000_2000),
        (IoctlCancelIo::OPCODE, 0x8000_2004),
        (IoctlWaitOnDeviceEvent::OPCODE, 0x8000_2008),
        (IoctlReadRegisters::OPCODE, 0x8000_200C),
        (IoctlWriteRegisters::OPCODE, 0x8000_2010),
        (IoctlGetChannelAlignRqst::OPCODE, 0x8000_2014),
        (IoctlGetDeviceDescriptor::OPCODE, 0x8000_2018),
        (IoctlResetPipe::OPCODE, 0x8000_201C),
        (IoctlGetUsbDescriptor::OPCODE, 0x8000_2020),
        (IoctlSendUsbRequest::OPCODE, 0x8000_2024),
        (IoctlGetPipeConfiguration::OPCODE, 0x8000_2028),
        (IoctlSetTimeout::OPCODE, 0x8000_202C),
        (IoctlAbortPipe::OPCODE, 0x8000_2004),
    ];
    for (ours, theirs) in codes {
        assert_eq!(ours, theirs);
    }
}

#[test]
fn the_structures_have_the_sizes_and_offsets_of_c() {
    assert_eq!((IoBlock::SIZE_32, IoBlock::SIZE_64), (16, 24));
    assert_eq!((IoBlockEx::SIZE_32, IoBlockEx::SIZE_64), (20, 24));
    let io = block(0x0102_0304, &[0xAA, 0xBB], 0x0506_0708);
    assert_eq!(io.to_c32(0x1122_3344), [4, 3, 2, 1, 2, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 8, 7, 6, 5]);
    assert_eq!(
        io.to_c64(0x1122_3344_5566_7788),
        [4, 3, 2, 1, 2, 0, 0, 0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 8, 7, 6, 5, 0, 0, 0, 0]
    );
    let ex = IoBlockEx {
        u_offset: 1,
        u_index: 2,
        b_request: 3,
        bm_request_type: 4,
        f_transfer_direction_in: 5,
        ..IoBlockEx::DEFAULT
    };
    assert_eq!(ex.to_c32(0), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 4, 5, 0]);
    assert_eq!(ex.to_c64(0), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 4, 5, 0]);
    assert_eq!((ChannelInfo::LEN, DeviceDescriptor::LEN), (12, 8));
    assert_eq!((UsbscanGetDescriptor::LEN, UsbscanTimeout::LEN), (4, 12));
    assert_eq!((UsbscanPipeConfiguration::LEN, PipeSelection::LEN), (68, 4));
}

#[test]
fn write_registers_on_the_wire() {
    // uLength > 1: 0x04.
    let (packet, out, returned) = sent(WRITE, block(0x1234, &[0xAA, 0xBB], 0x5678).into(), None);
    assert_eq!(packet, [0x40, 0x04, 0x34, 0x12, 0x78, 0x56, 2, 0]);
    assert_eq!((&out[..], returned), (&[0xAA, 0xBB][..], 0));
    // uLength 1, or 0: 0x0C.
    let (packet, out, _) = sent(WRITE, block(0x12, &[0xAA], 0).into(), None);
    assert_eq!((packet, &out[..]), ([0x40, 0x0C, 0x12, 0, 0, 0, 1, 0], &[0xAA][..]));
    let (packet, out, _) = sent(WRITE, block(0x12, &[], 0).into(), None);
    assert_eq!((packet, &out[..]), ([0x40, 0x0C, 0x12, 0, 0, 0, 0, 0], &[][..]));
    let (packet, ..) = sent(WRITE, IoBlock { u_offset: 0x12, ..IoBlock::DEFAULT }.into(), None);
    assert_eq!(packet, [0x40, 0x0C, 0x12, 0, 0, 0, 0, 0], "NULL and a length of zero");
    // uOffset & 0xFFFF, uIndex & 0xFFFF.
    let (packet, ..) = sent(WRITE, block(0xABCD_1234, &[1, 2, 3], 0xFFFF_0001).into(), None);
    assert_eq!(packet, [0x40, 0x04, 0x34, 0x12, 0x01, 0x00, 3, 0]);
    // The most.
    let most: Vec<u8> = (0..=u8::MAX).cycle().take(65_535).collect();
    let (packet, out, _) = sent(WRITE, block(0, &most, 0).into(), None);
    assert_eq!((packet, out == most), ([0x40, 0x04, 0, 0, 0, 0, 0xFF, 0xFF], true));
}

#[test]
fn read_registers_on_the_wire() {
    let io = |length| IoBlock { u_offset: 0x1_1234, u_length: length, u_index: 0x2_5678, pby_data: None };
    let mut registers = [0; 2];
    let (packet, _, returned) = sent(READ, io(2).into(), Some(&mut registers));
    assert_eq!(packet, [0xC0, 0x04, 0x34, 0x12, 0x78, 0x56, 2, 0]);
    assert_eq!((returned, registers), (2, [0x5A; 2]), "into the output buffer");
    let (packet, _, returned) = sent(READ, io(1).into(), Some(&mut registers[..1]));
    assert_eq!((packet, returned), ([0xC0, 0x0C, 0x34, 0x12, 0x78, 0x56, 1, 0], 1));
    let (packet, _, returned) = sent(READ, io(0).into(), Some(&mut []));
    assert_eq!((packet, returned), ([0xC0, 0x0C, 0x34, 0x12, 0x78, 0x56, 0, 0], 0));
    let (packet, _, returned) = sent(READ, io(65_535).into(), Some(&mut vec![0; 65_535]));
    assert_eq!((packet, returned), ([0xC0, 0x04, 0x34, 0x12, 0x78, 0x56, 0xFF, 0xFF], 65_535));
    // pbyData is not used: the data goes to the output buffer.
    let (packet, out, _) = sent(READ, block(0, &[1, 2], 0).into(), Some(&mut registers));
    assert_eq!((packet, &out[..]), ([0xC0, 0x04, 0, 0, 0, 0, 2, 0], &[][..]));
}

#[test]
fn send_usb_request_on_the_wire() {
    let any = IoBlockEx {
        u_offset: 0x1_1234,
        u_index: 0x1_5678,
        b_request: 0x77,
        // Not used.
        bm_request_type: 0xA1,
        ..IoBlockEx::DEFAULT
    };
    // Reading: 0xC0, though the page prints TransferFlags 0.
    let mut buffer = [0; 3];
    let io = IoBlockEx { u_length: 3, f_transfer_direction_in: 1, ..any };
    let (packet, _, returned) = sent(SEND, io.into(), Some(&mut buffer));
    assert_eq!((packet, returned), ([0xC0, 0x77, 0x34, 0x12, 0x78, 0x56, 3, 0], 3));
    assert_eq!(buffer, [0x5A; 3]);
    // Every value but 0 is TRUE.
    let io = IoBlockEx { u_length: 3, f_transfer_direction_in: 0xFF, ..any };
    assert_eq!(sent(SEND, io.into(), Some(&mut buffer)).0[0], 0xC0);
    // Writing: the memory is given once, as pbyData or as the output buffer.
    let io = IoBlockEx { u_length: 2, pby_data: Some(&[7, 8]), ..any };
    let (packet, out, returned) = sent(SEND, io.into(), None);
    assert_eq!((packet, &out[..], returned), ([0x40, 0x77, 0x34, 0x12, 0x78, 0x56, 2, 0], &[7, 8][..], 0));
    let io = IoBlockEx { u_length: 2, ..any };
    let (packet, out, returned) = sent(SEND, io.into(), Some(&mut [9, 10]));
    assert_eq!((packet, &out[..], returned), ([0x40, 0x77, 0x34, 0x12, 0x78, 0x56, 2, 0], &[9, 10][..], 0));
    // Without data: NULL, zero, FALSE.
    let (packet, out, returned) = sent(SEND, any.into(), None);
    assert_eq!((packet, out.len(), returned), ([0x40, 0x77, 0x34, 0x12, 0x78, 0x56, 0, 0], 0, 0));
}

#[test]
fn get_usb_descriptor_on_the_wire() {
    let which =
        UsbscanGetDescriptor { descriptor_type: DescriptorType::STRING, index: 2, language_id: 0x0409 };
    let bytes = which.to_bytes();
    let (packet, _, returned) = sent(IoctlGetUsbDescriptor::OPCODE, (&bytes).into(), Some(&mut [0; 255]));
    assert_eq!((packet, returned), ([0x80, 0x06, 0x02, 0x03, 0x09, 0x04, 0xFF, 0x00], 255));
}

#[test]
fn an_image_in_c_is_the_same_request() {
    let io = block(0x12, &[1, 2], 3);
    let typed = sent(WRITE, io.into(), None);
    let memory = io.pby_data;
    assert_eq!(sent(WRITE, Input::Image { bytes: &io.to_c32(0x1000), memory }, None), typed);
    assert_eq!(sent(WRITE, Input::Image { bytes: &io.to_c64(0x7FFF_0000_1000), memory }, None), typed);

    let ex = IoBlockEx { u_length: 2, pby_data: Some(&[1, 2]), b_request: 9, ..IoBlockEx::DEFAULT };
    let (typed, memory) = (sent(SEND, ex.into(), None), ex.pby_data);
    assert_eq!(sent(SEND, Input::Image { bytes: &ex.to_c32(0x1000), memory }, None), typed);
    assert_eq!(sent(SEND, Input::Image { bytes: &ex.to_c64(0x1000), memory }, None), typed);
    // Reading, pbyData and the output buffer are the same memory: it is given as the latter.
    let ex = IoBlockEx { u_length: 2, f_transfer_direction_in: 1, ..ex };
    let image = Input::Image { bytes: &ex.to_c64(0x1000), memory: None };
    assert_eq!(sent(SEND, image, Some(&mut [0; 2])).0, [0xC0, 9, 0, 0, 0, 0, 2, 0]);
}

#[test]
fn the_input_must_be_an_io_block_of_its_size() {
    let io = block(0x12, &[1, 2], 3);
    let image = io.to_c64(0x1000);
    for len in (0..64).filter(|len| ![16, 24].contains(len)) {
        let mut bytes = image.to_vec();
        bytes.resize(len, 0);
        let input = Input::Image { bytes: &bytes, memory: io.pby_data };
        let expected = Reason::InputSize { bits32: 16, bits64: 24, got: len };
        assert_eq!(wrong(WRITE, input, None), expected);
        assert_eq!(wrong(READ, input, Some(&mut [0; 2])), expected);
    }
    for len in (0..64).filter(|len| ![20, 24].contains(len)) {
        let bytes = vec![0; len];
        let expected = Reason::InputSize { bits32: 20, bits64: 24, got: len };
        assert_eq!(wrong(SEND, (&bytes[..]).into(), None), expected);
    }
    for code in [WRITE, READ, SEND] {
        assert_eq!(wrong(code, Input::None, None), Reason::InputAbsent);
        assert_eq!(wrong(code, Input::Output, None), Reason::OtherStructure);
    }
    assert_eq!(wrong(WRITE, IoBlockEx::DEFAULT.into(), None), Reason::OtherStructure);
    assert_eq!(wrong(SEND, io.into(), None), Reason::OtherStructure);
}

#[test]
fn writing_takes_no_output_buffer() {
    let io = block(0, &[1], 0);
    assert_eq!(wrong(WRITE, io.into(), Some(&mut [0; 4])), Reason::OutputPresent);
    assert_eq!(wrong(WRITE, io.into(), Some(&mut [])), Reason::OutputPresent, "NULL, and zero");
}

#[test]
fn the_length_is_that_of_the_buffer() {
    let data = [1, 2, 3];
    for length in [0, 1, 2, 4, 0x1_0003, u32::MAX] {
        let io = IoBlock { u_length: length, ..block(0, &data, 0) };
        let expected = Reason::Length { length, buffer: 3 };
        assert_eq!(wrong(WRITE, io.into(), None), expected);
        assert_eq!(wrong(READ, io.into(), Some(&mut [0; 3])), expected);
        let ex = IoBlockEx { u_length: length, pby_data: Some(&data), ..IoBlockEx::DEFAULT };
        assert_eq!(wrong(SEND, ex.into(), None), expected);
        let ex = IoBlockEx { f_transfer_direction_in: 1, pby_data: None, ..ex };
        assert_eq!(wrong(SEND, ex.into(), Some(&mut [0; 3])), expected);
    }
    let nothing = IoBlock { u_length: 1, ..IoBlock::DEFAULT };
    assert_eq!(wrong(WRITE, nothing.into(), None), Reason::Length { length: 1, buffer: 0 });
    let image = block(0, &data, 0).to_c64(0x1000);
    let unnamed = Input::Image { bytes: &image, memory: None };
    assert_eq!(wrong(WRITE, unnamed, None), Reason::Length { length: 3, buffer: 0 }, "a pointer to nothing");
    assert_eq!(wrong(READ, nothing.into(), None), Reason::OutputAbsent);
}

#[test]
fn a_length_of_65_536_does_not_fit_the_packet() {
    let data = vec![0; 65_536];
    let why = wrong(WRITE, block(0, &data, 0).into(), None);
    let Reason::Request(why) = why else { panic!("{why}") };
    assert_eq!((why.field(), why.expected(), why.got()), ("wLength", 65_535, 65_536));

    let mut buffer = data.clone();
    let io = IoBlock { u_length: 65_536, ..IoBlock::DEFAULT };
    assert!(matches!(wrong(READ, io.into(), Some(&mut buffer)), Reason::Request(_)));
    let ex = IoBlockEx { u_length: 65_536, f_transfer_direction_in: 1, ..IoBlockEx::DEFAULT };
    assert!(matches!(wrong(SEND, ex.into(), Some(&mut buffer)), Reason::Request(_)));
    let ex = IoBlockEx { u_length: 65_536, pby_data: Some(&data), ..IoBlockEx::DEFAULT };
    assert!(matches!(wrong(SEND, ex.into(), None), Reason::Request(_)));
    let which = UsbscanGetDescriptor::DEFAULT.to_bytes();
    let why = wrong(IoctlGetUsbDescriptor::OPCODE, (&which).into(), Some(&mut buffer));
    assert!(matches!(why, Reason::Request(_)));
}

#[test]
fn the_memory_of_a_vendor_request_is_given_once() {
    let ex = IoBlockEx { u_length: 2, pby_data: Some(&[1, 2]), ..IoBlockEx::DEFAULT };
    assert_eq!(wrong(SEND, ex.into(), Some(&mut [1, 2])), Reason::OtherBuffer);
    let read = IoBlockEx { f_transfer_direction_in: 1, ..ex };
    assert_eq!(wrong(SEND, read.into(), Some(&mut [1, 2])), Reason::OtherBuffer);
    // Without data there is no buffer, not even an empty one.
    assert_eq!(wrong(SEND, IoBlockEx::DEFAULT.into(), Some(&mut [])), Reason::OutputPresent);
}

#[test]
fn a_descriptor_is_one_of_three_and_its_buffer_holds_the_structure() {
    let code = IoctlGetUsbDescriptor::OPCODE;
    for kind in (0..=u8::MAX).filter(|kind| !(1..=3).contains(kind)) {
        let why = wrong(code, (&[kind, 0, 0, 0]).into(), Some(&mut [0; 64]));
        assert!(matches!(why, Reason::Input(why) if why.field() == "DescriptorType"), "{why}");
    }
    for len in (0..9).filter(|&len| len != 4) {
        assert!(matches!(wrong(code, (&vec![1; len][..]).into(), Some(&mut [0; 64])), Reason::Input(_)));
    }
    for (kind, need) in [(1, 18), (2, 9), (3, 4)] {
        let error = refused(code, (&[kind, 0, 0, 0]).into(), Some(&mut vec![0; need - 1]));
        let reason = Reason::OutputSize { need, got: need - 1 };
        assert_eq!(error, Error { status: NtStatus::STATUS_BUFFER_TOO_SMALL, reason });
        assert_eq!(sent(code, (&[kind, 0, 0, 0]).into(), Some(&mut vec![0; need])).2, need as u32);
    }
    assert_eq!(wrong(code, (&[1, 0, 0, 0]).into(), None), Reason::OutputAbsent);
    assert_eq!(wrong(code, Input::None, Some(&mut [0; 64])), Reason::InputAbsent);
    assert_eq!(wrong(code, Input::Output, Some(&mut [0; 64])), Reason::OtherStructure);
}

#[test]
fn what_takes_no_input_refuses_one_and_what_gives_something_needs_room() {
    let rooms = [
        (IoctlGetVersion::OPCODE, 12),
        (IoctlGetChannelAlignRqst::OPCODE, 12),
        (IoctlGetPipeConfiguration::OPCODE, 68),
    ];
    for (code, need) in rooms {
        assert_eq!(wrong(code, (&[0; 4]).into(), Some(&mut vec![0; need])), Reason::InputPresent);
        assert_eq!(wrong(code, Input::None, None), Reason::OutputAbsent);
        let error = refused(code, Input::None, Some(&mut vec![0; need - 1]));
        let reason = Reason::OutputSize { need, got: need - 1 };
        assert_eq!(error, Error { status: NtStatus::STATUS_BUFFER_TOO_SMALL, reason });
    }
    let code = IoctlGetDeviceDescriptor::OPCODE;
    assert_eq!(wrong(code, Input::None, Some(&mut [0; 8])), Reason::InputAbsent);
    assert!(matches!(wrong(code, (&[0; 7]).into(), Some(&mut [0; 8])), Reason::Input(_)));
    assert_eq!(wrong(code, Input::Output, None), Reason::OutputAbsent);
    let error = refused(code, Input::Output, Some(&mut [0; 7]));
    assert_eq!(error.status, NtStatus::STATUS_BUFFER_TOO_SMALL);
}

#[test]
fn waiting_for_an_event_is_out_of_reach() {
    let code = IoctlWaitOnDeviceEvent::OPCODE;
    assert_eq!(wrong(code, (&[0]).into(), Some(&mut [0; 8])), Reason::InputPresent);
    assert_eq!(wrong(code, Input::None, None), Reason::OutputAbsent);
    assert_eq!(refused(code, Input::None, Some(&mut [])).status, NtStatus::STATUS_BUFFER_TOO_SMALL);
    let error = refused(code, Input::None, Some(&mut [0; 8]));
    assert_eq!(error, Error { status: NtStatus::STATUS_NOT_SUPPORTED, reason: Reason::ControlPipeOnly });
}

#[test]
fn a_pipe_is_one_of_four() {
    for code in [IoctlCancelIo::OPCODE, IoctlResetPipe::OPCODE] {
        assert_eq!(wrong(code, Input::None, None), Reason::InputAbsent);
        for bytes in [&[0; 3][..], &[0; 5], &[4, 0, 0, 0], &[0, 0, 0, 1]] {
            assert!(matches!(wrong(code, bytes.into(), None), Reason::Input(_)), "{bytes:?}");
        }
        assert_eq!(wrong(code, (&[0; 4]).into(), Some(&mut [0; 4])), Reason::OutputPresent);
    }
    let mut scanner = Scanner::new(Probe::default());
    for pipe in 0..4 {
        assert_eq!(scanner.device_io_control(IoctlCancelIo::OPCODE, (&[pipe, 0, 0, 0]).into(), None), Ok(0));
    }
    assert_eq!(scanner.into_transport().seen.len(), 0, "giving up is the host's affair");
}

#[test]
fn an_unknown_code_is_no_request() {
    for code in [0, 0x8000_2030, 0x3150_544D, u32::MAX] {
        let error = refused(code, Input::None, None);
        let status = NtStatus::STATUS_INVALID_DEVICE_REQUEST;
        assert_eq!(error, Error { status, reason: Reason::UnknownCode(code) });
    }
}

#[test]
fn time_limits_are_120_seconds_until_they_are_set() {
    let mut scanner = Scanner::new(Probe { data: vec![0], ..Probe::default() });
    let read = IoBlock { u_length: 1, ..IoBlock::DEFAULT };
    let both = |scanner: &mut Scanner<Probe>| {
        scanner.device_io_control(READ, read.into(), Some(&mut [0])).unwrap();
        scanner.device_io_control(WRITE, block(0, &[1], 0).into(), None).unwrap();
        std::mem::take(&mut scanner.transport_mut().timeouts)
    };
    let seconds = |n| Some(Duration::from_secs(n));
    assert_eq!(both(&mut scanner), [seconds(120), seconds(120)]);

    let set = IoctlSetTimeout::OPCODE;
    let limits = UsbscanTimeout { timeout_read: 214, timeout_write: 1, timeout_event: 5 };
    assert_eq!(scanner.device_io_control(set, (&limits.to_bytes()).into(), None), Ok(0));
    assert_eq!(scanner.timeouts(), &limits);
    assert_eq!(both(&mut scanner), [seconds(214), seconds(1)]);

    // What is refused changes nothing.
    for wrong in [[215, 1, 1], [1, 215, 1], [1, 1, 215], [u32::MAX, 0, 0]] {
        let [timeout_read, timeout_write, timeout_event] = wrong;
        let bytes = UsbscanTimeout { timeout_read, timeout_write, timeout_event }.to_bytes();
        let error = scanner.device_io_control(set, (&bytes).into(), None).unwrap_err();
        assert_eq!(error.status, NtStatus::STATUS_INVALID_PARAMETER);
        assert!(matches!(error.reason, Reason::Input(_)));
    }
    assert!(scanner.device_io_control(set, (&[0; 11]).into(), None).is_err());
    assert!(scanner.device_io_control(set, (&[0; 12]).into(), Some(&mut [])).is_err());
    assert_eq!(both(&mut scanner), [seconds(214), seconds(1)]);

    let for_ever = UsbscanTimeout { timeout_read: 0, timeout_write: 0, timeout_event: 0 };
    scanner.device_io_control(set, (&for_ever.to_bytes()).into(), None).unwrap();
    assert_eq!(both(&mut scanner), [None, None]);
}

#[test]
fn what_a_transport_says_is_a_status() {
    let statuses = [
        (Kind::Timeout, NtStatus::STATUS_IO_TIMEOUT),
        (Kind::Disconnected, NtStatus::STATUS_DEVICE_NOT_CONNECTED),
        (Kind::Closed, NtStatus::STATUS_INVALID_HANDLE),
        (Kind::Unsupported, NtStatus::STATUS_NOT_SUPPORTED),
        (Kind::Interrupted, NtStatus::STATUS_CANCELLED),
        (Kind::Protocol, NtStatus::STATUS_UNSUCCESSFUL),
        (Kind::Os(5), NtStatus::STATUS_UNSUCCESSFUL),
    ];
    for (kind, status) in statuses {
        let why = TransportError::new(kind, Effect::Unknown);
        let mut scanner = Scanner::new(Probe { fails: Some(why), ..Probe::default() });
        let error = scanner.device_io_control(WRITE, block(0, &[1], 0).into(), None).unwrap_err();
        assert_eq!(error, Error { status, reason: Reason::Transport(why) });
        assert_eq!(error.status.raw() >> 30, 3, "it has the severity of an error");
    }
    let mut scanner = Scanner::new(Probe { stalls: true, ..Probe::default() });
    let error = scanner.device_io_control(WRITE, block(0, &[1], 0).into(), None).unwrap_err();
    assert_eq!(error, Error { status: NtStatus::STATUS_UNSUCCESSFUL, reason: Reason::Stalled });
}

#[test]
fn registers_come_whole_or_not_at_all() {
    let mut scanner = Scanner::new(Probe { data: vec![7], ..Probe::default() });
    let mut registers = [0; 2];
    let io = IoBlock { u_length: 2, ..IoBlock::DEFAULT };
    let error = scanner.device_io_control(READ, io.into(), Some(&mut registers)).unwrap_err();
    let reason = Reason::Short { need: 2, got: 1 };
    assert_eq!(error, Error { status: NtStatus::STATUS_IO_DEVICE_ERROR, reason });
    // A descriptor may be shorter than its buffer.
    let mut scanner = Scanner::new(sim::Scanner::new());
    let mut buffer = [0; 64];
    let which = UsbscanGetDescriptor::DEFAULT.to_bytes();
    let returned =
        scanner.device_io_control(IoctlGetUsbDescriptor::OPCODE, (&which).into(), Some(&mut buffer));
    assert_eq!((returned, &buffer[..4]), (Ok(18), &[18, 1, 0, 2][..]));
}

#[test]
fn the_simulated_scanner_keeps_its_registers() {
    let mut scanner = Scanner::new(sim::Scanner::new().with_registers(7, 0x100..=0x1FF));
    assert_eq!(scanner.device_io_control(WRITE, block(0x100, &[1, 2, 3], 7).into(), None), Ok(0));
    let mut registers = [0xEE; 4];
    let io = IoBlock { u_offset: 0x100, u_length: 4, u_index: 7, pby_data: None };
    assert_eq!(scanner.device_io_control(READ, io.into(), Some(&mut registers)), Ok(4));
    assert_eq!(registers, [1, 2, 3, 0]);

    // One register that there is not, and none is written.
    let error = scanner.device_io_control(WRITE, block(0x1FF, &[8, 9], 7).into(), None).unwrap_err();
    assert_eq!((error.reason, scanner.transport_mut().register(7, 0x1FF)), (Reason::Stalled, Some(0)));
    scanner.transport_mut().protect_register(7, 0x101);
    let error = scanner.device_io_control(WRITE, block(0x100, &[8, 9], 7).into(), None).unwrap_err();
    assert_eq!((error.reason, scanner.transport_mut().register(7, 0x100)), (Reason::Stalled, Some(1)));
    // A request that it does not know.
    let ex = IoBlockEx { b_request: 0x55, ..IoBlockEx::DEFAULT };
    assert_eq!(scanner.device_io_control(SEND, ex.into(), None).unwrap_err().reason, Reason::Stalled);
    // The next one is well again.
    assert_eq!(scanner.device_io_control(READ, io.into(), Some(&mut registers)), Ok(4));
}

#[test]
fn who_it_is_and_which_pipes_it_has() {
    let mut device = sim::Scanner::new();
    device.identify_as(0x1234, 0x5678);
    let mut scanner = Scanner::new(device);
    for input in [Input::Output, Input::Bytes(&[0xEE; 8])] {
        let mut buffer = [0xEE; 9];
        let code = IoctlGetDeviceDescriptor::OPCODE;
        assert_eq!(scanner.device_io_control(code, input, Some(&mut buffer)), Ok(8));
        let device = DeviceDescriptor::from_bytes(&buffer[..8]).unwrap();
        assert_eq!((device.us_vendor_id, device.us_product_id), (0x1234, 0x5678));
        assert_eq!((device.us_bcd_device, device.us_language_id, buffer[8]), (0x0100, 0, 0xEE));
    }

    let mut buffer = [0; 68];
    let code = IoctlGetPipeConfiguration::OPCODE;
    assert_eq!(scanner.device_io_control(code, Input::None, Some(&mut buffer)), Ok(68));
    let pipes = UsbscanPipeConfiguration::from_bytes(&buffer).unwrap();
    assert_eq!(pipes.number_of_pipes, 3);
    let found: Vec<_> = pipes.pipe_info[..3]
        .iter()
        .map(|pipe| (pipe.endpoint_address, pipe.maximum_packet_size, pipe.interval, pipe.pipe_type))
        .collect();
    assert_eq!(
        found,
        [
            (0x81, 512, 0, RawPipeType::USBSCAN_PIPE_BULK),
            (0x02, 512, 0, RawPipeType::USBSCAN_PIPE_BULK),
            (0x83, 8, 10, RawPipeType::USBSCAN_PIPE_INTERRUPT),
        ]
    );

    let code = IoctlGetChannelAlignRqst::OPCODE;
    assert_eq!(scanner.device_io_control(code, Input::None, Some(&mut buffer[..12])), Ok(12));
    let sizes = ChannelInfo::from_bytes(&buffer[..12]).unwrap();
    assert_eq!((sizes.event_channel_size, sizes.u_read_data_alignment), (8, 512));
    assert_eq!(sizes.u_write_data_alignment, 512);

    let mut version = [0; 12];
    assert_eq!(scanner.device_io_control(IoctlGetVersion::OPCODE, Input::None, Some(&mut version)), Ok(12));
    let expected: u32 = env!("CARGO_PKG_VERSION_MINOR").parse().unwrap();
    assert_eq!(version[4..8], expected.to_le_bytes());
}

#[test]
fn resetting_a_pipe_takes_the_halt_off_its_endpoint() {
    let mut device = sim::Scanner::new();
    for endpoint in [0x81, 0x02, 0x83] {
        device.halt(endpoint);
    }
    let mut scanner = Scanner::new(device);
    let mut reset = |pipe: PipeType| {
        let bytes = PipeSelection { pipe_type: pipe }.to_bytes();
        assert_eq!(scanner.device_io_control(IoctlResetPipe::OPCODE, (&bytes).into(), None), Ok(0));
        [0x81, 0x02, 0x83].map(|endpoint| scanner.transport_mut().is_halted(endpoint))
    };
    assert_eq!(reset(PipeType::EventPipe), [true, true, false]);
    assert_eq!(reset(PipeType::WriteDataPipe), [true, false, false]);
    assert_eq!(reset(PipeType::AllPipe), [false, false, false]);
}

/// A configuration with these descriptors behind its own.
fn configured(rest: &[u8]) -> Probe {
    let total = u16::try_from(9 + rest.len()).unwrap().to_le_bytes();
    let data = [&[9, 2, total[0], total[1], 1, 1, 0, 0xC0, 0][..], rest].concat();
    Probe { data, ..Probe::default() }
}

#[test]
fn pipes_that_there_are_not() {
    let interface = [9, 4, 0, 0, 1, 0xFF, 0, 0, 0];
    let bulk_in = [7, 5, 0x81, 2, 0x40, 0, 0];
    let probe = || configured(&[&interface[..], &bulk_in].concat());
    let reset = |scanner: &mut Scanner<Probe>, pipe| {
        scanner.device_io_control(IoctlResetPipe::OPCODE, (&[pipe, 0, 0, 0]).into(), None)
    };
    let mut scanner = Scanner::new(probe());
    let error = reset(&mut scanner, 0).unwrap_err();
    assert_eq!((error.status, error.reason), (NtStatus::STATUS_INVALID_PARAMETER, Reason::NoPipe));
    assert_eq!(scanner.transport_mut().seen.len(), 1, "the descriptors were read, and no more");
    assert_eq!(reset(&mut scanner, 1), Ok(0));
    assert_eq!(scanner.transport_mut().seen.last(), Some(&[0x02, 0x01, 0, 0, 0x81, 0, 0, 0]));
    let mut sizes = [0; 12];
    scanner.device_io_control(IoctlGetChannelAlignRqst::OPCODE, Input::None, Some(&mut sizes)).unwrap();
    assert_eq!(sizes, [0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0], "0 for a pipe that there is not");

    let mut scanner = Scanner::new(probe()).interface(1);
    assert_eq!(reset(&mut scanner, 1).unwrap_err().reason, Reason::NoInterface(1));

    let many = [&interface[..], &bulk_in.repeat(9)].concat();
    let mut scanner = Scanner::new(configured(&many));
    let error = reset(&mut scanner, 1).unwrap_err();
    let status = NtStatus::STATUS_INSUFFICIENT_RESOURCES;
    assert_eq!(error, Error { status, reason: Reason::TooManyPipes });

    let mut scanner = Scanner::new(configured(&[2, 0x24].repeat(600)));
    let error = reset(&mut scanner, 1).unwrap_err();
    assert_eq!(error, Error { status, reason: Reason::ConfigurationLength { room: 1024, got: 1209 } });

    for data in [&[][..], &[9, 2, 0], &[18, 1, 0, 2, 0, 0, 0, 0, 0], &[9, 2, 11, 0, 1, 1, 0, 0xC0, 0, 0, 0]] {
        let mut scanner = Scanner::new(Probe { data: data.to_vec(), ..Probe::default() });
        let error = reset(&mut scanner, 1).unwrap_err();
        assert_eq!(error.status, NtStatus::STATUS_IO_DEVICE_ERROR, "{data:?}");
        assert!(matches!(error.reason, Reason::Answer(_)), "{data:?}");
    }
}

#[test]
fn a_dropped_future_leaves_the_device_usable() {
    let mut device = sim::Scanner::new();
    device.pending_polls(3);
    let mut scanner = Scanner::new(device);
    let mut cx = Context::from_waker(std::task::Waker::noop());
    let data = [1, 2];
    for polls in 0..3 {
        let mut future = Box::pin(scanner.device_io_control_async(WRITE, block(0x10, &data, 0).into(), None));
        for _ in 0..polls {
            assert!(future.as_mut().poll(&mut cx).is_pending());
        }
        drop(future);
        assert_eq!(scanner.transport_mut().register(0, 0x10), Some(0), "it was given up");
    }
    // Dropped between the transfers of one request, too.
    let mut buffer = [0; 68];
    let code = IoctlGetPipeConfiguration::OPCODE;
    let mut future = Box::pin(scanner.device_io_control_async(code, Input::None, Some(&mut buffer)));
    assert!(future.as_mut().poll(&mut cx).is_pending());
    drop(future);

    let written =
        opcodec::block_on(scanner.device_io_control_async(WRITE, block(0x10, &data, 0).into(), None));
    assert_eq!((written, scanner.transport_mut().register(0, 0x10)), (Ok(0), Some(1)));
}

#[test]
fn what_the_scanner_is_told_can_fail() {
    let mut scanner = Scanner::new(sim::Scanner::new());
    let write = |scanner: &mut Scanner<sim::Scanner>| {
        scanner.device_io_control(WRITE, block(0, &[1], 0).into(), None).map_err(|error| error.status)
    };
    scanner.transport_mut().stall_next();
    assert_eq!(write(&mut scanner), Err(NtStatus::STATUS_UNSUCCESSFUL));
    scanner.transport_mut().lose_next(TransportError::new(Kind::Timeout, Effect::Unknown));
    assert_eq!(write(&mut scanner), Err(NtStatus::STATUS_IO_TIMEOUT));
    scanner.transport_mut().short_next(1);
    let io = IoBlock { u_length: 2, ..IoBlock::DEFAULT };
    let error = scanner.device_io_control(READ, io.into(), Some(&mut [0; 2])).unwrap_err();
    assert_eq!(error.status, NtStatus::STATUS_IO_DEVICE_ERROR);
    assert_eq!(write(&mut scanner), Ok(0));
}

#[test]
fn setup_packets_that_no_schema_knows_are_stalled() {
    let mut device = sim::Scanner::new();
    for packet in
        [[0x40, 0x04, 0, 0, 0, 0, 1, 0], [0xC1, 0x0C, 0, 0, 0, 0, 1, 0], [0x80, 0x42, 0, 0, 0, 0, 0, 0]]
    {
        let mut exchange = Exchange::<UsbControl>::new(Setup::new(packet));
        opcodec::Call::execute(&mut device, &mut exchange).unwrap();
        assert_eq!(exchange.reply, UsbReply::STALL, "{packet:02X?}");
    }
}

#[test]
fn the_sample_of_the_page_runs() {
    assert_eq!(sample::main(), Ok(()));
}
