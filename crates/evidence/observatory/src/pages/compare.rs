use comity_web::{Answer, Visit};
pub async fn show(visit: Visit) -> Answer {
    let _ = visit;
    Ok(maud::html! {})
}
