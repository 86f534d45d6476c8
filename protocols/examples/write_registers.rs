//! The sample on the page of `IOCTL_WRITE_REGISTERS`, in Rust: an overlapped call, waited for, and the path that the
//! sample leaves out.
//!
//! The sample creates an event, calls `DeviceIoControl` with it and waits for it, but only if the call has succeeded at
//! once: a call that is still under way returns FALSE, and the sample then closes the event that the driver will set. A
//! call that failed looks the same to it. Here the call is a future: awaiting it waits in either case, and gives the
//! number of bytes returned or the status; dropping it gives the call up.
//!
//! `cargo run -p opcodec-protocols --features std --example write_registers`

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use opcodec::{Effect, Kind, Transport, TransportError, UsbControl, block_on};
use opcodec_protocols::sim;
use opcodec_protocols::usbscan::{Error, IoBlock, IoctlWriteRegisters, NtStatus, Scanner};

/// Writes registers from `offset` on.
async fn write_registers<T: Transport<UsbControl>>(
    scanner: &mut Scanner<T>,
    offset: u8,
    data: &[u8],
) -> Result<(), Error> {
    let block = IoBlock {
        u_offset: offset.into(),
        // The sample cuts the length to a byte. Here it must be the buffer's, or nothing is sent.
        u_length: u32::try_from(data.len()).unwrap_or(u32::MAX),
        pby_data: Some(data),
        // The sample leaves it as it happens to be.
        u_index: 0,
    };
    let overlapped = scanner.device_io_control_async(IoctlWriteRegisters::OPCODE, block.into(), None);
    overlapped.await.map(|returned| debug_assert_eq!(returned, 0, "there is no output buffer"))
}

/// The failure path: what can be done about it.
async fn write_carefully<T: Transport<UsbControl>>(
    scanner: &mut Scanner<T>,
    offset: u8,
    data: &[u8],
) -> Result<(), Error> {
    match write_registers(scanner, offset, data).await {
        // The device may have done it: writing the same registers once more has the same effect.
        Err(error) if error.status == NtStatus::STATUS_IO_TIMEOUT => {
            println!("{error}: once more");
            write_registers(scanner, offset, data).await
        }
        outcome => outcome,
    }
}

pub(crate) fn main() -> Result<(), Error> {
    let mut device = sim::Scanner::new();
    // It answers after a while, as a real one does.
    device.pending_polls(3);
    let mut scanner = Scanner::new(device);

    block_on(write_carefully(&mut scanner, 0x12, &[1, 2]))?;
    println!("written: {:02X?}", [0x12, 0x13].map(|offset| scanner.transport_mut().register(0, offset)));

    scanner.transport_mut().lose_next(TransportError::new(Kind::Timeout, Effect::Unknown));
    block_on(write_carefully(&mut scanner, 0x12, &[3, 4]))?;
    println!("written: {:02X?}", [0x12, 0x13].map(|offset| scanner.transport_mut().register(0, offset)));

    if let Err(error) = block_on(write_carefully(&mut scanner, 0xFF, &[5])) {
        println!("{error}; {}", error.status.advice());
    }

    // Whoever does not want to wait drops the future: the call is given up, and the scanner is usable after that.
    let given_up = block_on(at_once(write_registers(&mut scanner, 0x12, &[6, 7]))).is_none();
    println!("given up: {given_up}");
    block_on(write_registers(&mut scanner, 0x12, &[8, 9]))
}

/// What the future gives without waiting; else it is dropped. A real program waits for a timer beside it.
async fn at_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
