// A map that can be moved, in the place of the drawing: the same areas, shades, words and links, from our own tiles.
import { Map as Drawing, setWorkerUrl } from "maplibre-gl";
import type { MapMouseEvent, PointLike } from "maplibre-gl";
import { PAINTED, colours, styleOf } from "./map-style";
import type { Area } from "./map-style";

const drawn = new WeakMap<HTMLElement, Drawing>();

/** Shows the map in the box; resolves when it is there. */
export async function open(box: HTMLElement): Promise<void> {
  const known = drawn.get(box);
  if (known) return void known.resize();
  await styled(box.dataset["styles"] ?? "");
  const room = box.querySelector<HTMLElement>("[data-map-canvas]");
  const bounds = box.dataset["bounds"]?.split(",").map(Number);
  if (!room || bounds?.length !== 4) throw new Error("the page has no room for a map");
  const around = bounds as [number, number, number, number];
  const areas = areasOf(box);
  setWorkerUrl(box.dataset["worker"] ?? "");
  const map = new Drawing({
    container: room,
    style: styleOf(areas, box.dataset, around),
    bounds: around,
    fitBoundsOptions: { padding: 12 },
    maxZoom: 17,
    renderWorldCopies: false,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    // The page is scrolled with the wheel; the map has buttons.
    scrollZoom: false,
    fadeDuration: 0,
    locale: { "Map.Title": box.dataset["label"] ?? "" },
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  drawn.set(box, map);
  buttons(box, map, around);
  follow(box, map, new Map(areas.map((area) => [area.code, area])));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(map));
  await map.once("load");
}

/** The map's own style sheet; it is fetched with the map. */
function styled(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) return resolve();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(href)));
    document.head.append(link);
  });
}

function areasOf(box: HTMLElement): Area[] {
  return [...box.querySelectorAll<SVGAElement>("[data-map-drawn] a")].flatMap((link) => {
    const path = link.querySelector<SVGPathElement>("path[data-code]");
    const code = path?.dataset["code"];
    if (!path || code === undefined) return [];
    return {
      code,
      title: path.querySelector("title")?.textContent ?? "",
      href: link.getAttribute("href") ?? "",
      shade: Number(path.getAttribute("fill-opacity")),
      broken: path.hasAttribute("stroke-dasharray"),
    };
  });
}

function buttons(box: HTMLElement, map: Drawing, bounds: [number, number, number, number]): void {
  const acts = { in: () => map.zoomIn(), out: () => map.zoomOut(), whole: () => map.fitBounds(bounds, { padding: 12 }) };
  for (const [name, act] of Object.entries(acts)) {
    box.querySelector(`[data-map-${name}]`)?.addEventListener("click", act);
  }
}

/** What is pointed at, or lies in the middle while the keyboard moves the map, is named; its page is one press away. */
function follow(box: HTMLElement, map: Drawing, areas: Map<string, Area>): void {
  const said = box.querySelector<HTMLElement>("[data-map-said]");
  let here: Area | undefined;
  const name = (point: PointLike): void => {
    const there = map.queryRenderedFeatures(point, { layers: box.dataset["incidents"] ? ["incidents", "fill"] : ["fill"] });
    const spot = there.find(({ layer }) => layer.id === "incidents");
    here = areas.get(String(there.find(({ layer }) => layer.id === "fill")?.properties["code"]));
    map.setFilter("here", ["==", ["get", "code"], here?.code ?? ""]);
    map.getCanvas().style.cursor = here ? "pointer" : "";
    if (said) tell(said, [here && linked(here), spot && ofSpot(box.dataset, spot.properties)]);
  };
  const centre = (): void => {
    if (map.getCanvas().matches(":focus-visible")) name(map.project(map.getCenter()));
  };
  map.on("mousemove", (event: MapMouseEvent) => name(event.point));
  map.on("click", (event: MapMouseEvent) => {
    name(event.point);
    if (here) location.assign(here.href);
  });
  map.on("idle", centre);
  map.getCanvas().addEventListener("focus", centre);
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && here) location.assign(here.href);
  });
}

function linked(area: Area): HTMLAnchorElement {
  return Object.assign(document.createElement("a"), { href: area.href, textContent: area.title, dir: "auto" });
}

/** What is drawn at a point: with its name where it is one alone that has a name. */
function ofSpot(texts: DOMStringMap, { name, count }: Record<string, unknown>): HTMLSpanElement {
  const text = (name ? texts["at"] : texts["spot"]) ?? "";
  const filled = text.replace("%c", Number(count).toLocaleString("en")).replace("%p", String(name ?? ""));
  return Object.assign(document.createElement("span"), { textContent: filled });
}

function tell(said: HTMLElement, parts: (HTMLElement | undefined)[]): void {
  const there = parts.filter((part) => part !== undefined);
  // The same is not said again with every move.
  if (said.textContent === there.map((part) => part.textContent).join(" ")) return;
  said.replaceChildren(...there.flatMap((part, place) => (place > 0 ? [" ", part] : [part])));
}

function repaint(map: Drawing): void {
  const paint = colours();
  for (const [layer, property, colour] of PAINTED) {
    if (map.getLayer(layer)) map.setPaintProperty(layer, property, paint[colour]);
  }
}
