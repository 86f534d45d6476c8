use opcodec::EncodeError;
use opcodec::int::{u4, u24};
use opcodec::wire::{Cut, List, Unknown};

use super::disc::BLOCK;
use super::drive::OpticalDrive;
use super::sense::Trouble;
use crate::mmc::{self, EventClasses, EventStatusPayload, LayerTypes, MediaEventCode, MediaStatus, Request};

/// What a command does once it is decoded.
#[derive(Debug)]
pub(super) enum Answer {
    Done,
    Data { data: Vec<u8>, allocation: usize },
    Blocks { lba: u32, count: u32 },
    WriteBlocks { lba: u32, count: u32 },
    Parameters { len: usize },
}

/// How far a command is that moves data.
#[derive(Debug)]
pub(super) enum Step {
    Done,
    Give { data: Vec<u8>, at: usize },
    Read { lba: u32, left: u32, block: Vec<u8>, at: usize },
    Write { lba: u32, left: u32, block: Vec<u8> },
    Parameters { list: Vec<u8>, len: usize },
}

/// Encodes into a vector. What cannot be encoded is the drive's own failure.
pub(super) fn encoded(
    len: usize,
    encode: impl FnOnce(&mut [u8]) -> Result<&[u8], EncodeError>,
) -> Result<Vec<u8>, Trouble> {
    let mut out = vec![0; len];
    let len = encode(&mut out).map_err(|_| Trouble::INTERNAL_FAILURE)?.len();
    out.truncate(len);
    Ok(out)
}

fn data(data: Result<Vec<u8>, Trouble>, allocation: Option<impl Into<u64>>) -> Result<Answer, Trouble> {
    let allocation = allocation.map_or(0, Into::into);
    Ok(Answer::Data { data: data?, allocation: usize::try_from(allocation).unwrap_or(usize::MAX) })
}

/// What the drive calls itself.
const VENDOR: &str = "OPCODEC";
const PRODUCT: &str = "SIMULATED DRIVE";
const REVISION: &str = "1.00";
pub(super) const SERIAL: &str = "SIM00001";

impl OpticalDrive {
    /// What a command does, and the data that it answers with.
    pub(super) fn answer(&mut self, request: &Request) -> Result<Answer, Trouble> {
        match request {
            Request::TestUnitReady(_) => self.medium().map(|_| Answer::Done),
            Request::RequestSense(command) => {
                let trouble = self.take_attention().unwrap_or(Trouble::NONE);
                data(Ok(trouble.to_bytes(command.desc)), command.allocation_length)
            }
            Request::Inquiry(command) => data(inquiry(*command), command.allocation_length),
            Request::ReportLuns(command) => report_luns(command),
            Request::StartStopUnit(command) => {
                if command.loej {
                    self.move_tray(!command.start);
                }
                Ok(Answer::Done)
            }
            Request::ReadCapacity10(_) => {
                let last_lba = self.medium()?.blocks() - 1;
                let capacity = mmc::ReadCapacity10Data { last_lba, block_length: BLOCK as u32 };
                data(Ok(capacity.to_bytes().to_vec()), Some(8_u32))
            }
            Request::ReadCapacity16(command) => {
                let last_lba = u64::from(self.medium()?.blocks() - 1);
                data(capacity_16(last_lba), command.allocation_length)
            }
            Request::Read10(command) => {
                let (lba, count) = (command.lba, u32::from(command.transfer_length));
                self.in_range(lba, count)?;
                Ok(Answer::Blocks { lba, count })
            }
            Request::Write10(command) => {
                let (lba, count) = (command.lba, u32::from(command.transfer_length));
                self.in_range(lba, count)?;
                if self.disc.as_ref().is_none_or(|disc| disc.kind() != super::DiscKind::DvdRam) {
                    return Err(Trouble::WRITE_PROTECTED);
                }
                Ok(Answer::WriteBlocks { lba, count })
            }
            Request::ReadTocPmaAtip(command) => {
                let blocks = self.medium()?.blocks();
                data(toc(*command, blocks), command.allocation_length)
            }
            Request::ReadDiscInformation(command) => {
                let kind = self.medium()?.kind();
                data(disc_information(*command, kind), command.allocation_length)
            }
            Request::ReadDiscStructure(command) => {
                let disc = self.medium()?;
                data(disc_structure(command, disc.kind(), disc.blocks()), command.allocation_length)
            }
            Request::GetConfiguration(command) => {
                data(self.configuration(*command), command.allocation_length)
            }
            Request::GetEventStatusNotification(command) => {
                if !command.polled {
                    return Err(Trouble::invalid_field_in_cdb(1));
                }
                let event = self.event(command.classes);
                data(event, command.allocation_length)
            }
            Request::ModeSense10(command) => data(self.pages.sense(command), command.allocation_length),
            Request::ModeSelect10(command) => {
                if !command.pf {
                    return Err(Trouble::invalid_field_in_cdb(1));
                }
                if command.sp {
                    return Err(Trouble::SAVING_NOT_SUPPORTED);
                }
                Ok(Answer::Parameters { len: usize::from(command.parameter_list_length.unwrap_or(0)) })
            }
            Request::Unknown(_) => Err(Trouble::INVALID_OPERATION_CODE),
        }
    }

    /// What happened, if it was asked for; it is told once.
    fn event(&mut self, asked: EventClasses) -> Result<Vec<u8>, Trouble> {
        let known = EventClasses::MEDIA;
        let is_asked = asked.contains(known);
        let event = if is_asked {
            let mut media_status = MediaStatus::empty();
            media_status.set(MediaStatus::DOOR_OR_TRAY_OPEN, self.tray_open);
            media_status.set(MediaStatus::MEDIA_PRESENT, self.disc.is_some());
            let event_code = std::mem::replace(&mut self.news, MediaEventCode::NONE);
            EventStatusPayload::MediaEvent(mmc::MediaEvent {
                event_code: Some(event_code),
                media_status: Some(media_status),
                start_slot: Some(0),
                end_slot: Some(0),
                ..mmc::MediaEvent::DEFAULT
            })
        } else {
            EventStatusPayload::Unknown(Unknown { tag: 0, bytes: &[] })
        };
        let (no_event_available, supported_event_classes) = (!is_asked, known);
        let answer = mmc::EventStatus { no_event_available, supported_event_classes, event, cut: Cut::NONE };
        encoded(answer.encoded_len(), |out| answer.encode(out))
    }

    fn in_range(&mut self, lba: u32, count: u32) -> Result<(), Trouble> {
        let blocks = self.medium()?.blocks();
        match lba.checked_add(count) {
            Some(end) if lba < blocks && end <= blocks => Ok(()),
            _ => Err(Trouble::LBA_OUT_OF_RANGE),
        }
    }
}

fn inquiry(command: mmc::Inquiry) -> Result<Vec<u8>, Trouble> {
    if command.cmddt {
        return Err(Trouble::invalid_field_in_cdb(1));
    }
    let answer = if command.evpd {
        mmc::InquiryAnswer::VpdPage(mmc::VpdPage {
            peripheral_device_type: mmc::PeripheralDeviceType::CD_DVD,
            peripheral_qualifier: mmc::PeripheralQualifier::CONNECTED,
            body: vpd_page(command.page_code)?,
            cut: Cut::NONE,
        })
    } else {
        if command.page_code != mmc::VpdPageCode::SUPPORTED_VPD_PAGES {
            return Err(Trouble::invalid_field_in_cdb(2));
        }
        mmc::InquiryAnswer::StandardInquiry(mmc::StandardInquiry {
            peripheral_device_type: mmc::PeripheralDeviceType::CD_DVD,
            rmb: true,
            version: mmc::SpcVersion::SPC_3,
            response_data_format: u4::new(2),
            t10_vendor_identification: VENDOR,
            product_identification: PRODUCT,
            product_revision_level: REVISION,
            ..mmc::StandardInquiry::DEFAULT
        })
    };
    let (evpd, page) = (command.evpd, command.page_code);
    encoded(answer.encoded_len(evpd, page), |out| answer.encode(out, evpd, page))
}

fn vpd_page(page: mmc::VpdPageCode) -> Result<mmc::VpdPagePayload<'static>, Trouble> {
    const PAGES: &[mmc::VpdPageCode] = &[
        mmc::VpdPageCode::SUPPORTED_VPD_PAGES,
        mmc::VpdPageCode::UNIT_SERIAL_NUMBER,
        mmc::VpdPageCode::DEVICE_IDENTIFICATION,
    ];
    const DESIGNATORS: &[mmc::Designator<'static>] = &[mmc::Designator {
        protocol_identifier: u4::new(0),
        code_set: mmc::CodeSet::ASCII,
        piv: false,
        association: mmc::Association::LOGICAL_UNIT,
        designator: mmc::DesignatorPayload::T10VendorIdDesignator(mmc::T10VendorIdDesignator {
            t10_vendor_identification: VENDOR,
            vendor_specific_identifier: SERIAL.as_bytes(),
        }),
    }];
    Ok(match page {
        mmc::VpdPageCode::SUPPORTED_VPD_PAGES => {
            mmc::VpdPagePayload::SupportedVpdPages(mmc::SupportedVpdPages {
                pages: List::from_slice(PAGES),
                cut: Cut::NONE,
            })
        }
        mmc::VpdPageCode::UNIT_SERIAL_NUMBER => {
            mmc::VpdPagePayload::UnitSerialNumberPage(mmc::UnitSerialNumberPage {
                product_serial_number: SERIAL,
                cut: Cut::NONE,
            })
        }
        mmc::VpdPageCode::DEVICE_IDENTIFICATION => {
            mmc::VpdPagePayload::DeviceIdentificationPage(mmc::DeviceIdentificationPage {
                designators: List::from_slice(DESIGNATORS),
                cut: Cut::NONE,
            })
        }
        _ => return Err(Trouble::invalid_field_in_cdb(2)),
    })
}

fn report_luns(command: &mmc::ReportLuns) -> Result<Answer, Trouble> {
    // SPC-4, 6.33: an allocation length below 16 is an error, the one field that says so.
    if command.allocation_length.unwrap_or(0) < 16 {
        return Err(Trouble::invalid_field_in_cdb(6));
    }
    let luns: &[u64] = match command.select_report {
        mmc::SelectReport::NORMAL | mmc::SelectReport::ALL => &[0],
        mmc::SelectReport::WELL_KNOWN_ONLY => &[],
        _ => return Err(Trouble::invalid_field_in_cdb(2)),
    };
    let answer = mmc::ReportLunsData { luns: List::from_slice(luns), ..mmc::ReportLunsData::DEFAULT };
    data(encoded(answer.encoded_len(), |out| answer.encode(out)), command.allocation_length)
}

fn capacity_16(last_lba: u64) -> Result<Vec<u8>, Trouble> {
    let capacity =
        mmc::ReadCapacity16Data { last_lba, block_length: BLOCK as u32, ..mmc::ReadCapacity16Data::DEFAULT };
    encoded(capacity.encoded_len(), |out| capacity.encode(out))
}

/// The lead-out's number among the tracks.
const LEAD_OUT: u8 = 0xAA;

/// An address as a CD counts: 75 blocks a second, and two seconds before block 0.
fn msf(lba: u32) -> mmc::Msf {
    let frames = lba.saturating_add(150);
    // More than 255 minutes are no CD; such discs answer the largest address that there is.
    match u8::try_from(frames / (75 * 60)) {
        Ok(minute) => mmc::Msf { minute, second: (frames / 75 % 60) as u8, frame: (frames % 75) as u8 },
        Err(_) => mmc::Msf { minute: 0xFF, second: 59, frame: 74 },
    }
}

fn track(number: u8, lba: u32, time: bool) -> mmc::TocTrack {
    mmc::TocTrack {
        adr: u4::new(1),
        control: u4::new(4),
        track_number: number,
        start_lba: (!time).then_some(lba),
        start_msf: time.then(|| msf(lba)),
    }
}

/// One session with one data track, as every image has.
fn toc(command: mmc::ReadTocPmaAtip, blocks: u32) -> Result<Vec<u8>, Trouble> {
    let (format, time, first) = (command.format, command.time, command.track_session_number);
    let tracks = [track(1, 0, time), track(LEAD_OUT, blocks, time)];
    let start = msf(0);
    let end = msf(blocks);
    let entry = |point, address: mmc::Msf| mmc::RawTocEntry {
        session_number: 1,
        adr: u4::new(1),
        control: u4::new(4),
        point,
        pmin: address.minute,
        psec: address.second,
        pframe: address.frame,
        ..mmc::RawTocEntry::DEFAULT
    };
    let number = |minute| mmc::Msf { minute, second: 0, frame: 0 };
    let entries = [entry(0xA0, number(1)), entry(0xA1, number(1)), entry(0xA2, end), entry(1, start)];
    let body = match format {
        mmc::TocFormat::TOC => {
            let from = match first {
                0 | 1 => 0,
                LEAD_OUT => 1,
                _ => return Err(Trouble::invalid_field_in_cdb(6)),
            };
            mmc::TocAnswerPayload::Toc(mmc::Toc {
                first_track_number: 1,
                last_track_number: 1,
                tracks: List::from_slice(tracks.get(from..).unwrap_or(&[])),
                cut: Cut::NONE,
            })
        }
        mmc::TocFormat::SESSIONS => mmc::TocAnswerPayload::SessionInformation(mmc::SessionInformation {
            first_complete_session_number: 1,
            last_complete_session_number: 1,
            first_track: Some(track(1, 0, time)),
            cut: Cut::NONE,
        }),
        mmc::TocFormat::RAW_TOC if first <= 1 => mmc::TocAnswerPayload::RawToc(mmc::RawToc {
            first_complete_session_number: 1,
            last_complete_session_number: 1,
            entries: List::from_slice(&entries),
            cut: Cut::NONE,
        }),
        mmc::TocFormat::RAW_TOC => return Err(Trouble::invalid_field_in_cdb(6)),
        _ => return Err(Trouble::invalid_field_in_cdb(2)),
    };
    let answer = mmc::TocAnswer { body, cut: Cut::NONE };
    encoded(answer.encoded_len(format, time), |out| answer.encode(out, format, time))
}

fn disc_information(command: mmc::ReadDiscInformation, kind: super::DiscKind) -> Result<Vec<u8>, Trouble> {
    if command.data_type != mmc::DiscInformationType::STANDARD {
        return Err(Trouble::invalid_field_in_cdb(1));
    }
    let answer = mmc::DiscInformation {
        body: mmc::DiscInformationPayload::StandardDiscInformation(mmc::StandardDiscInformation {
            erasable: kind == super::DiscKind::DvdRam,
            state_of_last_session: mmc::SessionState::COMPLETE,
            disc_status: mmc::DiscStatus::COMPLETE,
            number_of_first_track_on_disc: 1,
            number_of_sessions_lsb: 1,
            first_track_in_last_session_lsb: 1,
            last_track_in_last_session_lsb: 1,
            uru: true,
            disc_type: if kind.is_dvd() { mmc::DiscType::UNDEFINED } else { mmc::DiscType::CD_DA_OR_CD_ROM },
            last_session_lead_in_start_address: 0xFFFF_FFFF,
            last_possible_lead_out_start_address: 0xFFFF_FFFF,
            ..mmc::StandardDiscInformation::DEFAULT
        }),
        cut: Cut::NONE,
    };
    encoded(answer.encoded_len(), |out| answer.encode(out))
}

fn disc_structure(
    command: &mmc::ReadDiscStructure,
    kind: super::DiscKind,
    blocks: u32,
) -> Result<Vec<u8>, Trouble> {
    let (media_type, format) = (command.media_type, command.format);
    if !kind.is_dvd() {
        return Err(Trouble::INCOMPATIBLE_MEDIUM);
    }
    if media_type.value() != 0 {
        return Err(Trouble::invalid_field_in_cdb(1));
    }
    if command.layer_number != 0 {
        return Err(Trouble::invalid_field_in_cdb(6));
    }
    if format != 0 {
        return Err(Trouble::invalid_field_in_cdb(7));
    }
    // A DVD's data begins at physical sector 0x30000.
    let end = (0x2_FFFF + blocks).min(0xFF_FFFF);
    let answer = mmc::DiscStructure {
        structure: mmc::DiscStructurePayload::PhysicalFormat(mmc::PhysicalFormat {
            disc_category: u4::new(u8::from(kind == super::DiscKind::DvdRam)),
            part_version: u4::new(1),
            maximum_rate: mmc::MaximumRate::RATE_10_08_MBPS,
            layer_type: if kind == super::DiscKind::DvdRam {
                LayerTypes::REWRITABLE
            } else {
                LayerTypes::EMBOSSED
            },
            starting_physical_sector_number: u24::new(0x03_0000),
            end_physical_sector_number: u24::new(end),
            // Up to the 2048 bytes that a drive sends.
            media_specific: &[0; 2031],
            ..mmc::PhysicalFormat::DEFAULT
        }),
        cut: Cut::NONE,
    };
    encoded(answer.encoded_len(media_type, format), |out| answer.encode(out, media_type, format))
}
