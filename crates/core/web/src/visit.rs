//! Who asks, in which language, and when: found out once per request, before its handler.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use comity_access::{ClientKey, Person, Role, Token};
use comity_kernel::{Language, Millis};
use comity_ledger::Once;
use comity_shell::{Filled, NavItem, csrf};

use crate::{App, refused};

/// The cookie that holds a session's token.
pub(crate) const SESSION: &str = "comity_session";
/// The cookie that remembers the chosen language.
const LANGUAGE: &str = "comity_lang";

/// What a request brings along: the shell's part (language, path, form token, time), and who asks.
#[derive(Clone, Debug)]
pub struct Visit {
    shell: comity_shell::Visit,
    pub person: Option<Person>,
    /// The client's address, only as a keyed hash that changes daily: for limits, never stored.
    pub client: ClientKey,
    /// A program asks, which wants problem details and no pages.
    pub wants_json: bool,
    /// The value of the visit's cookie, to which form tokens belong.
    pub(crate) cookie: String,
    pub(crate) session: Option<Token>,
    /// By which the form of this request is known again; only of a [`Submission`](crate::Submission).
    pub once: Option<Once>,
    /// What was typed into the form of this request: shown again if it could not be taken, so that it is not lost.
    pub(crate) typed: Arc<OnceLock<Filled>>,
}

impl Deref for Visit {
    type Target = comity_shell::Visit;
    fn deref(&self) -> &comity_shell::Visit {
        &self.shell
    }
}

impl Visit {
    /// The account that acts: the signed-in person's, or that of any resident.
    pub fn actor(&self) -> &str {
        self.person.as_ref().map_or(comity_ledger::RESIDENT, |person| &person.account)
    }

    /// A form that is given back is still the one that was sent: sent again as it is, it is recorded once.
    pub(crate) fn sent(&mut self, once: &str) {
        once.clone_into(&mut self.shell.once);
    }

    /// The visit for a page that answers a form and holds new ones, which nobody has sent yet.
    pub fn renewed(&self, app: &App) -> Self {
        let mut renewed = self.clone();
        renewed.shell.once = csrf::visit_value(app.ledger.ids());
        renewed
    }

    /// Whether the signed-in person holds `role` anywhere: only for what the navigation offers, never for a right.
    pub fn has_role(&self, role: Role) -> bool {
        self.person.as_ref().is_some_and(|person| person.is(role))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = refused::Refused;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        let missing = || comity_ledger::Refusal::Broken("a route is outside the visit's layer".to_owned()).into();
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

/// Finds out about the visit, answers, and turns refusals into pages.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let cookie = text(headers, COOKIE.as_str()).and_then(csrf::read_cookie).map(str::to_owned);
    let known = cookie.is_some();
    let cookie = cookie.unwrap_or_else(|| csrf::visit_value(app.ledger.ids()));
    let asked = asked_language(request.uri().query());
    let mut visit = of(&app, &request, cookie, asked);
    let method = request.method().clone();
    let mut away = None;
    if let Some(token) = visit.session.clone() {
        match signed_in(&app, &token, visit.now).await {
            Ok(person) => {
                visit.shell.person = person.as_ref().map(|person| shown(&app, visit.language, person));
                visit.person = person;
            }
            // Who asks is not known: answered as to anybody, in the visitor's language.
            Err(refused) => away = Some(refused.into_response()),
        }
    }
    let response = match away {
        Some(refused) => refused,
        None => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
    };
    let mut response = refused::into_page(&app, &visit, &method, response);
    let cacheable = response.headers().get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"));
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !known && is_page && !cacheable && method != Method::HEAD {
        add_cookie(&mut response, &csrf::set_cookie(&visit.cookie, app.configuration.https));
    }
    if let Some(language) = asked {
        let secure = if app.configuration.https { "; Secure" } else { "" };
        let value = format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", language.tag());
        add_cookie(&mut response, &value);
    }
    response
}

pub(crate) fn add_cookie(response: &mut Response, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Everything but who is signed in, which must be asked of the database.
fn of(app: &App, request: &Request, cookie: String, asked: Option<Language>) -> Visit {
    let headers = request.headers();
    let remembered = || cookie_value(headers, LANGUAGE).and_then(Language::parse);
    let preferred = || text(headers, ACCEPT_LANGUAGE.as_str()).map(Language::negotiate);
    let shell = comity_shell::Visit {
        site: Arc::clone(&app.site),
        language: asked.or_else(remembered).or_else(preferred).unwrap_or_default(),
        path_and_query: without_language(request.uri().path(), request.uri().query()),
        revisitable: [Method::GET, Method::HEAD].contains(request.method()),
        csrf: csrf::token(&app.ledger.keys().forms.0, &cookie),
        once: csrf::visit_value(app.ledger.ids()),
        person: None,
        now: app.ledger.clock().now(),
    };
    let accept = text(headers, ACCEPT.as_str()).unwrap_or_default();
    let wants_json = accept.contains("json") && !accept.contains("text/html");
    let client = app.limits().client(address(app, request));
    let session = cookie_value(headers, SESSION).and_then(Token::parse);
    Visit { shell, person: None, client, wants_json, cookie, session, once: None, typed: Arc::default() }
}

async fn signed_in(app: &App, token: &Token, now: Millis) -> Result<Option<Person>, refused::Refused> {
    let Some(session) = app.sign_in.session(token).await? else { return Ok(None) };
    if session.is_due(now) {
        app.sign_in.touch(token).await?;
    }
    Ok(Some(session.person))
}

/// What the frame shows of a signed-in person.
fn shown(app: &App, language: Language, person: &Person) -> comity_shell::Person {
    let words = app.site.texts.words(language);
    let mut titles: Vec<String> = Vec::new();
    let mut navigation: Vec<NavItem> = Vec::new();
    for mandate in &person.mandates {
        let title = words.t(&format!("role-{}", mandate.role.as_str())).to_owned();
        if !titles.contains(&title) {
            titles.push(title);
        }
        navigation
            .extend(desk(mandate.role).iter().filter(|item| !navigation.contains(item)).copied().collect::<Vec<_>>());
    }
    comity_shell::Person { name: person.shown().to_owned(), role_titles: titles, navigation }
}

/// What each role finds in the navigation beyond what everybody does.
fn desk(role: Role) -> &'static [NavItem] {
    const INBOX: NavItem = NavItem { id: "inbox", href: "/inbox", label: "nav-inbox" };
    const ACTIONS: NavItem = NavItem { id: "actions", href: "/actions", label: "nav-actions" };
    match role {
        Role::Officer | Role::Supervisor => &[INBOX, ACTIONS],
        Role::Chair | Role::Secretary | Role::Partner => &[ACTIONS],
        _ => &[],
    }
}

fn address(app: &App, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
    let trusted = |address: &IpAddr| app.configuration.proxies.contains(address);
    if !trusted(&peer) {
        return peer;
    }
    // From the right: the last address that is not one of our proxies is the client that they saw.
    let forwarded = forwarded(request.headers());
    let mut hops = forwarded.rsplit(',').map_while(hop);
    // Whom a proxy names is never this machine itself, which is not counted; nor is one whom it does not name.
    let named = hops.find(|hop| !trusted(hop)).filter(|hop| !hop.to_canonical().is_loopback());
    named.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// One address of the header, with or without a port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed)
}

/// Every line of the header, in order, as one list: a proxy may add a line of its own instead of adding to the last one.
fn forwarded(headers: &HeaderMap) -> String {
    let lines = headers.get_all("x-forwarded-for").iter();
    lines.map(|line| line.to_str().unwrap_or_default()).collect::<Vec<_>>().join(",")
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn cookie_value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = text(headers, COOKIE.as_str())?;
    cookies.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
}

fn asked_language(query: Option<&str>) -> Option<Language> {
    query?.split('&').find_map(|pair| Language::parse(pair.strip_prefix("lang=")?))
}

fn without_language(path: &str, query: Option<&str>) -> String {
    let kept: Vec<&str> =
        query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_switch_leaves_no_trace_in_addresses() {
        assert_eq!(without_language("/a", Some("x=1&lang=ar&y=2")), "/a?x=1&y=2");
        assert_eq!(without_language("/a", Some("lang=ar")), "/a");
        assert_eq!(asked_language(Some("x=1&lang=ar")), Some(Language::Ar));
        assert_eq!(asked_language(Some("lang=xx")), None);
    }

    #[test]
    fn all_lines_of_forwarded_addresses_count() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1"));
        headers.append("x-forwarded-for", HeaderValue::from_static("2.2.2.2, 3.3.3.3"));
        assert_eq!(forwarded(&headers), "1.1.1.1,2.2.2.2, 3.3.3.3");
    }
}
