//! Protocols that are nothing like SCSI, called and taken apart as somebody would who wrote their schemas.

use opcodec::frame::Simulated;
use opcodec::int::{u4, u7};
use opcodec::wire::List;
use opcodec::{Call, Effect, ErrorKind, Kind, TransportError};
use opcodec_tests::generated::{iso7816, modbus, nvme, stun};

/// Octets in hex.
fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).expect("hex")).collect()
}

#[test]
fn a_modbus_server_reads_registers_and_refuses_the_rest() {
    use modbus::{Answered, ExceptionCode, HoldingRegistersRead, Request, Response, ResponsePayload};

    let registers = [0x022B, 0, 0x0064];
    let mut server = Simulated::new(|exchange| {
        let silence = TransportError::new(Kind::Timeout, Effect::Unknown);
        let frame = exchange.request;
        // A frame whose checksum is wrong is not answered.
        let request = Request::try_from(&frame).map_err(|_| silence)?;
        let body = match request {
            Request::ReadHoldingRegisters(read) if read.starting_address == 0x6B => {
                let values = registers.get(..usize::from(read.quantity)).ok_or(silence)?;
                let registers = List::from_slice(values);
                ResponsePayload::Answered(Answered::HoldingRegistersRead(HoldingRegistersRead { registers }))
            }
            _ => ResponsePayload::Refused(modbus::Refused {
                exception_code: ExceptionCode::ILLEGAL_DATA_ADDRESS,
            }),
        };
        let mut out = [0; 256];
        let answer = Response { address: 0x11, function: u7::new(3), body };
        exchange.answer(answer.encode(&mut out).map_err(|_| silence)?)
    });

    let mut buffer = [0; 256];
    let read = modbus::ReadHoldingRegisters { address: 0x11, starting_address: 0x6B, quantity: 3 };
    let answer = server.call(&read, &mut buffer).expect("the server answers");
    let ResponsePayload::Answered(Answered::HoldingRegistersRead(read)) = answer.body else {
        panic!("{answer:?}");
    };
    assert_eq!(read.registers.iter().collect::<Vec<_>>(), registers);

    let elsewhere = modbus::ReadHoldingRegisters { address: 0x11, starting_address: 0, quantity: 3 };
    let answer = server.call(&elsewhere, &mut buffer).expect("the server answers");
    let ResponsePayload::Refused(refused) = answer.body else { panic!("{answer:?}") };
    assert_eq!(refused.exception_code.name(), Some("ILLEGAL_DATA_ADDRESS"));
}

#[test]
fn a_frame_of_modbus_with_a_wrong_bit_is_refused_wherever_the_bit_is() {
    let frame = hex("11 10 00 01 00 02 04 00 0A 01 02 C6 F0");
    let written = modbus::WriteMultipleRegisters::from_bytes(&frame).expect("the standard's example");
    assert_eq!(written.registers.iter().collect::<Vec<_>>(), [0x000A, 0x0102]);
    let mut out = [0; 64];
    assert_eq!(written.encode(&mut out), Ok(&frame[..]));
    for bit in 0..frame.len() * 8 {
        let mut wrong = frame.clone();
        wrong[bit / 8] ^= 1 << (bit % 8);
        assert!(modbus::WriteMultipleRegisters::from_bytes(&wrong).is_err(), "bit {bit}");
    }
}

#[test]
fn a_drive_tells_its_health_and_completes_with_a_status() {
    use nvme::{Completion, CriticalWarning, LogPage, LogPageData, Request, Status};

    let mut log = [0; 512];
    log[..6].copy_from_slice(&[0b101, 0x35, 0x01, 90, 10, 3]);
    log[112] = 7;
    let mut drive = Simulated::new(|exchange| {
        let frame = exchange.request;
        let mut completion = Completion::DEFAULT;
        match Request::try_from(&frame) {
            Ok(Request::GetLogPage(page)) if page.lid == LogPage::SMART => {
                // 512 bytes are 128 dwords, and the command says one less.
                assert_eq!((page.numdl, page.numdu), (Some(127), Some(0)));
                completion.cid = page.cid;
                let _ =
                    exchange.poll_give(&mut std::task::Context::from_waker(std::task::Waker::noop()), &log);
            }
            Ok(Request::GetLogPage(page)) => {
                (completion.cid, completion.sct, completion.sc) =
                    (page.cid, nvme::StatusCodeType::COMMAND_SPECIFIC, 0x09);
            }
            _ => completion.sc = 1,
        }
        exchange.answer(&completion.to_bytes())
    });

    let mut buffer = [0; 512];
    let ask = nvme::GetLogPage { cid: 0x1234, nsid: u32::MAX, lid: LogPage::SMART, ..Default::default() };
    let (data, completion) = drive.call(&ask, &mut buffer).expect("it is answered");
    assert_eq!((completion.cid, completion.sc), (0x1234, 0));
    let LogPageData::SmartLog(smart) = data else { panic!("{data:?}") };
    assert_eq!(smart.critical_warning, CriticalWarning::SPARE | CriticalWarning::RELIABILITY);
    assert_eq!((smart.composite_temperature, smart.percentage_used, smart.power_cycles), (0x135, 3, 7));

    let unknown = nvme::GetLogPage { cid: 2, lid: LogPage::new(0x77), ..ask };
    let raw = drive.call_raw(&unknown, &mut buffer).expect("it is answered");
    let completion = Completion::from_bytes(raw.reply.as_bytes()).expect("a completion");
    let status = Status::new(u16::from(completion.sct.raw().value()) << 8 | u16::from(completion.sc));
    assert_eq!(status, Status::INVALID_LOG_PAGE);
}

#[test]
fn a_server_of_stun_tells_an_address() {
    use stun::{AttributePayload, Message};

    let response = hex(
        "01 01 00 3C 21 12 A4 42 B7 E7 A7 01 BC 34 D6 86 FA 87 DF AE 80 22 00 0B 74 65 73 74 20 76 65 63 74 6F 72 20 \
         00 20 00 08 00 01 A1 47 E1 12 A6 43 00 08 00 14 2B 91 F5 99 FD 9E 90 C3 8C 74 89 F9 2A F9 BA 53 F0 6B E7 D7 \
         80 28 00 04 C0 7D 4C 96",
    );
    let message = Message::from_bytes(&response, true).expect("RFC 5769 2.2");
    assert!(message.class_high && !message.class_low && message.method_low == u4::new(1));
    let attributes: Vec<_> = message.attributes.iter().map(|attribute| attribute.value).collect();
    let [AttributePayload::Software(software), AttributePayload::XorMappedAddress(address), _] =
        attributes[..]
    else {
        panic!("{attributes:?}");
    };
    assert_eq!(software.software, "test vector");
    let there: Vec<u8> = address.address.iter().zip(&response[4..8]).map(|(a, b)| a ^ b).collect();
    assert_eq!((address.port ^ 0x2112, there), (32853, vec![192, 0, 2, 1]));

    let mut wrong = response.clone();
    wrong[40] ^= 1;
    let error = Message::from_bytes(&wrong, true).expect_err("the fingerprint is of another message");
    assert_eq!((error.kind(), error.field()), (ErrorKind::Value, "FINGERPRINT"));
}

#[test]
fn a_card_is_asked_for_its_directory_and_answers_in_objects() {
    use iso7816::{CommandApdu, DataObject, Request, ResponseApdu, SelectBy, StatusWord};

    let objects = hex(
        "6F 23 84 0E 32 50 41 59 2E 53 59 53 2E 44 44 46 30 31 A5 11 BF 0C 0E 61 0C 4F 07 A0 00 00 00 03 10 10 87 01 01",
    );
    let mut card = Simulated::new(|exchange| {
        let silence = TransportError::new(Kind::Timeout, Effect::Unknown);
        let frame = exchange.request;
        // Whoever does not know the command knows its case all the same.
        let bytes = frame.as_bytes();
        let any = CommandApdu::from_bytes(bytes, bytes.len() as u32).map_err(|_| silence)?;
        assert_eq!(any.ins, iso7816::Instruction::SELECT);
        let answer = match Request::try_from(&frame) {
            Ok(Request::Select(select)) if select.data == b"2PAY.SYS.DDF01" => {
                ResponseApdu { data: &objects, sw: StatusWord::SUCCESS }
            }
            _ => ResponseApdu { data: &[], sw: StatusWord::FILE_NOT_FOUND },
        };
        let mut out = [0; 258];
        exchange.answer(answer.encode(&mut out).map_err(|_| silence)?)
    });

    let mut buffer = [0; 258];
    let select = iso7816::Select { p1: SelectBy::NAME, data: b"2PAY.SYS.DDF01", ..iso7816::Select::DEFAULT };
    let answer = card.call(&select, &mut buffer).expect("the card answers");
    assert_eq!(answer.sw, StatusWord::SUCCESS);
    let template = DataObject::from_bytes(answer.data).expect("an object");
    let name = template.objects.and_then(|objects| objects.iter().next()).expect("the name of the directory");
    assert_eq!((name.number.value(), name.value), (4, Some(&b"2PAY.SYS.DDF01"[..])));

    let other = iso7816::Select { data: b"other", ..select };
    assert_eq!(card.call(&other, &mut buffer).expect("the card answers").sw, StatusWord::FILE_NOT_FOUND);
}
