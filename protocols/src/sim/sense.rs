use opcodec::int::{u3, u4};
use opcodec::scsi::sense::{
    DescriptorSense, FixedSense, ResponseCode, SenseData, SenseDataPayload, SenseKey, SenseKeySpecific,
};
use opcodec::wire::Cut;

/// What the drive has to say about a command that it does not carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) key: u8,
    pub(super) asc: u8,
    pub(super) ascq: u8,
    /// The wrong byte of the CDB or of the parameters.
    pub(super) field: Option<Field>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) in_cdb: bool,
    pub(super) byte: u16,
}

impl Trouble {
    pub(super) const NONE: Self = Self::new(0x0, 0x00, 0x00);
    pub(super) const BECOMING_READY: Self = Self::new(0x2, 0x04, 0x01);
    pub(super) const INCOMPATIBLE_MEDIUM: Self = Self::new(0x5, 0x30, 0x02);
    pub(super) const NO_MEDIUM_TRAY_CLOSED: Self = Self::new(0x2, 0x3A, 0x01);
    pub(super) const NO_MEDIUM_TRAY_OPEN: Self = Self::new(0x2, 0x3A, 0x02);
    pub(super) const UNRECOVERED_READ_ERROR: Self = Self::new(0x3, 0x11, 0x00);
    pub(super) const WRITE_ERROR: Self = Self::new(0x3, 0x0C, 0x00);
    pub(super) const INTERNAL_FAILURE: Self = Self::new(0x4, 0x44, 0x00);
    pub(super) const INVALID_OPERATION_CODE: Self = Self::new(0x5, 0x20, 0x00);
    pub(super) const LBA_OUT_OF_RANGE: Self = Self::new(0x5, 0x21, 0x00);
    pub(super) const PARAMETER_LIST_LENGTH_ERROR: Self = Self::new(0x5, 0x1A, 0x00);
    pub(super) const SAVING_NOT_SUPPORTED: Self = Self::new(0x5, 0x39, 0x00);
    pub(super) const MEDIUM_MAY_HAVE_CHANGED: Self = Self::new(0x6, 0x28, 0x00);
    pub(super) const WRITE_PROTECTED: Self = Self::new(0x7, 0x27, 0x00);
    pub(super) const DATA_PHASE_ERROR: Self = Self::new(0xB, 0x4B, 0x00);

    const fn new(key: u8, asc: u8, ascq: u8) -> Self {
        Trouble { key, asc, ascq, field: None }
    }

    /// INVALID FIELD IN CDB, at this byte.
    pub(super) const fn invalid_field_in_cdb(byte: u16) -> Self {
        Trouble { field: Some(Field { in_cdb: true, byte }), ..Self::new(0x5, 0x24, 0x00) }
    }

    /// INVALID FIELD IN PARAMETER LIST, at this byte.
    pub(super) const fn invalid_field_in_parameter_list(byte: u16) -> Self {
        Trouble { field: Some(Field { in_cdb: false, byte }), ..Self::new(0x5, 0x26, 0x00) }
    }

    /// As sense data, in the format that was asked for.
    pub(super) fn to_bytes(self, descriptor: bool) -> Vec<u8> {
        let data = if descriptor { self.in_descriptor_format() } else { self.in_fixed_format() };
        super::answers::encoded(data.encoded_len(), |out| data.encode(out)).unwrap_or_default()
    }

    fn in_fixed_format(self) -> SenseData<'static> {
        let key = SenseKey::new(u4::new(self.key & 0x0F));
        // Bytes behind a member are there only where the member is: 18 bytes need the last.
        let specific = match self.field {
            Some(field) => SenseKeySpecific {
                sksv: true,
                in_cdb: Some(field.in_cdb),
                bpv: Some(false),
                bit_pointer: Some(u3::new(0)),
                field_pointer: Some(field.byte),
                ..SenseKeySpecific::DEFAULT
            },
            None => SenseKeySpecific::DEFAULT,
        };
        SenseData {
            response_code: ResponseCode::FIXED_CURRENT,
            body: SenseDataPayload::FixedSense(FixedSense {
                sense_key: key,
                command_specific_information: Some(0),
                additional_sense_code: Some(self.asc),
                additional_sense_code_qualifier: Some(self.ascq),
                field_replaceable_unit_code: Some(0),
                sense_key_specific: Some(specific),
                ..FixedSense::DEFAULT
            }),
            cut: Cut::NONE,
        }
    }

    fn in_descriptor_format(self) -> SenseData<'static> {
        SenseData {
            response_code: ResponseCode::DESCRIPTOR_CURRENT,
            body: SenseDataPayload::DescriptorSense(DescriptorSense {
                sense_key: SenseKey::new(u4::new(self.key & 0x0F)),
                additional_sense_code: self.asc,
                additional_sense_code_qualifier: self.ascq,
                ..DescriptorSense::DEFAULT
            }),
            cut: Cut::NONE,
        }
    }
}
