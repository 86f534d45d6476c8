//! The schemas that are shipped give no diagnostics: what they warn of is mended or said to be meant.

use std::fs;
use std::path::Path;

#[test]
fn no_shipped_schema_warns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut count = 0;
    for folder in ["protocols/schemas", "examples/schemas"] {
        let Ok(files) = fs::read_dir(root.join(folder)) else { continue };
        for file in files {
            let path = file.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let compiled = opcodec_schema::compile(&path);
            assert!(compiled.diagnostics.is_empty(), "{}", compiled.render(false));
            count += 1;
        }
    }
    assert!(count >= 18, "{count} schemas");
}
