document.documentElement.classList.add("scripted");
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => { await navigator.clipboard.writeText(button.dataset.copy); button.classList.add("copied"); });
for (const field of document.querySelectorAll("[data-seal]"))
  field.addEventListener("paste", () => setTimeout(() => { const done = field.form.querySelector("button[value=done]"); if (field.form.reportValidity()) field.form.requestSubmit(done); }, 0));
for (const button of document.querySelectorAll("[data-tick]"))
  button.addEventListener("click", () => { for (const box of button.form.querySelectorAll("li:not([hidden]) input[name=row]")) box.checked = true; });
for (const button of document.querySelectorAll("[data-choose]"))
  button.addEventListener("click", () => { for (const box of button.form.querySelectorAll(`li:not([hidden]) input[value=${button.dataset.choose}]`)) box.checked = true; });
for (const button of document.querySelectorAll("[data-compare]")) {
  const form = button.form, shown = form.querySelector("[data-verdict]");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const sent = new URLSearchParams({ quiet: "yes", token: form.elements.token.value, id: form.elements.id.value, agreement: form.elements.agreement.value });
    button.disabled = true;
    try { const answer = await fetch("/compare", { method: "POST", body: sent }); shown.innerHTML = await answer.text(); } finally { button.disabled = false; }
  });
  form.elements.agreement.addEventListener("input", () => { shown.textContent = ""; });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input.key, input[name=note]")) { event.preventDefault(); const answer = form.querySelector("button[value=done]"); if (form.reportValidity()) form.requestSubmit(answer); } });
}
