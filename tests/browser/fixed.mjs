// A place whose areas and numbers never change, for pictures: nine neighbourhoods of a district, and the year 2024.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { comity } from "./program.mjs";

const KINDS = ["Anti-social behaviour", "Burglary", "Bicycle theft", "Vehicle crime", "Public order"];
const NAMES = [
  ["Harbour", "المرفأ"],
  ["Old Mill", "الطاحونة القديمة"],
  ["Station", "المحطة"],
  ["Castle", "القلعة"],
  ["Market", "السوق"],
  ["Upper Meadows", "المروج العليا"],
  ["Canal", "القناة"],
  ["Orchard", "البستان"],
  ["Quarry", "المحجر"],
];
/** Of a neighbourhood, in degrees. */
const [WIDE, HIGH] = [0.02, 0.015];

/** A corner of the grid, off its place by a fixed amount within the district. */
function corner(x, y) {
  const off = (n) => (((n * 2654435761) % 1000) / 1000 - 0.5) * 0.4;
  const inside = x > 0 && x < 3 && y > 0 && y < 3;
  return [(x + (inside ? off(x * 7 + y + 1) : 0)) * WIDE, (y + (inside ? off(x + y * 5 + 2) : 0)) * HIGH];
}

const feature = (properties, ring) => ({
  type: "Feature",
  properties,
  geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
});

function areas() {
  const parts = NAMES.map(([name, name_ar], n) => {
    const [x, y] = [n % 3, Math.floor(n / 3)];
    const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
    return feature({ code: `N${n}`, name, name_ar, parent: "D", level: "sub-sector" }, ring);
  });
  const edge = [0, 1, 2].flatMap((n) => [corner(n, 0)]).concat([0, 1, 2].map((n) => corner(3, n)));
  const around = edge.concat([3, 2, 1].map((n) => corner(n, 3)), [3, 2, 1].map((n) => corner(0, n)));
  const whole = feature({ code: "D", name: "Test District", name_ar: "قضاء التجربة", level: "district" }, around);
  return { type: "FeatureCollection", features: [whole, ...parts] };
}

/** In police.uk's layout: at five places of each neighbourhood, more in some and in summer. */
function incidents() {
  const rows = [];
  for (let n = 0; n < 9; n += 1) {
    for (let month = 1; month <= 12; month += 1) {
      for (const [k, kind] of KINDS.entries()) {
        const count = Math.round(((n * 5 + 3) % 9) * (6 - k) * (1 + 0.5 * Math.sin((month - 4) / 2)) * 0.35);
        for (let i = 0; i < count; i += 1) {
          const at = ((n % 3) + 0.3 + 0.1 * (i % 5)) * WIDE;
          const up = (Math.floor(n / 3) + 0.3 + 0.08 * ((i * 3) % 5)) * HIGH;
          const when = `2024-${String(month).padStart(2, "0")}`;
          rows.push(`,${when},,,${at.toFixed(6)},${up.toFixed(6)},On or near Street ${n}${i % 5},,,${kind},,`);
        }
      }
    }
  }
  const head =
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";
  return `${[head, ...rows].join("\n")}\n`;
}

/** Makes the place in `data`; `folder` holds its files meanwhile. */
export async function fixedPlace(data, folder) {
  const people = NAMES.map((_, n) => `N${n},${1500 + 740 * n}`);
  const files = {
    "areas.geojson": JSON.stringify(areas()),
    "people.csv": ["code,population", ...people].join("\n"),
    "incidents.csv": incidents(),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const file = (name) => join(folder, name);
  for (const words of [
    ["import", "areas", file("areas.geojson"), "--population", file("people.csv")],
    ["import", "incidents", file("incidents.csv"), "--publication", "as-source"],
  ]) {
    const { status, stderr } = await comity([...words, "--data", data]);
    if (status !== 0) throw new Error(`comity ${words.join(" ")} ended with ${status}: ${stderr}`);
  }
}
