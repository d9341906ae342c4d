// Maps that can be moved: offered beside the drawing where the browser can show them, and fetched only when asked for.

export function offerMaps(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) {
    const button = box.querySelector<HTMLButtonElement>("[data-map-open]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => void toggle(box, button));
  }
}

async function toggle(box: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const said = box.querySelector("[data-map-notice]");
  const say = (key: "asking" | "without" | "failed" | ""): void => {
    if (said) said.textContent = box.dataset[key] ?? "";
  };
  if (button.getAttribute("aria-expanded") === "true") return show(box, button, false);
  if (!document.createElement("canvas").getContext("webgl2")) return say("without");
  say("asking");
  try {
    const { open } = await import(box.dataset["script"] ?? "");
    show(box, button, true);
    await open(box);
    say("");
  } catch {
    show(box, button, false);
    say("failed");
  }
}

// Either the map or the drawing is seen.
function show(box: HTMLElement, button: HTMLButtonElement, map: boolean): void {
  button.setAttribute("aria-expanded", String(map));
  for (const [part, seen] of [["[data-map-room]", map], ["[data-map-drawn]", !map]] as const) {
    const element = box.querySelector<HTMLElement>(part);
    if (element) element.hidden = !seen;
  }
}
