// A page that shows what somebody said must not come back with the browser's back button: its place in the history is
// taken by the page where the code is asked for, and what the browser keeps in memory is hidden.

export function forget(): void {
  const to = document.querySelector<HTMLElement>("[data-forget]")?.dataset["forget"];
  if (!to) return;
  history.replaceState(null, "", to);
  addEventListener("pagehide", () => {
    document.documentElement.hidden = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(to);
  });
}
