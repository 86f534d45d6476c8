//! Every rule broken: nothing reaches the transport.

use opcodec_protocols::usbscan::{
    Error, Input, IoBlock, IoBlockEx, IoctlCancelIo, IoctlGetChannelAlignRqst, IoctlGetDeviceDescriptor,
    IoctlGetPipeConfiguration, IoctlGetUsbDescriptor, IoctlGetVersion, IoctlResetPipe,
    IoctlWaitOnDeviceEvent, NtStatus, Reason, Scanner, UsbscanGetDescriptor,
};

use crate::probe::{Probe, READ, SEND, WRITE, block, refused, sent, wrong};

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
        assert_eq!(error, Error::new(NtStatus::STATUS_BUFFER_TOO_SMALL, reason));
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
        assert_eq!(error, Error::new(NtStatus::STATUS_BUFFER_TOO_SMALL, reason));
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
    assert_eq!(error, Error::new(NtStatus::STATUS_NOT_SUPPORTED, Reason::ControlPipeOnly));
}

#[test]
fn a_pipe_is_one_of_four() {
    for code in [IoctlCancelIo::OPCODE, IoctlResetPipe::OPCODE] {
        assert_eq!(wrong(code, Input::None, None), Reason::InputAbsent);
        for bytes in [&[0; 3][..], &[0; 5], &[4, 0, 0, 0], &[0, 0, 0, 1]] {
            assert!(matches!(wrong(code, bytes.into(), None), Reason::Input(_)), "{bytes:?}");
        }
        assert_eq!(wrong(code, (&[0; 4]).into(), Some(&mut [0; 4])), Reason::OutputPresent);
        let with_memory = Input::Image { bytes: &[0; 4], memory: Some(&[]) };
        assert_eq!(wrong(code, with_memory, None), Reason::OtherStructure, "it has no pointer");
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
        assert_eq!(error, Error::new(status, Reason::UnknownCode(code)));
    }
}
