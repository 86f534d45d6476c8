//! `opcodec map`, and C structures in the memory of a target.

mod process {
    #[allow(dead_code, reason = "what other tests of the command line use")]
    pub(crate) mod run;
}

use process::run::{file, opcodec};
use serde_json::json;

fn map(args: &[&str]) -> process::run::Ran {
    let file = file("registers.toml");
    let all: Vec<&str> = ["map", &file].into_iter().chain(args.iter().copied()).collect();
    opcodec(&all)
}

#[test]
fn a_map_prints_its_target_as_json() {
    let expected = json!({
        "name": "struct.URB",
        "fields": {
            "hdr": { "length": 0, "function": "VENDOR_DEVICE" },
            "transfer_flags": 0,
            "transfer_buffer_length": 2,
            "transfer_buffer": "AA BB",
            "request": 4,
        }
    });
    let fields = ["uOffset=0x12", "uLength=2", "pbyData=\"AABB\""];
    for name in ["map.WRITE_REGISTERS", "WRITE_REGISTERS", "write_registers"] {
        assert_eq!(map(&[&[name], &fields[..]].concat()).json(0), expected);
        assert_eq!(map(&[&["--format", "json", name], &fields[..]].concat()).json(0), expected);
    }
    let null = map(&["WRITE_REGISTERS"]).json(0);
    assert_eq!((&null["fields"]["transfer_buffer"], &null["fields"]["request"]), (&json!(null), &json!(12)));
    let null = map(&["WRITE_REGISTERS", "pbyData=\"null\""]).json(0);
    assert_eq!(null["fields"]["transfer_buffer"], json!(null));
}

#[test]
fn a_target_of_a_wire_has_bytes() {
    let found =
        map(&["URB_TO_SETUP", "Hdr.Function=\"VENDOR_DEVICE\"", "Request=4", "TransferBufferLength=2"])
            .json(0);
    assert_eq!(found["bytes"], "40 04 02 00");
    let refused =
        map(&["--format", "json", "URB_TO_SETUP", "Hdr.Function=0x17", "TransferBufferLength=65536"]).json(1);
    assert_eq!((&refused["error"]["kind"], &refused["error"]["field"]), (&json!("size"), &json!("wLength")));
    let refused = map(&["--format", "json", "URB_TO_SETUP", "Hdr.Function=3"]).json(1);
    assert_eq!(
        (&refused["error"]["kind"], &refused["error"]["field"]),
        (&json!("enum"), &json!("bmRequestType"))
    );
}

#[test]
fn args_of_a_map_are_all_said() {
    let found =
        map(&["READ_REGISTERS", "uLength=2", "--args", "out_buffer=\"00 00\"", "out_length=2"]).json(0);
    assert_eq!(found["fields"]["transfer_buffer"], "00 00");
    let bare = map(&["READ_REGISTERS", "uLength=2", "--args", "out_buffer=1001", "out_length=2"]).json(0);
    assert_eq!(bare["fields"]["transfer_buffer"], "10 01");
    let null = map(&["READ_REGISTERS", "--args", "out_buffer=null", "out_length=0"]).json(0);
    assert_eq!(null["fields"]["transfer_buffer"], json!(null));
    let refused = map(&["READ_REGISTERS", "uLength=2", "--args", "out_buffer=\"00\"", "out_length=1"]);
    refused.is(1);
    let why = "READ_REGISTERS: its `check` does not hold: uLength == out_length";
    assert!(refused.stderr.contains(why), "{}", refused.stderr);
    let refused = map(&["READ_REGISTERS", "uLength=2"]);
    refused.is(1);
    assert!(refused.stderr.contains("`--args out_buffer=… out_length=…`"), "{}", refused.stderr);
    let refused = map(&["WRITE_REGISTERS", "--args", "x=1"]);
    refused.is(1);
    assert!(refused.stderr.contains("has no arg `x`"), "{}", refused.stderr);
}

#[test]
fn a_command_goes_through_its_maps() {
    let found = map(&["command.IOCTL_READ_REGISTERS", "uLength=1", "--args", "output=00"]).json(0);
    assert_eq!((&found["name"], &found["bytes"]), (&json!("struct.SetupPacket"), &json!("C0 0C 01 00")));
    map(&["command.IOCTL_READ_REGISTERS", "uLength=1"]).is(1);
    map(&["command.IOCTL_READ_REGISTERS", "uLength=1", "--args", "output=0g"]).is(2);
    map(&["command.IOCTL_READ_REGISTERS", "uLength=1", "--args", "input=00"]).is(2);
    map(&["command.IOCTL_CANCEL_IO"]).is(2);
}

#[test]
fn what_is_no_map_is_refused() {
    let refused = map(&["WRITE_REGISTER"]);
    refused.is(2);
    assert!(refused.stderr.contains("did you mean `map.WRITE_REGISTERS`?"), "{}", refused.stderr);
    map(&["WRITE_REGISTERS", "uLength=4294967296"]).is(1);
    map(&["WRITE_REGISTERS", "pbyData=\"A\""]).is(1);
    map(&["WRITE_REGISTERS", "pbyData=1"]).is(1);
    map(&["WRITE_REGISTERS", "size=1"]).is(1);
}

#[test]
fn structures_with_pointers_have_a_target() {
    let file = file("registers.toml");
    for (target, size) in [("32", 12), ("64", 16)] {
        let found = opcodec(&["size", &file, "IO_BLOCK", "--target", target, "--format", "json"]).json(0);
        assert_eq!(found, json!({ "name": "struct.IO_BLOCK", "size": size }));
    }
    assert_eq!(
        opcodec(&["size", &file, "SetupPacket", "--target", "64", "--format", "json"]).json(0)["size"],
        4
    );
    let fields = ["uOffset=1", "uLength=2", "pbyData=\"AABB\""];
    let encode = |more: &[&str]| opcodec(&[&["encode", &file, "IO_BLOCK"], &fields[..], more].concat());
    encode(&[]).is(2);
    encode(&["--target", "32"]).is(2);
    encode(&["--target", "32", "--address", "pbyDate=1"]).is(2);
    encode(&["--target", "32", "--address", "pbyData=x"]).is(2);
    let null = encode(&["--target", "32", "--address", "pbyData=0"]);
    null.is(2);
    assert!(null.stderr.contains("its address is 0, which is null"), "{}", null.stderr);
    opcodec(&["encode", &file, "IO_BLOCK", "--target", "32", "--address", "pbyData=1"]).is(2);
    encode(&["--target", "32", "--address", "pbyData=0x100000000"]).is(1);
    let ran = encode(&["--target", "64", "--address", "pbyData=0x1000"]);
    ran.is(0);
    assert_eq!(ran.stdout, "01 00 00 00 02 00 00 00 00 10 00 00 00 00 00 00\n");
    let bytes = ran.stdout.trim();
    let decode =
        |more: &[&str]| opcodec(&[&["decode", &file, "IO_BLOCK", bytes, "--format", "json"], more].concat());
    decode(&[]).is(2);
    decode(&["--target", "64"]).is(2);
    decode(&["--target", "32", "--memory", "pbyData=AABB"]).is(1);
    assert_eq!(
        decode(&["--target", "64", "--memory", "pbyData=AABB"]).json(0),
        json!({
            "name": "struct.IO_BLOCK",
            "fields": { "u_offset": 1, "u_length": 2, "pby_data": "AA BB" },
            "addresses": { "pby_data": 0x1000 },
        })
    );
}
