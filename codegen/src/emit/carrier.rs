//! What a carrier fixes: the types of its requests and replies, and how a request is made.

use opcodec_schema::ir::{Carrier, Command};
use proc_macro2::TokenStream;
use quote::quote;

use super::layout::Layout;
use super::scalar::hex;
use crate::paths::Cx;

/// The runtime's types of a carrier.
pub(crate) struct Types {
    /// `::opcodec::Scsi`.
    pub(crate) marker: TokenStream,
    /// What is sent.
    pub(crate) request: TokenStream,
    /// What comes back beside the data.
    pub(crate) reply: TokenStream,
    /// What the opcode is, for people.
    pub(crate) opcode_doc: &'static str,
}

/// The runtime's types of a carrier.
pub(crate) fn types(cx: &Cx<'_>, carrier: Carrier) -> Types {
    let rt = &cx.rt;
    let (marker, request, reply, opcode_doc) = match carrier {
        Carrier::Scsi => (quote!(Scsi), quote!(scsi::Cdb), quote!(scsi::ScsiReply), "Byte 0 of the request."),
        Carrier::UsbControl => {
            (quote!(UsbControl), quote!(usb::Setup), quote!(usb::UsbReply), "`bRequest` of the SETUP packet.")
        }
        Carrier::Ptp => (quote!(Ptp), quote!(ptp::Operation), quote!(ptp::PtpReply), "The operation code."),
        Carrier::Frame => (quote!(Frame), quote!(frame::Request), quote!(frame::Reply), ""),
        Carrier::Ioctl => {
            (quote!(Ioctl), quote!(ioctl::ControlCode), quote!(ioctl::IoctlReply), "The control code.")
        }
    };
    Types {
        marker: quote!(#rt::#marker),
        request: quote!(#rt::#request),
        reply: quote!(#rt::#reply),
        opcode_doc,
    }
}

/// The type of a command's opcode and its value; a frame has none.
pub(crate) fn opcode(command: &Command) -> Option<(TokenStream, TokenStream)> {
    let (ty, digits) = match command.carrier {
        Carrier::Scsi | Carrier::UsbControl => (quote!(u8), 2),
        Carrier::Ptp => (quote!(u16), 4),
        Carrier::Ioctl | Carrier::Frame => (quote!(u32), 8),
    };
    let opcode = command.opcode.as_ref()?;
    Some((ty, hex(u128::from(opcode.value), digits)))
}

/// The request of the command `of`, whose data is so long: an expression in a function whose errors an `EncodeError`
/// becomes.
pub(crate) fn request(
    cx: &Cx<'_>,
    command: &Command,
    layout: &Layout<'_, '_>,
    of: &TokenStream,
    data_len: &TokenStream,
) -> TokenStream {
    let ty = types(cx, command.carrier).request;
    if layout.of.fixed.is_none() {
        let (wire, place) = (&cx.wire, layout.place(None));
        let how = if super::fixed::looks_at_data(layout) { quote!((#data_len,)) } else { quote!(()) };
        return match command.carrier {
            Carrier::Frame => {
                let in_data = in_data(cx, command);
                quote!(#ty::encoded(#of, #how, #place)? #in_data)
            }
            _ => quote!(#wire::coded::<#ty, _>(#of, #how, #place)?),
        };
    }
    let data = super::fixed::looks_at_data(layout).then_some(data_len);
    let ask = super::fixed::may_fail(layout).then(|| quote!(?));
    let new = match command.carrier {
        Carrier::Scsi | Carrier::UsbControl => quote!(new),
        Carrier::Ptp | Carrier::Frame => quote!(from_array),
        Carrier::Ioctl => quote!(from_le_bytes),
    };
    let in_data = in_data(cx, command);
    quote!(#ty::#new(#of.to_bytes(#data)#ask) #in_data)
}

/// What a request says of its answer, which goes into the caller's buffer.
fn in_data(cx: &Cx<'_>, command: &Command) -> Option<TokenStream> {
    super::frame::answer_in_data(cx, command).then(|| quote!(.with_answer_in_data()))
}
