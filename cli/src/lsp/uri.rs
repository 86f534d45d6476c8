//! File names as URIs.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use gen_lsp_types::Uri;

/// The path that a URI names. A document that is in no file goes by its URI.
pub(super) fn path(uri: &Uri) -> PathBuf {
    let Some(rest) = uri.0.strip_prefix("file://") else { return PathBuf::from(&uri.0) };
    // Between the slashes a host may stand; the only one that is here is this one.
    let path = match rest.find('/') {
        Some(slash) => rest.get(slash..).unwrap_or_default(),
        None => rest,
    };
    let path = decoded(path);
    let drive = path.as_bytes();
    // `/c:/folder` of Windows.
    let has_drive = drive.len() > 2 && drive[1].is_ascii_alphabetic() && drive[2] == b':';
    normal(Path::new(if cfg!(windows) && has_drive { path.get(1..).unwrap_or_default() } else { &path }))
}

/// The URI of a path.
pub(super) fn of(path: &Path) -> Uri {
    let text = path.to_string_lossy();
    if has_scheme(&text) {
        return Uri(text.into_owned());
    }
    let text = text.replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Uri(uri)
}

/// A path without detours.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// `untitled:Untitled-1`; a drive's letter is no scheme.
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_come_back() {
        for written in ["/a/b.toml", "/with space/ö/100%.toml", "/a+b/c#d?e.toml"] {
            let uri = of(Path::new(written));
            assert!(uri.0.starts_with("file:///") && !uri.0.contains([' ', '#', '?']), "{}", uri.0);
            assert_eq!(path(&uri), Path::new(written));
        }
        assert_eq!(path(&Uri("file:///a/./b/../c.toml".into())), Path::new("/a/c.toml"));
        assert_eq!(path(&Uri("file://localhost/a%2Fb".into())), Path::new("/a/b"));
        let untitled = Uri("untitled:Untitled-1".into());
        assert_eq!(of(&path(&untitled)), untitled);
    }
}
