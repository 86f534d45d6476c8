mod broken {
    opcodec::include_schema!("schemas/broken.toml");
}
mod missing {
    opcodec::include_schema!("schemas/none.toml");
}
mod options {
    opcodec::include_schema!("schemas/drive.toml", extern sense = opcodec::scsi::sense);
}
mod words {
    opcodec::include_schema!("schemas/drive.toml", tests);
}
mod no_text {
    opcodec::include_schema!(drive);
}

fn main() {}
