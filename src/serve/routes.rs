//! Which request is answered by what.

use super::answer::{self, Refusal};
use super::budget::Want;
use super::guard::guard;
use super::reports::Use;
use super::shelf::{Read as ReadFile, Shelf};
use super::take::{self, Asked};
use super::told::{Between, Read};
use super::weigh::{TO_READ, Weight};
use super::works::{free, stumbled};
use super::{House, pages};
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{delete, get};
use axum::{Json, Router, middleware};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, MutexGuard};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

type Known = State<Arc<House>>;

/// All routes, behind the guard.
pub(super) fn routes(house: &Arc<House>) -> Router {
    let below = |path: &str| format!("/{}{path}", house.gate.token);
    Router::new()
        .route(&below("/"), get(start))
        .route(&below("/drafts"), get(all).post(put))
        .route(&below("/drafts/{number}"), delete(let_go))
        .route(&below("/summary"), get(summary))
        .route(&below("/report.json"), get(report))
        .route(&below("/redline"), get(redline))
        .route(&below("/take/{what}"), get(take_away))
        .route("/open/{ticket}", get(open))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .layer(RequestBodyTimeoutLayer::new(house.patience.pause))
        .layer(CatchPanicLayer::custom(|_| stumbled().into_response()))
        .layer(middleware::from_fn_with_state(Arc::clone(house), guard))
        .with_state(Arc::clone(house))
}

impl House {
    pub(super) fn shelf(&self) -> Result<MutexGuard<'_, Shelf>, Refusal> {
        let shelf = self.shelf.lock();
        shelf.map_err(|_| Refusal::defect("the drafts cannot be looked at"))
    }
}

/// A list of drafts in an address.
#[derive(Deserialize)]
struct List {
    drafts: String,
}

/// A file that is sent.
#[derive(Deserialize)]
struct Sent {
    name: String,
}

/// What stands behind the question mark; what is wrong with it is said as everything else is.
struct Said<T>(T);

impl<T: DeserializeOwned + Sayable, S: Send + Sync> FromRequestParts<S> for Said<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let said = Query::from_request_parts(parts, state).await;
        said.map(|Query(said)| Self(said))
            .map_err(|_| Refusal::unclear(T::HOW))
    }
}

/// What can be said behind the question mark.
trait Sayable {
    /// How it is said.
    const HOW: &str;
}

impl Sayable for List {
    const HOW: &str = "say which drafts, as in ?drafts=1.2";
}

impl Sayable for Sent {
    const HOW: &str = "say what the file is called, as in ?name=draft.docx";
}

impl Sayable for Asked {
    const HOW: &str = "say which drafts, and which two of them, as in ?drafts=1.2&older=1&newer=2; renumber is true or false";
}

/// What an address names; an address that names no such thing leads nowhere.
struct Called<T>(T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Called<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let called = Path::from_request_parts(parts, state).await;
        called
            .map(|Path(called)| Self(called))
            .map_err(|_| Refusal::not_there("there is nothing of that name here"))
    }
}

async fn not_so() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address can be asked for other things, but not for this",
    )
}

async fn nothing() -> Refusal {
    Refusal::not_there(
        "there is nothing at this address; it begins with the one that redraft prints when it starts",
    )
}

async fn open(State(house): Known, Called(ticket): Called<String>) -> Response {
    match house.gate.take(&ticket) {
        Ok(way) => Redirect::to(&way).into_response(),
        // Whoever has no good ticket is told of no way in.
        Err(refusal) => (refusal.status, pages::message(&refusal.message, None)).into_response(),
    }
}

async fn start(State(house): Known) -> Result<pages::Page, Refusal> {
    // What the page is made of is taken off the shelf first: nobody waits for the shelf meanwhile.
    let on_shelf = house.shelf()?.on_it();
    let write = move || Ok(pages::start(&on_shelf));
    house.works.quick(write).await
}

async fn all(State(house): Known) -> Result<Json<Vec<Read>>, Refusal> {
    let held: Vec<_> = house.shelf()?.all().cloned().collect();
    let told = move || Ok(held.iter().map(|held| Read::of(held)).collect());
    house.works.quick(told).await.map(Json)
}

async fn put(
    State(house): Known,
    Said(sent): Said<Sent>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Read>), Refusal> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    house.shelf()?.has_room(length.unwrap_or(0))?;
    let (bytes, on_its_way) = house.receive(body, length).await?;
    // The shares go with the work, which goes on when whoever sent the file has gone away.
    let format = house.reading.format;
    let weigh = move || Ok((Weight::of_file(&bytes, format), bytes, on_its_way));
    let (weight, bytes, on_its_way) = house.works.run(weigh).await?;
    let want = Want {
        bytes: TO_READ.of(weight).saturating_add(bytes.len() as u64),
        ..Want::default()
    };
    let share = house.afford(want, None).await?;
    let reading = house.reading;
    let read = move || {
        let read = ReadFile::of(bytes, weight, &sent.name, reading)?;
        let kept = share.keep(read.in_memory());
        drop(on_its_way);
        Ok((read, kept))
    };
    let (read, kept) = house.works.run(read).await?;
    let put = house.shelf()?.put(read, Some(kept));
    match put {
        Ok(held) => Ok((StatusCode::CREATED, Json(Read::of(&held)))),
        Err(no_room) => {
            free(no_room.back).await;
            Err(no_room.refusal)
        }
    }
}

async fn let_go(State(house): Known, Called(number): Called<u32>) -> Result<StatusCode, Refusal> {
    let draft = house.shelf()?.let_go(number);
    let was_there = draft.is_some();
    // Its memory is there for others when this is answered.
    free((draft, house.reports.let_go(number))).await;
    if was_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::not_there("that draft is gone already"))
    }
}

async fn summary(State(house): Known, Said(list): Said<List>) -> Result<Json<Between>, Refusal> {
    let (report, _) = house.report(&list.drafts, Use::Look).await?;
    Ok(Json(Between::of(&report)))
}

async fn report(State(house): Known, Said(list): Said<List>) -> Result<Response, Refusal> {
    let (report, share) = house.report(&list.drafts, Use::Write).await?;
    let write = move || {
        let mut bytes = Vec::new();
        crate::json::report(&report.told.material(), &mut bytes)
            .map_err(|_| Refusal::defect("the report could not be written"))?;
        Ok((bytes, share))
    };
    let (bytes, share) = house.works.run(write).await?;
    let body = answer::body(bytes, share);
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn redline(State(house): Known, Said(list): Said<List>) -> Response {
    let page = async {
        let (report, share) = house.report(&list.drafts, Use::Write).await?;
        let write = move || match pages::redline(&report) {
            Ok(page) => Ok((page, share)),
            Err(_) => Err(Refusal::defect("the page could not be written")),
        };
        house.works.run(write).await
    };
    match page.await {
        Ok((page, share)) => page.with_share(share),
        Err(refusal) => {
            let page = pages::message(&refusal.message, Some("./"));
            (refusal.status, page).into_response()
        }
    }
}

async fn take_away(
    State(house): Known,
    Called(what): Called<String>,
    Said(asked): Said<Asked>,
    headers: HeaderMap,
) -> Response {
    let back = format!("../redline?drafts={}", take::percents(&asked.drafts));
    let file = async {
        let use_ = Use::Take(&what, &asked);
        let (report, share) = house.report(&asked.drafts, use_).await?;
        let marks = house.reading.marks;
        let make = move || Ok((take::take(&what, &report, &asked, marks)?, share));
        house.works.run(make).await
    };
    let is_page = |headers: &HeaderMap| {
        let accepted = headers
            .get(header::ACCEPT)
            .and_then(|one| one.to_str().ok());
        accepted.is_some_and(|accepted| accepted.contains("text/html"))
    };
    match file.await {
        Ok((file, share)) => file.with_share(share),
        Err(refusal) if is_page(&headers) => (
            refusal.status,
            pages::message(&refusal.message, Some(&back)),
        )
            .into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
