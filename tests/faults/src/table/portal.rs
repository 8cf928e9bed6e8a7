//! The network one is in, which lets nobody through before they sign in there. It is told before any credential is sent.

use crate::answer::Answer;
use crate::fault::Fault;

pub(super) fn faults() -> Vec<Fault> {
    const TITLE: &str = "The network asks to sign in first";
    const REDIRECTS: &str = "The network redirects to its own sign-in";
    vec![
        Fault::http("511", "511 of a captive portal", |_| {
            Answer::page("511 Network Authentication Required", &[], "Welcome to Hotel Aurelia")
        })
        .stops_opening("rejected", TITLE, &["511", "Welcome to Hotel Aurelia", "browser"]),
        Fault::http("511-bare", "511 without a page", |_| {
            Answer::http("511 Network Authentication Required", &[], "")
        })
        .stops_opening(
            "rejected",
            "The network wants you to sign in first",
            &["511", "the network that you are in", "browser"],
        ),
        Fault::http("portal-page", "200 with the page of a network, on any path", |_| {
            Answer::page("200 OK", &[], "Aurelia Lounge: Guest Wi-Fi")
        })
        .stops_opening("notScim", TITLE, &["Aurelia Lounge: Guest Wi-Fi", "sign in to the network"]),
        Fault::http("portal-wispr", "200 with a page that network cards read", |_| {
            let body = "<HTML><!-- <?xml version=\"1.0\" encoding=\"UTF-8\"?><WISPAccessGatewayParam><Redirect><MessageType>100</MessageType></Redirect></WISPAccessGatewayParam> --><HEAD><TITLE>Welcome aboard</TITLE></HEAD></HTML>";
            Answer::http("200 OK", &["Content-Type: text/html"], body)
        })
        .stops_opening("notScim", TITLE, &["Welcome aboard", "not of the server"]),
        Fault::http("portal-redirect", "302 to the sign-in of a network", |asked| {
            let there = format!(
                "Location: {}/guest/s/default/?ap=aa:bb&id=cc:dd&ssid=Aurelia&url={}{}",
                asked.elsewhere,
                asked.origin,
                asked.path()
            );
            Answer::http("302 Found", &[&there], "")
        })
        .stops_opening(
            "redirectElsewhere",
            REDIRECTS,
            &["of the network you are in", "token was not sent there", "sign in to the network"],
        ),
        Fault::http("portal-own-path", "302 to a page of the network on its own origin", |asked| {
            match asked.path() {
                "/hotspot" => Answer::page("200 OK", &[], "Aurelia Line: internet access on board"),
                _ => Answer::http("302 Found", &["Location: /hotspot"], ""),
            }
        })
        .stops_opening("notScim", TITLE, &["internet access on board"]),
    ]
}
