// Pages for reporters. Everything works without this; with it, leaving leaves less behind.
(() => {
  "use strict";
  // The page's place in the history goes to the harmless one; nothing is left to come back to.
  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(document.getElementById("leave").href);
  };
  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) return void (shifts = []);
    shifts = [...shifts, event.timeStamp].filter((each) => event.timeStamp - each < 2000);
    if (shifts.length === 3) leave();
  });

  // One place in the history for all of these pages.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#leave, a[href^='/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.id === "leave") leave();
    else location.replace(link.href);
  });
  // A form that is sent as browsers do is another place in the history, which "back" leads to and
  // may send once more: what it answers takes the place of what asked.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const told = new FormData(form);
    const body = form.getAttribute("enctype") === "multipart/form-data" ? told : new URLSearchParams(told);
    const hold = (held) => {
      for (const button of form.querySelectorAll("button")) button.disabled = held;
    };
    hold(true);
    tell(form, "sending");
    let words;
    try {
      words = await (await fetch(location.href, { method: "POST", body })).text();
    } catch {
      // No line, or it died: the browser's own page would take away what is written. Sent again, it
      // is the same report, because the slip is the same.
      hold(false);
      return tell(form, "unsent").focus();
    }
    try {
      const page = new DOMParser().parseFromString(words, "text/html");
      if (!page.getElementById("leave")) throw new Error("no page of ours");
      document.body.replaceWith(page.body);
      scrollTo(0, 0);
      const [wrong, title] = ["main [aria-invalid=true]", "main h1"].map((each) => document.querySelector(each));
      // A question with answers to choose from takes no focus; its first answer does.
      const first = (wrong?.matches("fieldset") ? wrong.querySelector("input") : wrong) ?? title;
      if (first === title) first.tabIndex = -1;
      first.focus();
      ready();
    } catch {
      // Somebody between us: the browser shows what they say. A question may be called "submit".
      HTMLFormElement.prototype.submit.call(form);
    }
  });
  /** Show one of the two, at the end of the form, where it is sent from. */
  const tell = (form, name) => {
    for (const each of document.querySelectorAll("#sending, #unsent")) {
      each.hidden = each.id !== name;
      if (!each.hidden) form.append(each);
    }
    return document.getElementById(name);
  };
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // Photographs lose place, time and phone before they leave this one.
  const LONGEST = 1600;
  const bare = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return new File([blob], "photo.jpg", { type: "image/jpeg", lastModified: 0 });
  };
  // What is sent has one of few sizes: who watches the line learns little from it.
  const STEP = 65536;
  const ready = () => {
    for (const input of document.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", async () => {
        delete input.dataset.bare;
        if (!input.files.length) return;
        try {
          const held = new DataTransfer();
          held.items.add(await bare(input.files[0]));
          input.files = held.files;
          input.dataset.bare = "yes";
        } catch {
          // No photograph that this browser knows: the server looks at it.
        }
      });
    }
    for (const form of document.querySelectorAll("form.report")) {
      form.addEventListener("submit", () => {
        form.querySelector("[name=filling]")?.remove(); // of the time before
        const filling = document.createElement("input");
        filling.type = "hidden";
        filling.name = "filling";
        form.append(filling);
        let size = 0;
        for (const [name, value] of new FormData(form)) {
          size += 200 + name.length + (value.size ?? new TextEncoder().encode(value).length);
        }
        filling.value = "x".repeat((STEP - (size % STEP)) % STEP);
      });
    }
  };
  ready();
})();
