//! A media player, over MTP.

use opcodec::ptp::Operation;
use opcodec::{Call, Ptp, Transport};
use opcodec_protocols::mtp::{
    GetDeviceInfo, GetObjectHandles, GetObjectInfo, ObjectFormat, ObjectHandle, ObjectInfo, OpenSession,
    SendObject, SendObjectInfo, StorageId,
};
use opcodec_protocols::sim::mtp::{Object, Outcome, Responder, Storage};
use opcodec_protocols::wmdm::{
    Device, IoctlMtpCustomCommand, MtpCommandDataIn, MtpCommandDataOut, MtpProvider, NextPhase,
    SIZEOF_REQUIRED_COMMAND_DATA_IN, advice,
};

use crate::Result;

/// The file that is sent.
const FILE: &[u8] = include_bytes!("../disc/READ_ME.TXT");

/// An operation of this player's vendor: it beeps so many times, and says how often it has beeped.
const BEEP: u16 = 0x9001;

/// Lists what is on it, sends it a file, and asks it something that only its vendor knows.
pub(crate) fn visit() -> Result<()> {
    let mut player = Responder::new();
    let storage = player.insert(Storage::in_memory(1 << 20).described("Internal storage", "DEMO"));
    let music = player.add(storage, ObjectHandle::NONE, Object::folder("Music"))?;
    player.add(storage, music, Object::file("song.mp3", vec![0; 4096]).of_format(ObjectFormat::MP3))?;
    let mut beeps = 0;
    player.on(BEEP, move |operation: &Operation, _: &[u8]| {
        beeps += operation.parameters().first().copied().unwrap_or(1);
        Outcome::data(beeps.to_le_bytes())
    });

    println!("A media player");
    player.call(&OpenSession::default(), ())?;
    identify(&mut player)?;
    list(&mut player)?;
    let handle = send(&mut player, storage)?;
    println!("  sent READ_ME.TXT, which is now object {}", handle.raw());
    list(&mut player)?;
    pass_through(player)
}

/// Who are you? Text comes as UTF-16, and is read in place.
fn identify(player: &mut dyn Transport<Ptp>) -> Result<()> {
    let mut buffer = [0; 1024];
    let info = player.call(&GetDeviceInfo::default(), &mut buffer)?;
    println!(
        "  it is a {} from {}, and knows {} operations",
        info.model,
        info.manufacturer,
        info.operations_supported.len()
    );
    Ok(())
}

/// What is on you? A list of handles, and information about each.
fn list(player: &mut dyn Transport<Ptp>) -> Result<()> {
    let (mut handles, mut buffer) = ([0; 512], [0; 512]);
    let found = player.call(&GetObjectHandles::default(), &mut handles)?;
    println!("  it holds");
    for object_handle in found.object_handles {
        let info = player.call(&GetObjectInfo { object_handle }, &mut buffer)?;
        println!(
            "    {}: {} ({}, {} bytes)",
            object_handle.raw(),
            info.filename,
            info.object_format,
            info.object_compressed_size
        );
    }
    Ok(())
}

/// First what the object is, then its bytes. The response of the first says where it goes.
fn send(player: &mut dyn Transport<Ptp>, storage: StorageId) -> Result<ObjectHandle> {
    let info = ObjectInfo {
        object_format: ObjectFormat::TEXT,
        object_compressed_size: u32::try_from(FILE.len())?,
        filename: "READ_ME.TXT".into(),
        ..ObjectInfo::DEFAULT
    };
    let mut buffer = [0; 256];
    let data_set = info.encode(&mut buffer)?;
    let answer =
        player.call(&SendObjectInfo { storage_id: Some(storage), ..Default::default() }, data_set)?;
    player.call(&SendObject::default(), FILE)?;
    Ok(answer.object_handle)
}

/// What would the documented pass-through interface do? It takes any operation in a packed structure.
fn pass_through(player: Responder) -> Result<()> {
    let mut device = Device::new(MtpProvider::new(player));
    for (what, op_code, next_phase) in [
        ("to beep", BEEP, NextPhase::MtpNextphaseReadData),
        ("something that it does not know", 0x9ABC, NextPhase::MtpNextphaseNoData),
    ] {
        let command = MtpCommandDataIn {
            op_code,
            num_params: 1,
            params: [3, 0, 0, 0, 0],
            next_phase,
            ..MtpCommandDataIn::DEFAULT
        };
        let (mut input, mut output) = ([0; SIZEOF_REQUIRED_COMMAND_DATA_IN], [0; 64]);
        command.encode(&mut input)?;
        let code = IoctlMtpCustomCommand::OPCODE;
        let returned = device.device_io_control(code, Some(&input), Some(&mut output))?;
        let answer = MtpCommandDataOut::from_bytes(&output)?;
        println!("  DeviceIoControl asks it {what}: {returned} bytes returned");
        println!(
            "    {}, {} bytes of data: {:02X?}",
            answer.response_code,
            answer.command_read_data_size(),
            answer.command_read_data
        );
        if let Some(code) = advice(&output) {
            println!("    as an HRESULT: {code}");
        }
    }
    // A buffer that is too small is refused before anything is sent.
    if let Err(error) = device.device_io_control(IoctlMtpCustomCommand::OPCODE, Some(&[0; 33]), None) {
        println!("  a command of 33 bytes: {error}");
    }
    Ok(())
}
