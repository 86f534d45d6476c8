//! What goes over the wire, byte by byte.

use opcodec_protocols::usb::DescriptorType;
use opcodec_protocols::usbscan::{
    ChannelInfo, DeviceDescriptor, Input, IoBlock, IoBlockEx, IoctlAbortPipe, IoctlCancelIo,
    IoctlGetChannelAlignRqst, IoctlGetDeviceDescriptor, IoctlGetPipeConfiguration, IoctlGetUsbDescriptor,
    IoctlGetVersion, IoctlReadRegisters, IoctlResetPipe, IoctlSendUsbRequest, IoctlSetTimeout,
    IoctlWaitOnDeviceEvent, IoctlWriteRegisters, PipeSelection, UsbscanGetDescriptor,
    UsbscanPipeConfiguration, UsbscanTimeout,
};

use crate::probe::{READ, SEND, WRITE, block, sent};

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
