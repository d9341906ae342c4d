// The four ways of walking the walk. Each has a neighbourhood of its own; a partner or the police own the action.
export const WALKS = [
  {
    language: "en",
    scripts: true,
    quarter: "oldtown",
    category: "lighting",
    owner: { body: "municipality", account: "municipality" },
  },
  { language: "en", scripts: false, quarter: "harbour", category: "traffic", owner: { body: "police" } },
  { language: "ar", scripts: true, quarter: "jasmine", category: "noise", owner: { body: "police" } },
  {
    language: "ar",
    scripts: false,
    quarter: "station",
    category: "young-people",
    owner: { body: "youth", account: "youth" },
  },
];
