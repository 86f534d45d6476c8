use opcodec::int::u4;
use opcodec::wire::List;

use super::DiscKind;
use super::answers::{SERIAL, encoded};
use super::disc::BLOCK;
use super::drive::OpticalDrive;
use super::sense::Trouble;
use crate::mmc::{
    self, Feature, FeatureCode, FeaturePayload, FeatureRequest, GetConfiguration, GetConfigurationData,
    Profile, ProfileDescriptor,
};

impl OpticalDrive {
    /// What GET CONFIGURATION answers: it is allowed without a medium, and then says what would be.
    pub(super) fn configuration(&self, command: GetConfiguration) -> Result<Vec<u8>, Trouble> {
        let kind = self.disc.as_ref().map(super::Disc::kind);
        let blocks = self.disc.as_ref().map_or(0, super::Disc::blocks);
        let profiles =
            [Profile::DVD_RAM, Profile::DVD_ROM, Profile::CD_ROM].map(|profile| ProfileDescriptor {
                profile_number: profile,
                current: kind.is_some_and(|kind| kind.profile() == profile),
            });
        let all = features(kind, blocks, &profiles);
        let first = command.starting_feature_number.raw();
        let wanted: Vec<Feature<'_>> = all
            .into_iter()
            .filter(|(code, feature)| match command.request {
                FeatureRequest::ALL => code.raw() >= first,
                FeatureRequest::CURRENT => code.raw() >= first && feature.current,
                _ => code.raw() == first,
            })
            .map(|(_, feature)| feature)
            .collect();
        if command.request.raw().value() > 2 {
            return Err(Trouble::invalid_field_in_cdb(1));
        }
        let answer = GetConfigurationData {
            current_profile: kind.map_or(Profile::NONE, DiscKind::profile),
            features: List::from_slice(&wanted),
            ..GetConfigurationData::DEFAULT
        };
        encoded(answer.encoded_len(), |out| answer.encode(out))
    }
}

fn features(
    kind: Option<DiscKind>,
    blocks: u32,
    profiles: &[ProfileDescriptor],
) -> Vec<(FeatureCode, Feature<'_>)> {
    let any = kind.is_some();
    let cd = kind == Some(DiscKind::CdRom);
    let dvd = kind.is_some_and(DiscKind::is_dvd);
    let ram = kind == Some(DiscKind::DvdRam);
    let block = BLOCK as u32;
    vec![
        always(
            FeatureCode::PROFILE_LIST,
            0,
            FeaturePayload::ProfileListFeature(mmc::ProfileListFeature {
                profiles: List::from_slice(profiles),
            }),
        ),
        always(
            FeatureCode::CORE,
            1,
            FeaturePayload::CoreFeature(mmc::CoreFeature {
                physical_interface_standard: mmc::PhysicalInterface::SERIAL_ATAPI,
                inq2: Some(false),
                dbe: Some(false),
            }),
        ),
        always(
            FeatureCode::REMOVABLE_MEDIUM,
            0,
            FeaturePayload::RemovableMediumFeature(mmc::RemovableMediumFeature {
                loading_mechanism_type: mmc::LoadingMechanism::TRAY,
                load: true,
                eject: true,
                ..mmc::RemovableMediumFeature::DEFAULT
            }),
        ),
        while_it(
            any,
            FeatureCode::RANDOM_READABLE,
            0,
            FeaturePayload::RandomReadableFeature(mmc::RandomReadableFeature {
                logical_block_size: block,
                blocking: if cd { 1 } else { 16 },
                pp: true,
            }),
        ),
        while_it(cd, FeatureCode::MULTI_READ, 0, FeaturePayload::MultiReadFeature(mmc::MultiReadFeature {})),
        while_it(cd, FeatureCode::CD_READ, 0, FeaturePayload::CdReadFeature(mmc::CdReadFeature::DEFAULT)),
        while_it(dvd, FeatureCode::DVD_READ, 0, FeaturePayload::DvdReadFeature(mmc::DvdReadFeature::DEFAULT)),
        while_it(
            ram,
            FeatureCode::RANDOM_WRITABLE,
            1,
            FeaturePayload::RandomWritableFeature(mmc::RandomWritableFeature {
                last_lba: blocks.saturating_sub(1),
                logical_block_size: block,
                blocking: 16,
                pp: true,
            }),
        ),
        always(
            FeatureCode::POWER_MANAGEMENT,
            0,
            FeaturePayload::PowerManagementFeature(mmc::PowerManagementFeature {}),
        ),
        always(FeatureCode::TIMEOUT, 0, FeaturePayload::TimeoutFeature(mmc::TimeoutFeature::DEFAULT)),
        always(
            FeatureCode::DRIVE_SERIAL_NUMBER,
            0,
            FeaturePayload::DriveSerialNumberFeature(mmc::DriveSerialNumberFeature { serial_number: SERIAL }),
        ),
    ]
}

/// A feature that is current whatever the medium is.
fn always(code: FeatureCode, version: u8, body: FeaturePayload<'_>) -> (FeatureCode, Feature<'_>) {
    let version = u4::new(version);
    (code, Feature { version, persistent: true, current: true, body })
}

/// A feature that depends on the medium.
fn while_it(
    is_current: bool,
    code: FeatureCode,
    version: u8,
    body: FeaturePayload<'_>,
) -> (FeatureCode, Feature<'_>) {
    let version = u4::new(version);
    (code, Feature { version, persistent: false, current: is_current, body })
}
