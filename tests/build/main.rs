//! Generates the code of the shipped schemas, and beside it what turns its values into the interpreter's.

mod cut;
mod glue;
mod make;

use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_codegen::{Options, render_file};
use opcodec_schema::ir::Schema;

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mmc = compile("mmc");
    let externs = ["mmc", "spc", "sbc", "sense", "cdb_size"];
    let externs = externs.map(|name| (name.to_owned(), "crate::generated::mmc".to_owned())).to_vec();
    write(&out, "mmc", &render_file(&mmc, &Options { vectors: true, ..Options::default() }, "mmc.toml"));
    let imapi = compile("imapi");
    write(&out, "imapi", &render_file(&imapi, &Options { externs, ..Options::default() }, "imapi.toml"));
    write(&out, "glue", &glue::emit(&mmc));
    for name in ["sense", "spc", "sbc"] {
        let options = Options { vectors: true, ..Options::default() };
        write(&out, name, &render_file(&compile(name), &options, &format!("{name}.toml")));
    }
    println!("cargo::rerun-if-changed=build");
}

fn compile(name: &str) -> Schema {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = Path::new(&manifest).join("../protocols/schemas").join(name).with_extension("toml");
    let compilation = opcodec_schema::compile(&path);
    for path in compilation.paths() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let diagnostics = compilation.render(false);
    compilation.schema.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn write(out: &Path, name: &str, text: &str) {
    fs::write(out.join(name).with_extension("rs"), text).expect("room on the disk");
}
