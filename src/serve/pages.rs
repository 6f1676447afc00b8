//! The pages that are not the report's: the start page, and a message where a page was asked for.

use super::answer;
use super::budget::Share;
use super::reports::Report;
use super::shelf::{Held, OnShelf};
use super::told::Read;
use crate::read::Format;
use crate::write::html::bundle::{Bundle, Module};
use crate::write::html::shell::Around;
use crate::write::html::{self, escape, vocabulary};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The modules of the start page, each after those that it imports.
const START: [Module; 5] = [
    ("dom", include_str!("../write/html/page/dom.js")),
    ("drafts", include_str!("../write/html/page/drafts.js")),
    ("list", include_str!("page/list.js")),
    ("server", include_str!("page/server.js")),
    ("start", include_str!("page/start.js")),
];

/// What the page of a report gets here, each after those that it imports.
const REPORT: [Module; 2] = [
    ("server", include_str!("page/server.js")),
    ("take", include_str!("page/take.js")),
];

const LOOK: &str = include_str!("page/serve.css");
const PAGE_LOOK: &str = include_str!("../write/html/page.css");

/// Only this server may be asked.
const CONNECTS: &str = "connect-src 'self'; ";

/// A page and what it allows.
pub(super) struct Page {
    policy: String,
    text: String,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        sent(self.policy, Body::from(self.text))
    }
}

impl Page {
    /// The answer, which keeps its memory until it was taken.
    pub(super) fn with_share(self, share: Share) -> Response {
        sent(self.policy, answer::body(self.text.into_bytes(), share))
    }
}

fn sent(policy: String, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, body).into_response()
}

/// What a policy says that only an answer can say. No script can make markup of a text.
fn as_sent(policy: &str) -> String {
    format!(
        "{policy}; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

fn start_bundle() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        Bundle::of(
            &[PAGE_LOOK, LOOK],
            [vocabulary::module()].into_iter().chain(&START),
        )
    })
}

/// What the start page knows when it comes.
#[derive(Serialize)]
struct Known<'a> {
    drafts: Vec<Read>,
    /// The list of the drafts that are there from the start.
    given: &'a str,
    /// The largest file, in bytes.
    largest: u64,
}

/// The start page.
pub(super) fn start(shelf: &OnShelf) -> Page {
    let known = Known {
        drafts: shelf.all.iter().map(|held| Read::of(held)).collect(),
        given: &shelf.first_list,
        largest: shelf.largest,
    };
    let known = serde_json::to_string(&known).unwrap_or_default();
    let bundle = start_bundle();
    let text = format!(
        "{head}<body class=\"start\">\n<a class=\"skip\" href=\"#text\">Skip to the drafts</a>\n{START_BODY}\
         <script type=\"application/json\" id=\"known\">{known}</script>\n<script>{script}</script>\n</body>\n</html>\n",
        head = head("Drafts", bundle),
        known = known.replace('<', "\\u003c"),
        script = bundle.script,
    );
    Page {
        policy: as_sent(&bundle.policy(CONNECTS)),
        text,
    }
}

const START_BODY: &str = include_str!("page/start.html");

fn head(title: &str, bundle: &Bundle) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} – redraft</title>\n<style>{}</style>\n</head>\n",
        escape(title),
        bundle.style
    )
}

/// A message where a page was asked for, with the way back.
pub(super) fn message(text: &str, back: Option<&str>) -> Page {
    let way = back.map(|back| {
        let back = escape(back);
        format!("\n<p class=\"go ui\"><a class=\"act\" href=\"{back}\">Back to the drafts</a></p>")
    });
    let bundle = Bundle::of(&[PAGE_LOOK, LOOK], &[]);
    let page = format!(
        "{head}<body class=\"start\">\n<header class=\"top ui\"><span class=\"mark\">redraft</span></header>\n\
         <main id=\"text\"><h1>That did not work</h1>\n<p class=\"lede\" dir=\"auto\">{text}</p>{way}</main>\n</body>\n</html>\n",
        head = head("A message", &bundle),
        text = escape(text),
        way = way.unwrap_or_default(),
    );
    Page {
        policy: as_sent(&bundle.policy("")),
        text: page,
    }
}

/// The page of the report, with the way back to the drafts and the files to take away.
pub(super) fn redline(report: &Report) -> Result<Page, fmt::Error> {
    let is_word = |held: &Arc<Held>| {
        if held.format == Format::Docx {
            '1'
        } else {
            '0'
        }
    };
    let word: String = report.drafts.iter().map(is_word).collect();
    // Digits, points and the letter b: nothing to escape.
    let list = &report.list;
    let around = Around {
        style: LOOK,
        modules: &REPORT,
        connects: CONNECTS,
        bar: format!("<a class=\"to-drafts\" href=\"./?drafts={list}\">Drafts</a>\n"),
        tools: format!(
            "<button type=\"button\" id=\"take-away\" data-drafts=\"{list}\" data-word=\"{word}\">Take away</button>"
        ),
    };
    let told = &report.told;
    let mut text = String::new();
    html::report_within(
        &around,
        &told.material(),
        &told.redline,
        &told.register(),
        &mut text,
    )?;
    Ok(Page {
        policy: as_sent(&around.bundle().policy(CONNECTS)),
        text,
    })
}
