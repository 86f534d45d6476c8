//! A scanner, over the USB control pipe.

use opcodec::layer::{Event, Trace};
use opcodec::{Transport, UsbControl};
use opcodec_protocols::sim;
use opcodec_protocols::usbscan::{Error, IoBlock, IoctlReadRegisters, IoctlWriteRegisters, Scanner};

use crate::Result;

/// Registers, as the documented requests of usbscan read and write them.
pub(crate) fn visit() -> Result<()> {
    println!("A scanner with registers, and the SETUP packets that reach it");
    let traced = Trace::new(sim::Scanner::new(), |event: &Event<'_>| println!("    {event}"));
    let mut scanner = Scanner::new(traced);

    println!("  write 0xA5 to register 0x10, and 0x5A to register 0x11");
    write(&mut scanner, 0x10, &[0xA5])?;
    write(&mut scanner, 0x11, &[0x5A])?;
    println!("  write both at once");
    write(&mut scanner, 0x10, &[0x12, 0x34])?;

    let mut registers = [0; 3];
    let block = IoBlock { u_offset: 0x10, u_length: 3, ..IoBlock::DEFAULT };
    println!("  read three from there");
    let returned =
        scanner.device_io_control(IoctlReadRegisters::OPCODE, block.into(), Some(&mut registers))?;
    println!("    {returned} bytes returned: {registers:02X?}");

    println!("  write a register that it does not have");
    if let Err(error) = write(&mut scanner, 0xFF, &[0]) {
        println!("    {error}");
        println!("    advice: {}", error.status.advice());
    }
    println!("  write a length that is not the buffer's: nothing is sent");
    let wrong = IoBlock { u_length: 2, pby_data: Some(&[0]), ..IoBlock::DEFAULT };
    if let Err(error) = scanner.device_io_control(IoctlWriteRegisters::OPCODE, wrong.into(), None) {
        println!("    {error}");
    }
    Ok(())
}

/// `IOCTL_WRITE_REGISTERS`: an `IO_BLOCK` goes in, and nothing comes out.
fn write<T: Transport<UsbControl>>(
    scanner: &mut Scanner<T>,
    offset: u32,
    data: &[u8],
) -> std::result::Result<(), Error> {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let block = IoBlock { u_offset: offset, u_length: length, pby_data: Some(data), u_index: 0 };
    scanner.device_io_control(IoctlWriteRegisters::OPCODE, block.into(), None)?;
    Ok(())
}
