//! The simulated drive answers every command, in every mood, through the generated types.
#![cfg(feature = "std")]

use opcodec::int::u6;
use opcodec::scsi::sense::{SenseDataPayload, SenseKey};
use opcodec::scsi::{Cdb, Sense, Status};
use opcodec::{Call, CallError, Effect, Exchange, In, Kind, Scsi, Sink, StreamError, TransportError};
use opcodec_protocols::mmc;
use opcodec_protocols::sim::{Disc, DiscKind, OpticalDrive};

const BLOCKS: u32 = 40;

/// Block n is full of n.
fn disc() -> Disc {
    Disc::from_bytes((0..BLOCKS as usize * 2048).map(|at| (at / 2048) as u8).collect())
}

fn drive() -> OpticalDrive {
    OpticalDrive::with(disc())
}

fn trouble<T: std::fmt::Debug>(result: Result<T, CallError<Scsi>>) -> (u8, u8, u8) {
    match result {
        Err(CallError::Device(failure)) => {
            let sense = failure.sense.unwrap();
            (sense.key.raw().value(), sense.asc, sense.ascq)
        }
        other => panic!("{other:?}"),
    }
}

fn raw(drive: &mut OpticalDrive, cdb: &[u8]) -> (Status, Option<Sense>) {
    let mut exchange = Exchange::<Scsi>::new(Cdb::from_slice(cdb).unwrap());
    drive.execute(&mut exchange).unwrap();
    (exchange.reply.status, exchange.reply.sense())
}

fn read(lba: u32, transfer_length: u16) -> mmc::Read10 {
    mmc::Read10 { lba, transfer_length, ..Default::default() }
}

#[test]
fn it_says_who_it_is() {
    let mut drive = OpticalDrive::empty();
    let mut buffer = [0; 255];
    let answer = drive.call(&mmc::Inquiry::default(), &mut buffer).unwrap();
    let mmc::InquiryAnswer::StandardInquiry(who) = answer else { panic!("{answer:?}") };
    assert_eq!((who.peripheral_device_type, who.rmb), (mmc::PeripheralDeviceType::CD_DVD, true));
    assert_eq!((who.t10_vendor_identification, who.product_identification), ("OPCODEC", "SIMULATED DRIVE"));

    let page = |page_code| mmc::Inquiry { evpd: true, page_code, ..Default::default() };
    for code in [0x00, 0x80, 0x83] {
        let code = mmc::VpdPageCode::new(code);
        let answer = drive.call(&page(code), &mut buffer).unwrap();
        let mmc::InquiryAnswer::VpdPage(answer) = answer else { panic!("{answer:?}") };
        match answer.body {
            mmc::VpdPagePayload::SupportedVpdPages(pages) => assert_eq!(pages.pages.len(), 3),
            mmc::VpdPagePayload::UnitSerialNumberPage(page) => {
                assert_eq!(page.product_serial_number, "SIM00001");
            }
            mmc::VpdPagePayload::DeviceIdentificationPage(page) => assert_eq!(page.designators.len(), 1),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(trouble(drive.call(&page(mmc::VpdPageCode::new(0xB0)), &mut buffer)), (5, 0x24, 0));
    let luns = drive.call(&mmc::ReportLuns::default(), &mut buffer).unwrap();
    assert_eq!(luns.luns.iter().collect::<Vec<_>>(), [0]);
    assert_eq!(trouble(drive.call(&mmc::ReportLuns::default(), &mut [0; 8])), (5, 0x24, 0));
}

/// Takes up to 1000 bytes every other time.
#[derive(Default)]
struct Slow(Vec<u8>, bool);
impl Sink for Slow {
    fn poll_push(
        &mut self,
        cx: &mut std::task::Context<'_>,
        from: &[u8],
    ) -> std::task::Poll<Result<usize, StreamError>> {
        self.1 = !self.1;
        if self.1 {
            cx.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        let n = from.len().min(1000);
        self.0.extend_from_slice(&from[..n]);
        std::task::Poll::Ready(Ok(n))
    }
}

#[test]
fn it_reads_blocks_into_slices_and_streams() {
    let mut drive = drive();
    let mut buffer = [0; 3 * 2048];
    let data = drive.call(&read(10, 3), &mut buffer).unwrap();
    assert_eq!((data.len(), data[0], data[2047], data[2048], data[6143]), (6144, 10, 10, 11, 12));
    assert!(drive.call(&read(39, 0), &mut []).unwrap().is_empty());
    for (lba, count) in [(40, 0), (40, 1), (39, 2), (u32::MAX, 1)] {
        assert_eq!(trouble(drive.call(&read(lba, count), &mut buffer)), (5, 0x21, 0), "{lba} {count}");
    }

    let mut slow = Slow::default();
    assert_eq!(drive.call_into(&read(0, 40), &mut slow).unwrap(), 40 * 2048);
    assert!(slow.0.iter().enumerate().all(|(at, &byte)| byte as usize == at / 2048));
}

#[test]
fn it_knows_its_capacity_and_contents() {
    let mut drive = drive();
    let mut buffer = [0; 804];
    let capacity = drive.call(&mmc::ReadCapacity10::default(), &mut [0; 8]).unwrap();
    assert_eq!((capacity.last_lba, capacity.block_length), (39, 2048));
    let capacity = drive.call(&mmc::ReadCapacity16::default(), &mut buffer).unwrap();
    assert_eq!((capacity.last_lba, capacity.block_length), (39, 2048));

    let toc = |format, time| mmc::ReadTocPmaAtip { format, time, ..Default::default() };
    let answer = drive.call(&toc(mmc::TocFormat::TOC, false), &mut buffer).unwrap();
    let mmc::TocAnswerPayload::Toc(list) = answer.body else { panic!("{answer:?}") };
    let starts: Vec<_> = list.tracks.iter().map(|track| (track.track_number, track.start_lba)).collect();
    assert_eq!(starts, [(1, Some(0)), (0xAA, Some(40))]);
    let answer = drive.call(&toc(mmc::TocFormat::TOC, true), &mut buffer).unwrap();
    let mmc::TocAnswerPayload::Toc(list) = answer.body else { panic!("{answer:?}") };
    let msf = list.tracks.get(1).unwrap().start_msf.unwrap();
    assert_eq!((msf.minute, msf.second, msf.frame), (0, 2, 40));
    let answer = drive.call(&toc(mmc::TocFormat::SESSIONS, false), &mut buffer).unwrap();
    assert!(matches!(answer.body, mmc::TocAnswerPayload::SessionInformation(_)));
    let answer = drive.call(&toc(mmc::TocFormat::RAW_TOC, true), &mut buffer).unwrap();
    let mmc::TocAnswerPayload::RawToc(raw) = answer.body else { panic!("{answer:?}") };
    assert_eq!(raw.entries.iter().map(|entry| entry.point).collect::<Vec<_>>(), [0xA0, 0xA1, 0xA2, 1]);
    assert_eq!(trouble(drive.call(&toc(mmc::TocFormat::CD_TEXT, false), &mut buffer)), (5, 0x24, 0));

    let answer = drive.call(&mmc::ReadDiscInformation::default(), &mut buffer).unwrap();
    let mmc::DiscInformationPayload::StandardDiscInformation(info) = answer.body else {
        panic!("{answer:?}")
    };
    assert_eq!((info.disc_status, info.erasable), (mmc::DiscStatus::COMPLETE, false));
}

#[test]
fn a_dvd_has_a_structure_and_a_cd_has_none() {
    let mut buffer = [0; 2052];
    assert_eq!(trouble(drive().call(&mmc::ReadDiscStructure::default(), &mut buffer)), (5, 0x30, 2));
    let mut drive = OpticalDrive::with(disc().of_kind(DiscKind::DvdRom));
    let answer = drive.call(&mmc::ReadDiscStructure::default(), &mut buffer).unwrap();
    let mmc::DiscStructurePayload::PhysicalFormat(format) = answer.structure else { panic!("{answer:?}") };
    assert_eq!(format.end_physical_sector_number.value(), 0x02_FFFF + 40);
    let other = mmc::ReadDiscStructure { format: 1, ..Default::default() };
    assert_eq!(trouble(drive.call(&other, &mut buffer)), (5, 0x24, 0));
}

#[test]
fn features_follow_the_disc() {
    fn list(drive: &mut OpticalDrive, request: mmc::FeatureRequest, from: mmc::FeatureCode) -> Vec<u16> {
        let mut buffer = [0; 1024];
        let command = mmc::GetConfiguration { request, starting_feature_number: from, ..Default::default() };
        let answer = drive.call(&command, &mut buffer).unwrap();
        assert!(!answer.cut.is_cut());
        answer.features.iter().map(|feature| feature.feature_code().raw()).collect()
    }
    let core = mmc::FeatureCode::PROFILE_LIST;
    let all = list(&mut drive(), mmc::FeatureRequest::ALL, core);
    assert_eq!(all, [0, 1, 3, 0x10, 0x1D, 0x1E, 0x1F, 0x20, 0x100, 0x105, 0x108]);
    assert_eq!(list(&mut OpticalDrive::empty(), mmc::FeatureRequest::ALL, core), all);
    let current = list(&mut drive(), mmc::FeatureRequest::CURRENT, core);
    assert_eq!(current, [0, 1, 3, 0x10, 0x1D, 0x1E, 0x100, 0x105, 0x108]);
    let current = list(&mut OpticalDrive::empty(), mmc::FeatureRequest::CURRENT, core);
    assert_eq!(current, [0, 1, 3, 0x100, 0x105, 0x108]);
    let one = list(&mut drive(), mmc::FeatureRequest::ONE, mmc::FeatureCode::CD_READ);
    assert_eq!(one, [0x1E]);
    assert!(list(&mut drive(), mmc::FeatureRequest::ONE, mmc::FeatureCode::AACS).is_empty());
}

#[test]
fn answers_cut_at_every_allocation_length_give_what_is_complete() {
    let mut drive = drive();
    let mut whole = [0; 1024];
    let command = mmc::GetConfiguration::default();
    let features = drive.call(&command, &mut whole).unwrap().features.len();
    let mut last = 0;
    for len in 0..400 {
        let mut buffer = vec![0; len];
        match drive.call(&command, &mut buffer[..]) {
            Ok(answer) => {
                assert!(answer.features.len() >= last);
                last = answer.features.len();
                assert_eq!(answer.cut.is_cut(), last < features || buffer.len() < len);
            }
            Err(CallError::Answer(_)) => assert!(len < 8),
            Err(other) => panic!("{len}: {other}"),
        }
    }
    assert_eq!(last, features);
}

#[test]
fn without_a_medium_nothing_that_needs_one_works() {
    let mut drive = OpticalDrive::empty();
    assert_eq!(trouble(drive.call(&mmc::TestUnitReady::default(), ())), (2, 0x3A, 1));
    assert_eq!(trouble(drive.call(&read(0, 1), &mut [0; 2048])), (2, 0x3A, 1));
    let open = mmc::StartStopUnit { loej: true, start: false, ..Default::default() };
    drive.call(&open, ()).unwrap();
    assert_eq!(trouble(drive.call(&mmc::ReadCapacity10::default(), &mut [0; 8])), (2, 0x3A, 2));
}

#[test]
fn a_disc_goes_out_and_in_by_command() {
    let mut drive = drive();
    let tray = |start| mmc::StartStopUnit { loej: true, start, ..Default::default() };
    drive.call(&tray(false), ()).unwrap();
    assert_eq!(trouble(drive.call(&mmc::TestUnitReady::default(), ())), (2, 0x3A, 2));
    drive.call(&tray(true), ()).unwrap();
    assert_eq!(trouble(drive.call(&mmc::TestUnitReady::default(), ())), (6, 0x28, 0));
    drive.call(&mmc::TestUnitReady::default(), ()).unwrap();
    assert!(drive.eject().is_some());
    assert!(drive.eject().is_none());
}

#[test]
fn a_unit_attention_waits_for_a_command_that_may_report_it() {
    let mut drive = OpticalDrive::empty();
    drive.insert(disc());
    drive.call(&mmc::Inquiry::default(), &mut [0; 96]).unwrap();
    drive.call(&mmc::GetConfiguration::default(), &mut [0; 96]).unwrap();
    let mut buffer = [0; 252];
    for desc in [false, true] {
        let command = mmc::RequestSense { desc, ..Default::default() };
        let answer = drive.call(&command, &mut buffer).unwrap();
        let key = match answer.body {
            SenseDataPayload::FixedSense(sense) => sense.sense_key,
            SenseDataPayload::DescriptorSense(sense) => sense.sense_key,
            other => panic!("{other:?}"),
        };
        assert_eq!(key, if desc { SenseKey::NO_SENSE } else { SenseKey::UNIT_ATTENTION });
    }
    drive.call(&mmc::TestUnitReady::default(), ()).unwrap();
}

#[test]
fn becoming_ready_takes_as_many_commands_as_asked_for() {
    let mut drive = drive();
    drive.becomes_ready_after(2);
    drive.call(&mmc::Inquiry::default(), &mut [0; 96]).unwrap();
    for _ in 0..2 {
        assert_eq!(trouble(drive.call(&mmc::TestUnitReady::default(), ())), (2, 0x04, 1));
    }
    drive.call(&mmc::TestUnitReady::default(), ()).unwrap();
}

#[test]
fn only_a_writable_disc_is_written() {
    let write = mmc::Write10 { lba: 5, transfer_length: 2, ..Default::default() };
    let data = [0xAB; 4096];
    assert_eq!(trouble(drive().call(&write, &data)), (7, 0x27, 0));
    let mut drive = OpticalDrive::with(disc().writable());
    drive.call(&write, &data).unwrap();
    let mut buffer = [0; 4 * 2048];
    let back = drive.call(&read(4, 4), &mut buffer).unwrap();
    assert_eq!((back[0], back[2048], back[6143], back[6144]), (4, 0xAB, 0xAB, 7));
    let beyond = mmc::Write10 { lba: 39, transfer_length: 2, ..Default::default() };
    assert_eq!(trouble(drive.call(&beyond, &data)), (5, 0x21, 0));
    let mut exchange = Exchange::<Scsi>::new(Cdb::new([0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0]));
    exchange.out = opcodec::Out::Bytes(&data[..100]);
    drive.execute(&mut exchange).unwrap();
    assert_eq!(
        exchange.reply.sense().map(|sense| (sense.key, sense.asc)),
        Some((SenseKey::ABORTED_COMMAND, 0x4B))
    );
}

#[test]
fn wrong_requests_are_illegal() {
    let mut drive = drive();
    let illegal = |drive: &mut OpticalDrive, cdb: &[u8], asc| {
        let (status, sense) = raw(drive, cdb);
        let sense = sense.unwrap();
        assert_eq!(
            (status, sense.key, sense.asc),
            (Status::CHECK_CONDITION, SenseKey::ILLEGAL_REQUEST, asc),
            "{cdb:02X?}"
        );
    };
    illegal(&mut drive, &[0; 10], 0x20);
    illegal(&mut drive, &[0x28; 6], 0x20);
    illegal(&mut drive, &[0x1F, 0, 0, 0, 0, 0], 0x20);
    illegal(&mut drive, &[0xC1; 16], 0x20);
    illegal(&mut drive, &[0x5A, 8, 0x3E, 0, 0, 0, 0, 0, 8, 0], 0x24);
    illegal(&mut drive, &[0x12, 0, 0x80, 0, 36, 0], 0x24);
    illegal(&mut drive, &[0x46, 3, 0, 0, 0, 0, 0, 0, 8, 0], 0x24);
}

#[test]
fn mode_pages_are_sensed_and_selected() {
    let mut drive = drive();
    let mut buffer = [0; 512];
    let all = mmc::ModeSense10::default();
    let answer = drive.call(&all, &mut buffer).unwrap();
    let codes: Vec<_> = answer.pages.iter().map(|page| page.page_code.value()).collect();
    assert_eq!(codes, [0x01, 0x08, 0x2A]);

    let caching = |drive: &mut OpticalDrive, page_control| {
        let mut buffer = [0; 512];
        let command = mmc::ModeSense10 { page_code: u6::new(8), page_control, ..Default::default() };
        let answer = drive.call(&command, &mut buffer).unwrap();
        let page = answer.pages.get(0).unwrap();
        let mmc::ModePagePayload::Page0(page) = page.page else { panic!("{page:?}") };
        let mmc::Page0Payload::CachingPage(page) = page.body else { panic!("{page:?}") };
        (page.wce, page.rcd, page.ic)
    };
    assert_eq!(caching(&mut drive, mmc::PageControl::CURRENT), (true, false, false));
    assert_eq!(caching(&mut drive, mmc::PageControl::CHANGEABLE), (true, true, false));

    // PARAMETER LIST: 8 bytes of header, the caching page with RCD set and WCE clear.
    let mut list = [0; 20];
    (list[8], list[9], list[10]) = (0x08, 0x0A, 0x01);
    drive.call(&mmc::ModeSelect10::default(), &list).unwrap();
    assert_eq!(caching(&mut drive, mmc::PageControl::CURRENT), (false, true, false));
    assert_eq!(caching(&mut drive, mmc::PageControl::DEFAULT), (true, false, false));

    list[10] = 0x80;
    assert_eq!(trouble(drive.call(&mmc::ModeSelect10::default(), &list)), (5, 0x26, 0), "IC is fixed");
    list[8] = 0x30;
    assert_eq!(trouble(drive.call(&mmc::ModeSelect10::default(), &list)), (5, 0x26, 0), "no such page");
    assert_eq!(trouble(drive.call(&mmc::ModeSelect10::default(), &list[..5])), (5, 0x1A, 0));
    let saving = mmc::ModeSelect10 { sp: true, ..Default::default() };
    assert_eq!(trouble(drive.call(&saving, &list)), (5, 0x39, 0));
    let saved = mmc::ModeSense10 { page_control: mmc::PageControl::SAVED, ..Default::default() };
    assert_eq!(trouble(drive.call(&saved, &mut buffer)), (5, 0x39, 0));
}

#[test]
fn stale_bytes_after_a_short_answer_do_not_reach_the_typed_value() {
    let mut drive = drive();
    drive.leaves_stale_bytes(true);
    let mut buffer = [0; 512];
    let features = drive.call(&mmc::GetConfiguration::default(), &mut buffer).unwrap().features.len();
    let raw = drive.call_raw(&mmc::ReadTocPmaAtip::default(), &mut buffer).unwrap();
    assert_eq!((raw.received, raw.reply.residual), (512, 0), "the whole is claimed");
    let answer = raw.outcome.unwrap();
    let mmc::TocAnswerPayload::Toc(toc) = answer.body else { panic!("{answer:?}") };
    assert_eq!(toc.tracks.len(), 2);
    assert!(buffer[20..].iter().any(|&byte| byte != 0), "old bytes stand behind the answer");
    assert_eq!(drive.call(&mmc::GetConfiguration::default(), &mut buffer).unwrap().features.len(), features);
}

#[test]
fn events_of_the_medium_are_told_once() {
    use mmc::{EventClasses, EventStatusPayload, MediaEventCode, MediaStatus};

    let mut drive = drive();
    let told = |drive: &mut OpticalDrive| {
        let mut buffer = [0; 8];
        let answer = drive.call(&mmc::GetEventStatusNotification::default(), &mut buffer).unwrap();
        let EventStatusPayload::MediaEvent(event) = answer.event else { panic!("{answer:?}") };
        assert_eq!(answer.supported_event_classes, EventClasses::MEDIA);
        (event.event_code.expect("byte 4"), event.media_status.expect("byte 5"))
    };
    assert_eq!(told(&mut drive), (MediaEventCode::NONE, MediaStatus::MEDIA_PRESENT));
    let disc = drive.eject().expect("there is a disc");
    assert_eq!(told(&mut drive), (MediaEventCode::MEDIA_REMOVAL, MediaStatus::DOOR_OR_TRAY_OPEN));
    assert_eq!(told(&mut drive).0, MediaEventCode::NONE);
    drive.insert(disc);
    // It asks before the unit attention is seen, and does not clear it.
    assert_eq!(told(&mut drive), (MediaEventCode::NEW_MEDIA, MediaStatus::MEDIA_PRESENT));
    assert_eq!(trouble(drive.call(&mmc::TestUnitReady::default(), ())), (6, 0x28, 0));

    let power =
        mmc::GetEventStatusNotification { classes: EventClasses::POWER_MANAGEMENT, ..Default::default() };
    let mut buffer = [0; 8];
    assert!(drive.call(&power, &mut buffer).unwrap().no_event_available);
    let waiting = mmc::GetEventStatusNotification { polled: false, ..Default::default() };
    assert_eq!(trouble(drive.call(&waiting, &mut buffer)), (5, 0x24, 0));
}

#[test]
fn failures_are_made_to_order() {
    let mut drive = drive();
    drive.fail_next(Status::BUSY, &[]);
    assert!(matches!(
        drive.call(&mmc::TestUnitReady::default(), ()),
        Err(CallError::Device(failure)) if failure.status == Status::BUSY
    ));
    let lost = TransportError::new(Kind::Timeout, Effect::Unknown);
    drive.lose_next(lost);
    assert_eq!(drive.call(&mmc::TestUnitReady::default(), ()), Err(CallError::Transport(lost)));
    drive.call(&mmc::TestUnitReady::default(), ()).unwrap();
}

#[test]
fn what_the_buffer_cannot_take_is_residual() {
    let mut drive = drive();
    let mut buffer = [0; 100];
    let mut exchange = Exchange::<Scsi>::new(Cdb::new([0x12, 0, 0, 0, 100, 0]));
    exchange.input = In::Bytes(&mut buffer);
    drive.execute(&mut exchange).unwrap();
    assert_eq!((exchange.received, exchange.reply.residual), (36, 64));
}

#[test]
fn an_answer_of_a_stated_size_is_that_long() {
    use opcodec::Command as _;

    let (reply, bytes) = (opcodec::scsi::ScsiReply::default(), [7; 5000]);
    assert_eq!(read(0, 2).answer(&reply, &bytes).unwrap().len(), 4096);
    let error = read(0, 2).answer(&reply, &bytes[..4095]).unwrap_err();
    assert_eq!((error.why(), error.offset(), error.expected()), (opcodec::Why::Short, 4095, 4096));
}
