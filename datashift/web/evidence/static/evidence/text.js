/* Numbers beside the lines of a text, and a way from a fault to its line. Works without: the page
   brings the numbers of the text it was sent with. */
customElements.define("line-numbers", class extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.gutter = this.querySelector(".gutter");
    this.text.addEventListener("input", () => this.count());
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-line]");
      if (link) { event.preventDefault(); this.show(Number(link.dataset.line)); }
    });
    this.count();
  }
  count() {
    const lines = this.text.value.split("\n").length + 1;
    this.text.rows = lines;
    this.gutter.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  }
  show(line) {
    const lines = this.text.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.text.focus();
    this.text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    const height = this.text.scrollHeight / this.text.rows;
    this.scrollTop = Math.max(0, (line - 5) * height);
  }
});
