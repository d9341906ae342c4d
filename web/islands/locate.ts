// The button that fills in where the person is and sends the form. Hidden in the page until a script can work it. The
// browser asks the person first; the place goes nowhere but into this form.

export function locate(): void {
  if (!("geolocation" in navigator)) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-locate]")) {
    const button = form.querySelector<HTMLButtonElement>("button[data-locate-button]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => ask(form, button));
  }
}

function ask(form: HTMLFormElement, button: HTMLButtonElement): void {
  const notice = form.querySelector<HTMLElement>("[data-locate-notice]");
  const say = (key: "asking" | "refused"): void => {
    if (notice) notice.textContent = notice.dataset[key] ?? "";
  };
  button.disabled = true;
  say("asking");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill(form, "lat", coords.latitude);
      fill(form, "lon", coords.longitude);
      button.disabled = false;
      say("asking");
      form.submit();
    },
    () => {
      button.disabled = false;
      say("refused");
    },
    { timeout: 10_000, maximumAge: 60_000 },
  );
}

// Four decimals are about ten metres: enough to find a neighbourhood.
function fill(form: HTMLFormElement, name: string, degrees: number): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = degrees.toFixed(4);
}
