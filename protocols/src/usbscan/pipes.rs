//! The pipes of an interface, out of the configuration's descriptors.

use super::{
    ChannelInfo, Error, NtStatus, PipeType, RawPipeType, Reason, UsbscanPipeConfiguration,
    UsbscanPipeInformation,
};
use crate::usb::{Configuration, DescriptorPayload, TransferType, UsbEndpointDescriptor};

/// How many bytes of descriptors a configuration may have.
pub(super) const ROOM: usize = 1024;

/// Bit 7 of an endpoint address: it sends to the host.
const TO_HOST: u8 = 0x80;

/// Up to eight pipes.
#[derive(Debug, Default)]
pub(super) struct Pipes {
    all: [UsbscanPipeInformation; 8],
    count: usize,
}

impl Pipes {
    pub(super) fn from_descriptors(bytes: &[u8], received: u32, interface: u8) -> Result<Self, Error> {
        let got = usize::try_from(received).ok().and_then(|len| bytes.get(..len)).unwrap_or(bytes);
        if let Some(announced) = Configuration::announced(got)
            && announced > ROOM as u64
        {
            let got = usize::try_from(announced).unwrap_or(usize::MAX);
            let reason = Reason::ConfigurationLength { room: ROOM, got };
            return Err(Error::new(NtStatus::STATUS_INSUFFICIENT_RESOURCES, reason));
        }
        let configuration = Configuration::from_bytes(got).map_err(Error::of_answer)?;
        let mut pipes = Pipes::default();
        let (mut seen, mut inside) = (false, false);
        for descriptor in configuration.descriptors {
            match descriptor.body {
                DescriptorPayload::UsbInterfaceDescriptor(found) => {
                    inside = found.b_interface_number == interface && found.b_alternate_setting == 0;
                    seen |= inside;
                }
                DescriptorPayload::UsbEndpointDescriptor(endpoint) if inside => pipes.push(endpoint)?,
                _ => {}
            }
        }
        if seen { Ok(pipes) } else { Err(Error::parameter(Reason::NoInterface(interface))) }
    }

    fn push(&mut self, endpoint: UsbEndpointDescriptor) -> Result<(), Error> {
        let full = Error::new(NtStatus::STATUS_INSUFFICIENT_RESOURCES, Reason::TooManyPipes);
        *self.all.get_mut(self.count).ok_or(full)? = UsbscanPipeInformation {
            maximum_packet_size: endpoint.max_packet_size.into(),
            endpoint_address: endpoint.b_endpoint_address,
            interval: endpoint.b_interval,
            pipe_type: RawPipeType::new(endpoint.transfer_type.raw().value().into()),
        };
        self.count += 1;
        Ok(())
    }

    pub(super) fn configuration(&self) -> UsbscanPipeConfiguration {
        UsbscanPipeConfiguration {
            number_of_pipes: super::transfer::count(self.count as u64),
            pipe_info: self.all,
        }
    }

    pub(super) fn channels(&self) -> ChannelInfo {
        let size = |which| self.find(which).map_or(0, |pipe| pipe.maximum_packet_size.into());
        ChannelInfo {
            event_channel_size: size(PipeType::EventPipe),
            u_read_data_alignment: size(PipeType::ReadDataPipe),
            u_write_data_alignment: size(PipeType::WriteDataPipe),
        }
    }

    /// Those that are meant; none where the interface has none of the kind.
    pub(super) fn selected(&self, which: PipeType) -> impl Iterator<Item = UsbscanPipeInformation> + '_ {
        let one = [PipeType::EventPipe, PipeType::ReadDataPipe, PipeType::WriteDataPipe];
        one.into_iter()
            .filter(move |&kind| which == kind || which == PipeType::AllPipe)
            .filter_map(|kind| self.find(kind))
    }

    /// The first pipe of the kind.
    fn find(&self, which: PipeType) -> Option<UsbscanPipeInformation> {
        let (kind, direction) = match which {
            PipeType::EventPipe => (RawPipeType::USBSCAN_PIPE_INTERRUPT, TO_HOST),
            PipeType::ReadDataPipe => (RawPipeType::USBSCAN_PIPE_BULK, TO_HOST),
            PipeType::WriteDataPipe => (RawPipeType::USBSCAN_PIPE_BULK, 0),
            PipeType::AllPipe => return None,
        };
        let used = self.all.get(..self.count).unwrap_or(&self.all);
        used.iter()
            .find(|pipe| pipe.pipe_type == kind && pipe.endpoint_address & TO_HOST == direction)
            .copied()
    }
}

const _: () =
    assert!(TransferType::INTERRUPT.raw().value() as u32 == RawPipeType::USBSCAN_PIPE_INTERRUPT.raw());
