//! What the simulated scanner says of itself.

use opcodec::wire::{List, Utf16};

use crate::usb::{
    Configuration, Descriptor, DescriptorPayload, DescriptorType, TransferType, UsbDeviceDescriptor,
    UsbEndpointDescriptor, UsbInterfaceDescriptor, UsbLanguages, UsbStringDescriptor,
};

/// English (United States).
const ENGLISH: u16 = 0x0409;

/// String descriptors, from index 1.
const STRINGS: [&str; 3] = ["OPCODEC", "SIMULATED SCANNER", "SIM00001"];

/// Bulk to the host, bulk to the device, interrupt.
const ENDPOINTS: [UsbEndpointDescriptor; 3] = [
    endpoint(0x81, TransferType::BULK, 512, 0),
    endpoint(0x02, TransferType::BULK, 512, 0),
    endpoint(0x83, TransferType::INTERRUPT, 8, 10),
];

const fn endpoint(address: u8, kind: TransferType, size: u16, interval: u8) -> UsbEndpointDescriptor {
    UsbEndpointDescriptor {
        b_endpoint_address: address,
        transfer_type: kind,
        max_packet_size: opcodec::int::u11::new(size),
        b_interval: interval,
        ..UsbEndpointDescriptor::DEFAULT
    }
}

/// Who it is; the rest of its descriptors never changes.
#[derive(Debug)]
pub(super) struct Descriptors {
    vendor: u16,
    product: u16,
}

impl Default for Descriptors {
    fn default() -> Self {
        // The numbers that pid.codes keeps for tests.
        Descriptors { vendor: 0x1209, product: 0x0001 }
    }
}

impl Descriptors {
    pub(super) fn identify_as(&mut self, vendor: u16, product: u16) {
        *self = Descriptors { vendor, product };
    }

    /// A descriptor in its bytes; `None` if there is none.
    pub(super) fn find(&self, kind: DescriptorType, index: u8) -> Option<Vec<u8>> {
        match (kind, index) {
            (DescriptorType::DEVICE, 0) => self.device(),
            (DescriptorType::CONFIGURATION, 0) => configuration(),
            (DescriptorType::STRING, 0) => {
                let languages = UsbLanguages { languages: List::from_slice(&[ENGLISH]) };
                bytes(|out| languages.encode(out).map(<[u8]>::len))
            }
            (DescriptorType::STRING, index) => string(index),
            _ => None,
        }
    }

    fn device(&self) -> Option<Vec<u8>> {
        descriptor(DescriptorPayload::UsbDeviceDescriptor(UsbDeviceDescriptor {
            bcd_usb: 0x0200,
            b_device_class: 0xFF,
            b_device_sub_class: 0xFF,
            b_device_protocol: 0xFF,
            b_max_packet_size0: 64,
            id_vendor: self.vendor,
            id_product: self.product,
            bcd_device: 0x0100,
            i_manufacturer: 1,
            i_product: 2,
            i_serial_number: 3,
            b_num_configurations: 1,
        }))
    }
}

/// Whether there is an endpoint of this address.
pub(super) fn has_endpoint(address: u8) -> bool {
    ENDPOINTS.iter().any(|endpoint| endpoint.b_endpoint_address == address)
}

fn configuration() -> Option<Vec<u8>> {
    let interface = UsbInterfaceDescriptor {
        b_num_endpoints: 3,
        b_interface_class: 0xFF,
        b_interface_sub_class: 0xFF,
        b_interface_protocol: 0xFF,
        ..UsbInterfaceDescriptor::DEFAULT
    };
    let mut all = vec![Descriptor { body: DescriptorPayload::UsbInterfaceDescriptor(interface) }];
    all.extend(
        ENDPOINTS.map(|endpoint| Descriptor { body: DescriptorPayload::UsbEndpointDescriptor(endpoint) }),
    );
    let configuration = Configuration {
        b_num_interfaces: 1,
        b_configuration_value: 1,
        self_powered: true,
        descriptors: List::from_slice(&all),
        ..Configuration::DEFAULT
    };
    bytes(|out| configuration.encode(out).map(<[u8]>::len))
}

fn string(index: u8) -> Option<Vec<u8>> {
    let text = STRINGS.get(usize::from(index).checked_sub(1)?)?;
    descriptor(DescriptorPayload::UsbStringDescriptor(UsbStringDescriptor { b_string: Utf16::new(text) }))
}

fn descriptor(body: DescriptorPayload<'_>) -> Option<Vec<u8>> {
    let descriptor = Descriptor { body };
    bytes(|out| descriptor.encode(out).map(<[u8]>::len))
}

/// What `encode` writes.
fn bytes(encode: impl FnOnce(&mut [u8]) -> Result<usize, opcodec::EncodeError>) -> Option<Vec<u8>> {
    let mut out = vec![0; 255];
    let len = encode(&mut out).ok()?;
    out.truncate(len);
    Some(out)
}
