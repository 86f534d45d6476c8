//! What devices and transports answer.

use std::task::Context;
use std::time::Duration;

use opcodec::usb::{Setup, UsbReply};
use opcodec::{Effect, Exchange, Kind, TransportError, UsbControl};
use opcodec_protocols::sim;
use opcodec_protocols::usbscan::{
    ChannelInfo, DeviceDescriptor, Error, Input, IoBlock, IoBlockEx, IoctlGetChannelAlignRqst,
    IoctlGetDeviceDescriptor, IoctlGetPipeConfiguration, IoctlGetUsbDescriptor, IoctlGetVersion,
    IoctlResetPipe, IoctlSetTimeout, NtStatus, PipeSelection, PipeType, RawPipeType, Reason, Scanner,
    UsbscanGetDescriptor, UsbscanPipeConfiguration, UsbscanTimeout,
};

use crate::probe::{Probe, READ, SEND, WRITE, block};

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
        assert!(std::error::Error::source(&error).is_none(), "it is shown already");
    }
    assert!(scanner.device_io_control(set, (&[0; 11]).into(), None).is_err());
    assert!(scanner.device_io_control(set, (&[0; 12]).into(), Some(&mut [])).is_err());
    assert_eq!(both(&mut scanner), [seconds(214), seconds(1)]);

    let for_ever = UsbscanTimeout { timeout_read: 0, timeout_write: 0, timeout_event: 0 };
    scanner.device_io_control(set, (&for_ever.to_bytes()).into(), None).unwrap();
    assert_eq!(both(&mut scanner), [None, None]);
}

#[test]
fn every_transfer_has_the_limit_of_its_direction() {
    let mut scanner = Scanner::new(configured(&[INTERFACE, BULK_IN].concat()));
    let limits = UsbscanTimeout { timeout_read: 3, timeout_write: 4, timeout_event: 5 };
    scanner.device_io_control(IoctlSetTimeout::OPCODE, (&limits.to_bytes()).into(), None).unwrap();
    let mut seconds = |code, input, output: Option<&mut [u8]>| -> Vec<u64> {
        scanner.device_io_control(code, input, output).unwrap();
        let limits = std::mem::take(&mut scanner.transport_mut().timeouts);
        limits.into_iter().map(|limit| limit.unwrap().as_secs()).collect()
    };
    let to_host = IoBlockEx { f_transfer_direction_in: 1, u_length: 1, ..IoBlockEx::DEFAULT };
    assert_eq!(seconds(SEND, to_host.into(), Some(&mut [0])), [3]);
    assert_eq!(seconds(SEND, IoBlockEx::DEFAULT.into(), None), [4]);
    let descriptor = UsbscanGetDescriptor::DEFAULT.to_bytes();
    assert_eq!(seconds(IoctlGetUsbDescriptor::OPCODE, (&descriptor).into(), Some(&mut [0; 18])), [3]);
    // The descriptors are read, then a halt is taken off.
    assert_eq!(seconds(IoctlResetPipe::OPCODE, (&[1, 0, 0, 0]).into(), None), [3, 4]);
}

#[test]
fn no_data_is_no_data_stage() {
    let mut scanner = Scanner::new(Probe::default());
    let mut stages = |code, input, output: Option<&mut [u8]>| {
        scanner.device_io_control(code, input, output).unwrap();
        scanner.transport_mut().stages
    };
    assert_eq!(stages(WRITE, block(0, &[1], 0).into(), None), (true, false));
    assert_eq!(stages(WRITE, block(0, &[], 0).into(), None), (false, false));
    assert_eq!(stages(READ, IoBlock::DEFAULT.into(), Some(&mut [])), (false, false));
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
        assert_eq!(error, Error::new(status, Reason::Transport(why)));
        assert_eq!(error.status.raw() >> 30, 3, "it has the severity of an error");
    }
    let mut scanner = Scanner::new(Probe { stalls: true, ..Probe::default() });
    let error = scanner.device_io_control(WRITE, block(0, &[1], 0).into(), None).unwrap_err();
    assert_eq!(error, Error::new(NtStatus::STATUS_UNSUCCESSFUL, Reason::Stalled));
}

#[test]
fn registers_come_whole_or_not_at_all() {
    let mut scanner = Scanner::new(Probe { data: vec![7], ..Probe::default() });
    let mut registers = [0; 2];
    let io = IoBlock { u_length: 2, ..IoBlock::DEFAULT };
    let error = scanner.device_io_control(READ, io.into(), Some(&mut registers)).unwrap_err();
    let reason = Reason::Short { need: 2, got: 1 };
    assert_eq!(error, Error::new(NtStatus::STATUS_IO_DEVICE_ERROR, reason));
    // Nor do they go in part.
    let mut scanner = Scanner::new(Probe { claims: Some(1), ..Probe::default() });
    let error = scanner.device_io_control(WRITE, block(0, &[1, 2], 0).into(), None).unwrap_err();
    assert_eq!(error, Error::new(NtStatus::STATUS_IO_DEVICE_ERROR, reason));
    // What a transport claims beyond the buffer is not in it.
    let mut scanner = Scanner::new(Probe { claims: Some(99), ..Probe::default() });
    let which = UsbscanGetDescriptor::DEFAULT.to_bytes();
    let returned =
        scanner.device_io_control(IoctlGetUsbDescriptor::OPCODE, (&which).into(), Some(&mut [0; 18]));
    assert_eq!(returned, Ok(18));
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

const INTERFACE: &[u8] = &[9, 4, 0, 0, 1, 0xFF, 0, 0, 0];
const BULK_IN: &[u8] = &[7, 5, 0x81, 2, 0x40, 0, 0];

/// A configuration with these descriptors behind its own.
fn configured(rest: &[u8]) -> Probe {
    let total = u16::try_from(9 + rest.len()).unwrap().to_le_bytes();
    let data = [&[9, 2, total[0], total[1], 1, 1, 0, 0xC0, 0][..], rest].concat();
    Probe { data, ..Probe::default() }
}

fn reset(scanner: &mut Scanner<Probe>, pipe: u8) -> Result<u32, Error> {
    scanner.device_io_control(IoctlResetPipe::OPCODE, (&[pipe, 0, 0, 0]).into(), None)
}

#[test]
fn pipes_of_other_settings_and_interfaces_are_not_its_pipes() {
    let bulk_out = &[7, 5, 0x02, 2, 0x40, 0, 0][..];
    let interrupt = &[7, 5, 0x83, 3, 8, 0, 10][..];
    let [other_setting, other_interface] = [[0, 1], [1, 0]].map(|[number, setting]| {
        let mut interface = INTERFACE.to_vec();
        (interface[2], interface[3]) = (number, setting);
        interface
    });
    let all = [INTERFACE, BULK_IN, &other_setting, bulk_out, &other_interface, interrupt].concat();
    let mut scanner = Scanner::new(configured(&all));
    assert_eq!(reset(&mut scanner, 1), Ok(0));
    for other in [0, 2] {
        assert_eq!(reset(&mut scanner, other).unwrap_err().reason, Reason::NoPipe, "{other}");
    }
    let mut scanner = Scanner::new(configured(&all)).with_interface(1);
    assert_eq!(reset(&mut scanner, 0), Ok(0));
    assert_eq!(reset(&mut scanner, 1).unwrap_err().reason, Reason::NoPipe);

    // Just as many descriptors as there is room for.
    let full = [INTERFACE, BULK_IN, &[2, 0x24].repeat(498), &[3, 0x24, 0]].concat();
    let probe = configured(&full);
    assert_eq!(probe.data.len(), 1024);
    assert_eq!(reset(&mut Scanner::new(probe), 1), Ok(0));
}

#[test]
fn descriptors_that_are_cut_or_others() {
    let whole = configured(INTERFACE).data;
    // The byte that did not come is 0, as the buffer is: an interface that is cut is none all the same.
    let probe = Probe { data: whole[..whole.len() - 1].to_vec(), ..Probe::default() };
    assert_eq!(reset(&mut Scanner::new(probe), 1).unwrap_err().reason, Reason::NoInterface(0));

    let identify = |data: &[u8]| {
        let mut scanner = Scanner::new(Probe { data: data.to_vec(), ..Probe::default() });
        let (code, mut buffer) = (IoctlGetDeviceDescriptor::OPCODE, [0xEE; 8]);
        let error = scanner.device_io_control(code, Input::Output, Some(&mut buffer)).unwrap_err();
        assert_eq!((error.status, buffer), (NtStatus::STATUS_IO_DEVICE_ERROR, [0xEE; 8]));
        error.reason
    };
    let device = [18, 1, 0, 2, 0, 0, 0, 64, 0x09, 0x12, 1, 0, 0, 1, 1, 2, 0];
    assert!(matches!(identify(&device), Reason::Answer(_)));
    assert_eq!(identify(INTERFACE), Reason::Short { need: 18, got: 9 });
}

#[test]
fn pipes_that_there_are_not() {
    let probe = || configured(&[INTERFACE, BULK_IN].concat());
    let mut scanner = Scanner::new(probe());
    let error = reset(&mut scanner, 0).unwrap_err();
    assert_eq!((error.status, error.reason), (NtStatus::STATUS_INVALID_PARAMETER, Reason::NoPipe));
    assert_eq!(scanner.transport_mut().seen.len(), 1, "the descriptors were read, and no more");
    assert_eq!(reset(&mut scanner, 1), Ok(0));
    assert_eq!(scanner.transport_mut().seen.last(), Some(&[0x02, 0x01, 0, 0, 0x81, 0, 0, 0]));
    let mut sizes = [0; 12];
    scanner.device_io_control(IoctlGetChannelAlignRqst::OPCODE, Input::None, Some(&mut sizes)).unwrap();
    assert_eq!(sizes, [0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0], "0 for a pipe that there is not");

    let mut scanner = Scanner::new(probe()).with_interface(1);
    assert_eq!(reset(&mut scanner, 1).unwrap_err().reason, Reason::NoInterface(1));

    let many = [INTERFACE, &BULK_IN.repeat(9)].concat();
    let mut scanner = Scanner::new(configured(&many));
    let error = reset(&mut scanner, 1).unwrap_err();
    let status = NtStatus::STATUS_INSUFFICIENT_RESOURCES;
    assert_eq!(error, Error::new(status, Reason::TooManyPipes));

    let mut scanner = Scanner::new(configured(&[2, 0x24].repeat(600)));
    let error = reset(&mut scanner, 1).unwrap_err();
    assert_eq!(error, Error::new(status, Reason::ConfigurationLength { room: 1024, got: 1209 }));

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
