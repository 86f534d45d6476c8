use core::future::Future;

use opcodec::block_on;

use super::{Error, Reason, Wmdm};

/// What stands between the application and the device: it knows the device's private control codes.
///
/// It may process a control, change it and pass it on, or pass it on as it is. A provider around a provider is one:
///
/// ```
/// # #[cfg(feature = "std")] {
/// use opcodec_protocols::sim::mtp::Responder;
/// use opcodec_protocols::wmdm::{Device, Error, MtpProvider, ServiceProvider, Wmdm};
///
/// /// Knows one more code, which says how often it was asked.
/// struct Counting<P> { inner: P, count: u32 }
///
/// impl<P: ServiceProvider> ServiceProvider for Counting<P> {
///     async fn device_io_control(
///         &mut self,
///         code: u32,
///         input: Option<&[u8]>,
///         output: Option<&mut [u8]>,
///     ) -> Result<u32, Error> {
///         self.count += 1;
///         match (code, output) {
///             (0x4E55_4F43, Some(place)) if place.len() >= 4 => {
///                 place[..4].copy_from_slice(&self.count.to_le_bytes());
///                 Ok(4)
///             }
///             (0x4E55_4F43, _) => Err(Wmdm::WMDM_E_BUFFERTOOSMALL.into()),
///             (code, output) => self.inner.device_io_control(code, input, output).await,
///         }
///     }
/// }
///
/// let provider = Counting { inner: MtpProvider::new(Responder::new()), count: 0 };
/// let mut device = Device::new(provider);
/// let mut count = [0; 4];
/// assert_eq!(device.device_io_control(0x4E55_4F43, None, Some(&mut count)), Ok(4));
/// assert_eq!(count, [1, 0, 0, 0]);
/// # }
/// ```
pub trait ServiceProvider {
    /// Carries a control out: reads the input, fills the output buffer from its start, and gives the number of bytes
    /// that it wrote there. What the buffers must hold is for the provider to say: of them it only knows that their
    /// sizes are true.
    ///
    /// Dropped before it is done, the control is given up; the next one must find the device usable.
    ///
    /// # Errors
    ///
    /// Any of the three classes of HRESULT, as an [`Error`].
    fn device_io_control(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> impl Future<Output = Result<u32, Error>>;
}

impl<P: ServiceProvider + ?Sized> ServiceProvider for &mut P {
    fn device_io_control(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> impl Future<Output = Result<u32, Error>> {
        (**self).device_io_control(code, input, output)
    }
}

/// A media device behind a service provider, with the method that passes controls through to it.
#[derive(Debug)]
pub struct Device<P> {
    provider: P,
}

impl<P: ServiceProvider> Device<P> {
    /// The device behind this provider.
    pub const fn new(provider: P) -> Self {
        Device { provider }
    }

    /// The provider.
    pub const fn provider_mut(&mut self) -> &mut P {
        &mut self.provider
    }

    /// Gives the provider back.
    pub fn into_provider(self) -> P {
        self.provider
    }

    /// `DeviceIoControl`: validates the buffers, forwards the control, and gives the number of bytes that were
    /// returned. They are in the caller's own buffer: nothing is copied on the way.
    ///
    /// A slice has its size with it; [`device_io_control_sized`](Device::device_io_control_sized) takes both apart.
    ///
    /// # Errors
    ///
    /// The HRESULT and the reason; the [module](super) says which is which.
    pub fn device_io_control(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        block_on(self.device_io_control_async(code, input, output))
    }

    /// [`device_io_control`](Device::device_io_control), async. Dropped before it is done, the control is given up,
    /// and the next one finds the device usable.
    ///
    /// # Errors
    ///
    /// As of [`device_io_control`](Device::device_io_control).
    pub async fn device_io_control_async(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        dword(input)?;
        dword(output.as_deref())?;
        let room = output.as_deref().map_or(0, <[u8]>::len) as u64;
        let count = self.provider.device_io_control(code, input, output).await?;
        if u64::from(count) > room {
            return Err(Error::new(Wmdm::E_UNEXPECTED, Reason::Returned { count, room }));
        }
        Ok(count)
    }

    /// The method with the parameters of its page: `lpInBuffer` and `nInBufferSize`, `lpOutBuffer` and
    /// `pnOutBufferSize`. It is for those who get buffers and sizes apart, such as a binding.
    ///
    /// `output_size` is the size of the output buffer before the call, and the number of bytes that were returned
    /// after it: zero if the call failed.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use opcodec_protocols::{sim::mtp::Responder, wmdm::{Device, IoctlMtpCustomCommand, MtpProvider, Wmdm}};
    /// # let mut device = Device::new(MtpProvider::new(Responder::new()));
    /// let code = IoctlMtpCustomCommand::OPCODE;
    /// let error = device.device_io_control_sized(code, None, 34, None, Some(&mut 0)).unwrap_err();
    /// assert_eq!(error.code, Wmdm::E_POINTER, "NULL is for a size of zero");
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As of [`device_io_control`](Device::device_io_control); [`E_POINTER`](Wmdm::E_POINTER) where a buffer is absent
    /// whose size is not zero, or `output_size` is; [`E_INVALIDARG`](Wmdm::E_INVALIDARG) where a size is more than
    /// the buffer has.
    pub fn device_io_control_sized(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        input_size: u32,
        output: Option<&mut [u8]>,
        output_size: Option<&mut u32>,
    ) -> Result<(), Error> {
        block_on(self.device_io_control_sized_async(code, input, input_size, output, output_size))
    }

    /// [`device_io_control_sized`](Device::device_io_control_sized), async.
    ///
    /// # Errors
    ///
    /// As of [`device_io_control_sized`](Device::device_io_control_sized).
    pub async fn device_io_control_sized_async(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        input_size: u32,
        output: Option<&mut [u8]>,
        output_size: Option<&mut u32>,
    ) -> Result<(), Error> {
        let size = output_size.ok_or(Error::new(Wmdm::E_POINTER, Reason::CountAbsent))?;
        let room = core::mem::take(size);
        let input =
            input.map(|all| all.get(..fits(input_size)).ok_or(beyond(input_size, all.len()))).transpose()?;
        let output = match output {
            Some(all) => {
                let got = all.len();
                Some(all.get_mut(..fits(room)).ok_or(beyond(room, got))?)
            }
            None => None,
        };
        absent(input, input_size)?;
        absent(output.as_deref(), room)?;
        *size = self.device_io_control_async(code, input, output).await?;
        Ok(())
    }
}

fn fits(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

const fn beyond(size: u32, got: usize) -> Error {
    Error::new(Wmdm::E_INVALIDARG, Reason::BufferSize { size: size as u64, got: got as u64 })
}

/// An absent buffer has a size of zero.
const fn absent(buffer: Option<&[u8]>, size: u32) -> Result<(), Error> {
    match (buffer, size) {
        (None, 1..) => Err(Error::new(Wmdm::E_POINTER, Reason::BufferAbsent { size })),
        _ => Ok(()),
    }
}

/// A size has 32 bits.
fn dword(buffer: Option<&[u8]>) -> Result<(), Error> {
    let got = buffer.map_or(0, <[u8]>::len) as u64;
    match u32::try_from(got) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(Wmdm::E_INVALIDARG, Reason::BufferSize { size: got, got })),
    }
}
