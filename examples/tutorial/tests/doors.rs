//! Three ways to the same code.

#![allow(dead_code, reason = "of each way the request alone is looked at")]

mod built {
    include!(concat!(env!("OUT_DIR"), "/drive.rs"));
}

mod included {
    opcodec::include_schema!("drive.toml");
}

mod kept {
    include!("kept/drive.rs");
}

#[test]
fn all_of_them_encode_alike() {
    let request = [0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(built::ReadCapacity10::DEFAULT.to_bytes(), request);
    assert_eq!(included::ReadCapacity10::DEFAULT.to_bytes(), request);
    assert_eq!(kept::ReadCapacity10::DEFAULT.to_bytes(), request);
}
