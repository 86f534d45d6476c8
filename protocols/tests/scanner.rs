//! The simulated scanner, request by request.
#![cfg(feature = "std")]

use std::task::{Context, Poll};

use opcodec::usb::{Setup, Stalled, UsbReply};
use opcodec::{
    Call, CallError, Effect, Exchange, In, Kind, Out, Source, StreamError, TransportError, UsbControl,
};
use opcodec_protocols::scanner::{
    ClearFeatureEndpoint, GetConfiguration, GetDescriptor, GetInterface, GetStatusDevice, GetStatusEndpoint,
    GetStatusInterface, ReadRegister, ReadRegisters, SetAddress, SetConfiguration, SetFeatureEndpoint,
    SetInterface, WriteRegister, WriteRegisters,
};
use opcodec_protocols::sim::Scanner;
use opcodec_protocols::usb::{Configuration, Descriptor, DescriptorPayload, DescriptorType, UsbLanguages};

/// The bytes of a descriptor.
fn descriptor(device: &mut Scanner, kind: DescriptorType, index: u8) -> Vec<u8> {
    let command = GetDescriptor { descriptor_type: kind, descriptor_index: index, ..Default::default() };
    device.call(&command, &mut [0; 255]).unwrap().to_vec()
}

#[track_caller]
fn stalls<T: std::fmt::Debug>(outcome: Result<T, CallError<UsbControl>>) {
    assert_eq!(outcome.unwrap_err(), CallError::Device(Stalled));
}

#[test]
fn registers_by_offset_and_bank() {
    let mut device = Scanner::new().with_registers(2, 0xFFF0..=0xFFFF);
    device.call(&WriteRegisters { offset: 0xFFFE, index: 2, ..Default::default() }, &[1, 2]).unwrap();
    assert_eq!((device.register(2, 0xFFFE), device.register(2, 0xFFFF)), (Some(1), Some(2)));
    let last = ReadRegister { offset: 0xFFFF, index: 2, ..Default::default() };
    assert_eq!(device.call(&last, &mut [0]).unwrap(), [2]);
    let one = WriteRegister { offset: 0xFFF0, index: 2, ..Default::default() };
    device.call(&one, &[7]).unwrap();
    assert_eq!(device.register(2, 0xFFF0), Some(7));
    // Behind the last offset there is none, not the first one again.
    device.set_register(2, 0, 0);
    let over = ReadRegisters { offset: 0xFFFF, index: 2, ..Default::default() };
    stalls(device.call(&over, &mut [0; 2]));
    stalls(device.call(&WriteRegister { offset: 0x40, ..Default::default() }, &[1]));
    device.set_register(0, 0x40, 9);
    assert_eq!(device.call(&ReadRegister { offset: 0x40, ..Default::default() }, &mut [0]).unwrap(), [9]);
    // No register is no data: nothing is read or written.
    assert_eq!(device.call(&ReadRegister::default(), &mut []).unwrap(), []);
    device.call(&WriteRegister::default(), &[]).unwrap();
}

#[test]
fn a_request_for_one_register_is_not_one_for_several() {
    let mut device = Scanner::new();
    // 0x04 is for two and more, 0x0C for one.
    for packet in
        [[0x40, 0x04, 0, 0, 0, 0, 1, 0], [0xC0, 0x04, 0, 0, 0, 0, 0, 0], [0xC0, 0x0C, 0, 0, 0, 0, 2, 0]]
    {
        let mut exchange = Exchange::<UsbControl>::new(Setup::new(packet));
        device.execute(&mut exchange).unwrap();
        assert_eq!(exchange.reply, UsbReply::STALL, "{packet:02X?}");
    }
}

#[test]
fn it_says_who_it_is() {
    let mut device = Scanner::new();
    let bytes = descriptor(&mut device, DescriptorType::DEVICE, 0);
    let DescriptorPayload::UsbDeviceDescriptor(found) = Descriptor::from_bytes(&bytes).unwrap().body else {
        panic!("{bytes:02X?}");
    };
    assert_eq!((bytes.len(), found.id_vendor, found.b_num_configurations), (18, 0x1209, 1));
    for (index, expected) in [(found.i_manufacturer, "OPCODEC"), (found.i_product, "SIMULATED SCANNER")] {
        let bytes = descriptor(&mut device, DescriptorType::STRING, index);
        let DescriptorPayload::UsbStringDescriptor(text) = Descriptor::from_bytes(&bytes).unwrap().body
        else {
            panic!("{bytes:02X?}");
        };
        assert_eq!(text.b_string, *expected);
    }
    let bytes = descriptor(&mut device, DescriptorType::STRING, 0);
    assert_eq!(UsbLanguages::from_bytes(&bytes).unwrap().languages.get(0), Some(0x0409));

    // As much as there is room for: hosts read nine bytes to learn the length.
    let mut buffer = [0; 64];
    let mut exchange = Exchange::<UsbControl>::new(Setup::new([0x80, 6, 0, 1, 0, 0, 8, 0]));
    exchange.input = In::Bytes(&mut buffer);
    device.execute(&mut exchange).unwrap();
    assert_eq!(exchange.received, 8, "wLength, whatever the buffer");
    let head = GetDescriptor { descriptor_type: DescriptorType::CONFIGURATION, ..Default::default() };
    let mut nine = [0; 9];
    let bytes = device.call(&head, &mut nine).unwrap();
    let announced = Configuration::announced(bytes);
    let bytes = descriptor(&mut device, DescriptorType::CONFIGURATION, 0);
    assert_eq!(announced, Some(bytes.len() as u64));
    assert_eq!(Configuration::from_bytes(&bytes).unwrap().descriptors.len(), 4);

    for (kind, index) in
        [(DescriptorType::STRING, 4), (DescriptorType::DEVICE, 1), (DescriptorType::ENDPOINT, 0)]
    {
        let command = GetDescriptor { descriptor_type: kind, descriptor_index: index, ..Default::default() };
        stalls(device.call(&command, &mut [0; 64]));
    }
}

#[test]
fn the_state_that_standard_requests_change() {
    let mut device = Scanner::new();
    let status = device.call(&GetStatusDevice::default(), &mut [0; 2]).unwrap();
    assert!(status.self_powered && !status.remote_wakeup);
    assert_eq!(device.call(&GetStatusInterface::default(), &mut [0; 2]).unwrap(), [0, 0]);
    stalls(device.call(&GetStatusInterface { interface: 1, ..Default::default() }, &mut [0; 2]));
    stalls(device.call(&GetInterface { interface: 1, ..Default::default() }, &mut [0]));

    let halt = |device: &mut Scanner| {
        device.call(&GetStatusEndpoint { endpoint: 0x81, ..Default::default() }, &mut [0; 2]).unwrap().halt
    };
    device.call(&SetFeatureEndpoint { endpoint: 0x81, ..Default::default() }, ()).unwrap();
    assert!(halt(&mut device));
    device.call(&ClearFeatureEndpoint { endpoint: 0x81, ..Default::default() }, ()).unwrap();
    assert!(!halt(&mut device));
    stalls(device.call(&SetFeatureEndpoint { endpoint: 0x82, ..Default::default() }, ()));
    stalls(device.call(&ClearFeatureEndpoint { endpoint: 0x181, ..Default::default() }, ()));

    device.call(&SetAddress { address: 5 }, ()).unwrap();
    device.halt(0x02);
    device.call(&SetConfiguration { configuration: 0 }, ()).unwrap();
    assert!(!device.is_halted(0x02), "configuring takes halts off");
    assert_eq!(device.call(&GetConfiguration::default(), &mut [9]).unwrap(), [0]);
    stalls(device.call(&SetConfiguration { configuration: 2 }, ()));
    assert_eq!(device.call(&GetInterface::default(), &mut [9]).unwrap(), [0]);
    device.call(&SetInterface::default(), ()).unwrap();
    stalls(device.call(&SetInterface { alternate_setting: 1, ..Default::default() }, ()));
}

#[test]
fn its_moods() {
    let mut device = Scanner::new();
    let write = WriteRegisters::default();
    device.stall_next();
    stalls(device.call(&write, &[1, 2]));
    let gone = TransportError::new(Kind::Disconnected, Effect::None);
    device.lose_next(gone);
    assert_eq!(device.call(&write, &[1, 2]), Err(CallError::Transport(gone)));
    device.short_next(1);
    assert_eq!(device.call(&ReadRegisters::default(), &mut [0; 2]).unwrap().len(), 1);
    assert_eq!(device.call(&ReadRegisters::default(), &mut [0; 2]).unwrap().len(), 2, "only once");
    device.protect_register(0, 1);
    stalls(device.call(&write, &[1, 2]));
    assert_eq!(device.register(0, 0), Some(0), "nothing is written then");
    device.pending_polls(5);
    device.call(&WriteRegister::default(), &[3]).unwrap();
    assert_eq!(device.register(0, 0), Some(3));
}

#[test]
fn a_stream_that_breaks_off_breaks_the_request_off() {
    struct Broken;
    impl Source for Broken {
        fn remaining(&self) -> Option<u64> {
            Some(2)
        }
        fn poll_pull(&mut self, _: &mut Context<'_>, _: &mut [u8]) -> Poll<Result<usize, StreamError>> {
            Poll::Ready(Err(StreamError))
        }
    }
    let mut device = Scanner::new();
    device.set_register(0, 0, 5);
    let mut broken = Broken;
    let mut exchange = Exchange::<UsbControl>::new(Setup::new([0x40, 0x04, 0, 0, 0, 0, 2, 0]));
    exchange.out = Out::Stream(&mut broken);
    let error = device.execute(&mut exchange).unwrap_err();
    assert_eq!((error.kind, device.register(0, 0)), (Kind::Stream, Some(5)));

    // What an exchange says from before does not stay.
    exchange.out = Out::Bytes(&[1, 2]);
    exchange.reply = UsbReply::STALL;
    device.execute(&mut exchange).unwrap();
    assert_eq!((exchange.reply, device.register(0, 0)), (UsbReply::ACK, Some(1)));
}
