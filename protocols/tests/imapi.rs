//! The documented interface, sentence by sentence.
#![cfg(feature = "std")]

use std::task::{Context, Poll};
use std::time::Duration;

use opcodec::scsi::{Cdb, Status};
use opcodec::{Effect, Exchange, Kind, Scsi, Transport, TransportError, block_on};
use opcodec_protocols::imapi::{Imapi, Reason, Recorder, advice};
use opcodec_protocols::mmc;
use opcodec_protocols::sim::{Disc, OpticalDrive};

/// Counts what reaches it, and answers as it is told.
#[derive(Default)]
struct Probe {
    seen: Vec<Cdb>,
    timeout: Option<Duration>,
    out: Vec<u8>,
    status: Status,
    sense: Vec<u8>,
    fails: Option<TransportError>,
}

impl Transport<Scsi> for Probe {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
    ) -> Poll<Result<(), TransportError>> {
        self.seen.push(exchange.request);
        self.timeout = exchange.timeout;
        if let Some(error) = self.fails {
            return Poll::Ready(Err(error));
        }
        let mut piece = [0; 64];
        if let Poll::Ready(Ok(n)) = exchange.poll_take(cx, &mut piece) {
            self.out.extend_from_slice(&piece[..n]);
        }
        let _ = exchange.poll_give(cx, b"data from the device");
        exchange.reply.status = self.status;
        exchange.reply.set_sense(&self.sense);
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

const READ_10: [u8; 10] = [0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0];
const WRITE_10: [u8; 10] = [0x2A, 0, 0, 0, 0, 16, 0, 0, 1, 0];
const NO_MEDIUM: [u8; 18] = [0x70, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 1, 0, 0, 0, 0];

#[test]
fn a_command_goes_out_as_it_is_with_its_time_limit_in_seconds() {
    let mut recorder = Recorder::new(Probe::default());
    let mut sense = [0xEE; 18];
    let done = recorder.send_command_no_data(&[0; 6], &mut sense, 7).unwrap();
    assert_eq!((done.code, done.sense_len, done.transferred), (Imapi::S_OK, 0, 0));
    assert_eq!((done.size.group(), done.size.rule(), done.size.size()), (Some(0), "exact", Some(6)));
    assert_eq!(sense, [0; 18], "defined where there is none");
    let probe = recorder.transport_mut();
    assert_eq!((probe.seen[0].as_bytes(), probe.timeout), (&[0; 6][..], Some(Duration::from_secs(7))));

    let done = recorder.send_command_send_data_to_device(&WRITE_10, &mut sense, 1, Some(b"to it")).unwrap();
    assert_eq!((done.transferred, &recorder.transport_mut().out[..]), (5, &b"to it"[..]));

    let mut buffer = [0; 64];
    let done =
        recorder.send_command_get_data_from_device(&READ_10, &mut sense, 1, Some(&mut buffer)).unwrap();
    assert!(buffer.starts_with(b"data from the device\0"));
    assert_eq!(done.transferred, 20);
}

#[test]
fn an_absent_buffer_is_e_pointer_and_every_other_bad_parameter_e_invalidarg() {
    let mut recorder = Recorder::new(Probe::default());
    let mut sense = [0xEE; 18];
    let s = &mut sense;
    let absent = [
        recorder.send_command_send_data_to_device(&WRITE_10, s, 1, None).unwrap_err(),
        recorder.send_command_get_data_from_device(&READ_10, s, 1, None).unwrap_err(),
        // The absent buffer is found first, whatever else is wrong.
        recorder.send_command_get_data_from_device(&[], s, 0, None).unwrap_err(),
    ];
    for error in absent {
        assert_eq!((error.code.raw(), error.reason), (0x8000_4003, Reason::BufferAbsent));
    }
    let empty = [
        recorder.send_command_send_data_to_device(&WRITE_10, s, 1, Some(&[])).unwrap_err(),
        recorder.send_command_get_data_from_device(&READ_10, s, 1, Some(&mut [])).unwrap_err(),
    ];
    for error in empty {
        assert_eq!((error.code.raw(), error.reason), (0x8007_0057, Reason::BufferEmpty));
    }
    let error = recorder.send_command_no_data(&[0; 6], s, 0).unwrap_err();
    assert_eq!((error.code.raw(), error.reason), (0x8007_0057, Reason::TimeoutZero));
    for cdb in [&[][..], &[0; 5], &[0; 10], &READ_10[..9], &[0x60; 5], &[0xC0; 17], &[0xA8; 10], &[0x88; 12]]
    {
        let error = recorder.send_command_no_data(cdb, s, 1).unwrap_err();
        assert_eq!(error.code.raw(), 0x8007_0057);
        let Reason::CdbSize(why) = error.reason else { panic!("{error}") };
        assert_eq!(why.got(), cdb.len());
        let error = recorder.send_command_send_data_to_device(cdb, s, 1, Some(&[0])).unwrap_err();
        assert!(matches!(error.reason, Reason::CdbSize(_)));
    }
    assert_eq!(sense, [0; 18]);
    assert!(recorder.transport_mut().seen.is_empty(), "nothing reached the transport");
}

#[test]
fn group_3_vendor_and_exempt_commands_may_have_any_size() {
    let mut recorder = Recorder::new(Probe::default());
    for (opcode, rule) in [(0x60, "deferred"), (0xC0, "vendor"), (0xFF, "vendor"), (0x02, "exempt")] {
        for len in 6..=16 {
            let mut cdb = [0; 16];
            cdb[0] = opcode;
            let done = recorder.send_command_no_data(&cdb[..len], &mut [], 1).unwrap();
            assert_eq!((done.size.rule(), done.size.size()), (rule, None));
        }
    }
    assert_eq!(recorder.transport_mut().seen.len(), 4 * 11);
}

#[test]
fn a_command_that_fails_with_sense_is_a_success_with_sense() {
    let failing = Probe { status: Status::CHECK_CONDITION, sense: NO_MEDIUM.to_vec(), ..Probe::default() };
    let mut recorder = Recorder::new(failing);
    let mut sense = [0xEE; 32];
    let done = recorder.send_command_no_data(&[0; 6], &mut sense, 1).unwrap();
    assert_eq!((done.code, done.code.raw()), (Imapi::S_IMAPI_COMMAND_HAS_SENSE_DATA, 0x00AA_0200));
    assert_eq!((done.sense_len, &sense[..18], &sense[18..]), (18, &NO_MEDIUM[..], &[0; 14][..]));
    assert_eq!(done.advice(), Some(Imapi::E_IMAPI_RECORDER_MEDIA_NO_MEDIA));

    let mut short = [0xEE; 3];
    let done = recorder.send_command_no_data(&[0; 6], &mut short, 1).unwrap();
    assert_eq!((done.sense_len, short), (3, [0x70, 0, 2]));
    assert_eq!(done.advice(), Some(Imapi::E_IMAPI_RECORDER_MEDIA_NO_MEDIA), "however small the buffer is");

    // The typed call makes an error of the same sense data.
    let error = recorder.call(&mmc::TestUnitReady::default(), ()).unwrap_err();
    assert_eq!(error.code.raw(), 0xC0AA_0202);
    assert!(matches!(error.reason, Reason::Device(why) if why.sense.is_some_and(|sense| sense.ascq == 1)));
}

#[test]
fn recovered_errors_are_s_ok_with_sense_and_failures_without_sense_e_fail() {
    let mut recovered = NO_MEDIUM;
    (recovered[2], recovered[12]) = (1, 0x17);
    let mut recorder = Recorder::new(Probe {
        status: Status::CHECK_CONDITION,
        sense: recovered.to_vec(),
        ..Probe::default()
    });
    let mut sense = [0; 18];
    let done = recorder.send_command_no_data(&[0; 6], &mut sense, 1).unwrap();
    assert_eq!((done.code, done.sense_len, sense, done.advice()), (Imapi::S_OK, 18, recovered, None));

    for status in [Status::BUSY, Status::RESERVATION_CONFLICT, Status::CHECK_CONDITION] {
        let mut recorder = Recorder::new(Probe { status, ..Probe::default() });
        let error = recorder.send_command_no_data(&[0; 6], &mut sense, 1).unwrap_err();
        assert_eq!((error.code, sense), (Imapi::E_FAIL, [0; 18]));
        assert!(matches!(error.reason, Reason::Device(why) if why.status == status));
        assert_eq!(recorder.call(&mmc::TestUnitReady::default(), ()).unwrap_err().code, Imapi::E_FAIL);
    }
}

#[test]
fn transport_errors_have_codes() {
    for (kind, code) in [
        (Kind::Timeout, 0xC0AA_020D),
        (Kind::Disconnected, 0x8007_0037),
        (Kind::Closed, 0x8007_0006),
        (Kind::Protocol, 0x8000_4005),
        (Kind::Os(5), 0x8000_4005),
    ] {
        let fails = Some(TransportError::new(kind, Effect::Unknown));
        let mut recorder = Recorder::new(Probe { fails, ..Probe::default() });
        let raw = recorder.send_command_no_data(&[0; 6], &mut [], 1).unwrap_err();
        let typed = recorder.call(&mmc::TestUnitReady::default(), ()).unwrap_err();
        assert_eq!((raw.code.raw(), typed.code.raw()), (code, code), "{kind}");
        assert_eq!(raw.reason, typed.reason);
    }
}

#[test]
fn what_sense_means_may_depend_on_the_command() {
    let sense = |key, asc, ascq| {
        let mut sense = NO_MEDIUM;
        (sense[2], sense[12], sense[13]) = (key, asc, ascq);
        sense
    };
    let mode_sense = [0x5A, 8, 0x2A, 0, 0, 0, 0, 0, 8, 0];
    let structure = [0xAD, 0, 0, 0, 0, 0, 0, 0, 8, 4, 0, 0];
    let invalid_field = sense(5, 0x24, 0);
    assert_eq!(advice(&mode_sense, &invalid_field), Some(Imapi::E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE));
    assert_eq!(advice(&structure, &invalid_field), Some(Imapi::E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT));
    assert_eq!(advice(&READ_10, &invalid_field), None);
    assert_eq!(advice(&WRITE_10, &sense(3, 0x0C, 9)), Some(Imapi::E_IMAPI_LOSS_OF_STREAMING));
    assert_eq!(advice(&WRITE_10, &sense(7, 0x27, 0)), Some(Imapi::E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED));
    assert_eq!(advice(&READ_10, &[]), None);
    let mut deferred = sense(3, 0x0C, 9);
    deferred[0] = 0x71;
    assert_eq!(advice(&WRITE_10, &deferred), None, "this write is not the one that failed");
}

#[test]
fn async_twins_do_the_same() {
    let mut drive = OpticalDrive::with(Disc::from_bytes(vec![7; 20 * 2048]));
    drive.pending_polls(3);
    let mut recorder = Recorder::new(drive);
    let mut sense = [0; 18];
    block_on(async {
        recorder.send_command_no_data_async(&[0; 6], &mut sense, 1).await.unwrap();
        let mut block = [0; 2048];
        let buffer = Some(&mut block[..]);
        let done =
            recorder.send_command_get_data_from_device_async(&READ_10, &mut sense, 1, buffer).await.unwrap();
        assert_eq!((done.transferred, block), (2048, [7; 2048]));
        let done = recorder
            .send_command_send_data_to_device_async(&WRITE_10, &mut sense, 1, Some(&block))
            .await
            .unwrap();
        assert_eq!(done.advice(), Some(Imapi::E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED));
        let read = mmc::Read10 { lba: 19, transfer_length: 1, ..Default::default() };
        assert_eq!(recorder.call_async(&read, &mut block).await.unwrap(), [7; 2048]);
    });
}

#[test]
fn wrong_typed_calls_and_answers_have_codes_too() {
    let mut recorder = Recorder::new(Probe::default());
    let read = mmc::Read10 { lba: 0, transfer_length: 2, ..Default::default() };
    let error = recorder.call(&read, &mut [0; 2048]).unwrap_err();
    assert_eq!(error.code, Imapi::E_INVALIDARG);
    assert!(recorder.transport_mut().seen.is_empty());
    // Twenty letters are no INQUIRY answer.
    let error = recorder.call(&mmc::Inquiry::default(), &mut [0; 96]).unwrap_err();
    assert_eq!(error.code, Imapi::E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
}
