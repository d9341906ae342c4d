// How the map looks: the colours and classes of the drawing beside it.
import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";

/** An area as the drawing has it. */
export interface Area {
  code: string;
  /** Its name and number, in the page's language. */
  title: string;
  href: string;
  /** How fully it is filled, from 0 to 1. */
  shade: number;
  /** Whether its number is withheld. */
  broken: boolean;
}

/** The page's colours, for the present scheme. */
export function colours(): Record<"petrol" | "ink" | "focus" | "ochre" | "paper", string> {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { petrol: read("petrol"), ink: read("ink"), focus: read("focus"), ochre: read("ochre"), paper: read("paper") };
}

/** Which colour each layer is painted in. */
export const PAINTED = [
  ["fill", "fill-color", "petrol"],
  ["line", "line-color", "ink"],
  ["broken", "line-color", "ink"],
  ["here", "line-color", "focus"],
  ["incidents", "circle-color", "ochre"],
  ["incidents", "circle-stroke-color", "paper"],
] as const;

export function styleOf(areas: Area[], box: DOMStringMap, bounds: [number, number, number, number]): StyleSpecification {
  const tiles = (path: string): string[] => [location.origin + path];
  const among = (codes: string[]): ExpressionSpecification => ["in", ["get", "code"], ["literal", codes]];
  const codes = (broken: boolean): string[] => areas.filter((area) => area.broken === broken).map(({ code }) => code);
  const shades = areas.flatMap(({ code, shade }) => [code, shade]);
  const paint = colours();
  const area = { source: "areas", "source-layer": "areas" } as const;
  const style: StyleSpecification = {
    version: 8,
    sources: { areas: { type: "vector", tiles: tiles(box["tiles"] ?? ""), maxzoom: 14, bounds } },
    layers: [
      {
        id: "fill",
        type: "fill",
        ...area,
        filter: among(areas.map(({ code }) => code)),
        paint: {
          "fill-color": paint.petrol,
          "fill-opacity": ["match", ["get", "code"], ...shades, 0] as unknown as ExpressionSpecification,
        },
      },
      { id: "line", type: "line", ...area, filter: among(codes(false)), paint: { "line-color": paint.ink, "line-width": 1.5 } },
      {
        id: "broken",
        type: "line",
        ...area,
        filter: among(codes(true)),
        paint: { "line-color": paint.ink, "line-width": 1.5, "line-dasharray": [4, 3] },
      },
      { id: "here", type: "line", ...area, filter: among([]), paint: { "line-color": paint.focus, "line-width": 4 } },
    ],
  };
  if (box["incidents"]) {
    style.sources["incidents"] = { type: "vector", tiles: tiles(box["incidents"]), maxzoom: 14, bounds };
    style.layers.push({
      id: "incidents",
      type: "circle",
      source: "incidents",
      "source-layer": "incidents",
      paint: {
        // The area of a circle is as the count.
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 3, 30, 20],
        "circle-color": paint.ochre,
        "circle-opacity": 0.75,
        "circle-stroke-color": paint.paper,
        "circle-stroke-width": 1,
      },
    });
  }
  return style;
}
