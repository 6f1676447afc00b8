//! Which request is answered by what.

use super::answer::Refusal;
use super::guard::guard;
use super::shelf::{Read as ReadFile, Shelf};
use super::take::{self, Asked};
use super::told::{Between, Read};
use super::{House, pages};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{delete, get};
use axum::{Json, Router, middleware};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, MutexGuard};

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

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Said<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(said)) => Ok(Self(said)),
            Err(wrong) => Err(Refusal::unclear(wrong.body_text())),
        }
    }
}

async fn nothing() -> Refusal {
    Refusal::not_there(
        "there is nothing at this address; it begins with the one that redraft prints when it starts",
    )
}

async fn open(State(house): Known, Path(ticket): Path<String>) -> Response {
    match house.gate.take(&ticket) {
        Ok(way) => Redirect::to(&way).into_response(),
        // Whoever has no good ticket is told of no way in.
        Err(refusal) => (refusal.status, pages::message(&refusal.message, None)).into_response(),
    }
}

async fn start(State(house): Known) -> Result<pages::Page, Refusal> {
    let known = Arc::clone(&house);
    let write = move || Ok(pages::start(&*known.shelf()?));
    house.works.run(write).await
}

async fn all(State(house): Known) -> Result<Json<Vec<Read>>, Refusal> {
    let held: Vec<_> = house.shelf()?.all().cloned().collect();
    let told = move || Ok(held.iter().map(|held| Read::of(held)).collect());
    house.works.run(told).await.map(Json)
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
    let limit = house.shelf()?.limits.file;
    let one = house.works.upload().await?;
    let bytes = to_bytes(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let bytes = bytes.await.map_err(|error| {
        let too_large = Refusal::too_much(format!("it is larger than {} MB", limit / 1_000_000));
        let broken = Refusal::unclear(format!("the file did not arrive whole: {error}"));
        let is_length = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit"));
        if is_length { too_large } else { broken }
    })?;
    let reading = house.reading;
    let name = sent.name;
    let read = house
        .works
        .run(move || ReadFile::of(bytes.into(), &name, reading))
        .await?;
    drop(one);
    let held = house.shelf()?.put(read)?;
    let told = house.works.run(move || Ok(Read::of(&held))).await?;
    Ok((StatusCode::CREATED, Json(told)))
}

async fn let_go(State(house): Known, Path(number): Path<u32>) -> Result<StatusCode, Refusal> {
    let was_there = house.shelf()?.let_go(number);
    house.reports.let_go(number);
    if was_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::not_there("that draft is gone already"))
    }
}

async fn summary(State(house): Known, Said(list): Said<List>) -> Result<Json<Between>, Refusal> {
    let report = house.report(&list.drafts).await?;
    Ok(Json(Between::of(&report)))
}

async fn report(State(house): Known, Said(list): Said<List>) -> Result<Response, Refusal> {
    let report = house.report(&list.drafts).await?;
    let write = move || {
        let mut bytes = Vec::new();
        crate::json::report(&report.told.material(), &mut bytes)
            .map_err(|error| Refusal::defect(error.to_string()))?;
        Ok(bytes)
    };
    let bytes = house.works.run(write).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

async fn redline(State(house): Known, Said(list): Said<List>) -> Response {
    let page = async {
        let report = house.report(&list.drafts).await?;
        let write = move || {
            pages::redline(&report).map_err(|_| Refusal::defect("the page could not be written"))
        };
        house.works.run(write).await
    };
    match page.await {
        Ok(page) => page.into_response(),
        Err(refusal) => {
            let page = pages::message(&refusal.message, Some("./"));
            (refusal.status, page).into_response()
        }
    }
}

async fn take_away(
    State(house): Known,
    Path(what): Path<String>,
    Said(asked): Said<Asked>,
    headers: HeaderMap,
) -> Response {
    let back = format!("../redline?drafts={}", take::percents(&asked.drafts));
    let file = async {
        let report = house.report(&asked.drafts).await?;
        let marks = house.reading.marks;
        let make = move || take::take(&what, &report, &asked, marks);
        house.works.run(make).await
    };
    let is_page = |headers: &HeaderMap| {
        let accepted = headers
            .get(header::ACCEPT)
            .and_then(|one| one.to_str().ok());
        accepted.is_some_and(|accepted| accepted.contains("text/html"))
    };
    match file.await {
        Ok(file) => file.into_response(),
        Err(refusal) if is_page(&headers) => (
            refusal.status,
            pages::message(&refusal.message, Some(&back)),
        )
            .into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
