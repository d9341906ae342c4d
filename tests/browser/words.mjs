// The program's own texts, read from its Fluent files, so that the tests look for what a person reads on the page and a
// reworded button needs no change here.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LOCALES = new URL("../../locales/", import.meta.url).pathname;
const DIRECTIONS = { en: "ltr", ar: "rtl" };

/** The texts of one language: `words("nav-raise")`. A missing text is a fault of the test and is thrown. */
export function wordsOf(language) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const folder = join(LOCALES, language);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    const errors = bundle.addResource(new FluentResource(readFileSync(join(folder, file), "utf8")));
    if (errors.length > 0) throw new Error(`${language}/${file}: ${errors.join("; ")}`);
  }
  const words = (id, args = {}) => {
    const message = bundle.getMessage(id);
    if (!message?.value) throw new Error(`locales/${language} has no text "${id}"`);
    return bundle.formatPattern(message.value, args);
  };
  words.language = language;
  words.direction = DIRECTIONS[language];
  return words;
}
