//! `comity serve`: the site on one address, with the sequencer beside it.

mod connections;
mod log;
mod watch;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use comity_access::{Access, Cost, Limits, Passwords, SignIn};
use comity_kernel::Language;
use comity_ledger::OPERATOR;
use comity_observatory::published;
use comity_shell::{NavItem, Site, headers};
use comity_web::{App, Configuration as Serving};
use tokio::net::TcpListener;
use tokio::sync::watch as signal_watch;
use tower_http::timeout::TimeoutLayer;
use tracing_subscriber::EnvFilter;

use crate::arguments::Serve;
use crate::place::{Opened, Place};
use crate::{Failure, slices};

/// The longest a request may take.
const LONGEST: Duration = Duration::from_secs(30);
/// Passwords that are computed at once: each takes 19 MiB.
const PASSWORDS_AT_ONCE: usize = 2;

pub fn run(serve: &Serve) -> Result<(), Failure> {
    let place = Place::find(&serve.place)?;
    let listen = serve.listen.unwrap_or(place.configuration.listen);
    start_log(place.configuration.json_logs);
    let opened = place.open()?;
    if opened.ledger.settings().demonstration && !listen.ip().is_loopback() {
        let text = format!(
            "this is demonstration data, whose keys, salts and passwords are no secrets: it is served on this machine only \
             (--listen {listen}: expected an address such as 127.0.0.1:8080)"
        );
        return Err(Failure::new(text));
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve_at(listen, opened))
}

fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber is refused: then the first one goes on.
    let _ = if json { lines.json().try_init() } else { lines.try_init() };
}

async fn serve_at(listen: SocketAddr, opened: Opened) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::new(format!("cannot listen on {listen}: {error}"));
    let listener = TcpListener::bind(listen).await.map_err(refused)?;
    let address = listener.local_addr()?;
    let app = app(&opened)?;
    let (stop, stopped) = signal_watch::channel(false);
    let sequencer = {
        let ledger = opened.ledger.clone();
        tokio::spawn(async move { ledger.run_sequencer(stopped).await })
    };
    tokio::spawn(sweep(app.clone()));
    tokio::spawn(publish(app.clone()));
    let routes = routes(app, &opened);
    eprintln!("Comity listens on http://{address}");
    connections::serve(listener, routes, connections::LIMITS, asked_to_stop()).await;
    // The sequencer finishes its round, so that nothing stops half-way that need not.
    let _ = stop.send(true);
    let _ = sequencer.await;
    Ok(())
}

/// Removes sessions that are over and what was kept of forms for some days, every hour.
async fn sweep(app: App) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        let store = app.ledger.store().clone();
        // What was erased while somebody was reading may still be in the write-ahead log.
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || store.scrub()).await {
            tracing::warn!(%error, "what was erased could not be cleared from the database's files");
        }
        if let Err(error) = app.sign_in.sweep().await {
            tracing::warn!(%error, "sessions that are over could not be removed");
        }
        if let Err(error) = app.ledger.sweep_submissions().await {
            tracing::warn!(%error, "answers to forms that are no longer sent again could not be removed");
        }
    }
}

/// Publishes what has become due, at the start and every day.
async fn publish(app: App) {
    let mut days = tokio::time::interval(Duration::from_secs(24 * 3600));
    loop {
        days.tick().await;
        let (ledger, today) = (app.ledger.clone(), app.ledger.clock().now().day(&app.site.zone));
        let publish = move || published::publish_due_now(&ledger, OPERATOR, today, None);
        match tokio::task::spawn_blocking(publish).await {
            Ok(Ok(out)) if !out.is_empty() => tracing::info!(releases = out.len(), "what was due is public"),
            Ok(Err(error)) => tracing::error!(%error, "what is due could not be published"),
            _ => {}
        }
        let (ledger, zone) = (app.ledger.clone(), app.site.zone.clone());
        let concerns = move || crate::commands::publish::concerns(&ledger, today, &zone);
        match tokio::task::spawn_blocking(concerns).await {
            Ok(Ok(out @ 1..)) => tracing::info!(half_years = out, "counts of concerns that were due are public"),
            Ok(Err(error)) => tracing::error!(%error, "counts of concerns could not be published"),
            _ => {}
        }
    }
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

/// The state that all handlers share.
pub fn app(opened: &Opened) -> Result<App, Failure> {
    let (ledger, configuration) = (opened.ledger.clone(), &opened.place.configuration);
    let limits = Limits::new(ledger.clock().clone(), ledger.ids().clone());
    let cost = if ledger.settings().demonstration { Cost::QUICK } else { Cost::RECOMMENDED };
    let passwords = Passwords::new(cost, PASSWORDS_AT_ONCE, ledger.ids())?;
    let site = Site {
        texts: slices::texts(&opened.slices)?,
        names: vec![(Language::En, configuration.name_en.clone()), (Language::Ar, configuration.name_ar.clone())],
        navigation: navigation(),
        footer: vec![
            NavItem { id: "record", href: "/ledger", label: "nav-ledger" },
            NavItem { id: "data", href: "/data", label: "open-title" },
        ],
        zone: configuration.zone.clone(),
    };
    Ok(App::new(comity_web::Parts {
        sign_in: SignIn::new(&ledger, passwords, limits),
        ledger,
        access: Access::new()?,
        site: Arc::new(site),
        configuration: Serving { https: configuration.https, proxies: configuration.proxies.clone() },
    }))
}

fn navigation() -> Vec<NavItem> {
    vec![
        NavItem { id: "neighbourhoods", href: "/neighbourhoods", label: "nav-neighbourhoods" },
        NavItem { id: "raise", href: "/concerns/new", label: "nav-raise" },
        NavItem { id: "mine", href: "/concerns/mine", label: "nav-mine" },
        NavItem { id: "observatory", href: "/observatory", label: "nav-observatory" },
        NavItem { id: "meetings", href: "/meetings", label: "nav-meetings" },
    ]
}

/// Every route of the program.
pub fn routes(app: App, opened: &Opened) -> Router {
    let https = headers::ServedOverHttps(app.configuration.https);
    let metrics = Arc::new(watch::Metrics::default());
    let pages = opened.slices.iter().fold(comity_web::sign_in_routes(), |router, slice| router.merge(slice.routes()));
    let pages = pages
        .merge(log::page())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(from_fn_with_state(app.clone(), comity_web::layer));
    pages
        .merge(log::routes())
        .merge(watch::routes(Arc::clone(&metrics)))
        .route("/assets/{file}", get(comity_shell::assets::serve))
        .layer(DefaultBodyLimit::max(comity_web::LONGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(from_fn_with_state(https, headers::add))
        .layer(from_fn_with_state(metrics, watch::measure))
        .layer(from_fn(watch::log))
        .with_state(app)
}
