use super::Wmdm;

/// The class that a return code belongs to: the page names three.
///
/// ```
/// use opcodec_protocols::wmdm::{Class, Wmdm};
/// assert_eq!(Class::of(Wmdm::E_INVALIDARG), Class::Com);
/// assert_eq!(Class::of(Wmdm::ERROR_SEM_TIMEOUT), Class::Windows);
/// assert_eq!(Class::of(Wmdm::E_MTP_SESSION_NOT_OPEN), Class::DeviceManager);
/// // Of a code that the table does not have, the facility says it.
/// assert_eq!(Class::of(Wmdm::new(0x8007_0070)), Class::Windows);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A standard code of COM. Some have the number of a Windows code: `E_INVALIDARG` is also
    /// `ERROR_INVALID_PARAMETER`.
    Com,
    /// A Windows error code as an HRESULT: facility 7.
    Windows,
    /// A code of Windows Media Device Manager, or a response code of MTP as an HRESULT: facility 4, whose codes mean
    /// what the interface says.
    DeviceManager,
}

impl Class {
    /// The class of a code.
    pub fn of(code: Wmdm) -> Self {
        match (code.kind(), code.facility()) {
            ("windows", _) | ("", 7) => Class::Windows,
            ("wmdm", _) | ("", 4) => Class::DeviceManager,
            _ => Class::Com,
        }
    }
}
