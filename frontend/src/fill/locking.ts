// A PIN before anything is kept on this phone, and before what is kept is shown again.
import { button, h, say } from "./page";
import { type Lock, SHORTEST_PIN, Vault } from "./vault";

/** Ask for a new PIN; `without` goes on with nothing kept. */
export function choosePin(key: string, chosen: (vault: Vault) => void, without: () => void): HTMLElement {
  const [first, again] = [secret("pin-new"), secret("pin-again")];
  const told = fault();
  const choose = async (): Promise<void> => {
    const short = [...first.value].length < SHORTEST_PIN;
    if (short || first.value !== again.value) {
      told.textContent = say(short ? "pin_short" : "pin_differs");
      (short ? first : again).focus();
      return;
    }
    chosen(await Vault.choose(key, first.value));
  };
  return form(
    say("pin_new"),
    choose,
    h("p", { class: "lead" }, say("pin_why")),
    h("div", { class: "field" }, h("label", { for: first.id }, say("pin_new_label")), first),
    h("div", { class: "field" }, h("label", { for: again.id }, say("pin_again")), again),
    told,
    h("p", { class: "row" }, submit(say("pin_set")), button(say("keep_none"), without)),
  );
}

/** Ask for the PIN that was chosen; `title` names the words that say what it locks. */
export function askPin(lock: Lock, opened: (vault: Vault) => void, title = "locked"): HTMLElement {
  const pin = secret("pin");
  const told = fault();
  const open = async (): Promise<void> => {
    const vault = await Vault.open(lock, pin.value);
    if (vault) return opened(vault);
    told.textContent = say("pin_wrong");
    pin.focus();
  };
  return form(
    say(title),
    open,
    h("p", { class: "lead" }, say("pin_why")),
    h("div", { class: "field" }, h("label", { for: pin.id }, say("pin")), pin),
    told,
    h("p", { class: "row" }, submit(say("unlock"))),
  );
}

function form(title: string, work: () => Promise<void>, ...content: Node[]): HTMLElement {
  let busy = false;
  const press = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    void work().finally(() => {
      busy = false;
    });
  };
  return h("form", { class: "form stack top", autocomplete: "off", onsubmit: press }, h("h1", {}, title), ...content);
}

function submit(words: string): HTMLButtonElement {
  return h("button", { class: "btn main" }, words);
}

/** No field for passwords: browsers would offer to keep it, beside what it locks. */
function secret(id: string): HTMLInputElement {
  return h("input", { id, class: "pin", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
}

function fault(): HTMLElement {
  return h("p", { class: "err", role: "alert" });
}
