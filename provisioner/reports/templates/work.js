document.documentElement.classList.add("scripted");
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => { await navigator.clipboard.writeText(button.dataset.copy); button.classList.add("copied"); });
for (const field of document.querySelectorAll("[data-seal]"))
  field.addEventListener("paste", () => setTimeout(() => { const done = field.form.querySelector("button[value=done]"); if (field.form.reportValidity()) field.form.requestSubmit(done); }, 0));
for (const button of document.querySelectorAll("[data-tick]"))
  button.addEventListener("click", () => { for (const box of button.form.querySelectorAll("input[name=row]")) box.checked = true; });
for (const button of document.querySelectorAll("[data-choose]"))
  button.addEventListener("click", () => { for (const box of button.form.querySelectorAll(`input[value=${button.dataset.choose}]`)) box.checked = true; });
