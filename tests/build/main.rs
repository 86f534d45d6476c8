//! Generates the code of the shipped schemas, and beside it what turns its values into the interpreter's.

mod cut;
mod glue;
mod make;
mod maps;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_codegen::{Options, render_file};
use opcodec_schema::ir::Schema;

/// Protocols that are written as a user would.
const EXAMPLES: [&str; 4] = ["nvme", "modbus", "stun", "iso7816"];

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mmc = compile("mmc");
    let externs = ["mmc", "spc", "sbc", "sense", "cdb_size"];
    let externs = externs.map(|name| (name.to_owned(), "crate::generated::mmc".to_owned())).to_vec();
    write(&out, "mmc", &render_file(&mmc, &Options { vectors: true, ..Options::default() }, "mmc.toml"));
    let imapi = compile("imapi");
    write(&out, "imapi", &render_file(&imapi, &Options { externs, ..Options::default() }, "imapi.toml"));
    write(&out, "glue", &glue::emit(&mmc));
    for name in ["sense", "spc", "sbc", "ptp_usb", "ptp_class", "mtp_data", "mtp"] {
        let options = Options { vectors: true, ..Options::default() };
        write(&out, name, &render_file(&compile(name), &options, &format!("{name}.toml")));
    }
    for (name, path) in EXAMPLES.map(example) {
        let options = Options { vectors: true, ..Options::default() };
        write(&out, &name, &render_file(&compile_at(&path), &options, &format!("{name}.toml")));
    }
    nasty(&out);
    mapped(&out);
    println!("cargo::rerun-if-changed=build");
}

/// A module for each of `schemas/nasty`, which are as unlike the shipped ones as can be, and for each shipped one that
/// has no comparison of its own; and the list of them all.
fn nasty(out: &Path) {
    let (mut modules, mut list) = (String::new(), String::new());
    let shipped = ["usb", "scanner", "usbscan", "wmdm", "mtp", "ptp_usb", "ptp_class"].map(shipped);
    let examples = EXAMPLES.map(example);
    for (name, path) in schemas_in("schemas/nasty").into_iter().chain(shipped).chain(examples) {
        let schema = compile_at(&path);
        write(out, &format!("nasty_{name}_glue"), &glue::emit(&schema));
        let code = if ["mtp", "ptp_usb", "ptp_class"].contains(&name.as_str())
            || EXAMPLES.contains(&name.as_str())
        {
            // It is there already.
            format!("use crate::generated::{name} as mmc;")
        } else {
            let options = Options { vectors: true, ..Options::default() };
            let text = render_file(&schema, &options, &format!("{name}.toml"));
            write(out, &format!("nasty_{name}"), &text);
            format!(
                "#[deny(warnings, missing_docs)]
                #[warn(clippy::all, clippy::pedantic)]
                #[allow(dead_code, unreachable_pub)]
                #[forbid(unsafe_code)]
                pub mod mmc {{ //! The schema.
                    include!(concat!(env!(\"OUT_DIR\"), \"/nasty_{name}.rs\")); }}"
            )
        };
        let _ = write!(
            modules,
            "#[allow(dead_code, clippy::all, clippy::pedantic)]
            pub(crate) mod {name} {{
                {code}
                #[allow(unused_imports)]
                use super::*;
                include!(concat!(env!(\"OUT_DIR\"), \"/nasty_{name}_glue.rs\"));
            }}\n"
        );
        let [request, event] = glue::coded_names(&schema, &name);
        let size = glue::size_name(&schema, &name);
        let path = path.display().to_string();
        let _ = writeln!(
            list,
            "Nasty {{ name: {name:?}, path: {path:?}, decode: {name}::decode, encode: {name}::encode, announced: {name}::announced, \
             request: {request}, event: {event}, size: {size} }},"
        );
    }
    let list = format!("{modules}\n/// All of them.\npub const ALL: &[Nasty] = &[\n{list}];\n");
    write(out, "nasty", &list);
}

/// A module for each of `schemas/maps` and for each shipped schema with maps, and the list of them all.
fn mapped(out: &Path) {
    let (mut modules, mut list) = (String::new(), String::new());
    let shipped = ["urb", "usbscan"].map(shipped);
    for (name, path) in schemas_in("schemas/maps").into_iter().chain(shipped) {
        let schema = compile_at(&path);
        let options = Options { vectors: true, ..Options::default() };
        write(out, &format!("maps_{name}"), &render_file(&schema, &options, &format!("{name}.toml")));
        write(out, &format!("maps_{name}_glue"), &maps::emit(&schema));
        let _ = write!(
            modules,
            "#[allow(dead_code, clippy::all, clippy::pedantic)]
            pub(crate) mod {name} {{
                #[deny(warnings, missing_docs)]
                #[warn(clippy::all, clippy::pedantic)]
                #[allow(dead_code, unreachable_pub)]
                #[forbid(unsafe_code)]
                pub mod mmc {{ //! The schema.
                    include!(concat!(env!(\"OUT_DIR\"), \"/maps_{name}.rs\")); }}
                #[allow(unused_imports)]
                use super::*;
                include!(concat!(env!(\"OUT_DIR\"), \"/maps_{name}_glue.rs\"));
            }}\n"
        );
        let path = path.display().to_string();
        let _ = writeln!(
            list,
            "Mapped {{ name: {name:?}, path: {path:?}, map: {name}::map, via: {name}::via, image: {name}::image, of_image: {name}::of_image }},"
        );
    }
    let list = format!("{modules}\n/// All of them.\npub const ALL: &[Mapped] = &[\n{list}];\n");
    write(out, "maps", &list);
}

/// The schemas in a directory of this package, by name.
fn schemas_in(dir: &str) -> Vec<(String, PathBuf)> {
    let dir = Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(dir);
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut found: Vec<_> = fs::read_dir(&dir)
        .expect("there are schemas")
        .flatten()
        .filter_map(|entry| Some((entry.path().file_stem()?.to_str()?.to_owned(), entry.path())))
        .collect();
    found.sort();
    found
}

/// One of `examples/schemas`.
fn example(name: &str) -> (String, PathBuf) {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = Path::new(&manifest).join("../examples/schemas").join(name).with_extension("toml");
    (name.to_owned(), path)
}

/// A shipped schema.
fn shipped(name: &str) -> (String, PathBuf) {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = Path::new(&manifest).join("../protocols/schemas").join(name).with_extension("toml");
    (name.to_owned(), path)
}

fn compile(name: &str) -> Schema {
    compile_at(&shipped(name).1)
}

fn compile_at(path: &Path) -> Schema {
    let compilation = opcodec_schema::compile(path);
    for path in compilation.paths() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let diagnostics = compilation.render(false);
    compilation.schema.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn write(out: &Path, name: &str, text: &str) {
    fs::write(out.join(name).with_extension("rs"), text).expect("room on the disk");
}
