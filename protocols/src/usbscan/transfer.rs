//! One control transfer, and what its data stage must hold.

use core::time::Duration;

use opcodec::usb::Setup;
use opcodec::{Carrier, Exchange, Execute, In, Out, Transport, UsbControl};

use super::Error;
use crate::usb::{Descriptor, DescriptorPayload, DescriptorType, SetupPacket, UsbDeviceDescriptor};

/// Data to the device, all of it. Gives 0: nothing came back.
pub(super) async fn write<T: Transport<UsbControl>>(
    transport: &mut T,
    setup: SetupPacket,
    data: &[u8],
    limit: Option<Duration>,
) -> Result<u32, Error> {
    let mut exchange = Exchange::<UsbControl>::new(Setup::new(setup.to_bytes()));
    exchange.out = if data.is_empty() { Out::None } else { Out::Bytes(data) };
    exchange.timeout = limit;
    execute(transport, &mut exchange).await?;
    match exchange.sent {
        sent if sent == data.len() as u64 => Ok(0),
        sent => Err(Error::of_short(data.len() as u64, sent)),
    }
}

/// Data from the device, as much as the buffer holds and no less: the requests for registers do not set the flag
/// that lets a transfer be short.
pub(super) async fn read<T: Transport<UsbControl>>(
    transport: &mut T,
    setup: SetupPacket,
    buffer: &mut [u8],
    limit: Option<Duration>,
) -> Result<u32, Error> {
    let need = buffer.len() as u64;
    match read_up_to(transport, setup, buffer, limit).await? {
        received if u64::from(received) == need => Ok(received),
        received => Err(Error::of_short(need, received.into())),
    }
}

/// Data from the device, as much as it has and the buffer holds.
pub(super) async fn read_up_to<T: Transport<UsbControl>>(
    transport: &mut T,
    setup: SetupPacket,
    buffer: &mut [u8],
    limit: Option<Duration>,
) -> Result<u32, Error> {
    let room = buffer.len() as u64;
    let mut exchange = Exchange::<UsbControl>::new(Setup::new(setup.to_bytes()));
    exchange.input = if buffer.is_empty() { In::None } else { In::Bytes(buffer) };
    exchange.timeout = limit;
    execute(transport, &mut exchange).await?;
    Ok(count(exchange.received.min(room)))
}

async fn execute<T: Transport<UsbControl>>(
    transport: &mut T,
    exchange: &mut Exchange<'_, UsbControl>,
) -> Result<(), Error> {
    Execute::new(transport, exchange).await.map_err(Error::of_transport)?;
    UsbControl::verdict(&exchange.reply).map_err(Error::of_stall)
}

/// As the 32 bits that the callers of Windows have for it.
pub(super) fn count(bytes: u64) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The size in C of the structure that a descriptor's buffer must be.
pub(super) const fn shortest(kind: DescriptorType) -> usize {
    match kind {
        DescriptorType::DEVICE => 18,
        DescriptorType::CONFIGURATION => 9,
        _ => 4,
    }
}

/// The device descriptor, out of what the device sent.
pub(super) fn device(bytes: &[u8], received: u32) -> Result<UsbDeviceDescriptor, Error> {
    let got = usize::try_from(received).ok().and_then(|len| bytes.get(..len)).unwrap_or(bytes);
    let descriptor = Descriptor::from_bytes(got).map_err(Error::of_answer)?;
    match descriptor.body {
        DescriptorPayload::UsbDeviceDescriptor(device) => Ok(device),
        _ => Err(Error::of_short(shortest(DescriptorType::DEVICE) as u64, received.into())),
    }
}
