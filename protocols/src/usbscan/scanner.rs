use core::time::Duration;

use opcodec::{Transport, UsbControl, block_on};

use super::input::{of_input, of_length, of_request};
use super::pipes::{self, Pipes};
use super::transfer::{self, read, write};
use super::{
    ChannelInfo, DeviceDescriptor, DrvVersion, Error, Input, IoctlCancelIo, IoctlGetChannelAlignRqst,
    IoctlGetDeviceDescriptor, IoctlGetPipeConfiguration, IoctlGetUsbDescriptor, IoctlGetVersion,
    IoctlReadRegisters, IoctlResetPipe, IoctlSendUsbRequest, IoctlSetTimeout, IoctlWaitOnDeviceEvent,
    IoctlWriteRegisters, NtStatus, PipeSelection, Reason, UsbscanGetDescriptor, UsbscanTimeout, maps,
};
use crate::urb;
use crate::usb::DescriptorType;

/// A USB imaging device behind any control transport, with the requests of usbscan.
///
/// The page's sample calls `DeviceIoControl` with an OVERLAPPED structure; this is the same as a future, with the
/// path that the sample leaves out:
///
/// ```
/// # #[cfg(feature = "std")] {
/// use opcodec::{Transport, UsbControl};
/// use opcodec_protocols::sim;
/// use opcodec_protocols::usbscan::{Error, IoBlock, IoctlWriteRegisters, NtStatus, Reason, Scanner};
///
/// async fn write<T: Transport<UsbControl>>(
///     scanner: &mut Scanner<T>,
///     offset: u8,
///     data: &[u8],
/// ) -> Result<(), Error> {
///     // The sample leaves uIndex as it happens to be, and cuts the number of registers to a byte.
///     let block = IoBlock {
///         u_offset: offset.into(),
///         u_length: u32::try_from(data.len()).unwrap_or(u32::MAX),
///         pby_data: Some(data),
///         u_index: 0,
///     };
///     // Nothing is sent before it is awaited; dropped before it is done, it is given up.
///     let overlapped = scanner.device_io_control_async(IoctlWriteRegisters::OPCODE, block.into(), None);
///     // The sample waits only if the call has succeeded at once, and never looks at the outcome.
///     let returned = overlapped.await?;
///     assert_eq!(returned, 0, "there is no output buffer");
///     Ok(())
/// }
///
/// let mut scanner = Scanner::new(sim::Scanner::new());
/// opcodec::block_on(write(&mut scanner, 0x12, &[1, 2]))?;
/// let error = opcodec::block_on(write(&mut scanner, 0xFF, &[1, 2])).unwrap_err();
/// assert_eq!((error.status, error.reason), (NtStatus::STATUS_UNSUCCESSFUL, Reason::Stalled));
/// # }
/// # Ok::<(), opcodec_protocols::usbscan::Error>(())
/// ```
#[derive(Debug)]
pub struct Scanner<T> {
    transport: T,
    interface: u8,
    timeouts: UsbscanTimeout,
}

impl<T: Transport<UsbControl>> Scanner<T> {
    /// The device behind this transport. Its pipes are those of interface 0.
    pub const fn new(transport: T) -> Self {
        Scanner { transport, interface: 0, timeouts: UsbscanTimeout::DEFAULT }
    }

    /// The same device, with the pipes of another interface: a device may be more than a scanner.
    #[must_use]
    pub const fn with_interface(mut self, number: u8) -> Self {
        self.interface = number;
        self
    }

    /// How long transfers may take: 120 s each, unless `IOCTL_SET_TIMEOUT` said otherwise.
    pub const fn timeouts(&self) -> &UsbscanTimeout {
        &self.timeouts
    }

    /// The transport.
    pub const fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Gives the transport back.
    pub fn into_transport(self) -> T {
        self.transport
    }

    /// `DeviceIoControl`: a control code, its input and its output buffer. Gives the number of bytes that were
    /// written to the output buffer; a request without one gives 0.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use opcodec_protocols::{sim, usbscan::{Input, IoBlock, IoctlReadRegisters, Scanner}};
    /// let mut scanner = Scanner::new(sim::Scanner::new());
    /// let mut registers = [0; 2];
    /// let block = IoBlock { u_offset: 0x10, u_length: 2, ..IoBlock::DEFAULT };
    /// let output = Some(&mut registers[..]);
    /// let returned = scanner.device_io_control(IoctlReadRegisters::OPCODE, block.into(), output)?;
    /// assert_eq!(returned, 2);
    /// # }
    /// # Ok::<(), opcodec_protocols::usbscan::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The NTSTATUS and the reason; the [module](super) says which is which.
    pub fn device_io_control(
        &mut self,
        code: u32,
        input: Input<'_>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        block_on(self.device_io_control_async(code, input, output))
    }

    /// [`device_io_control`](Scanner::device_io_control), async: what OVERLAPPED is for. Dropped before it is done,
    /// the request is given up, and the next one finds the device usable.
    ///
    /// # Errors
    ///
    /// As of [`device_io_control`](Scanner::device_io_control).
    pub async fn device_io_control_async(
        &mut self,
        code: u32,
        input: Input<'_>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        match code {
            IoctlGetVersion::OPCODE => {
                input.absent()?;
                give(output, &VERSION.to_bytes())
            }
            IoctlCancelIo::OPCODE => cancel(input, output.as_deref()),
            IoctlWaitOnDeviceEvent::OPCODE => wait_on_event(input, output.as_deref()),
            IoctlReadRegisters::OPCODE => self.read_registers(input, output).await,
            IoctlWriteRegisters::OPCODE => self.write_registers(input, output.as_deref()).await,
            IoctlGetChannelAlignRqst::OPCODE => self.channel_info(input, output).await,
            IoctlGetDeviceDescriptor::OPCODE => self.device_descriptor(input, output).await,
            IoctlResetPipe::OPCODE => self.reset(input, output.as_deref()).await,
            IoctlGetUsbDescriptor::OPCODE => self.usb_descriptor(input, output).await,
            IoctlSendUsbRequest::OPCODE => self.send_usb_request(input, output).await,
            IoctlGetPipeConfiguration::OPCODE => self.pipe_configuration(input, output).await,
            IoctlSetTimeout::OPCODE => self.set_timeout(input, output.as_deref()),
            _ => Err(Error::new(NtStatus::STATUS_INVALID_DEVICE_REQUEST, Reason::UnknownCode(code))),
        }
    }

    async fn write_registers(&mut self, input: Input<'_>, output: Option<&[u8]>) -> Result<u32, Error> {
        let block = input.block()?;
        without(output)?;
        let setup =
            IoctlWriteRegisters::via(&block).map_err(|why| of_length(why, block.u_length, block.pby_data))?;
        let limit = self.write_limit();
        write(&mut self.transport, setup, block.pby_data.unwrap_or(&[]), limit).await
    }

    async fn read_registers(&mut self, input: Input<'_>, output: Option<&mut [u8]>) -> Result<u32, Error> {
        let block = input.block()?;
        let buffer = output.ok_or(Error::parameter(Reason::OutputAbsent))?;
        let setup = IoctlReadRegisters::via(&block, Some(buffer))
            .map_err(|why| of_length(why, block.u_length, Some(buffer)))?;
        let limit = self.read_limit();
        read(&mut self.transport, setup, buffer, limit).await
    }

    async fn send_usb_request(&mut self, input: Input<'_>, output: Option<&mut [u8]>) -> Result<u32, Error> {
        let mut block = input.block_ex()?;
        // Two references never name the same buffer, as pbyData and the output buffer must.
        if block.pby_data.is_some() && output.is_some() {
            return Err(Error::parameter(Reason::OtherBuffer));
        }
        if block.f_transfer_direction_in != 0 {
            let setup = IoctlSendUsbRequest::via(&block, output.as_deref())
                .map_err(|why| of_length(why, block.u_length, output.as_deref()))?;
            let limit = self.read_limit();
            return read(&mut self.transport, setup, output.unwrap_or(&mut []), limit).await;
        }
        if block.u_length == 0 {
            without(output.as_deref())?;
        }
        let data = block.pby_data.or(output.as_deref());
        block.pby_data = data;
        let setup =
            IoctlSendUsbRequest::via(&block, None).map_err(|why| of_length(why, block.u_length, data))?;
        let limit = self.write_limit();
        write(&mut self.transport, setup, data.unwrap_or(&[]), limit).await
    }

    async fn usb_descriptor(&mut self, input: Input<'_>, output: Option<&mut [u8]>) -> Result<u32, Error> {
        let which = UsbscanGetDescriptor::from_bytes(input.bytes()?).map_err(of_input)?;
        let buffer = roomy(output, transfer::shortest(which.descriptor_type))?;
        self.descriptor(which, buffer).await
    }

    /// As much of a standard descriptor as there is room for.
    async fn descriptor(&mut self, which: UsbscanGetDescriptor, buffer: &mut [u8]) -> Result<u32, Error> {
        let setup = IoctlGetUsbDescriptor::via(&which, Some(buffer)).map_err(of_request)?;
        let limit = self.read_limit();
        transfer::read_up_to(&mut self.transport, setup, buffer, limit).await
    }

    async fn device_descriptor(&mut self, input: Input<'_>, output: Option<&mut [u8]>) -> Result<u32, Error> {
        let buffer = roomy(output, DeviceDescriptor::LEN)?;
        if input != Input::Output {
            DeviceDescriptor::from_bytes(input.bytes()?).map_err(of_input)?;
        }
        let mut bytes = [0; transfer::shortest(DescriptorType::DEVICE)];
        let which = UsbscanGetDescriptor { descriptor_type: DescriptorType::DEVICE, ..Default::default() };
        let received = self.descriptor(which, &mut bytes).await?;
        let device = transfer::device(&bytes, received)?;
        let identity = DeviceDescriptor {
            us_vendor_id: device.id_vendor,
            us_product_id: device.id_product,
            us_bcd_device: device.bcd_device,
            us_language_id: 0,
        };
        give(Some(buffer), &identity.to_bytes())
    }

    async fn pipe_configuration(
        &mut self,
        input: Input<'_>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        input.absent()?;
        let buffer = roomy(output, super::UsbscanPipeConfiguration::LEN)?;
        let pipes = self.pipes().await?;
        give(Some(buffer), &pipes.configuration().to_bytes())
    }

    async fn channel_info(&mut self, input: Input<'_>, output: Option<&mut [u8]>) -> Result<u32, Error> {
        input.absent()?;
        let buffer = roomy(output, ChannelInfo::LEN)?;
        let pipes = self.pipes().await?;
        give(Some(buffer), &pipes.channels().to_bytes())
    }

    /// The pipes, out of the configuration's descriptors.
    async fn pipes(&mut self) -> Result<Pipes, Error> {
        let mut bytes = [0; pipes::ROOM];
        let which =
            UsbscanGetDescriptor { descriptor_type: DescriptorType::CONFIGURATION, ..Default::default() };
        let received = self.descriptor(which, &mut bytes).await?;
        Pipes::from_descriptors(&bytes, received, self.interface)
    }

    /// Takes the halt off the endpoints; what the host's side of a pipe remembers is the host controller's.
    async fn reset(&mut self, input: Input<'_>, output: Option<&[u8]>) -> Result<u32, Error> {
        let selection = PipeSelection::from_bytes(input.bytes()?).map_err(of_input)?;
        without(output)?;
        let pipes = self.pipes().await?;
        let urb = maps::ioctl_reset_pipe(&selection).map_err(of_request)?;
        let limit = self.write_limit();
        let mut found = false;
        for pipe in pipes.selected(selection.pipe_type) {
            found = true;
            let setup = urb::maps::urb_pipe_to_setup(&urb, pipe.endpoint_address).map_err(of_request)?;
            write(&mut self.transport, setup, &[], limit).await?;
        }
        if found { Ok(0) } else { Err(Error::parameter(Reason::NoPipe)) }
    }

    fn set_timeout(&mut self, input: Input<'_>, output: Option<&[u8]>) -> Result<u32, Error> {
        let timeouts = UsbscanTimeout::from_bytes(input.bytes()?).map_err(of_input)?;
        without(output)?;
        self.timeouts = timeouts;
        Ok(0)
    }

    const fn read_limit(&self) -> Option<Duration> {
        limit(self.timeouts.timeout_read)
    }

    const fn write_limit(&self) -> Option<Duration> {
        limit(self.timeouts.timeout_write)
    }
}

/// This crate's.
const VERSION: DrvVersion = DrvVersion {
    major: number(env!("CARGO_PKG_VERSION_MAJOR")),
    minor: number(env!("CARGO_PKG_VERSION_MINOR")),
    internal: number(env!("CARGO_PKG_VERSION_PATCH")),
};

const fn number(digits: &str) -> u32 {
    match u32::from_str_radix(digits, 10) {
        Ok(number) => number,
        Err(_) => 0,
    }
}

/// 0 is for ever.
const fn limit(seconds: u32) -> Option<Duration> {
    match seconds {
        0 => None,
        _ => Some(Duration::from_secs(seconds as u64)),
    }
}

/// A transfer is in flight only while its future is, which borrows the scanner: there is nothing to give up.
fn cancel(input: Input<'_>, output: Option<&[u8]>) -> Result<u32, Error> {
    PipeSelection::from_bytes(input.bytes()?).map_err(of_input)?;
    without(output)?;
    Ok(0)
}

fn wait_on_event(input: Input<'_>, output: Option<&[u8]>) -> Result<u32, Error> {
    input.absent()?;
    match output {
        None => Err(Error::parameter(Reason::OutputAbsent)),
        Some([]) => Err(too_small(1, 0)),
        Some(_) => Err(Error::new(NtStatus::STATUS_NOT_SUPPORTED, Reason::ControlPipeOnly)),
    }
}

/// The request takes no output buffer.
fn without(output: Option<&[u8]>) -> Result<(), Error> {
    match output {
        None => Ok(()),
        Some(_) => Err(Error::parameter(Reason::OutputPresent)),
    }
}

/// An output buffer with room for `need` bytes.
fn roomy(output: Option<&mut [u8]>, need: usize) -> Result<&mut [u8], Error> {
    match output {
        None => Err(Error::parameter(Reason::OutputAbsent)),
        Some(buffer) if buffer.len() < need => Err(too_small(need, buffer.len())),
        Some(buffer) => Ok(buffer),
    }
}

const fn too_small(need: usize, got: usize) -> Error {
    Error::new(NtStatus::STATUS_BUFFER_TOO_SMALL, Reason::OutputSize { need, got })
}

/// Fills the start of the output buffer.
fn give(output: Option<&mut [u8]>, bytes: &[u8]) -> Result<u32, Error> {
    let buffer = roomy(output, bytes.len())?;
    for (place, byte) in buffer.iter_mut().zip(bytes) {
        *place = *byte;
    }
    Ok(transfer::count(bytes.len() as u64))
}
