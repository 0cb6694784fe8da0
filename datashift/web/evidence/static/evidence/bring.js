// Files dropped anywhere on the page are chosen; sending them shows how far it is. Without this
// script the form does the same with its button.
(() => {
  "use strict";

  const begin = () => {
    const form = document.querySelector("form[data-drop]");
    if (!form) return;
    const input = form.querySelector("input[type=file]");
    form.querySelector("[data-hint]").hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, input);
    });
  };

  const send = (form, input) => {
    const too = [...input.files].find((file) => file.size > Number(form.dataset.most));
    const said = form.querySelector("[data-said]");
    said.hidden = false;
    said.querySelector("progress").hidden = Boolean(too);
    said.querySelector("span").textContent = too
      ? `${too.name}: ${form.dataset.tooLarge}`
      : form.dataset.sending;
    if (too) return;
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) said.querySelector("progress").value = event.loaded / event.total;
    };
    request.onload = () => show(request.responseText, form);
    request.onerror = () => {
      said.querySelector("progress").hidden = true;
      said.querySelector("span").textContent = form.dataset.lost;
    };
    request.send(new FormData(form));
  };

  // The answer is the page as it is now: with the new files, or with what could not be kept.
  const show = (text, form) => {
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) {
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    document.querySelector("main").replaceWith(main);
    if (window.htmx) window.htmx.process(main);
    begin();
    const first = main.querySelector("[role=status], .bad, h1");
    first.tabIndex = -1;
    first.focus();
  };

  const over = (event, is) => {
    const form = document.querySelector("form[data-drop]");
    if (!form || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return null;
    event.preventDefault();
    form.classList.toggle("over", is);
    return form;
  };

  addEventListener("dragover", (event) => over(event, true));
  addEventListener("dragleave", (event) => over(event, false));
  addEventListener("drop", (event) => {
    const form = over(event, false);
    if (!form || !event.dataTransfer.files.length) return;
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    form.requestSubmit();
  });
  begin();
})();
