//! An optical drive, over SCSI.

use opcodec::scsi::ScsiFailure;
use opcodec::{Call, CallError, Scsi, Transport};
use opcodec_protocols::imapi::{self, Recorder};
use opcodec_protocols::sim::OpticalDrive;

use crate::Result;

/// The commands of optical drives, as `protocols/schemas/mmc.toml` has them.
#[allow(dead_code, unreachable_pub, reason = "only some of it is called here")]
mod mmc {
    include!(concat!(env!("OUT_DIR"), "/mmc.rs"));
}

/// The file system's first block, as `iso9660.toml` has it.
#[allow(dead_code, unreachable_pub, reason = "only some of it is called here")]
mod iso9660 {
    include!(concat!(env!("OUT_DIR"), "/iso9660.rs"));
}

/// One block from block 16, where an ISO 9660 volume describes itself. The command is checked at compile time.
const FIRST_DESCRIPTOR: mmc::Read10 = mmc::Read10 { lba: 16, transfer_length: 1, ..mmc::Read10::DEFAULT };

/// With a disc, and without.
pub(crate) fn visit() -> Result<()> {
    let image = concat!(env!("CARGO_MANIFEST_DIR"), "/disc.iso");
    let mut drive = OpticalDrive::open(image)?;
    println!("A drive with a disc in it");
    identify(&mut drive)?;
    list_features(&mut drive)?;
    read_contents(&mut drive)?;
    read_volume(&mut drive)?;

    println!();
    println!("The same drive without");
    drive.eject();
    identify(&mut drive)?;
    list_features(&mut drive)?;
    if let Err(error) = read_contents(&mut drive) {
        println!("  no table of contents: {error}");
    }
    read_without_medium(&mut drive);
    explain(&mut drive);
    Ok(())
}

/// Who are you? Any transport of SCSI commands will do, and a buffer for the answer.
fn identify(drive: &mut dyn Transport<Scsi>) -> Result<()> {
    let mut buffer = [0; 96];
    let answer = drive.call(&mmc::Inquiry::default(), &mut buffer)?;
    if let mmc::InquiryAnswer::StandardInquiry(drive) = answer {
        println!(
            "  it is a {} from {}, revision {}, type {}",
            drive.product_identification,
            drive.t10_vendor_identification,
            drive.product_revision_level,
            drive.peripheral_device_type,
        );
    }
    Ok(())
}

/// What can you do? The answer is a list of features, each of a type of its own.
fn list_features(drive: &mut dyn Transport<Scsi>) -> Result<()> {
    let mut buffer = [0; 1024];
    let answer = drive.call(&mmc::GetConfiguration::default(), &mut buffer)?;
    println!("  it behaves as {}, and its features are", answer.current_profile);
    for feature in answer.features {
        let current = if feature.current { "" } else { ", not with this disc" };
        match feature.body {
            mmc::FeaturePayload::ProfileListFeature(list) => {
                let known: Vec<_> = list.profiles.iter().map(|p| p.profile_number.to_string()).collect();
                println!("    {}: {}", feature.feature_code(), known.join(", "));
            }
            mmc::FeaturePayload::RandomReadableFeature(reads) => println!(
                "    {}: blocks of {} bytes{current}",
                feature.feature_code(),
                reads.logical_block_size
            ),
            mmc::FeaturePayload::DriveSerialNumberFeature(number) => {
                println!("    {}: {}", feature.feature_code(), number.serial_number);
            }
            _ => println!("    {}{current}", feature.feature_code()),
        }
    }
    Ok(())
}

/// What is on the disc? The fields of the command are named and typed; those not named have their defaults.
fn read_contents(drive: &mut dyn Transport<Scsi>) -> Result<()> {
    let mut buffer = [0; 804];
    let command = mmc::ReadTocPmaAtip { format: mmc::TocFormat::TOC, ..Default::default() };
    let answer = drive.call(&command, &mut buffer)?;
    if let mmc::TocAnswerPayload::Toc(toc) = answer.body {
        for track in toc.tracks {
            let name = match track.track_number {
                0xAA => "the lead-out".to_string(),
                number => format!("track {number}"),
            };
            println!("  {name} begins at block {}", track.start_lba.unwrap_or_default());
        }
    }
    Ok(())
}

/// What is the volume's name? Blocks are bytes, and a schema of their own makes them a typed value.
fn read_volume(drive: &mut dyn Transport<Scsi>) -> Result<()> {
    let mut block = [0; 2048];
    let bytes = drive.call(&FIRST_DESCRIPTOR, &mut block)?;
    let volume = iso9660::PrimaryVolumeDescriptor::from_bytes(bytes)?;
    println!(
        "  the volume is {:?}, {} blocks of {} bytes, published by {:?}",
        volume.volume_identifier,
        volume.volume_space_size,
        volume.logical_block_size,
        volume.publisher_identifier,
    );
    Ok(())
}

/// What does an error look like? Four kinds, and each typed: here the device itself said no, and why.
fn read_without_medium(drive: &mut dyn Transport<Scsi>) {
    let mut block = [0; 2048];
    match drive.call(&FIRST_DESCRIPTOR, &mut block) {
        Ok(_) => println!("  it reads without a medium"),
        Err(CallError::Device(ScsiFailure { sense: Some(sense), .. })) => {
            println!("  READ(10) fails: {}, additional sense code {:02X}", sense.key, sense.asc);
        }
        Err(error) => println!("  READ(10): {error}"),
    }
}

/// What would the documented recorder interface say? Its code, and what a person can do.
fn explain(drive: &mut dyn Transport<Scsi>) {
    let mut recorder = Recorder::new(drive);
    let mut block = [0; 2048];
    if let Err(error) = recorder.call(&FIRST_DESCRIPTOR, &mut block) {
        println!("  the recorder interface calls it {error}");
        println!("    it means: {}", error.code.text());
        println!("    advice: {}", error.code.advice());
    }

    // The interface's own method takes raw bytes, and calls the same a success with sense data to look at.
    let (cdb, mut sense) = (FIRST_DESCRIPTOR.to_bytes(), [0; 18]);
    match recorder.send_command_get_data_from_device(&cdb, &mut sense, 30, Some(&mut block)) {
        Ok(done) => println!(
            "  SendCommandGetDataFromDevice gives 0x{:08X}, {} bytes of sense data, and the advice 0x{:08X}",
            done.code.raw(),
            done.sense_len,
            done.advice().map_or(0, imapi::Imapi::raw),
        ),
        Err(error) => println!("  {error}"),
    }
}
