//! Who may ask, and what an answer forbids the browser.

use super::answer::Refusal;
use super::{Address, House};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::io;
use std::sync::{Arc, Mutex};

/// The way in.
pub(super) struct Gate {
    /// The name that everything stands below.
    pub(super) token: String,
    port: u16,
    /// Good for one request; none once it was used.
    ticket: Mutex<Option<String>>,
    /// The first page, below the token.
    first: String,
}

impl Gate {
    /// A gate at a port, with a token and a ticket that nobody can guess. The first page is
    /// `first`.
    pub(super) fn new(port: u16, first: &str) -> io::Result<Self> {
        Ok(Self {
            token: random()?,
            port,
            ticket: Mutex::new(Some(random()?)),
            first: first.to_owned(),
        })
    }

    /// Where the first page is, and the ticket to it.
    pub(super) fn address(&self) -> Address {
        let origin = format!("http://127.0.0.1:{}", self.port);
        let ticket = self.ticket.lock().ok().and_then(|ticket| ticket.clone());
        let page = format!("{origin}{}", self.first_page());
        Address {
            ticket: ticket.map_or(page.clone(), |ticket| format!("{origin}/open/{ticket}")),
            page,
        }
    }

    fn first_page(&self) -> String {
        format!("/{}/{}", self.token, self.first)
    }

    /// Takes a ticket; gives the way to the first page.
    pub(super) fn take(&self, ticket: &str) -> Result<String, Refusal> {
        let mut here = self
            .ticket
            .lock()
            .map_err(|_| Refusal::defect("the ticket cannot be looked at"))?;
        if here.as_deref() == Some(ticket) {
            *here = None;
            return Ok(self.first_page());
        }
        Err(Refusal::not_there(
            "this address was good for one use; the one that redraft prints when it starts stays good",
        ))
    }

    /// Whether a name is this server's.
    fn is_here(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.parse() == Ok(self.port) => name,
            None if self.port == 80 => host,
            _ => return false,
        };
        name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
    }

    fn may(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let of = |name: HeaderName| {
            let mut all = headers.get_all(name).iter();
            let one = all.next().map(|value| value.to_str().unwrap_or("?"));
            // Two of them are one too many.
            if all.next().is_some() { Some("?") } else { one }
        };
        let host = of(header::HOST).unwrap_or("");
        if !self.is_here(host) {
            return Err(Refusal::new(
                StatusCode::MISDIRECTED_REQUEST,
                "this server is at 127.0.0.1 and answers to no other name",
            ));
        }
        let foreign = Refusal::new(
            StatusCode::FORBIDDEN,
            "only pages of this server may ask this",
        );
        let asks_only = *method == Method::GET || *method == Method::HEAD;
        if let Some(origin) = of(header::ORIGIN)
            && !origin
                .strip_prefix("http://")
                .is_some_and(|host| self.is_here(host))
        {
            return Err(foreign);
        }
        // Browsers say where a request comes from; other programs do not, and need the token.
        let site = of(HeaderName::from_static("sec-fetch-site"));
        let is_own = matches!(site, None | Some("same-origin" | "none"));
        let opens_a_page = of(HeaderName::from_static("sec-fetch-mode")) == Some("navigate")
            && of(HeaderName::from_static("sec-fetch-dest")) == Some("document");
        if is_own || asks_only && opens_a_page {
            Ok(())
        } else {
            Err(foreign)
        }
    }
}

/// 128 random bits as a name.
fn random() -> io::Result<String> {
    let mut bits = [0_u8; 16];
    getrandom::fill(&mut bits).map_err(io::Error::other)?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lets nothing else run or be fetched; our pages say what of theirs may.
const NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is true of every answer.
const ALWAYS: [(&str, &str); 7] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-robots-tag", "noindex"),
];

/// Looks at each request before anything else does, and at each answer.
pub(super) async fn guard(
    State(house): State<Arc<House>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match house.gate.may(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NOTHING));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &Method, headers: &[(&'static str, &'static str)]) -> u16 {
        let gate = Gate::new(8000, "").unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        match gate.may(method, &map) {
            Ok(()) => 200,
            Err(refusal) => refusal.status.as_u16(),
        }
    }

    #[test]
    fn only_this_server_is_meant() {
        for host in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000"] {
            assert_eq!(asked(&Method::GET, &[("host", host)]), 200, "{host}");
        }
        for host in [
            "127.0.0.1:8001",
            "127.0.0.1",
            "evil.example:8000",
            "127.0.0.1.evil.example:8000",
            "evil.example",
            "localhost:8000@evil.example",
            "[::1]:8000",
            "",
        ] {
            assert_eq!(asked(&Method::GET, &[("host", host)]), 421, "{host}");
        }
        assert_eq!(asked(&Method::GET, &[]), 421);
        let two = [("host", "127.0.0.1:8000"), ("host", "evil.example")];
        assert_eq!(asked(&Method::GET, &two), 421);
    }

    #[test]
    fn only_its_own_pages_may_change_anything() {
        let here = ("host", "127.0.0.1:8000");
        let post =
            |more: &[(&'static str, &'static str)]| asked(&Method::POST, &[&[here], more].concat());
        assert_eq!(post(&[]), 200);
        assert_eq!(post(&[("origin", "http://127.0.0.1:8000")]), 200);
        assert_eq!(post(&[("sec-fetch-site", "same-origin")]), 200);
        for origin in [
            "https://evil.example",
            "null",
            "http://127.0.0.1:8001",
            "https://127.0.0.1:8000",
            "file://",
        ] {
            assert_eq!(post(&[("origin", origin)]), 403, "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            let navigates = [
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "document"),
            ];
            assert_eq!(post(&navigates), 403);
            // A link may lead here; nothing else may be drawn from here.
            assert_eq!(
                asked(&Method::GET, &[&[here], navigates.as_slice()].concat()),
                200
            );
            let embeds = [
                here,
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "no-cors"),
            ];
            assert_eq!(asked(&Method::GET, &embeds), 403);
        }
    }

    #[test]
    fn a_ticket_is_good_once() {
        let gate = Gate::new(8000, "redline?drafts=1.2").unwrap();
        let address = gate.address();
        let ticket = address.ticket.rsplit('/').next().unwrap().to_owned();
        assert!(!address.ticket.contains(&gate.token));
        assert!(gate.take("no").is_err());
        let way = gate.take(&ticket).unwrap();
        assert_eq!(format!("http://127.0.0.1:8000{way}"), address.page);
        assert!(gate.take(&ticket).is_err());
        assert_eq!((gate.token.len(), ticket.len()), (32, 32));
        assert_ne!(gate.token, ticket);
    }
}
