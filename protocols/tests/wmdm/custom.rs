//! Custom MTP commands.

use std::task::Context;
use std::time::Duration;

use opcodec::Call;
use opcodec::ptp::{Operation, PtpReply};
use opcodec_protocols::mtp::{ObjectHandle, OpenSession};
use opcodec_protocols::sim::mtp::{Object, Outcome, Responder, Storage};
use opcodec_protocols::wmdm::{
    Device, Error, MtpCommandDataIn, MtpCommandDataOut, MtpProvider, NextPhase, Reason,
    SIZEOF_REQUIRED_COMMAND_DATA_IN, SIZEOF_REQUIRED_COMMAND_DATA_OUT, Wmdm, advice,
};

use crate::probe::{CUSTOM, Probe, bytes, command, device, ok, refused};

#[test]
fn the_code_and_the_sizes_are_those_of_the_header() {
    assert_eq!(CUSTOM, 0x3150_544D);
    assert_eq!(CUSTOM.to_le_bytes(), *b"MTP1");
    assert_eq!((SIZEOF_REQUIRED_COMMAND_DATA_IN, SIZEOF_REQUIRED_COMMAND_DATA_OUT), (34, 30));
    assert_eq!(MtpCommandDataIn::DEFAULT.encoded_len(), 34);
    assert_eq!(MtpCommandDataOut::DEFAULT.encoded_len(), 30);
}

#[test]
fn a_command_without_data() {
    let mut device = device(Probe { reply: ok(&[7, 8]), ..Probe::default() });
    let input = bytes(&MtpCommandDataIn {
        num_params: 2,
        params: [1, 0xFFFF_FFFF, 3, 4, 5],
        ..command(0x9ABC, NextPhase::MtpNextphaseNoData)
    });
    let mut output = [0xEE; 40];
    assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output)), Ok(30));
    let probe = device.provider_mut().transport_mut();
    assert_eq!(probe.seen, [Operation::new(0x9ABC, [1, 0xFFFF_FFFF])], "as many parameters as it says");
    assert_eq!((&probe.out, probe.lent), (&None, None), "no data phase");
    assert_eq!(probe.timeout, Some(Duration::from_secs(60)));
    let answer = MtpCommandDataOut::from_bytes(&output).unwrap();
    assert_eq!((answer.response_code.raw(), answer.num_params), (0x2001, 2));
    assert_eq!((answer.params, answer.command_read_data), ([7, 8, 0, 0, 0], &[][..]));
    assert_eq!(output[30..], [0xEE; 10], "no more was touched");
}

#[test]
fn a_command_with_data_to_the_device() {
    let mut device = device(Probe { reply: ok(&[]), ..Probe::default() });
    let write = command(0x100D, NextPhase::MtpNextphaseWriteData);
    let mut output = [0; 30];
    let input = bytes(&MtpCommandDataIn { command_write_data: &[1, 2, 3], ..write });
    assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output)), Ok(30));
    assert_eq!(device.provider_mut().transport_mut().out.as_deref(), Some(&[1, 2, 3][..]));
    // Bytes behind the data are not looked at: in C the structure has one.
    let longer = [&input[..], &[0xEE; 5]].concat();
    assert_eq!(device.device_io_control(CUSTOM, Some(&longer), Some(&mut output)), Ok(30));
    assert_eq!(device.provider_mut().transport_mut().out.as_deref(), Some(&[1, 2, 3][..]));
    // A data phase without bytes is one.
    let empty = bytes(&write);
    assert_eq!(device.device_io_control(CUSTOM, Some(&empty), Some(&mut output)), Ok(30));
    assert_eq!(device.provider_mut().transport_mut().out.as_deref(), Some(&[][..]));
}

#[test]
fn data_from_the_device_goes_into_the_callers_buffer() {
    let data: Vec<u8> = (0..100).collect();
    let mut device = device(Probe { reply: ok(&[100]), data: data.clone(), ..Probe::default() });
    let input = bytes(&command(0x1009, NextPhase::MtpNextphaseReadData));
    let mut output = vec![0xEE; 200];
    let address = output.as_ptr() as usize;
    assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output)), Ok(130));
    let lent = device.provider_mut().transport_mut().lent;
    assert_eq!(lent, Some((address + 30, 170)), "the transport itself filled it");
    let answer = MtpCommandDataOut::from_bytes(&output[..130]).unwrap();
    assert_eq!((answer.command_read_data, answer.params[0]), (&data[..], 100));
    assert_eq!(output[130..], [0xEE; 70]);
    // Exactly enough room.
    assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output[..130])), Ok(130));
}

#[test]
fn an_output_buffer_without_room() {
    let small = |need, got| Error::new(Wmdm::WMDM_E_BUFFERTOOSMALL, Reason::OutputSize { need, got });
    for phase in [NextPhase::MtpNextphaseReadData, NextPhase::MtpNextphaseNoData] {
        let input = bytes(&command(0x1001, phase));
        assert_eq!(refused(Some(&input), None), small(30, 0));
        for len in 0..30 {
            assert_eq!(refused(Some(&input), Some(&mut vec![0; len])), small(30, len as u64));
        }
    }
    // Room for less than the device sends: it has carried the command out by then.
    let input = bytes(&command(0x1001, NextPhase::MtpNextphaseReadData));
    for len in [30, 31, 129] {
        let mut device = device(Probe { reply: ok(&[]), data: vec![1; 100], ..Probe::default() });
        let error = device.device_io_control(CUSTOM, Some(&input), Some(&mut vec![0; len])).unwrap_err();
        assert_eq!(error, small(130, len as u64));
        assert_eq!(device.provider_mut().transport_mut().seen.len(), 1);
    }
}

#[test]
fn a_command_that_is_not_right() {
    let good = bytes(&MtpCommandDataIn {
        command_write_data: &[1, 2, 3, 4],
        ..command(0x100D, NextPhase::MtpNextphaseWriteData)
    });
    let refused_at = |input: Option<&[u8]>| {
        let error = refused(input, Some(&mut [0; 64]));
        assert_eq!(error.code, Wmdm::E_INVALIDARG, "{error}");
        let Reason::Input(why) = error.reason else { panic!("{error}") };
        why.field()
    };
    refused_at(None);
    for len in 0..34 {
        refused_at(Some(&good[..len]));
    }
    // CommandWriteDataSize beyond the buffer.
    for len in 34..38 {
        assert_eq!(refused_at(Some(&good[..len])), "CommandWriteData");
    }
    let with = |at: usize, value: u32| {
        let mut input = good.clone();
        input[at..at + 4].copy_from_slice(&value.to_le_bytes());
        input
    };
    assert_eq!(refused_at(Some(&with(30, u32::MAX))), "CommandWriteData");
    for count in [6, 7, u32::MAX] {
        assert_eq!(refused_at(Some(&with(2, count))), "NumParams");
    }
    for phase in [0, 4, u32::MAX] {
        assert_eq!(refused_at(Some(&with(26, phase))), "NextPhase");
    }
    // Data in a command that does not write: it would be lost.
    for phase in [1, 3] {
        assert_eq!(refused_at(Some(&with(26, phase))), "CommandWriteDataSize");
    }
}

#[test]
fn any_operation_code_passes() {
    let mut device = device(Probe { reply: ok(&[]), ..Probe::default() });
    let mut output = [0; 30];
    for code in [0x0000, 0x1001, 0x1FFF, 0x2001, 0x9801, 0xC001, 0xFFFF] {
        let input = bytes(&command(code, NextPhase::MtpNextphaseNoData));
        assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output)), Ok(30));
        assert_eq!(device.provider_mut().transport_mut().seen.pop(), Some(Operation::new(code, [])));
    }
}

#[test]
fn a_device_that_says_no_has_answered() {
    let input = bytes(&command(0x1007, NextPhase::MtpNextphaseReadData));
    let mut output = [0; 64];
    let mut answer = |code| {
        let mut device = device(Probe { reply: PtpReply::new(code, []), ..Probe::default() });
        assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut output)), Ok(30));
        advice(&output)
    };
    assert_eq!(answer(0x2001), None);
    assert_eq!(answer(0x2003), Some(Wmdm::E_MTP_SESSION_NOT_OPEN));
    assert_eq!(answer(0xA801), Some(Wmdm::E_MTP_INVALID_OBJECT_PROP_CODE));
    assert_eq!(answer(0x2002).map(Wmdm::raw), Some(0x8004_2002), "by the formula, without a name");
    assert_eq!(advice(&[0; 29]), None, "no answer at all");
}

#[test]
fn a_dropped_future_leaves_the_device_usable() {
    let mut device = device(Probe { reply: ok(&[]), pending: 5, ..Probe::default() });
    let input = bytes(&command(0x1001, NextPhase::MtpNextphaseNoData));
    let mut output = [0; 30];
    let mut cx = Context::from_waker(std::task::Waker::noop());
    let mut future = Box::pin(device.device_io_control_async(CUSTOM, Some(&input), Some(&mut output)));
    assert!(future.as_mut().poll(&mut cx).is_pending());
    drop(future);
    assert_eq!(device.provider_mut().transport_mut().abandoned, 1);
    let outcome = opcodec::block_on(device.device_io_control_async(CUSTOM, Some(&input), Some(&mut output)));
    assert_eq!(outcome, Ok(30));
}

/// A responder with one object, 1, of 100 bytes, and a vendor's operation that gives its data back.
fn responder() -> Responder {
    let mut responder = Responder::new();
    let storage = responder.insert(Storage::in_memory(1 << 20));
    responder.add(storage, ObjectHandle::NONE, Object::file("a.txt", (0..100).collect())).unwrap();
    responder.on(0x9ABC, |operation: &Operation, data: &[u8]| {
        let sum: u32 = data.iter().map(|&byte| u32::from(byte)).sum();
        Outcome::data((sum + operation.parameters()[0]).to_le_bytes())
    });
    responder
}

#[test]
fn the_simulated_responder_through_the_structures() {
    let mut responder = responder();
    responder.call(&OpenSession::default(), ()).unwrap();
    let mut device = Device::new(MtpProvider::new(responder));
    let mut output = [0; 256];
    let get_object = bytes(&MtpCommandDataIn {
        num_params: 1,
        params: [1, 0, 0, 0, 0],
        ..command(0x1009, NextPhase::MtpNextphaseReadData)
    });
    assert_eq!(device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output)), Ok(130));
    let answer = MtpCommandDataOut::from_bytes(&output).unwrap();
    assert_eq!(answer.command_read_data, (0..100).collect::<Vec<u8>>());
    // Room for a byte less than there is: the transaction is cancelled, and the next one is well.
    for len in [30, 31, 129] {
        let error =
            device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output[..len])).unwrap_err();
        let reason = Reason::OutputSize { need: len as u64 + 1, got: len as u64 };
        assert_eq!(error, Error::new(Wmdm::WMDM_E_BUFFERTOOSMALL, reason));
    }
    assert_eq!(device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output[..130])), Ok(130));

    // A device that cancels with room left has answered.
    device.provider_mut().transport_mut().cancel_after(50);
    assert_eq!(device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output)), Ok(80));
    let answer = MtpCommandDataOut::from_bytes(&output[..80]).unwrap();
    assert_eq!((answer.response_code.raw(), answer.command_read_data.len()), (0x201F, 50));

    // A vendor's operation, with the data phase that its vendor says.
    let vendor = MtpCommandDataIn {
        num_params: 1,
        params: [7, 0, 0, 0, 0],
        ..command(0x9ABC, NextPhase::MtpNextphaseReadData)
    };
    assert_eq!(device.device_io_control(CUSTOM, Some(&bytes(&vendor)), Some(&mut output)), Ok(34));
    assert_eq!(output[30..34], [7, 0, 0, 0]);

    // What the device says no to.
    let unknown = bytes(&command(0x9ABD, NextPhase::MtpNextphaseNoData));
    assert_eq!(device.device_io_control(CUSTOM, Some(&unknown), Some(&mut output)), Ok(30));
    assert_eq!(advice(&output), Some(Wmdm::E_MTP_OPERATION_NOT_SUPPORTED));
    let close = bytes(&command(0x1003, NextPhase::MtpNextphaseNoData));
    assert_eq!(device.device_io_control(CUSTOM, Some(&close), Some(&mut output)), Ok(30));
    assert_eq!(advice(&output), None);
    assert_eq!(device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output)), Ok(30));
    assert_eq!(advice(&output), Some(Wmdm::E_MTP_SESSION_NOT_OPEN));
}

#[test]
fn a_dropped_future_leaves_the_simulated_responder_usable() {
    let mut responder = responder();
    responder.call(&OpenSession::default(), ()).unwrap();
    responder.pending_polls(3);
    let mut device = Device::new(MtpProvider::new(responder));
    let mut output = [0; 256];
    let get_object = bytes(&MtpCommandDataIn {
        num_params: 1,
        params: [1, 0, 0, 0, 0],
        ..command(0x1009, NextPhase::MtpNextphaseReadData)
    });
    let mut cx = Context::from_waker(std::task::Waker::noop());
    for polls in 0..3 {
        let mut future =
            Box::pin(device.device_io_control_async(CUSTOM, Some(&get_object), Some(&mut output)));
        for _ in 0..polls {
            assert!(future.as_mut().poll(&mut cx).is_pending());
        }
    }
    assert_eq!(device.device_io_control(CUSTOM, Some(&get_object), Some(&mut output)), Ok(130));
}

#[test]
fn a_time_limit_of_ones_own() {
    let input = bytes(&command(0x1001, NextPhase::MtpNextphaseNoData));
    for limit in [None, Some(Duration::from_secs(600))] {
        let provider = MtpProvider::new(Probe { reply: ok(&[]), ..Probe::default() }).with_timeout(limit);
        let mut device = Device::new(provider);
        device.device_io_control(CUSTOM, Some(&input), Some(&mut [0; 30])).unwrap();
        assert_eq!(device.provider_mut().transport_mut().timeout, limit);
    }
}
