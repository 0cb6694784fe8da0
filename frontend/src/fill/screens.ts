// The screens that ask nothing: one time more of a group, and all answers before they are sent.
import type { AnyNode } from "@getodk/xforms-engine";
import { faultOf, saidAnswer, words } from "./fields";
import type { Screen } from "./nodes";
import { button, type Config, h, say } from "./page";

export function repeatScreen(
  screen: Screen,
  moved: (id: string) => void,
  next: () => void,
): HTMLElement {
  const repeat = screen.repeat;
  const count = repeat?.currentState.children.length ?? 0;
  const add = (): void => {
    if (!repeat) return;
    repeat.addInstances(count - 1);
    const made = repeat.currentState.children[count];
    const child = (made?.currentState.children as readonly AnyNode[] | undefined)?.find(
      (each) => each.currentState.relevant && each.nodeType !== "model-value",
    );
    moved(child?.currentState.reference ?? screen.id);
  };
  return h(
    "div",
    { class: "stack" },
    h("h2", { class: "h2" }, screen.trail.filter(Boolean).join(" · ") || say("add_one")),
    h("p", { class: "lead" }, say("how_many", count)),
    button(say("add_one"), add, "big"),
    button(say("no_more"), next, "main big"),
  );
}

export function overview(
  config: Config,
  screens: Screen[],
  go: (id: string) => void,
  send: () => void,
): HTMLElement {
  const rows = screens.flatMap((screen) => screen.leaves.map((leaf) => ({ screen, leaf })));
  const faulty = rows.filter(({ leaf }) => faultOf(leaf));
  const problems = faulty.map(({ screen, leaf }) =>
    h("li", {}, h("div", {}, words(leaf.currentState.label), h("p", { class: "small" }, faultOf(leaf))), button(say("go_there"), () => go(screen.id))),
  );
  const answers = rows
    .filter(({ leaf }) => leaf.nodeType !== "note")
    .map(({ screen, leaf }) =>
      h(
        "li",
        {},
        h("div", {}, h("span", { class: "small muted" }, words(leaf.currentState.label)), h("br"), saidAnswer(leaf) || h("span", { class: "muted" }, say("no_answer"))),
        button(say("change"), () => go(screen.id), "text"),
      ),
    );
  return h(
    "div",
    { class: "stack" },
    h("h2", { class: "h2" }, say(faulty.length ? "missing" : "ready")),
    faulty.length ? h("ul", { class: "lines" }, ...problems) : h("p", { class: "lead" }, say("look_over")),
    !faulty.length && button(say("send"), send, "main big"),
    h("ul", { class: "lines answers-over", "aria-label": config.title }, ...answers),
  );
}
