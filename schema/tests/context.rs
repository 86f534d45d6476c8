//! What a caller knows and no request says: `context` of a protocol and of what it includes, `only` of commands.

use std::path::Path;

use opcodec_schema::diag::{Code, Severity};
use opcodec_schema::interp;
use opcodec_schema::ir::{Node, Scalar, Schema};
use opcodec_schema::value::ErrorKind;
use opcodec_schema::{Compilation, compile_with};

fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    })
}

#[track_caller]
fn accepted(files: &[(&str, &str)]) -> Schema {
    let compiled = compile(files);
    let text = compiled.render(false);
    compiled.schema.unwrap_or_else(|| panic!("{text}"))
}

/// The codes of the errors, and the file and text at their places.
#[track_caller]
fn refused(files: &[(&str, &str)]) -> Vec<(Code, String)> {
    let compiled = compile(files);
    assert!(compiled.schema.is_none(), "it is accepted");
    let at = |found: &opcodec_schema::diag::Diagnostic| {
        let span = found.primary.span;
        let file = compiled.sources.file(span.file);
        format!("{}: {}", file.path.display(), &file.text[span.start as usize..span.end as usize])
    };
    compiled.diagnostics.iter().map(|found| (found.code, at(found))).collect()
}

/// The codes of the errors of one file.
fn errors(text: &str) -> Vec<Code> {
    let found = compile(&[("t.toml", text)]).diagnostics;
    found.iter().filter(|found| found.severity == Severity::Error).map(|found| found.code).collect()
}

fn head(name: &str, more: &str) -> String {
    format!("[protocol]\nname = \"{name}\"\nedition = 1\nendian = \"big\"\ncarrier = \"scsi\"\n{more}\n")
}

const KINDS: &str = "[enum.Kind]\ntype = \"u5\"\nvalues = { DISK = 0, TAPE = 1, CD_DVD = 5 }\n";

fn command(name: &str, opcode: u8, only: &str, rows: &str) -> String {
    let only = if only.is_empty() { String::new() } else { format!("only = \"{only}\"\n") };
    format!("[command.{name}]\nopcode = {opcode}\nsize = 10\n{only}fields = [{rows}]\n")
}

/// The name of the command that bytes are in a context.
fn is(schema: &Schema, context: &[i128], bytes: &[u8]) -> Result<String, ErrorKind> {
    let found = interp::decode_request_in(schema, context, bytes).map_err(|failure| failure.kind)?;
    Ok(schema.structs[found.of.index()].name.printed.clone())
}

#[test]
fn one_opcode_means_two_things() {
    let context = "context = [{ name = \"kind\", type = \"Kind\" }, { name = \"removable\", type = \"bool\", default = true }, { name = \"version\", type = \"u8\", default = 4 }]";
    let text = head("t", context)
        + KINDS
        + &command("READ_TOC", 0x43, "kind == Kind.CD_DVD", "")
        + &command("SPACE", 0x43, "kind == Kind.TAPE || kind == Kind.DISK && removable && version >= 3", "")
        + &command("ANY", 0x44, "", "")
        + "[[command.READ_TOC.test]]\nbytes = \"43 00 00 00 00 00 00 00 00 00\"\ncontext = { kind = \"CD_DVD\" }\n\
           [[command.SPACE.test]]\nfields = {}\nbytes = \"43 00 00 00 00 00 00 00 00 00\"\ncontext = { kind = 1, version = 0 }\n\
           [[command.SPACE.test]]\nbytes = \"43 00 00 00 00 00 00 00 00 00\"\nerror = \"unknown\"\ncontext = { kind = \"DISK\", removable = false }\n\
           [[command.SPACE.test]]\nbytes = \"43 00\"\nerror = \"size\"\ncontext = { kind = \"TAPE\" }\n";
    let schema = accepted(&[("t.toml", &text)]);
    assert_eq!(schema.context.len(), 3);
    assert!(matches!(schema.context[0].ty, Scalar::Enum(_)));
    assert_eq!(schema.context[1].default, Some(1));
    let bytes = [0x43, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(is(&schema, &[5, 1, 4], &bytes).as_deref(), Ok("READ_TOC"));
    assert_eq!(is(&schema, &[1, 0, 0], &bytes).as_deref(), Ok("SPACE"));
    assert_eq!(is(&schema, &[0, 1, 3], &bytes).as_deref(), Ok("SPACE"));
    assert_eq!(is(&schema, &[0, 1, 2], &bytes), Err(ErrorKind::Unknown));
    assert_eq!(is(&schema, &[9, 1, 9], &bytes), Err(ErrorKind::Unknown));
    // Who says only some of it gets the defaults of the rest.
    assert_eq!(is(&schema, &[0], &bytes).as_deref(), Ok("SPACE"));
    assert_eq!(is(&schema, &[9], &[0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0]).as_deref(), Ok("ANY"));
}

#[test]
fn an_included_protocol_brings_its_context() {
    let spc = head(
        "spc",
        "context = [{ name = \"version\", type = \"u8\" }, { name = \"kind\", type = \"Kind\" }]",
    ) + KINDS
        + &command("OLD", 0x20, "version < 3", "");
    let root = head(
        "t",
        "include = [\"spc.toml\"]\ncontext = [{ name = \"kind\", type = \"Kind\", default = \"DISK\" }]",
    ) + &command("NEW", 0x20, "version >= 3 && kind != Kind.TAPE", "");
    let schema = accepted(&[("t.toml", &root), ("spc.toml", &spc)]);
    let names: Vec<_> = schema.context.iter().map(|param| param.name.printed.as_str()).collect();
    assert_eq!(names, ["kind", "version"]);
    assert_eq!(schema.context[0].default, Some(0));
    let bytes = [0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(is(&schema, &[0, 2], &bytes).as_deref(), Ok("OLD"));
    assert_eq!(is(&schema, &[0, 3], &bytes).as_deref(), Ok("NEW"));
    assert_eq!(is(&schema, &[1, 3], &bytes), Err(ErrorKind::Unknown));
    // What is only imported brings its types, and no context.
    let root = head("t", "import = [\"spc.toml\"]") + &command("NEW", 0x20, "", "");
    let schema = accepted(&[("t.toml", &root), ("spc.toml", &spc)]);
    assert!(schema.context.is_empty());
    let old = schema.commands.iter().find(|command| command.name.printed == "OLD").expect("it is there");
    assert!(!old.in_root && old.only.is_none());
    let mut params = Vec::new();
    let root = head("t", "include = [\"spc.toml\"]\ncontext = [{ name = \"x\", type = \"bool\" }]");
    for command in &accepted(&[("t.toml", &root), ("spc.toml", &spc)]).commands {
        if let Some(only) = &command.only {
            only.visit(&mut |node| {
                if let Node::Param(param) = node {
                    params.push(*param);
                }
            });
        }
    }
    assert_eq!(params, [1], "`version` is the second of the root's context");
}

#[test]
fn contexts_that_clash() {
    let spc = |ty: &str| head("spc", &format!("context = [{{ name = \"kind\", type = \"{ty}\" }}]")) + KINDS;
    let root = |more: &str| head("t", &format!("include = [\"spc.toml\"]\ncontext = [{more}]"));
    let clash = |own: &str, ty: &str| refused(&[("t.toml", &root(own)), ("spc.toml", &spc(ty))]);
    assert_eq!(
        clash("{ name = \"kind\", type = \"u8\" }", "Kind"),
        [(Code::ContextClash, "t.toml: kind".to_owned())]
    );
    assert_eq!(
        clash("{ name = \"Kind\", type = \"u5\" }", "u5"),
        [(Code::RustNameClash, "t.toml: Kind".to_owned())]
    );
    assert_eq!(
        clash("{ name = \"a\", type = \"u8\" }, { name = \"a\", type = \"u8\" }", "u5"),
        [(Code::NameClash, "t.toml: a".to_owned())]
    );
    assert_eq!(
        clash("{ name = \"a\", type = \"[u8]\" }", "u5"),
        [(Code::ParamType, "t.toml: [u8]".to_owned())]
    );
    assert_eq!(clash("{ name = \"a\", type = \"u128\" }", "u5")[0].0, Code::ParamType);
    assert_eq!(clash("{ name = \"a\", type = \"u4\", default = 16 }", "u5")[0].0, Code::ConstantType);
    // Two that are included, at the later of them.
    let other = head("other", "context = [{ name = \"kind\", type = \"u8\", default = 1 }]");
    let both = head("t", "include = [\"spc.toml\", \"other.toml\"]");
    let files = [("t.toml", both.as_str()), ("spc.toml", &spc("Kind")), ("other.toml", &other)];
    assert_eq!(refused(&files), [(Code::ContextClash, "other.toml: kind".to_owned())]);
    let defaults = head("spc", "context = [{ name = \"kind\", type = \"u8\", default = 2 }]");
    let files = [("t.toml", both.as_str()), ("spc.toml", &defaults), ("other.toml", &other)];
    assert_eq!(refused(&files), [(Code::ContextClash, "other.toml: kind".to_owned())]);
    let taken = head("t", "context = [{ name = \"a\", type = \"u8\" }]") + "[struct.Context]\nfields = []\n";
    assert_eq!(refused(&[("t.toml", &taken)]), [(Code::TakenName, "t.toml: Context".to_owned())]);
}

#[test]
fn commands_that_may_meet_in_one_context() {
    let two = |first: &str, second: &str| {
        let text = head(
            "t",
            "context = [{ name = \"kind\", type = \"Kind\" }, { name = \"new\", type = \"bool\" }]",
        ) + KINDS
            + &command("A", 1, first, "")
            + &command("B", 1, second, "");
        errors(&text)
    };
    for (first, second) in [
        ("kind == Kind.TAPE", "kind != Kind.TAPE"),
        ("kind == Kind.TAPE || new", "!(kind == Kind.TAPE || new)"),
        ("kind < Kind.TAPE", "kind >= Kind.TAPE && new"),
        ("new", "!new"),
    ] {
        assert_eq!(two(first, second), [], "{first} and {second}");
    }
    for (first, second) in [
        ("kind == Kind.TAPE", ""),
        ("", "new"),
        ("kind == Kind.TAPE", "new"),
        ("kind <= Kind.TAPE", "kind >= Kind.TAPE"),
    ] {
        assert_eq!(two(first, second), [Code::CommandsAlike], "{first} and {second}");
    }
}

#[test]
fn conditions_that_are_none() {
    let only = |context: &str, only: &str| {
        let text = head("t", context) + KINDS + &command("A", 1, only, "");
        let found = refused(&[("t.toml", &text)]);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    let kind = "context = [{ name = \"kind\", type = \"Kind\" }]";
    let at = |code, text: &str| (code, format!("t.toml: {text}"));
    assert_eq!(only("", "kind == 1"), at(Code::MissingKey, "kind == 1"));
    assert_eq!(only(kind, "knd == 1"), at(Code::UnknownName, "knd"));
    assert_eq!(only(kind, "kind"), at(Code::NotCondition, "kind"));
    assert_eq!(only(kind, "kind == 32"), at(Code::NeverFits, "kind == 32"));
    assert_eq!(only(kind, "kind == 1 && kind == 2"), at(Code::NeverFits, "kind == 1 && kind == 2"));
    assert_eq!(only(kind, "kind == Kind.TPE"), at(Code::UnknownName, "TPE"));
    assert_eq!(only(kind, "len(struct) == 1").0, Code::OutOfPlace);
    assert_eq!(only(kind, "op_code == 1").0, Code::UnknownName);
    // A row of the request is no context.
    let text = head("t", kind) + KINDS + &command("A", 1, "fua", "{ at = \"1.3\", name = \"fua\" }");
    assert_eq!(refused(&[("t.toml", &text)])[0].0, Code::UnknownName);
}

#[test]
fn vectors_in_a_context() {
    let kind = "context = [{ name = \"kind\", type = \"Kind\" }]";
    let vector = |context: &str, keys: &str| {
        let text = head("t", context)
            + KINDS
            + &command("A", 1, if context.is_empty() { "" } else { "kind == Kind.TAPE" }, "")
            + "[struct.S]\nfields = [{ at = \"0\", name = \"kind\", type = \"Kind\" }]\n"
                .replace("type = \"Kind\" ", "type = \"u8\" ")
                .as_str()
            + keys;
        errors(&text)
    };
    let bytes = "bytes = \"01 00 00 00 00 00 00 00 00 00\"";
    let a = |more: &str| format!("[[command.A.test]]\n{bytes}\n{more}\n");
    assert_eq!(vector(kind, &a("context = { kind = \"TAPE\" }")), []);
    assert_eq!(vector(kind, &a("")), [], "a vector without a context is of the layout alone");
    assert_eq!(vector(kind, &a("context = { kind = \"DISK\" }")), [Code::FailingVector]);
    assert_eq!(vector(kind, &a("context = { kind = \"DISK\" }\nerror = \"unknown\"")), []);
    assert_eq!(vector(kind, &a("context = { kind = \"TAPE\" }\nerror = \"unknown\"")), [Code::FailingVector]);
    assert_eq!(vector(kind, &a("error = \"unknown\"")), [Code::MissingMember]);
    assert_eq!(vector(kind, &a("context = {}")), [Code::MissingMember]);
    assert_eq!(vector(kind, &a("context = { kid = 1 }")), [Code::UnknownMember]);
    assert_eq!(vector(kind, &a("context = { kind = 32 }")), [Code::MemberValue]);
    assert_eq!(vector("", &a("context = { kind = 1 }")), [Code::NotMember]);
    let s = "[[struct.S.test]]\nbytes = \"01\"\ncontext = { kind = 1 }\n";
    assert_eq!(vector(kind, s), [Code::NotMember]);
}
