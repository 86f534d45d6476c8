//! What the method validates, what reaches a service provider, and the codes that come back.

use opcodec::ptp::Operation;
use opcodec::{Effect, Kind, TransportError};
use opcodec_protocols::wmdm::{
    Class, Device, Error, MtpProvider, NextPhase, Reason, ServiceProvider, Wmdm, hresult,
};

use crate::probe::{CUSTOM, Probe, bytes, command, device, ok};

/// A provider of private codes.
#[derive(Default)]
struct Private {
    seen: Vec<(u32, Option<Vec<u8>>, Option<usize>)>,
    returns: u32,
}

impl ServiceProvider for Private {
    async fn device_io_control(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        self.seen.push((code, input.map(<[u8]>::to_vec), output.as_deref().map(<[u8]>::len)));
        Ok(self.returns)
    }
}

#[test]
fn a_private_code_reaches_the_provider_unchanged() {
    let mut device = Device::new(Private::default());
    for code in [0, 1, CUSTOM, 0x8000_2010, u32::MAX] {
        assert_eq!(device.device_io_control(code, Some(&[1, 2]), Some(&mut [0; 3])), Ok(0));
        assert_eq!(device.provider_mut().seen.pop(), Some((code, Some(vec![1, 2]), Some(3))));
    }
    assert_eq!(device.device_io_control(7, None, None), Ok(0));
    assert_eq!(device.provider_mut().seen.pop(), Some((7, None, None)));
    // The provider of MTP devices knows one code.
    for code in [0, CUSTOM + 1, CUSTOM & 0xFFFF, CUSTOM ^ 0x8000_0000, 0x8000_2010] {
        let mut device = crate::probe::device(Probe::default());
        let error = device.device_io_control(code, Some(&[0; 34]), Some(&mut [0; 30])).unwrap_err();
        assert_eq!(error, Error::new(Wmdm::WMDM_E_NOTSUPPORTED, Reason::UnknownCode(code)));
        assert_eq!(device.provider_mut().transport_mut().seen, []);
    }
}

#[test]
fn a_provider_may_change_a_control_and_pass_it_on() {
    /// Knows a code that is short for `GetStorageIDs`.
    struct Short<P>(P);
    impl<P: ServiceProvider> ServiceProvider for Short<P> {
        async fn device_io_control(
            &mut self,
            code: u32,
            input: Option<&[u8]>,
            output: Option<&mut [u8]>,
        ) -> Result<u32, Error> {
            if code != 1 {
                return self.0.device_io_control(code, input, output).await;
            }
            let get_storage_ids = bytes(&command(0x1004, NextPhase::MtpNextphaseReadData));
            self.0.device_io_control(CUSTOM, Some(&get_storage_ids), output).await
        }
    }
    let inner = MtpProvider::new(Probe { reply: ok(&[]), data: vec![0; 4], ..Probe::default() });
    let mut device = Device::new(Short(inner));
    assert_eq!(device.device_io_control(1, None, Some(&mut [0; 64])), Ok(34));
    assert_eq!(device.provider_mut().0.transport_mut().seen, [Operation::new(0x1004, [])]);
}

#[test]
fn a_provider_that_claims_more_than_there_is_room_for() {
    let mut device = Device::new(Private { returns: 4, ..Private::default() });
    let claims = |count, room| Error::new(Wmdm::E_UNEXPECTED, Reason::Returned { count, room });
    assert_eq!(device.device_io_control(1, None, Some(&mut [0; 3])), Err(claims(4, 3)));
    assert_eq!(device.device_io_control(1, None, None), Err(claims(4, 0)));
    assert_eq!(device.device_io_control(1, None, Some(&mut [0; 4])), Ok(4));
}

#[test]
fn the_method_with_sizes_apart_validates_them_first() {
    let mut device = Device::new(Private { returns: 2, ..Private::default() });
    let mut output = [0; 8];
    // NULL is for a size of zero.
    let absent = |size| Err(Error::new(Wmdm::E_POINTER, Reason::BufferAbsent { size }));
    let mut size = 8;
    assert_eq!(device.device_io_control_sized(1, None, 34, Some(&mut output), Some(&mut size)), absent(34));
    assert_eq!(size, 0, "nothing was returned");
    let mut size = 30;
    assert_eq!(device.device_io_control_sized(1, Some(&[1]), 1, None, Some(&mut size)), absent(30));
    // A size beyond the buffer.
    let beyond = |size, got| Err(Error::new(Wmdm::E_INVALIDARG, Reason::BufferSize { size, got }));
    let mut size = 8;
    assert_eq!(
        device.device_io_control_sized(1, Some(&[1]), 2, Some(&mut output), Some(&mut size)),
        beyond(2, 1)
    );
    let mut size = 9;
    assert_eq!(device.device_io_control_sized(1, None, 0, Some(&mut output), Some(&mut size)), beyond(9, 8));
    // pnOutBufferSize cannot be NULL.
    let outcome = device.device_io_control_sized(1, None, 0, None, None);
    assert_eq!(outcome, Err(Error::new(Wmdm::E_POINTER, Reason::CountAbsent)));
    assert_eq!(device.provider_mut().seen, [], "nothing was forwarded");

    // A buffer may be larger than its size.
    let mut size = 3;
    device.device_io_control_sized(9, Some(&[1, 2, 3]), 2, Some(&mut output), Some(&mut size)).unwrap();
    assert_eq!(device.provider_mut().seen.pop(), Some((9, Some(vec![1, 2]), Some(3))));
    assert_eq!(size, 2, "the number of bytes returned");
    device.provider_mut().returns = 0;
    assert_eq!(device.device_io_control_sized(9, None, 0, None, Some(&mut 0)), Ok(()));
}

/// A buffer of 4 GiB: its pages are not there until something touches them, and nothing does.
#[cfg(target_pointer_width = "64")]
#[test]
fn a_buffer_whose_size_does_not_fit_32_bits() {
    let mut device = device(Probe::default());
    let mut large = vec![0; 1 << 32];
    let error = Err(Error::new(Wmdm::E_INVALIDARG, Reason::BufferSize { size: 1 << 32, got: 1 << 32 }));
    assert_eq!(device.device_io_control(CUSTOM, Some(&large), Some(&mut [0; 30])), error);
    let input = bytes(&command(0x1001, NextPhase::MtpNextphaseNoData));
    assert_eq!(device.device_io_control(CUSTOM, Some(&input), Some(&mut large)), error);
    assert_eq!(device.provider_mut().transport_mut().seen, [], "nothing was forwarded");
}

#[test]
fn what_is_shown_is_no_source_of_its_own() {
    let mut device = device(Probe::default());
    let error = device.device_io_control(CUSTOM, Some(&[0; 34]), Some(&mut [0; 30])).unwrap_err();
    let Reason::Input(why) = error.reason else { panic!("{error}") };
    assert!(error.to_string().ends_with(&why.to_string()), "{error}");
    assert!(std::error::Error::source(&error).is_none());
}

#[test]
fn what_a_transport_says_is_a_code() {
    let codes = [
        (Kind::Timeout, Wmdm::ERROR_SEM_TIMEOUT, 0x8007_0079, Class::Windows),
        (Kind::Disconnected, Wmdm::ERROR_DEVICE_NOT_CONNECTED, 0x8007_048F, Class::Windows),
        (Kind::Closed, Wmdm::E_HANDLE, 0x8007_0006, Class::Com),
        (Kind::Unsupported, Wmdm::ERROR_NOT_SUPPORTED, 0x8007_0032, Class::Windows),
        (Kind::Interrupted, Wmdm::ERROR_OPERATION_ABORTED, 0x8007_03E3, Class::Windows),
        (Kind::Protocol, Wmdm::ERROR_INVALID_DATA, 0x8007_000D, Class::Windows),
        (Kind::Os(5), Wmdm::E_FAIL, 0x8000_4005, Class::Com),
    ];
    let input = bytes(&command(0x1001, NextPhase::MtpNextphaseNoData));
    for (kind, code, number, class) in codes {
        let why = TransportError::new(kind, Effect::Unknown);
        let mut device = device(Probe { fails: Some(why), ..Probe::default() });
        let error = device.device_io_control(CUSTOM, Some(&input), Some(&mut [0; 30])).unwrap_err();
        assert_eq!(error, Error::new(code, Reason::Transport(why)));
        assert_eq!((error.code.raw(), Class::of(code)), (number, class));
    }
}

#[test]
fn three_classes_of_codes() {
    let count =
        |class| Wmdm::entries().iter().filter(|entry| Class::of(Wmdm::new(entry.value)) == class).count();
    assert_eq!(
        count(Class::Com) + count(Class::Windows) + count(Class::DeviceManager),
        Wmdm::entries().len()
    );
    for entry in Wmdm::entries() {
        let code = Wmdm::new(entry.value);
        let expected = match (entry.name, code.facility()) {
            (name, _) if name.starts_with("E_MTP_") || name.starts_with("WMDM_") => Class::DeviceManager,
            (name, 7) if name.starts_with("ERROR_") => Class::Windows,
            _ => Class::Com,
        };
        assert_eq!(Class::of(code), expected, "{}", entry.name);
    }
    assert_eq!(Wmdm::from_name("WMDM_E_TOO_MANY_SESSIONS"), Some(Wmdm::WMDM_E_CANTOPEN_PMSN_SERVICE_PIPE));
    assert_eq!(Wmdm::from_name("ERROR_INVALID_PARAMETER"), Some(Wmdm::E_INVALIDARG));
    assert_eq!(Class::of(Wmdm::new(0x8004_5099)), Class::DeviceManager);
    assert_eq!(Class::of(Wmdm::new(0x8000_0001)), Class::Com);
    // The 27 response codes that have a name, by the formula.
    let named = Wmdm::entries().iter().filter(|entry| entry.name.starts_with("E_MTP_"));
    assert_eq!(named.clone().count(), 27);
    for entry in named {
        let response = Wmdm::new(entry.value).code();
        assert_eq!(hresult(response).raw(), 0x8004_0000 | u32::from(response));
    }
}
