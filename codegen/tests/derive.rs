//! The derive is another way into the same model, and out of it by the same emitter.
#![cfg(feature = "derive")]

use std::path::Path;

use opcodec_codegen::{Options, derive, fixed_impls};
use opcodec_schema::ir::StructId;
use quote::quote;

/// The impls of the last struct of a schema file.
fn from_toml(rows: &str) -> String {
    let text = format!("[protocol]\nname = \"t\"\nedition = 1\n\n{rows}");
    let compilation = opcodec_schema::compile_with(Path::new("t.toml"), &mut |_| Ok(text.clone()));
    let rendered = compilation.render(false);
    let schema = compilation.schema.unwrap_or_else(|| panic!("{rendered}"));
    let last = StructId(schema.structs.len() as u32 - 1);
    fixed_impls(&schema, last, &Options::default()).to_string()
}

#[test]
fn a_derived_struct_has_the_impls_of_the_same_table() {
    let derived = derive(quote! {
        /// Where on the disc.
        #[derive(Clone, Copy)]
        #[opcodec(endian = "big", name = "CD ADDRESS", ref = "MMC-6 4.2")]
        #[opcodec(row(at = "0", name = "SIGNATURE", const = 0x5A), row(at = "10..11", reserved))]
        #[opcodec(row(at = "12", name = "LENGTH", value = "len(struct)"))]
        pub(crate) struct CDAddress {
            #[opcodec(at = "1.7:5", default = 0b101, check = "self != 7")]
            kind: opcodec::int::u3,
            #[opcodec(at = "1.0", name = "DPO")]
            dpo: bool,
            #[opcodec(at = "2..5", name = "LOGICAL BLOCK ADDRESS")]
            lba: u32,
            #[opcodec(endian = "little")]
            r#type: i16,
            #[opcodec(at = "8..9")]
            pair: [u8; 2],
        }
    });
    let table = from_toml(
        r#"
        [struct."CD ADDRESS"]
        rename = "CdAddress"
        endian = "big"
        ref    = "MMC-6 4.2"
        fields = [
          { at = "0", name = "SIGNATURE", const = 0x5A },
          { at = "1.7:5", name = "kind", type = "u3", default = 5, check = "self != 7" },
          { at = "1.0", name = "DPO" },
          { at = "2..5", name = "LOGICAL BLOCK ADDRESS", rename = "lba" },
          { name = "type", type = "i16", endian = "little" },
          { at = "8..9", name = "pair", type = "[u8; 2]" },
          { at = "10..11", reserved = true },
          { at = "12", name = "LENGTH", value = "len(struct)" },
        ]"#,
    );
    // The struct's own spelling stays, whatever the language makes of names.
    assert_eq!(derived.to_string(), table.replace("CdAddress", "CDAddress"));
    assert!(table.contains("pub const fn to_bytes (& self) -> [u8 ; 13]"), "{table}");
}

/// What is wrong with a struct.
fn refused(input: proc_macro2::TokenStream) -> String {
    let tokens = derive(input).to_string();
    assert!(tokens.starts_with(":: core :: compile_error ! {"), "{tokens}");
    tokens
}

#[test]
fn every_mistake_is_an_error() {
    for (input, message) in [
        (
            quote!(
                enum E {}
            ),
            "only a struct has a layout",
        ),
        (
            quote!(
                struct X(u8);
            ),
            "a layout needs fields with names",
        ),
        (
            quote!(
                struct X<T> {
                    a: u8,
                }
            ),
            "a fixed layout has no generics",
        ),
        (
            quote!(
                struct X {
                    a: String,
                }
            ),
            "the derive knows integers",
        ),
        (
            quote!(
                struct X {
                    a: [u8; N],
                }
            ),
            "the derive knows integers",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(att = "1")]
                    a: u8,
                }
            ),
            "did you mean `at`?",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(at = "1", at = "2")]
                    a: u8,
                }
            ),
            "`at` is said twice",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(at = 1.5)]
                    a: u8,
                }
            ),
            "a string, an integer or a boolean is expected",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(at(1))]
                    a: u8,
                }
            ),
            "`at` takes a value",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(row(at = "1"))]
                    a: u8,
                }
            ),
            "it belongs to the struct",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(at)]
                    a: u8,
                }
            ),
            "`at` must be a string",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(type = "u8")]
                    a: u8,
                }
            ),
            "`type` is the field's own",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(when = "true")]
                    a: u8,
                }
            ),
            "layouts of a fixed length",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(const = 1)]
                    a: u8,
                }
            ),
            "stands in a `row(…)` of the struct",
        ),
        (
            quote!(
                struct X {
                    a: u16,
                }
            ),
            "OP0",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(at = "0.1:0")]
                    a: opcodec::int::u3,
                }
            ),
            "OP0",
        ),
        (
            quote!(
                struct X {
                    myField: u8,
                }
            ),
            "`my_field` would do",
        ),
        (
            quote!(
                #[opcodec(row(name = "X", const = 1))]
                struct X {
                    a: u8,
                }
            ),
            "needs `at`",
        ),
        (
            quote!(
                #[opcodec(row(at = "1"))]
                struct X {
                    a: u8,
                }
            ),
            "a row needs the key `name`",
        ),
        (
            quote!(
                #[opcodec(row = 1)]
                struct X {
                    a: u8,
                }
            ),
            "`row` takes keys",
        ),
        (
            quote!(
                #[opcodec(fields = 1)]
                struct X {
                    a: u8,
                }
            ),
            "unknown key `fields`",
        ),
        (
            quote!(
                #[opcodec(endain = "big")]
                struct X {
                    a: u8,
                }
            ),
            "did you mean `endian`?",
        ),
        (
            quote!(
                #[opcodec(size = "a + 1")]
                struct X {
                    a: u8,
                }
            ),
            "layouts of a fixed length",
        ),
        (
            quote!(
                struct X {
                    #[opcodec(check = "b > 1")]
                    a: u8,
                }
            ),
            "OP0",
        ),
        (
            quote!(
                #[opcodec(name = "a\"'b\n")]
                struct X {
                    #[opcodec(default = 256)]
                    a: u8,
                }
            ),
            "OP0",
        ),
    ] {
        let text = refused(input.clone());
        assert!(text.contains(message), "{input}\n{text}");
    }
}
