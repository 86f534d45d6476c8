use opcodec::int::{u2, u6, u24};
use opcodec::wire::{Cut, List};

use super::answers::encoded;
use super::sense::Trouble;
use crate::mmc::{
    CachingPage, CapabilitiesPage, ErrorRecoveryPage, LoadingMechanism, ModePage, ModePagePayload,
    ModeParameterData, ModeParameterList, ModeSense10, Page0, Page0Payload, PageControl,
};

/// What can be set: how hard to try, and whether to cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ModePages {
    dcr: bool,
    read_retry_count: u8,
    wce: bool,
    rcd: bool,
}

impl Default for ModePages {
    fn default() -> Self {
        ModePages { dcr: false, read_retry_count: 5, wce: true, rcd: false }
    }
}

/// A mask of what can be set, in the shape of the values.
const CHANGEABLE: ModePages = ModePages { dcr: true, read_retry_count: 0xFF, wce: true, rcd: true };

const ERROR_RECOVERY: u8 = 0x01;
const CACHING: u8 = 0x08;
const CAPABILITIES: u8 = 0x2A;
const ALL: u8 = 0x3F;

fn page(code: u8, body: Page0Payload<'static>) -> ModePage<'static> {
    ModePage {
        ps: false,
        page_code: u6::new(code & 0x3F),
        page: ModePagePayload::Page0(Page0 { body, cut: Cut::NONE }),
        cut: Cut::NONE,
    }
}

impl ModePages {
    fn error_recovery(self) -> ModePage<'static> {
        page(
            ERROR_RECOVERY,
            Page0Payload::ErrorRecoveryPage(ErrorRecoveryPage {
                dcr: self.dcr,
                read_retry_count: self.read_retry_count,
                emcdr: u2::new(0),
                write_retry_count: Some(0),
                error_reporting_window_size: Some(u24::new(0)),
                ..ErrorRecoveryPage::DEFAULT
            }),
        )
    }

    fn caching(self) -> ModePage<'static> {
        page(
            CACHING,
            Page0Payload::CachingPage(CachingPage { wce: self.wce, rcd: self.rcd, ..CachingPage::DEFAULT }),
        )
    }

    fn capabilities(fixed: bool) -> ModePage<'static> {
        // Nothing of this page can be changed: its mask is all zeros.
        let can = CapabilitiesPage {
            dvd_ram_read: fixed,
            dvd_rom_read: fixed,
            cd_rw_read: fixed,
            cd_r_read: fixed,
            dvd_ram_write: fixed,
            mode_2_form_1: fixed,
            loading_mechanism_type: if fixed { LoadingMechanism::TRAY } else { LoadingMechanism::CADDY },
            eject: fixed,
            maximum_read_speed: if fixed { 11_080 } else { 0 },
            buffer_size_supported: if fixed { 2048 } else { 0 },
            current_read_speed: if fixed { 11_080 } else { 0 },
            ..CapabilitiesPage::DEFAULT
        };
        page(CAPABILITIES, Page0Payload::CapabilitiesPage(can))
    }

    /// What MODE SENSE(10) answers.
    pub(super) fn sense(self, command: &ModeSense10) -> Result<Vec<u8>, Trouble> {
        let values = match command.page_control {
            PageControl::CURRENT => self,
            PageControl::CHANGEABLE => CHANGEABLE,
            PageControl::DEFAULT => ModePages::default(),
            _ => return Err(Trouble::SAVING_NOT_SUPPORTED),
        };
        if !matches!(command.subpage_code, 0 | 0xFF) {
            return Err(Trouble::invalid_field_in_cdb(3));
        }
        let fixed = command.page_control != PageControl::CHANGEABLE;
        let all = [
            (ERROR_RECOVERY, values.error_recovery()),
            (CACHING, values.caching()),
            (CAPABILITIES, Self::capabilities(fixed)),
        ];
        let code = command.page_code.value();
        let pages: Vec<ModePage<'_>> =
            all.into_iter().filter(|(own, _)| code == ALL || code == *own).map(|(_, page)| page).collect();
        if pages.is_empty() {
            return Err(Trouble::invalid_field_in_cdb(2));
        }
        let answer = ModeParameterData {
            block_descriptors: Some(List::EMPTY),
            pages: List::from_slice(&pages),
            ..ModeParameterData::DEFAULT
        };
        encoded(answer.encoded_len(), |out| answer.encode(out))
    }

    /// What MODE SELECT(10) does with its parameters: everything, or nothing and a sense code.
    pub(super) fn select(&mut self, list: &[u8]) -> Result<(), Trouble> {
        if list.is_empty() {
            return Ok(());
        }
        if list.len() < 8 {
            return Err(Trouble::PARAMETER_LIST_LENGTH_ERROR);
        }
        let list = ModeParameterList::from_bytes(list).map_err(|error| {
            Trouble::invalid_field_in_parameter_list(u16::try_from(error.offset()).unwrap_or(0))
        })?;
        let mut new = *self;
        for page in list.pages {
            let ModePagePayload::Page0(Page0 { body, .. }) = page.page else {
                return Err(Trouble::invalid_field_in_parameter_list(8));
            };
            new.take(&body)?;
        }
        *self = new;
        Ok(())
    }

    /// Takes one page, if it changes nothing but what can be changed.
    fn take(&mut self, body: &Page0Payload<'_>) -> Result<(), Trouble> {
        let mut new = *self;
        let unchanged = match body {
            Page0Payload::ErrorRecoveryPage(page) => {
                (new.dcr, new.read_retry_count) = (page.dcr, page.read_retry_count);
                new.error_recovery()
            }
            Page0Payload::CachingPage(page) => {
                (new.wce, new.rcd) = (page.wce, page.rcd);
                new.caching()
            }
            _ => return Err(Trouble::invalid_field_in_parameter_list(8)),
        };
        match unchanged.page {
            ModePagePayload::Page0(Page0 { body: own, .. }) if own == *body => {
                *self = new;
                Ok(())
            }
            _ => Err(Trouble::invalid_field_in_parameter_list(8)),
        }
    }
}
